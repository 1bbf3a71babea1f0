"""Items of a pack from what a curator types into a form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.curating.changes import Put
from bot.errors import ChangeRefused
from bot.knowledge.model import ID_PATTERN, MAX_ID, RESERVED_IDS, Entry, Pack, Source, Topic
from bot.knowledge.passages import parse_answer
from bot.knowledge.problems import did_you_mean
from bot.translation import _, ngettext

AnyItem = TypeVar("AnyItem", Entry, Source, Topic)
Titled = TypeVar("Titled", Source, Topic)

_ADDRESS = re.compile(r"https?://[^\s|]+")
_SIDES: Mapping[str, str] = {"": "neutral", "pro": "for", "con": "against", "none": "neutral"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a curator typed of an entry."""

    question: str
    answer: str
    topic: str
    """An id or a title; one that is not known becomes a topic."""
    side: str = ""
    sources: str = ""
    """A source a line: its id, its title, its address, or `title | address | kind`. What is not
    known becomes a source."""


def compose(form: Form, pack: Pack, base: Entry | None = None) -> tuple[Put, ...]:
    """The edits that make an entry of `form` in `pack`, those of new topics and sources first.

    With `base` that entry is changed, and keeps what the form does not speak of. An answer without
    any mark gets the marks of all its sources in every paragraph. Raises `ChangeRefused` with every
    reason where the form cannot be an entry.
    """
    puts: list[Put] = []
    topic = _topic(form.topic, pack)
    if topic.id not in pack.topic_by_id:
        puts.append(Put(topic))
    sources = list(pack.sources)
    cited: list[str] = []
    for line in filter(None, map(str.strip, form.sources.splitlines())):
        source = _source(line, sources)
        cited.append(source.id)
        if source not in sources:
            sources.append(source)
            puts.append(Put(source))
    side = " ".join(form.side.lower().split())
    fields = {
        "topic": topic.id,
        "question": " ".join(form.question.split()),
        "answer": marked(form.answer.strip().replace("\r\n", "\n"), cited),
        "side": _SIDES.get(side, side),
    }
    if base is None:
        entry = made(Entry, {"id": new_id(form.question, pack.entry_by_id), **fields})
    else:
        entry = made(Entry, base.model_dump() | fields)
    return (*puts, Put(entry, base))


def made(kind: type[AnyItem], fields: Mapping[str, object]) -> AnyItem:
    """An item with these fields. Raises `ChangeRefused` naming each that is wrong, and why."""
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        reasons = [
            f"{'.'.join(str(step) for step in it['loc'])}: {_reason(it)}." for it in error.errors()
        ]
        raise ChangeRefused("\n".join(reasons)) from error


def new_id(text: str, taken: Collection[str]) -> str:
    """An id made of the first words of `text` that none of `taken` is."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: MAX_ID - 4]
    stem = (stem.rpartition("-")[0] if len(stem) == MAX_ID - 4 else stem).strip("-") or "item"
    number, found = 1, stem
    while found in taken or found in RESERVED_IDS:
        number += 1
        found = f"{stem}-{number}"
    return found


def marked(answer: str, sources: Collection[str]) -> str:
    """`answer` with marks of all `sources` where one is needed, unless it has any mark already."""
    passages = parse_answer(answer)
    if not sources or any(it.marks() or it.broken_marks() for it in passages):
        return answer
    lines = answer.split("\n")
    marks = "".join(f" [^{it}]" for it in dict.fromkeys(sources))
    for passage in passages:
        if passage.needs_citation:
            lines[passage.line + passage.text.count("\n")] += marks
    return "\n".join(lines)


def sources_of(entry: Entry) -> str:
    """The ids of the sources that an entry cites, a line each, as a form shows them."""
    cited = (mark.source_id for it in parse_answer(entry.answer) for mark in it.marks())
    return "\n".join(dict.fromkeys(cited))


def _reason(details: ErrorDetails) -> str:
    """One of pydantic's errors, in the language that is spoken."""
    context = details.get("ctx", {})
    match details["type"]:
        case "value_error":
            return str(context["error"])
        case "missing":  # what was left blank is no field
            return _("nothing of this can be seen; write something")
        case "string_pattern_mismatch" if context["pattern"] != ID_PATTERN:
            return _("nothing of this can be seen; write something")
        case "string_too_short":
            least = context["min_length"]
            return ngettext(
                "string should have at least {n} character",
                "string should have at least {n} characters",
                least,
            ).format(n=least)
        case "string_too_long":
            most = context["max_length"]
            return ngettext(
                "string should have at most {n} character",
                "string should have at most {n} characters",
                most,
            ).format(n=most)
        case "literal_error":
            expected = context["expected"].replace(" or ", _(" or "))
            return _("input should be {expected}").format(expected=expected)
        case "string_pattern_mismatch":
            said = _("`{given}` is no id: lower-case letters, digits and hyphens only.")
            return said.format(given=details["input"]).removesuffix(".")
        case _:
            return details["msg"][:1].lower() + details["msg"][1:]


def _topic(text: str, pack: Pack) -> Topic:
    wanted = " ".join(text.split())
    if not wanted:
        said = _("topic: say which; a new title makes a new one.")
        if pack.topics:
            known = ", ".join(f"`{it.id}`" for it in pack.topics)
            said += _(" Known: {known}.").format(known=known)
        raise ChangeRefused(said)
    found = _find(wanted, pack.topics)
    return found or made(Topic, {"id": new_id(wanted, pack.topic_by_id), "title": wanted})


def _source(line: str, sources: Collection[Source]) -> Source:
    """The one of `sources` that a line names, or a new one."""
    address = _ADDRESS.search(line)
    known = _find(line, sources) or (
        next((it for it in sources if address and it.url == address[0]), None)
    )
    if known:
        return known
    ids = [it.id for it in sources]
    parts = [it.strip() for it in line.split("|")]
    if len(parts) == 1 and address is None and re.fullmatch(r"[a-z0-9-]+", line):
        hint = did_you_mean(line, ids)
        raise ChangeRefused(
            _("sources: there is no source `{line}`.{hint}").format(line=line, hint=hint)
        )
    url = address[0] if address else None
    title = parts[0] if parts[0] != url else ""
    title = title.replace(url or "\0", "").strip(" ,;:-") or (urlsplit(url).netloc if url else line)
    kind = parts[-1].lower() if len(parts) > 2 else "other"
    fields = {"id": new_id(title, ids), "title": title, "kind": kind}
    return made(Source, fields | ({"url": url} if url else {}))


def _find(text: str, items: Collection[Titled]) -> Titled | None:
    """The one of `items` with this id or title, whatever its case."""
    folded = text.casefold()
    return next((it for it in items if folded in (it.id, it.title.casefold())), None)
