"""Entries as a command lists and shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from rich.console import Group, RenderableType
from rich.text import Text

from bot.errors import ChangeRefused
from bot.knowledge.load import PackReading
from bot.knowledge.model import Entry, Pack, Source, Topic
from bot.knowledge.problems import did_you_mean
from bot.shell.showing import visible
from bot.table import Listing
from bot.terminal import render_entry

AnyItem = TypeVar("AnyItem", Entry, Source, Topic)


def found_entries(
    packs: Sequence[Pack], topic: str | None, *, is_draft: bool | None
) -> list[tuple[Pack, list[Entry]]]:
    """The entries of each pack in the order of its topics; all, or drafts or live ones alone.

    Raises `ChangeRefused` if no pack has a topic with that id or title.
    """
    wanted = topic.casefold() if topic is not None else None
    titles = {name.casefold() for pack in packs for it in pack.topics for name in (it.id, it.title)}
    if wanted is not None and wanted not in titles:
        known = did_you_mean(wanted, titles)
        raise ChangeRefused(f"There is no topic `{topic}`.{known}")
    return [
        (
            pack,
            [
                entry
                for it in pack.topics
                if wanted in (None, it.id, it.title.casefold())
                for entry in pack.entries
                if entry.topic == it.id and is_draft in (None, not entry.is_live)
            ],
        )
        for pack in packs
    ]


def render_list(pack: Pack, entries: Iterable[Entry]) -> RenderableType:
    """A table of entries with a heading for each topic."""
    table = Listing(title=Text(visible(pack.title)), title_justify="left")
    table.add_column("Entry")
    table.add_column("Question")
    table.add_column("Side")
    table.add_column("Asked as", justify="right")
    table.add_column("Reviewed")
    topic = None
    for entry in entries:
        if entry.topic != topic:
            topic = entry.topic
            table.add_section()
            table.add_row(Text(visible(pack.topic_by_id[topic].title), style="bold"))
        table.add_row(
            Text(entry.id),
            Text(visible(entry.question)),
            entry.side if entry.is_live else f"{entry.side}, draft",
            str(len(entry.asked_as)),
            str(entry.reviewed or ""),
        )
    return table


def render_whole(pack: Pack, entry: Entry) -> RenderableType:
    """An entry as readers see it and, below that, what they do not see, such as its phrasings."""
    pack = pack.model_copy(
        update={
            "sources": tuple(map(_visible, pack.sources)),
            "topics": tuple(map(_visible, pack.topics)),
        }
    )
    entry = _visible(entry)
    more = Text()
    if not entry.is_live:
        more.append("A draft: it answers nobody.\n", style="bold yellow")
    for name, texts in (
        ("Topic", [pack.topic_by_id[entry.topic].title]),
        ("Asked as", entry.phrasings),
        ("Not for", entry.not_for),
        ("Other side", [entry.counter] if entry.counter else []),
        ("Related", entry.related),
    ):
        if texts:
            more.append(f"{name}: {visible('; '.join(texts))}\n", style="dim")
    return Group(render_entry(pack, entry), more)


def _visible(item: AnyItem) -> AnyItem:
    """`item` with what a terminal would obey replaced; a pack may have come from a stranger."""
    texts = {name: visible(it) for name, it in item if isinstance(it, str)}
    return item.model_copy(update=texts)


def entry_data(pack: Pack, entry: Entry) -> dict[str, object]:
    """An entry as machines read it: every key that a file may have, even if this one lacks it."""
    return {"pack": pack.id, **entry.model_dump(mode="json")}


def references(reading: PackReading, entry_id: str) -> Iterator[str]:
    """A sentence for each kind of thing that refers to an entry."""
    entries = reading.pack.entries if reading.pack else ()
    countered = [it.id for it in entries if it.counter == entry_id]
    related = [it.id for it in entries if entry_id in it.related and it.id != entry_id]
    expected = sum(it.expect == entry_id for it in reading.expectations)
    if countered:
        yield f"It is the other side of {', '.join(countered)}."
    if related:
        yield f"It is related to by {', '.join(related)}."
    if expected:
        yield f"{expected} expectation{'s want' if expected > 1 else ' wants'} it, and will go."
