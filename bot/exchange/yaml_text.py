"""A pack as one knowledge file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.exchange.contents import header, item
from bot.knowledge.emit import Style, Value, flow, pair
from bot.knowledge.model import Pack

_STYLE = Style()


def write_yaml(pack: Pack) -> str:
    """The file's text, from which the pack is read back as it was."""
    text = f"pack:\n  {'  '.join(_pairs(header(pack), 2))}"
    text += write_synonyms(pack.synonyms)
    for key, models in (
        ("sources", pack.sources),
        ("topics", pack.topics),
        ("entries", pack.entries),
    ):
        if models:
            items = ("    ".join(_pairs(item(model), 4)) for model in models)
            text += f"{key}:\n" + "".join(f"  - {lines}" for lines in items)
    return text


def write_synonyms(groups: Iterable[tuple[str, ...]]) -> str:
    """The lines of a pack's synonyms, if it has any."""
    rows = "".join(f"  - {flow(group)}\n" for group in groups)
    return f"synonyms:\n{rows}" if rows else ""


def write_keys(values: Mapping[str, Value]) -> str:
    """The lines of keys that stand in no list."""
    return "".join(_pairs(values, 0))


def _pairs(values: Mapping[str, Value], column: int) -> list[str]:
    """The lines of each key; its first line comes without its indentation."""
    keys = list(values)
    return [pair(key, values[key], column, _STYLE, is_last=key == keys[-1]) for key in keys]
