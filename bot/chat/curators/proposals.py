"""Proposals: changes that wait for their curator's word.

Only the curator who made one has to do with it, in the server where they made it, and as long as
they may change its pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bot.chat.curators import forms
from bot.chat.curators.desk import Desk
from bot.chat.curators.forms import Typed
from bot.curating import kept
from bot.curating.changes import Wish
from bot.curating.homes import Home
from bot.errors import ChangeRefused
from bot.translation import N_, _

LONGEST_NUMBER = 15
"""Digits that a database's number has at most."""
GONE = N_(
    "That change is not yours, or it is gone: it was published or discarded, or is "
    "older than a week."
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal whose curator is at it."""

    number: int
    pack_id: str
    home: Home
    edits: tuple[Wish, ...]
    """Empty where what was typed cannot be a change yet."""
    typed: Typed | None
    """The form that the edits come from, if they come from one."""
    settles: tuple[int, ...]

    @property
    def is_form(self) -> bool:
        """Whether it comes from a form."""
        return self.typed is not None

    @property
    def is_entry(self) -> bool:
        """Whether it is a form of an entry."""
        return self.typed is not None and self.typed.kind == "entries"


async def propose(
    desk: Desk,
    pack_id: str,
    *,
    edits: Sequence[Wish] = (),
    typed: Typed | None = None,
    settles: Iterable[int] = (),
) -> Proposed:
    """Keeps a change of a pack that may be changed at the desk.

    `settles` are the ids of the questions that are handled once it is published.
    """
    home = desk.homes[pack_id]
    number = await desk.workspace.store.proposals.keep(
        home.key,
        guild_id=desk.access.guild_id,
        author_id=desk.interaction.user.id,
        edits=kept.to_text(edits),
        form=forms.to_text(typed) if typed else None,
        settles=settles,
    )
    return Proposed(number, pack_id, home, tuple(edits), typed, tuple(settles))


async def find_proposal(desk: Desk, number: str) -> Proposed:
    """The proposal with the number that an id carries.

    Raises `ChangeRefused` unless it is this curator's, and can still be read.
    """
    is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
    found = await desk.workspace.store.proposals.get(int(number)) if is_number else None
    whose = desk.interaction.user.id, desk.access.guild_id
    if found is None or (found.author_id, found.guild_id) != whose:
        raise ChangeRefused(_(GONE))
    for pack_id, home in desk.homes.items():
        if home.key == found.home:
            try:
                typed = forms.from_text(found.form) if found.form else None
                edits = kept.from_text(found.edits)
            except ValidationError as error:  # an older version of the bot took more, or other
                raise ChangeRefused(_(GONE)) from error
            return Proposed(found.id, pack_id, home, edits, typed, found.settles)
    raise ChangeRefused(_(GONE))


async def save(desk: Desk, proposed: Proposed) -> None:
    """Keeps a proposal as it is now."""
    await desk.workspace.store.proposals.replace(
        proposed.number,
        edits=kept.to_text(proposed.edits),
        form=forms.to_text(proposed.typed) if proposed.typed else None,
    )
