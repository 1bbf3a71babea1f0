"""A server's misses in order, as one press works on them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from discord import ui

from bot.answering.answerer import Answerer
from bot.answering.outcome import Choice
from bot.chat.curators.desk import Desk
from bot.chat.curators.entries import with_texts
from bot.chat.curators.proposals import propose
from bot.chat.curators.review_views import Position, render_empty, render_miss
from bot.chat.curators.showing import show
from bot.chat.markup import OPTIONS_LIMIT
from bot.curating.changes import Put
from bot.curating.misses import Miss, group, with_nearest
from bot.errors import ChangeRefused
from bot.store.questions import State
from bot.translation import N_, _

Field = Literal["phrasings", "not_for"]
"""What of an entry a question may be added to."""
MOST_RANKED = 250
"""Entries among which those are looked for that the curator may change."""
NOT_HERE = N_("Misses are a server's own: only its curators see them, in the server itself.")
SETTLED = N_("Somebody has dealt with that one already, or it was kept for long enough.")
GONE = N_("That entry is not there any more. Pick another one.")


@dataclass(frozen=True, slots=True)
class Queue:
    """The open misses of the server that a curator is in, most asked first."""

    desk: Desk
    guild_id: int
    answerer: Answerer
    misses: tuple[Miss, ...]

    @classmethod
    async def of(cls, desk: Desk) -> Queue:
        """The queue as it is now. Raises `ChangeRefused` for whoever is no curator there."""
        guild_id = desk.server(_(NOT_HERE))
        answerer = await desk.workspace.shelves.answerer(guild_id)
        asked = await desk.workspace.store.questions.misses(guild_id)
        misses = await asyncio.to_thread(group, asked)
        return cls(desk, guild_id, answerer, tuple(misses))

    def place(self, question: int) -> int | None:
        """Where the miss with a question stands; None if it is not open."""
        found = (place for place, miss in enumerate(self.misses) if question in miss.ids)
        return next(found, None)

    def miss(self, question: int) -> Miss:
        """The miss with a question. Raises `ChangeRefused` if it is not open."""
        place = self.place(question)
        if place is None:
            raise ChangeRefused(_(SETTLED))
        return self.misses[place]

    async def nearest(self, miss: Miss) -> Choice | None:
        """What stands nearest to a miss, if anything does."""
        return (await asyncio.to_thread(with_nearest, miss, self.answerer)).nearest

    async def show(self, place: int, note: str = "") -> None:
        """Shows the miss at a place, or the last where there are not as many."""
        view = await asyncio.to_thread(self._render, place, note)
        await self.desk.show(view)

    async def settle(self, question: int, state: State, note: str) -> None:
        """Gives all questions of a miss a state, and shows the next."""
        place = self.place(question)
        if place is None:
            await self.show(0, _(SETTLED))
            return
        workspace = self.desk.workspace
        ids = self.misses[place].ids
        await workspace.store.questions.settle(ids, state, guild_id=self.guild_id)
        left = (*self.misses[:place], *self.misses[place + 1 :])
        answerer = await workspace.shelves.answerer(self.guild_id)
        await replace(self, answerer=answerer, misses=left).show(place, note)

    async def propose(self, miss: Miss, ids: tuple[str, str], field: Field) -> None:
        """Previews an entry with the question of a miss in one of its fields.

        Once that is published the miss is handled. Raises `ChangeRefused` where the entry is gone,
        or is none that may be changed from here.
        """
        pack_id, entry_id = ids
        pack = await self.desk.pack(pack_id) if pack_id in self.desk.homes else None
        entry = pack.live_entry(entry_id) if pack else None
        if entry is None:
            raise ChangeRefused(_(GONE))
        edits = [Put(with_texts(entry, field, miss.asked, None), entry)]
        await show(self.desk, await propose(self.desk, pack_id, edits=edits, settles=miss.ids))

    def _render(self, place: int, note: str) -> ui.LayoutView:
        if not self.misses:
            return render_empty(note)
        place = min(place, len(self.misses) - 1)
        miss = with_nearest(self.misses[place], self.answerer)
        now = self.answerer.ask(miss.asked)
        position = Position(
            place + 1, len(self.misses), self._first(place - 1), self._first(place + 1)
        )
        candidates = self._candidates(miss)
        found = self.answerer.find(*miss.wrong) if miss.wrong else None
        return render_miss(
            miss,
            now,
            candidates,
            self.desk.homes,
            position,
            reported=found[1] if found else None,
            note=note,
        )

    def _first(self, place: int) -> int | None:
        return self.misses[place].questions[0].id if 0 <= place < len(self.misses) else None

    def _candidates(self, miss: Miss) -> list[Choice]:
        ranked = self.answerer.rank(miss.asked, most=MOST_RANKED)
        homes = self.desk.homes
        found = [it for it in ranked if it.pack.id in homes and it.ids != miss.wrong]
        return found[:OPTIONS_LIMIT]


async def following(desk: Desk, settled: Collection[int]) -> int | None:
    """The id of a question of the miss to review once those with `settled` ones are put away.

    None where none is left, or where it is no queue of theirs.
    """
    if desk.access.curated is None:
        return None
    found = next_after(settled, (await Queue.of(desk)).misses)
    return found.questions[0].id if found else None


def next_after(settled: Collection[int], misses: Sequence[Miss]) -> Miss | None:
    """The one of `misses` that comes after those with the `settled` questions.

    After the last it is the first again.
    """
    left = [it for it in misses if not set(it.ids) <= set(settled)]
    places = [place for place, it in enumerate(misses) if set(it.ids) & set(settled)]
    start = min(places, default=0)
    return next((it for it in misses[start:] if it in left), left[0] if left else None)
