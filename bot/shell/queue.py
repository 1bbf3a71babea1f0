"""The queue of misses: as a table, and one after another."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import percent
from bot.answering.snapshot import Snapshot
from bot.curating.changes import Put
from bot.curating.composing import made
from bot.curating.misses import Miss, group, with_nearest
from bot.errors import RejoinderError
from bot.knowledge.model import Entry
from bot.matching.encoder import find_encoder
from bot.matching.kept_learning import KeptLearning
from bot.shell.desk import Desk
from bot.shell.editor import edit_until_done
from bot.shell.forms import additions, new_text
from bot.shell.packs import Packs, open_packs
from bot.shell.publishing import Publisher, asked
from bot.shell.showing import say, visible
from bot.store.questions import State
from bot.table import Listing

SHOWN = 30
"""How many misses the table shows."""


def found_misses(desk: Desk, packs: Packs, most: int, console: Console) -> list[Miss]:
    """The newest `most` questions of all servers that wait to be reviewed, grouped into misses."""
    waiting = desk.run(desk.store.questions.misses(None, most))
    if not waiting:
        return []
    settings = desk.settings
    with console.status("Looking for what is nearest …"):
        encoder = find_encoder(settings.encoder, settings.data)
        bars = Bars(answer=settings.answer_bar, suggest=settings.suggest_bar)
        kept = KeptLearning(settings.data)
        answerer = Answerer(Snapshot.build(packs.knowledge, encoder, kept), bars)
        return [with_nearest(it, answerer) for it in group(waiting)]


def miss_data(miss: Miss) -> dict[str, object]:
    """A miss as machines read it."""
    nearest = miss.nearest
    return {
        "question": miss.asked,
        "times": miss.times,
        "first": miss.first.isoformat(),
        "last": miss.questions[0].asked_at.isoformat(),
        "ids": list(miss.ids),
        "nearest": {
            "pack": nearest.pack.id,
            "entry": nearest.entry.id,
            "confidence": round(nearest.confidence, 4),
        }
        if nearest
        else None,
        "wrong": {"pack": miss.wrong[0], "entry": miss.wrong[1]} if miss.wrong else None,
    }


def render_misses(misses: Sequence[Miss]) -> RenderableType:
    """A table of the misses that were asked most."""
    table = Listing("Asked", "Question", "Nearest")
    for miss in misses[:SHOWN]:
        wrong = f" (wrong: {miss.wrong[1]})" if miss.wrong else ""
        table.add_row(str(miss.times), Text(_line(miss.asked) + wrong), Text(_nearest(miss)))
    more = len(misses) - SHOWN
    if more > 0:
        table.add_section()
        table.add_row("", f"… and {more:,} more")
    return table


class Queue:
    """Goes through misses with a person at the terminal."""

    def __init__(self, publisher: Publisher, named: Sequence[Path] | None) -> None:
        self._publisher = publisher
        self._named = named
        """The paths of the packs that the command was given."""
        self._console = publisher.console

    def go_through(self, misses: Sequence[Miss]) -> None:
        """Shows each miss and does what the person chooses, until they quit."""
        for number, miss in enumerate(misses, start=1):
            since = miss.first.astimezone().strftime("%Y-%m-%d")
            times = "once" if miss.times == 1 else f"{miss.times} times"
            head = f"\n{number} of {len(misses)}: asked {times} since {since}"
            say(self._console, head, "dim")
            say(self._console, _line(miss.asked), "bold")
            if miss.wrong:
                say(self._console, f"Answered, wrongly, with {miss.wrong[1]}.")
            say(self._console, f"Nearest: {_nearest(miss)}")
            while True:
                answer = asked(f"{_choices(miss)} ").lower()
                if answer in ("q", "quit"):
                    return
                try:
                    if self._do(answer[:1], miss):
                        break
                except RejoinderError as error:
                    print(error, file=sys.stderr)

    def _do(self, key: str, miss: Miss) -> bool:
        """Does what `key` stands for; returns whether the miss is dealt with."""
        state: State = "handled"
        if key in ("", "s"):
            return True
        if key == "p" and miss.nearest:
            self._add(miss.nearest.entry.id, miss.nearest.pack.id, miss, "phrasings")
        elif key == "e":
            entry_id = asked("A phrasing of which entry? ")
            if not entry_id:
                return False
            self._add(entry_id, None, miss, "phrasings")
        elif key == "n" and miss.wrong:
            self._add(miss.wrong[1], miss.wrong[0], miss, "not_for")
        elif key == "w":
            self._write(miss)
        elif key == "o":
            state = "out-of-scope"
        elif key == "i":
            state = "ignored"
        else:
            return False
        store = self._publisher.desk.store
        self._publisher.desk.run(store.questions.settle(miss.ids, state, guild_id=None))
        return True

    def _add(self, entry_id: str, pack_id: str | None, miss: Miss, field: str) -> None:
        """Adds what was asked to `field` of an entry, its phrasings or its list `not_for`."""
        publisher = self._fresh()
        opened, entry = publisher.packs.find(entry_id, pack_id)
        texts = dict.fromkeys((*getattr(entry, field), " ".join(miss.asked.split())))
        publisher.publish(
            opened, [Put(made(Entry, entry.model_dump() | {field: tuple(texts)}), entry)]
        )

    def _write(self, miss: Miss) -> None:
        """Opens an editor on a new entry that answers what was asked, and publishes the entry."""
        publisher = self._fresh()
        ids = publisher.packs.by_id
        named = asked(f"Into which pack, of {', '.join(ids)}? ") if len(ids) > 1 else None
        opened = publisher.packs.one(named)
        edit_until_done(
            new_text(opened.pack, question=miss.asked),
            lambda text: publisher.publish(opened, additions(text, opened.pack), may_edit=True),
        )

    def _fresh(self) -> Publisher:
        """A publisher that knows the packs as they are by now."""
        packs = open_packs(self._publisher.desk.settings, self._named)
        return replace(self._publisher, packs=packs)


def _choices(miss: Miss) -> str:
    known = ["[p]hrasing of the nearest"] if miss.nearest else []
    known += ["phrasing of another [e]ntry"]
    known += ["[n]ot for the wrong one"] if miss.wrong else []
    known += ["[w]rite an entry", "[o]ut of scope", "[i]gnore", "[s]kip", "[q]uit"]
    return ", ".join(known) + ":"


def _nearest(miss: Miss) -> str:
    if miss.nearest is None:
        return "nothing"
    return f"{miss.nearest.entry.id}, {percent(miss.nearest.confidence)}"


def _line(text: str) -> str:
    return " ".join(visible(text).split())
