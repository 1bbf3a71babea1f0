"""What can be read of a file with errors, so that the problems of the rest are told as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.knowledge.document import Data, Document
from bot.knowledge.model import MODEL_OF, Entry, ItemKind, PackHeader, Source, Topic
from bot.knowledge.problems import nearest
from bot.knowledge.validate import UNKNOWN, LoadedFile

M = TypeVar("M", bound=BaseModel)
_STAND_INS: Mapping[str, str] = {
    "id": UNKNOWN,
    "topic": UNKNOWN,
    "title": "-",
    "question": "-",
    "answer": "-",
    "motion": "-",
    "kind": "other",
    # Whether it is meant to answer, and so must cite, is not known.
    "status": "draft",
}
"""The stand-ins for values that are missing or wrong, chosen so as to cause no further problems."""


def salvage(document: Document) -> LoadedFile:
    """What can be read of the pack's file, which has errors."""
    data = document.data()
    whole = data if isinstance(data, dict) else {}
    sources, topics, entries = (
        _items(whole, "sources", Source),
        _items(whole, "topics", Topic),
        _items(whole, "entries", Entry),
    )
    header = salvaged(whole["pack"], PackHeader) if "pack" in whole else None
    return LoadedFile(
        document,
        header,
        (),
        sources,
        topics,
        entries,
        frozenset({UNKNOWN}),
        frozenset(kind for kind in MODEL_OF if _is_unread(whole, kind)),
    )


def salvaged(item: Data, model: type[M]) -> M | None:
    """The item without what is wrong in it; None where nothing is left that could be checked."""
    if not isinstance(item, dict):
        return None
    try:
        return model.model_validate(item)
    except ValidationError as error:
        wrong = [details["loc"] for details in error.errors()]
    kept: dict[str, object] = {key: it for key, it in item.items() if (key,) not in wrong}
    for key, *rest in wrong:
        name = str(key)
        known = kept.get(name)
        if rest and name == "related" and isinstance(known, list):
            # Its other references keep their places.
            kept[name] = [UNKNOWN if it == rest[0] else name for it, name in enumerate(known)]
        elif name in _STAND_INS and name in model.model_fields:
            kept[name] = _STAND_INS[name]
        else:
            kept.pop(name, None)
    if ("answer",) in wrong:
        kept["status"] = "draft"  # without an answer it cites nothing
    try:
        return model.model_validate(kept)
    except ValidationError:
        return None


def _items(whole: Mapping[str, Data], kind: ItemKind, model: type[M]) -> dict[int, M]:
    raw = whole.get(kind)
    items = enumerate(raw if isinstance(raw, list) else [])
    found = ((index, salvaged(item, model)) for index, item in items)
    return {index: item for index, item in found if item is not None}


def _is_unread(whole: Mapping[str, Data], kind: ItemKind) -> bool:
    """Whether the file may have items of a kind that were not recognised as such."""
    raw = whole.get(kind, [])
    if not isinstance(raw, list) or not all(isinstance(it, dict) for it in raw):
        return True
    unknown = whole.keys() - {"pack", "synonyms", *MODEL_OF}
    return any(nearest(name, MODEL_OF) == kind for name in unknown)
