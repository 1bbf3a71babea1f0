"""Where a command changes packs: the one way in, with the store that remembers."""

from __future__ import annotations

import asyncio
import getpass
import sys
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from bot.curating.changes import Edit
from bot.curating.curation import Curation, Noticed, Proposal
from bot.curating.homes import FileHome, Home
from bot.settings import Settings
from bot.shell.packs import OpenPack
from bot.store.revisions import Author, Revision
from bot.store.store import Store

T = TypeVar("T")


class Desk:
    """Proposes and publishes changes, one after another. Make one with `open_desk`.

    It runs coroutines itself. In between, a command can wait for the person at the terminal, who
    can interrupt it.
    """

    def __init__(self, runner: asyncio.Runner, store: Store, settings: Settings) -> None:
        self._runner = runner
        self.store = store
        self.settings = settings
        self._curation = Curation(store, noticed=_tell)

    def run(self, work: Coroutine[Any, Any, T]) -> T:  # Any: nothing is sent into it
        """Runs `work` and returns its result."""
        return self._runner.run(work)

    def home(self, opened: OpenPack) -> FileHome:
        """Where the pack and its history are now."""
        data = self.settings.data
        return FileHome(opened.id, opened.path, self.store, data, is_named=opened.is_named)

    def propose(self, opened: OpenPack, edits: Sequence[Edit]) -> Proposal:
        """What `edits` would make of the pack. Raises what `Curation.propose` does."""
        return self.run(self._curation.propose(self.home(opened), edits, author()))

    def publish(self, opened: OpenPack, edits: Sequence[Edit]) -> Revision:
        """Makes `edits`. Raises what `Curation.publish` does."""
        home = self.home(opened)
        made = self.run(self._curation.publish(home, edits, author()))
        _tell_of_copy(opened, home)
        return made

    def undo(self, opened: OpenPack, number: int) -> Revision:
        """Takes a revision back. Raises what `Curation.undo` does."""
        home = self.home(opened)
        made = self.run(self._curation.undo(home, number, author()))
        _tell_of_copy(opened, home)
        return made


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """A desk with the settings' store, which is closed at the end."""
    with asyncio.Runner() as runner:
        store = runner.run(Store.open(settings.database()))
        try:
            yield Desk(runner, store, settings)
        finally:
            runner.run(store.close())


def _tell_of_copy(opened: OpenPack, home: FileHome) -> None:
    if home.path != opened.path:
        _say(
            f"The packs that came with Rejoinder are changed in a copy, {home.path.parent}, which "
            "upgrades leave alone."
        )


def author() -> Author:
    """The author that history names for a change made in the shell."""
    try:
        name = getpass.getuser()
    except (ImportError, KeyError, OSError):  # a container's user may have no name
        name = "somebody"
    return Author(name, "shell")


async def _tell(home: Home, noticed: Noticed) -> None:
    """Says which edits that were not its own history has just taken in from the pack's file.

    History goes by a pack's id, so that each of two copies of one pack seems edited by hand.
    """
    if noticed.revision:
        _say(
            f"{home.path} had been edited by hand, or is another copy of `{home.id}`: revision "
            f"{noticed.revision.number}."
        )
    for it in noticed.overwritten:
        _say(
            f"Revision {it.number} ({it.summary}) is not in it; `rejoinder show {it.number}` shows "
            "what it had changed."
        )


def _say(text: str) -> None:
    print(text, file=sys.stderr)
