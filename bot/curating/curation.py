"""The one way into a pack: every change is validated, saved and remembered here, or refused."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.curating.applying import apply
from bot.curating.changes import Edit
from bot.curating.differences import OUTSIDE, differences, inverse, summary, takes_back
from bot.curating.homes import (
    MOST_OF_ENTRY,
    MOST_PHRASINGS,
    Home,
    ServerHome,
    Version,
    parse,
)
from bot.errors import ChangeRefused, KnowledgeError, Stale
from bot.knowledge.document import parsing_once
from bot.knowledge.load import PackReading, is_expectations
from bot.knowledge.model import Pack
from bot.knowledge.problems import Place, Problem
from bot.knowledge.save import ChangedOnDisk
from bot.store.revisions import Author, Change, ItemChange, Revision
from bot.store.store import Store
from bot.translation import ENGLISH, _, speaking

MOST_TRIES = 20
"""How often a change is tried again if others keep changing the same pack."""
BY_HAND = Author(name="", through="file")
"""The author of edits made by hand in a file: nobody knows who that is."""
MOST_KNOWN = 8
"""How many packs are remembered as they were last read, so that a change need not read them."""
LOOKED_BACK = 50
"""How many revisions are searched for changes that an editor has overwritten."""

Plan = Callable[[Version], Sequence[Edit]]
_Known = tuple[bytes, PackReading]
"""The digest of a pack's texts, and what they were read as."""
Renew = Callable[[Home, Pack], Awaitable[None]]
"""Makes a pack, which was saved at a home, the one that is answered from."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change as it would be; nothing of it has been saved."""

    after: PackReading
    """With all its problems. It has a pack unless one of the pack's own files has an error."""
    change: Change
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Saved:
    """A pack as it is saved. The bot may still be answering from the version before."""

    pack: Pack
    number: int
    """How often its history has been added to."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What an editor did to a pack's files."""

    revision: Revision | None
    """The revision that history has of it; None if nothing changed that history tells of."""
    overwritten: tuple[Revision, ...] = ()
    """Changes that the bot or the shell had reported as saved, and that the editor overwrote."""


Notice = Callable[[Home, Noticed], Awaitable[None]]
"""Is called with what somebody did to a pack's files."""


async def _nothing(home: Home, _: object) -> None:
    """Does nothing: in this process nobody answers from the pack."""


class Curation:
    """Changes packs, whoever asks for a change and wherever the pack lives.

    `renew` is called with each pack that was saved, and `noticed` with what editors did to files.
    """

    def __init__(self, store: Store, renew: Renew = _nothing, noticed: Notice = _nothing) -> None:
        self._store = store
        self._renew = renew
        self._noticed = noticed
        self._known: dict[str, _Known] = {}

    def know(self, home: Home, reading: PackReading) -> None:
        """Remembers what the files of `home` were just read as, for the next change."""
        self._keep(home, reading.texts, reading)

    async def reading(self, home: Home) -> PackReading:
        """The pack of `home` as it is now, with its problems.

        Raises `SaveError` if it cannot be read.
        """
        version = await home.read()
        return await asyncio.to_thread(parse, home, version.texts)

    async def saved(self, home: Home) -> Saved:
        """The pack that the next change would be made to.

        Raises `KnowledgeError` if the pack has errors, and `SaveError` if it cannot be read.
        """
        with parsing_once():
            version = await home.read()
            reading = await self._sound(home, version)
        return Saved(reading.sound(), version.number)

    async def propose(self, home: Home, edits: Sequence[Edit], author: Author) -> Proposal:
        """What `edits` would make of the pack.

        Raises `ChangeRefused` or `EditError` where they do not fit it, `KnowledgeError` where the
        pack has errors already, and `SaveError` if it cannot be read.
        """
        with parsing_once():
            version = await home.read()
            reading = await self._sound(home, version)
            return await self._proposal(home, version, reading, edits, author, None)

    async def publish(self, home: Home, edits: Sequence[Edit], author: Author) -> Revision:
        """Makes `edits`; on return they are saved, in history, and answered from.

        Raises `ChangeRefused`, `EditError`, `SaveError` or `KnowledgeError`, which has every
        problem that the pack would have; nothing is changed then.
        """
        return await self._change(home, lambda _: edits, author)

    async def undo(self, home: Home, number: int, author: Author) -> Revision:
        """Takes the revision with that number back, as a revision of its own.

        Raises what `publish` raises; `ChangeRefused` too where there is no such revision, or where
        what it changed was changed again since.
        """
        undone = await self._store.revisions.revision(home.key, number)
        if undone is None:
            raise ChangeRefused(
                _("There is no revision {number} of this pack.").format(number=number)
            )
        changes = undone.changes
        if not changes:
            raise ChangeRefused(
                _("Revision {number} changed nothing that could be undone.").format(number=number)
            )
        return await self._change(
            home, lambda version: inverse(changes, version.texts), author, undoes=number
        )

    async def refresh(self, home: Home) -> Noticed:
        """Takes in what somebody did to the pack's files, if anything.

        On return that is in history, and answered from. Raises `KnowledgeError` where the files
        have errors, and `SaveError` where they cannot be read; the old version stays live.
        """
        async with home.lock():
            with parsing_once():
                version = await home.read()
                noticed = await self._notice(home, version)
                reading = await self._sound(home, version)
        await self._renew(home, reading.sound())
        return noticed

    async def _change(
        self,
        home: Home,
        plan: Plan,
        author: Author,
        *,
        undoes: int | None = None,
    ) -> Revision:
        for _attempt in range(MOST_TRIES):
            try:
                async with home.lock():
                    with parsing_once():
                        revision, pack = await self._attempt(home, plan, author, undoes)
            except (ChangedOnDisk, Stale):
                continue
            await self._renew(home, pack)
            return revision
        raise ChangeRefused(
            _(
                "{path} kept being changed by others while this was tried {tries} times. Nothing "
                "was changed; try again."
            ).format(path=home.path, tries=MOST_TRIES)
        )

    async def _attempt(
        self,
        home: Home,
        plan: Plan,
        author: Author,
        undoes: int | None,
    ) -> tuple[Revision, Pack]:
        version = await home.read()
        if version.texts != version.recorded:
            await self._notice(home, version)
            version = await home.read()
        reading = await self._sound(home, version)
        edits = await asyncio.to_thread(plan, version)
        proposal = await self._proposal(home, version, reading, edits, author, undoes)
        pack = proposal.after.sound()
        if not proposal.change.changes:
            raise ChangeRefused(_("That would change nothing."))
        revision = await home.save(version, proposal.texts, proposal.change)
        self._keep(home, proposal.texts, proposal.after)
        return revision, pack

    async def _proposal(
        self,
        home: Home,
        version: Version,
        before: PackReading,
        edits: Sequence[Edit],
        author: Author,
        undoes: int | None,
    ) -> Proposal:
        def made() -> Proposal:
            texts = apply(edits, version.texts, before, home.path)
            after = parse(home, texts)
            if isinstance(home, ServerHome):
                _refuse_excess(before, after)
            changes = differences(version.texts, texts) if after.pack else ()
            with speaking(ENGLISH):  # others read it who speak other languages
                said = summary(changes, undoes=undoes)
            return Proposal(after, Change(author, said, changes, undoes), texts)

        return await asyncio.to_thread(made)

    async def _sound(self, home: Home, version: Version) -> PackReading:
        """The pack of `version`. Raises `KnowledgeError` where it has errors or is gone."""
        if not any(not is_expectations(Path(name)) for name in version.texts):
            message = _("The pack is gone: no file of it is there. Put it back.")
            raise KnowledgeError([Problem(Place(home.path), message)])
        known = self._known.get(home.key)
        if known is None or known[0] != _digest(version.texts):
            reading = await asyncio.to_thread(parse, home, version.texts)
            reading.sound()
            known = self._keep(home, version.texts, reading)
        return known[1]

    def _keep(self, home: Home, texts: Mapping[str, str], reading: PackReading) -> _Known:
        """Keeps the reading of a home's texts, but not the texts, for the next change."""
        self._known.pop(home.key, None)
        self._known[home.key] = _digest(texts), replace(reading.without_trees(), texts={})
        if len(self._known) > MOST_KNOWN:
            del self._known[next(iter(self._known))]
        return self._known[home.key]

    async def _notice(self, home: Home, version: Version) -> Noticed:
        """Records in history what an editor did. Raises `KnowledgeError` if that left errors."""
        if version.texts == version.recorded:
            return Noticed(None)
        reading = await self._sound(home, version)
        if version.number == 0:
            count = len(reading.sound().entries)
            said = f"First seen, with {count} {'entry' if count == 1 else 'entries'}"
            return Noticed(await home.note(version, Change(BY_HAND, said, ())))
        changes = await asyncio.to_thread(differences, version.recorded, version.texts)
        with speaking(ENGLISH):
            said = summary(changes) or "Changed blank lines"
        change = Change(BY_HAND, said, changes)
        earlier = await self._store.revisions.history(home.key, most=LOOKED_BACK)
        revision = await home.note(version, change)
        noticed = Noticed(revision, _overwritten(earlier, changes))
        await self._noticed(home, noticed)
        return noticed


def _digest(texts: Mapping[str, str]) -> bytes:
    """A checksum of a pack's files that no other texts or names have."""
    digest = hashlib.sha256()
    for part in (part for item in sorted(texts.items()) for part in item):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()


def _refuse_excess(before: PackReading, after: PackReading) -> None:
    """Raises `ChangeRefused` where a server's own pack grows beyond what it may have."""
    earlier, now = _phrasings(before), _phrasings(after)
    n = sum(now.values())
    if n > max(MOST_PHRASINGS, sum(earlier.values())):
        raise ChangeRefused(
            _(
                "With that, the server's own pack would have {n:,} questions and phrasings, drafts "
                "included; it may have {most:,}. Nothing was changed; leave some out."
            ).format(n=n, most=MOST_PHRASINGS)
        )
    for entry_id, n in now.items():
        if n > max(MOST_OF_ENTRY, earlier.get(entry_id, 0)):
            raise ChangeRefused(
                _(
                    "With that, the entry `{id}` would have {n:,} questions and phrasings; in a "
                    "server's own pack it may have {most:,}. Nothing was changed; leave some out."
                ).format(id=entry_id, n=n, most=MOST_OF_ENTRY)
            )


def _phrasings(reading: PackReading) -> Mapping[str, int]:
    """How many questions and phrasings each entry has, by its id."""
    return {it.id: len(it.asked_as) for it in reading.pack.entries} if reading.pack else {}


def _overwritten(
    earlier: Sequence[Revision], changes: Sequence[ItemChange]
) -> tuple[Revision, ...]:
    """Those of `earlier` that were not made by hand, and of which `changes` take something back."""
    undone: dict[tuple[str, str], ItemChange] = {}
    for it in changes:
        if it.kind != OUTSIDE:
            # An item that was moved is gone from one file and new in another.
            half = undone.get((it.kind, it.item), it)
            whole = replace(it, before=it.before or half.before, after=it.after or half.after)
            undone[it.kind, it.item] = whole
    return tuple(
        revision
        for revision in earlier
        if revision.author.through != BY_HAND.through
        and any(takes_back(theirs, mine) for mine in revision.changes for theirs in undone.values())
    )
