"""`rejoinder sources`: every source, who cites it, and what has become of it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.text import Text

from bot.knowledge.balance import cited_by
from bot.knowledge.model import Entry, Pack, Source
from bot.progress import progress_bar
from bot.table import Listing
from bot.verification import State, Verification, load_memory, save_memory, verify

STATES: Mapping[State, str] = {
    "dead": "bold red",
    "moved": "yellow",
    "changed": "yellow",
    "unclear": "dim",
}
"""The states that are reported, in order, each with its style."""
OFFLINE = (
    "No address answered: this machine seems to be offline. Nothing was judged and nothing "
    "remembered; run it again when it is online."
)


def render_sources(pack: Pack) -> RenderableType:
    """A table with a row a source: what it is, and the entries that cite it."""
    citing = citing_entries(pack)
    table = Listing("Source", "Kind", "Date", "Cited by", title=Text(pack.title), show_lines=True)
    for source in pack.sources:
        entries = citing[source.id]
        names = ", ".join(it.id if it.is_live else f"{it.id} (draft)" for it in entries)
        table.add_row(
            _described(source),
            source.kind,
            source.date or "",
            Text(f"{len(entries)}: {names}") if entries else Text("nobody", style="yellow"),
        )
    return table


def citing_entries(pack: Pack) -> Mapping[str, Sequence[Entry]]:
    """For each source's id the entries that cite it, drafts included, in the pack's order."""
    found: dict[str, list[Entry]] = {source.id: [] for source in pack.sources}
    for entry in pack.entries:
        for name in cited_by(entry):
            if name in found:
                found[name].append(entry)
    return found


def verify_sources(
    packs: Sequence[Pack], folder: Path, today: date, out: Console, err: Console
) -> bool:
    """Visits the address of every source and reports to `out`; returns whether none is dead.

    What was found is remembered in `folder`, to compare with the next time. Progress goes to `err`.
    Raises `SettingsError` if what is remembered cannot be read, before anything is visited, and
    `SaveError` if it cannot be saved, when the report is out.
    """
    memory = load_memory(folder)
    urls = [source.url for pack in packs for source in pack.sources if source.url]
    with progress_bar("Visiting sources", err, patience_seconds=0) as advance:
        found = asyncio.run(verify(urls, memory, today, advance=advance))
    if found.is_offline:
        out.print(OFFLINE)
        return True
    for pack in packs:
        out.print(render_verification(pack, found), crop=False)
    save_memory(folder, found.memory)
    return all(it.state != "dead" for it in found.verdicts.values())


def render_verification(pack: Pack, found: Verification) -> RenderableType:
    """What has become of a pack's sources: a row each that is not as it was, and the counts."""
    citing = citing_entries(pack)
    table = Listing("State", "Source", "What to know", "Cited by", show_lines=True)
    verdicts = [(it, found.verdicts[it.url]) for it in pack.sources if it.url]
    states = Counter(verdict.state for _, verdict in verdicts)
    for state, style in STATES.items():
        for source, verdict in verdicts:
            if verdict.state == state:
                names = ", ".join(it.id for it in citing[source.id])
                said = Text(f"{verdict.url}\n{verdict.message}", overflow="fold")
                table.add_row(Text(state, style), source.id, said, Text(names))
    counts = ", ".join(f"{states[state]} {state}" for state in ("fine", *STATES))
    unaddressed = len(pack.sources) - len(verdicts)
    summary = Text(f"{pack.title}: {counts}; {unaddressed} without an address.")
    return Group(table, summary) if table.row_count else summary


def _described(source: Source) -> Text:
    text = Text(source.id, style="bold")
    text.append(f"\n{source.title}", style="not bold")
    if source.stake:
        text.append(f"\nstake: {source.stake}", style="not bold italic")
    return text
