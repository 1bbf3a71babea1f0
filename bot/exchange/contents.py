"""A pack as the data that its file holds: the keys of the file format, without defaults."""

from __future__ import annotations

from bot.knowledge.emit import Value
from bot.knowledge.model import Entry, Pack, Source, Topic


def contents(pack: Pack) -> dict[str, object]:
    """What one file that holds the whole of `pack` would say."""
    parts: dict[str, object] = {
        "pack": header(pack),
        "synonyms": pack.synonyms,
        "sources": [item(source) for source in pack.sources],
        "topics": [item(topic) for topic in pack.topics],
        "entries": [item(entry) for entry in pack.entries],
    }
    return {key: part for key, part in parts.items() if part}


def header(pack: Pack) -> dict[str, Value]:
    """What the file says of the pack as a whole."""
    said: dict[str, Value] = {"id": pack.id, "title": pack.title}
    if pack.language is not None:
        said["language"] = pack.language
    return said


def item(model: Source | Topic | Entry) -> dict[str, Value]:
    """A source, a topic or an entry, in the model's order of keys."""
    dumped = model.model_dump(mode="json", exclude_defaults=True)
    return {key: tuple(it) if isinstance(it, list) else it for key, it in dumped.items()}
