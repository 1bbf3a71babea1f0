"""What `check` warns of: findings about a pack's items, which of them are accepted, and where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.document import Location
from bot.knowledge.model import Item, ItemKind, Pack
from bot.knowledge.passages import Passage
from bot.knowledge.problems import Place, Problem, did_you_mean
from bot.knowledge.validate import LoadedFile, answer_places
from bot.translation import _

STALE = "stale-accept"
"""The name of the warning about an `accept` that accepts nothing. It cannot be accepted itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning about one item of a pack, before it is known where that stands."""

    name: str
    """What the warning is called under `accept`."""
    kind: ItemKind
    id: str
    message: str
    """What is wrong, and what would mend it."""
    keys: Location = ()
    """Which of the item's values is meant, such as `("phrasings", 2)`."""
    spot: tuple[Passage, int] | None = None
    """Where in an answer: a passage of it, and an offset in the passage's text."""
    also: tuple[str, ...] = ()
    """The ids of other items of this kind whose `accept` covers the finding as well."""
    is_of_key: bool = False
    """Whether the last key itself is meant rather than its value."""


def settle(findings: Iterable[Finding], pack: Pack, known: Collection[str]) -> list[Finding]:
    """The findings that no `accept` covers, and one for each `accept` that covers nothing.

    `known` are the names of all warnings. The `accept` of a draft is left out, since no rule looks
    at drafts.
    """
    accepted: dict[tuple[ItemKind, str, str], str] = {
        (kind, item.id, name): reason
        for kind, item in _items(pack)
        for name, reason in item.accept.items()
    }
    used: set[tuple[ItemKind, str, str]] = set()
    left: list[Finding] = []
    for finding in findings:
        holders = {(finding.kind, it, finding.name) for it in (finding.id, *finding.also)}
        covering = holders & accepted.keys()
        used |= covering
        if not covering:
            left.append(finding)
    stale = [
        Finding(STALE, kind, item_id, _stale(name, known), ("accept", name), is_of_key=True)
        for kind, item_id, name in accepted
        if (kind, item_id, name) not in used
    ]
    return left + stale


def locate(findings: Iterable[Finding], files: Sequence[LoadedFile]) -> list[Problem]:
    """The findings as warnings with their places in `files`, in order of place."""
    where: dict[tuple[ItemKind, str], tuple[LoadedFile, int]] = {}
    for file in files:
        for index, source in file.sources.items():
            where["sources", source.id] = file, index
        for index, topic in file.topics.items():
            where["topics", topic.id] = file, index
        for index, entry in file.entries.items():
            where["entries", entry.id] = file, index
    problems: list[Problem] = []
    for finding in findings:
        file, index = where[finding.kind, finding.id]
        location: Location = (finding.kind, index, *finding.keys)
        place = _place(file, location, finding)
        key = file.document.problem(location, "").key
        problems.append(Problem(place, finding.message, key, "warning", finding.name))
    return sorted(problems, key=lambda it: (it.place, it.name, it.message))


def _place(file: LoadedFile, location: Location, finding: Finding) -> Place:
    if finding.spot is not None:
        return answer_places(file.document, location)(*finding.spot)
    return file.document.place(location, of_key=finding.is_of_key)


def _items(pack: Pack) -> Iterator[tuple[ItemKind, Item]]:
    for source in pack.sources:
        yield "sources", source
    for topic in pack.topics:
        yield "topics", topic
    for entry in pack.live_entries:
        yield "entries", entry


def _stale(name: str, known: Collection[str]) -> str:
    if name == STALE:
        return _("This warning cannot be accepted: remove what accepts nothing.")
    if name not in known:
        return _("There is no warning `{name}`.").format(name=name) + did_you_mean(name, known)
    return _("There is nothing left to accept here: remove this line.")
