"""An entry as the options of a command give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from bot.curating.changes import Edit, Put
from bot.curating.composing import Form, compose, made
from bot.errors import ChangeRefused, SettingsError
from bot.knowledge.model import RESERVED_IDS, Entry, Pack
from bot.knowledge.problems import did_you_mean

TODAY = "today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options that were given for an entry. Those that were not are None or empty."""

    id: str | None = None
    question: str | None = None
    answer: str | None = None
    topic: str | None = None
    side: str | None = None
    sources: Sequence[str] = ()
    counter: str | None = None
    """`none` removes the counter that the entry has."""
    related: Sequence[str] = ()
    """In place of the related entries there are; `none` removes them."""
    phrasings: Sequence[str] = ()
    """To be added."""
    without_phrasings: Sequence[str] = ()
    not_for: Sequence[str] = ()
    """To be added."""
    without_not_for: Sequence[str] = ()
    is_live: bool | None = None
    reviewed: str | None = None
    """A day, or `today`."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given."""
        return all(getattr(self, it.name) in (None, (), []) for it in fields(self))


def check_topic(topic: str | None, pack: Pack, *, may_be_new: bool) -> None:
    """Raises `ChangeRefused` where `topic` is neither the id nor the title of one of the pack.

    `may_be_new` allows other titles. It must be asked for, since a mistyped title looks like a new
    one.
    """
    wanted = " ".join((topic or "").split())
    known = [name for it in pack.topics for name in (it.id, it.title)]
    if not wanted or may_be_new or wanted.casefold() in map(str.casefold, known):
        return
    there = f" There are: {', '.join(pack.topic_by_id)}." if known else ""
    raise ChangeRefused(
        f"There is no topic `{wanted}`.{did_you_mean(wanted, known) or there} Add --new-topic to "
        "make one with that title."
    )


def composed(given: Given, pack: Pack) -> list[Edit]:
    """The edits that add the entry, with the topic and the sources that are new.

    Raises `SettingsError` where too little is given, and `ChangeRefused` with every reason where
    it cannot be an entry.
    """
    needed = {"--question": given.question, "--answer": given.answer, "--topic": given.topic}
    missing = [name for name, value in needed.items() if not value]
    if missing:
        raise SettingsError(
            f"An entry needs {' and '.join(missing)}. On a terminal, without any of these options, "
            "an editor opens instead."
        )
    *puts, last = compose(_form(given, None), pack)
    found = last.item
    changes = _changes(given, None) | ({"id": given.id} if given.id else {})
    return [*puts, Put(made(Entry, found.model_dump() | changes))]


def changed(given: Given, entry: Entry, pack: Pack) -> list[Edit]:
    """The edits that change the entry. Raises `ChangeRefused` where they cannot."""
    *puts, last = compose(_form(given, entry), pack, entry)
    composed_fields = last.item.model_dump()
    spoken = [
        name for name in ("question", "answer", "topic", "side") if getattr(given, name) is not None
    ]
    # Fields that were not given stay to the letter, which `compose` does not promise.
    kept = entry.model_dump() | {name: composed_fields[name] for name in spoken}
    if given.sources and given.answer is None:
        raise ChangeRefused(
            "--source goes with --answer, in which it is cited. To cite one in the answer as it "
            "is, edit that."
        )
    return [*puts, Put(made(Entry, kept | _changes(given, entry)), entry)]


def _form(given: Given, entry: Entry | None) -> Form:
    known = entry.model_dump() if entry else {"question": "", "answer": "", "topic": "", "side": ""}
    said = {name: getattr(given, name) for name in ("question", "answer", "topic", "side")}
    texts = {name: known[name] if text is None else text for name, text in said.items()}
    return Form(**texts, sources="\n".join(given.sources))


def _changes(given: Given, entry: Entry | None) -> dict[str, object]:
    changes: dict[str, object] = {
        "phrasings": _listed(
            entry.phrasings if entry else (), given.phrasings, given.without_phrasings
        ),
        "not_for": _listed(entry.not_for if entry else (), given.not_for, given.without_not_for),
    }
    if given.counter is not None:
        changes["counter"] = None if given.counter in RESERVED_IDS else given.counter
    if given.related:
        changes["related"] = tuple(it for it in given.related if it not in RESERVED_IDS)
    if given.is_live is not None:
        changes["status"] = "live" if given.is_live else "draft"
    if given.reviewed is not None:
        is_today = given.reviewed == TODAY
        changes["reviewed"] = date.today() if is_today else given.reviewed
    return changes


def _listed(known: Sequence[str], added: Sequence[str], removed: Sequence[str]) -> tuple[str, ...]:
    for text in removed:
        if text not in known:
            raise ChangeRefused(f'It has no "{text}".{did_you_mean(text, known)}')
    left = [it for it in known if it not in removed]
    return tuple(dict.fromkeys([*left, *(it.strip() for it in added)]))
