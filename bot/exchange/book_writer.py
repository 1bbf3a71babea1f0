"""A pack as an answer book in Markdown; `bot.exchange.book` describes its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.exchange.book import (
    LEVELS,
    LIKE_A_HEADING,
    MOTION,
    ORDER,
    SOURCES,
    TITLES,
    UNFIT,
    heading,
)
from bot.exchange.contents import header, item
from bot.exchange.yaml_text import write_keys, write_synonyms, write_yaml
from bot.knowledge.emit import Value
from bot.knowledge.model import Entry, Pack


def write_book(pack: Pack) -> str:
    """The pack as a book whose entries stand under their topics, and its sources at the end."""
    runs = re.findall("`+", write_yaml(pack))
    fence = "`" * max([3, *(len(run) + 1 for run in runs)])
    return "\n".join(_items(pack, fence))


def _items(pack: Pack, fence: str) -> Iterator[str]:
    by_topic: dict[str, list[Entry]] = {topic.id: [] for topic in pack.topics}
    strays: list[Entry] = []
    for entry in pack.entries:
        by_topic.get(entry.topic, strays).append(entry)
    in_book = [*strays, *(entry for entries in by_topic.values() for entry in entries)]
    top = header(pack)
    if in_book != list(pack.entries):
        top[ORDER] = tuple(entry.id for entry in pack.entries)
    yield _item("pack", top, fence, more=write_synonyms(pack.synonyms))
    yield from (_item("entry", item(entry), fence) for entry in strays)
    for topic in pack.topics:
        yield _item("topic", item(topic), fence)
        for entry in by_topic[topic.id]:
            keys = item(entry)
            del keys["topic"]
            yield _item("entry", keys, fence)
    if pack.sources:
        yield f"# {SOURCES}\n"
        yield from (_item("source", item(source), fence) for source in pack.sources)


def _item(kind: str, keys: dict[str, Value], fence: str, more: str = "") -> str:
    """A heading, the text below it, and the block of the keys that neither of them holds."""
    title = TITLES.get(kind, "title")
    shown = heading(str(keys[title]))
    if shown == keys[title]:
        del keys[title]
    above = f"{'#' * LEVELS[kind]} {shown}\n\n"
    if kind == "topic" and _fits_a_line(keys.get("motion")):
        above += f"{MOTION}{keys.pop('motion')}\n\n"
    if kind == "entry" and not UNFIT.search(str(keys["answer"])):
        above += f"{_escaped(str(keys.pop('answer')))}\n"
    return f"{above}{fence}yaml {kind}\n{write_keys(keys)}{more}{fence}\n"


def _fits_a_line(text: Value | None) -> bool:
    return isinstance(text, str) and not UNFIT.search(text) and "\n" not in text


def _escaped(answer: str) -> str:
    return "\n".join(
        f"\\{line}" if LIKE_A_HEADING.match(line) else line for line in answer.split("\n")
    )
