"""Forms: what curators type of an entry, a source or a topic, and the edits that it asks for.

What was typed is kept as it was, so that a form that cannot be an item is filled in again when it
is opened anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from bot.curating.changes import Put
from bot.curating.composing import Form, compose, made, new_id, sources_of
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Item, ItemKind, Pack, Source, Topic
from bot.knowledge.problems import did_you_mean
from bot.translation import _

_BULLET = re.compile(r"^[-*•]\s+")
_DETAILS = ("publisher", "author", "date")


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was filled in."""

    kind: ItemKind
    fields: dict[str, str]
    """What was typed, by the names of the fields that `fields_of` has for the kind."""
    base: Entry | Source | Topic | None = None
    """The item as its curator saw it before; None for a new one."""

    def with_fields(self, fields: Mapping[str, str]) -> Typed:
        """The form with some fields filled in anew."""
        return replace(self, fields=self.fields | dict(fields))

    def rebased(self, current: Item) -> Typed:
        """The form for `current`: what was typed over `base` stays, the rest is as it is now."""
        known = fields_of(self.base) if self.base else {}
        mine = {name: it for name, it in self.fields.items() if not _is_alike(it, known.get(name))}
        return Typed(self.kind, fields_of(current) | mine, current)

    def edits(self, pack: Pack) -> tuple[Put, ...]:
        """The edits that make the item in `pack`, itself last.

        Raises `ChangeRefused` with the reasons where what was typed cannot be one.
        """
        edits = _MAKERS[self.kind](self, pack)
        *others, last = edits
        return (*others, Put(self._untouched(last.item), self.base))

    def _untouched(self, item: Item) -> Item:
        """`item` with the exact values of `base` in the fields whose text was not changed."""
        if self.base is None:
            return item
        known = fields_of(self.base)
        same = {
            name: getattr(self.base, name)
            for name in type(item).model_fields
            if name in known and _is_alike(self.fields.get(name), known[name])
        }
        return item.model_copy(update=same)


_TYPED = TypeAdapter(Typed)


def to_text(typed: Typed) -> str:
    """The form as JSON, which `from_text` reads."""
    return _TYPED.dump_json(typed).decode()


def from_text(text: str) -> Typed:
    """What `to_text` wrote. Raises pydantic's `ValidationError` for anything else."""
    return _TYPED.validate_json(text)


def fields_of(item: Item) -> dict[str, str]:
    """The form that shows `item`."""
    match item:
        case Entry():
            return {
                "question": item.question,
                "answer": item.answer,
                "topic": item.topic,
                "side": item.side,
                "sources": sources_of(item),
                "counter": item.counter or "",
                "related": "\n".join(item.related),
                "phrasings": "\n".join(item.phrasings),
                "not_for": "\n".join(item.not_for),
                "reviewed": item.reviewed.isoformat() if item.reviewed else "",
            }
        case Source():
            details = {"publisher": item.publisher, "author": item.author, "date": item.date}
            return {
                "title": item.title,
                "url": item.url or "",
                "kind": item.kind,
                "details": "\n".join(
                    f"{name}: {it or ''}".rstrip() for name, it in details.items()
                ),
                "stake": item.stake or "",
            }
        case Topic():
            return {"title": item.title, "motion": item.motion or ""}


def lines(text: str) -> tuple[str, ...]:
    """The lines of a field that takes one text a line, without bullets and repetitions."""
    found = (_BULLET.sub("", line.strip()) for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, found)))


def find_entry(text: str, pack: Pack, field: str) -> Entry:
    """The entry that a curator means by its id, its question or one of its phrasings.

    Raises `ChangeRefused`, naming the `field`, where there is none.
    """
    wanted = " ".join(text.split())
    found = pack.entry_by_id.get(wanted) or next(
        (it for it in pack.entries if wanted.casefold() in map(str.casefold, it.asked_as)), None
    )
    if found is None:
        known = [*pack.entry_by_id, *(it.question for it in pack.entries)]
        raise ChangeRefused(
            _("{field}: no entry has the id or the question “{wanted}”.").format(
                field=field, wanted=wanted
            )
            + did_you_mean(wanted, known)
        )
    return found


def _entry(typed: Typed, pack: Pack) -> tuple[Put, ...]:
    fields = typed.fields
    base = typed.base if isinstance(typed.base, Entry) else None
    form = Form(
        question=fields.get("question", ""),
        answer=fields.get("answer", ""),
        topic=fields.get("topic", ""),
        side=fields.get("side", ""),
        sources=fields.get("sources", ""),
    )
    *others, put = compose(form, pack, base)
    counter = fields.get("counter", "").strip()
    related = lines(fields.get("related", ""))
    more = {
        "counter": find_entry(counter, pack, "counter").id if counter else None,
        "related": _each(related, lambda it: find_entry(it, pack, "related").id),
        "phrasings": lines(fields.get("phrasings", "")),
        "not_for": lines(fields.get("not_for", "")),
        "reviewed": fields.get("reviewed", "").strip() or None,
        "status": "live",
    }
    return (*others, Put(made(Entry, put.item.model_dump() | more), base))


def _source(typed: Typed, pack: Pack) -> tuple[Put, ...]:
    fields = {name: " ".join(it.split()) for name, it in typed.fields.items() if name != "details"}
    fields |= _details(typed.fields.get("details", ""))
    return (Put(made(Source, _named(typed, fields, pack.source_by_id)), typed.base),)


def _topic(typed: Typed, pack: Pack) -> tuple[Put, ...]:
    fields = {name: " ".join(it.split()) for name, it in typed.fields.items()}
    return (Put(made(Topic, _named(typed, fields, pack.topic_by_id)), typed.base),)


_MAKERS: Mapping[ItemKind, Callable[[Typed, Pack], tuple[Put, ...]]] = {
    "entries": _entry,
    "sources": _source,
    "topics": _topic,
}


def _named(typed: Typed, fields: Mapping[str, str], taken: Iterable[str]) -> dict[str, object]:
    """The fields of an item with its id, without those left empty."""
    known: dict[str, object] = typed.base.model_dump() if typed.base else {}
    known.setdefault("id", new_id(fields.get("title", ""), set(taken)))
    return known | {name: it or None for name, it in fields.items() if it or name != "title"}


def _details(text: str) -> dict[str, str]:
    """The lines `publisher: …`, `author: …` and `date: …`."""
    found = dict.fromkeys(_DETAILS, "")
    for line in filter(None, map(str.strip, text.splitlines())):
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if not colon or name not in found:
            known = ", ".join(f"`{it}: …`" for it in _DETAILS)
            raise ChangeRefused(
                _("details: “{line}” is none of {known}.").format(line=line, known=known)
                + did_you_mean(name, _DETAILS)
            )
        found[name] = " ".join(value.split())
    return found


def _each(texts: Iterable[str], find: Callable[[str], str]) -> tuple[str, ...]:
    """What `find` makes of each text. Raises `ChangeRefused` with the reasons of all that fail."""
    found: list[str] = []
    reasons: list[str] = []
    for text in texts:
        try:
            found.append(find(text))
        except ChangeRefused as error:
            reasons.append(str(error))
    if reasons:
        raise ChangeRefused("\n".join(reasons))
    return tuple(dict.fromkeys(found))


def _is_alike(text: str | None, other: str | None) -> bool:
    """Whether two texts are the same but for space at their ends and the kind of line breaks."""
    return (text or "").replace("\r\n", "\n").strip() == (other or "").replace("\r\n", "\n").strip()
