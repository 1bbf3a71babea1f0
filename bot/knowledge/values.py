"""From items to the values that are written of them, and back."""

from __future__ import annotations

from datetime import date

from pydantic import ValidationError

from bot.knowledge.document import Data
from bot.knowledge.emit import Value
from bot.knowledge.model import MODEL_OF, Item, ItemKind


def validated(kind: ItemKind, data: Data) -> Item | None:
    """The item that `data` describes, or None if it is not a valid one."""
    try:
        return MODEL_OF[kind].model_validate(data)
    except ValidationError:
        return None


def values_of(item: Item) -> dict[str, Value]:
    """An item's values as they are written, but for those that are None."""
    found: dict[str, Value] = {}
    for name in type(item).model_fields:
        value = getattr(item, name)
        if value is not None:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found


def set_values(item: Item) -> dict[str, Value]:
    """An item's values as they are written, without those that are the default."""
    return {name: it for name, it in values_of(item).items() if not is_default(item, name)}


def is_default(item: Item, name: str) -> bool:
    """Whether a key may be left out because its value is the default."""
    field = type(item).model_fields[name]
    known = field.get_default(call_default_factory=True, validated_data={})
    return not field.is_required() and bool(getattr(item, name) == known)
