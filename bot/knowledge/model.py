"""The knowledge file, as types.

What a curator writes is validated into these frozen models; `knowledge/schema.json` is generated
from them. Every value arrives as text (see `bot.knowledge.document`) and is given its type here.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.knowledge.characters import complaint_about, complaint_about_nothing
from bot.translation import _, month_name

Side = Literal["for", "against", "neutral"]
Status = Literal["live", "draft"]
SourceKind = Literal[
    "press", "vendor", "lobby", "academic", "government", "nonprofit", "personal", "other"
]

ID_PATTERN = r"^[a-z0-9-]+$"
MAX_ID = 64
MAX_PACK_ID = 24
"""Pack and entry ids share a button's `custom_id` of 100 characters with the button's action."""
RESERVED_IDS = frozenset({"none"})
"""`none` in an expectation means that nothing may answer."""

_URL = TypeAdapter(AnyHttpUrl)
_MARK = re.compile(r"\[\^[^\]]*\]")


def _check_date(text: str) -> str:
    """Checks a year, a month or a day of the calendar, as in `2023`, `2023-10`, `2023-10-03`."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if match is None:
        raise ValueError(_("a date is written 2023, 2023-10 or 2023-10-03"))
    year, month, day = (int(part) if part else None for part in match.groups())
    if not year:
        raise ValueError(_("there is no year 0000"))
    if month is not None and not 1 <= month <= 12:
        raise ValueError(_("there is no month {month:02}").format(month=month))
    if month and day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(
            _("there is no day {day} in {month} {year}").format(
                day=day, month=month_name(month), year=year
            )
        )
    return text


def _to_day(text: object) -> object:
    if isinstance(text, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            raise ValueError(_("a day is written 2023-10-03"))
        _check_date(text)
    return text


def _check_url(text: str) -> str:
    try:
        _URL.validate_python(text)
    except ValidationError as error:
        raise ValueError(
            _("an address is written in full, as in https://example.org/page")
        ) from error
    if re.search(r"[\s<>]", text):
        raise ValueError(_("an address has no spaces and no < or >"))
    return _check_line(text)


def _check_entry_id(text: str) -> str:
    if text in RESERVED_IDS:
        raise ValueError(_("`{text}` is reserved; choose another id").format(text=text))
    return text


def _check_line(text: str) -> str:
    return _unless(complaint_about(text), text)


def _check_answer(text: str) -> str:
    # A stray character within an answer does no harm: it is only not seen.
    return _unless(complaint_about_nothing(_MARK.sub("", text)), text)


def _unless(complaint: str | None, text: str) -> str:
    if complaint is not None:
        # A `ValueError` would be reported with the text itself, which must not be shown.
        raise PydanticCustomError("unreadable", complaint)
    return text


_Text = StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
PackId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_PACK_ID)]
EntryId = Annotated[Id, AfterValidator(_check_entry_id)]
Line = Annotated[str, _Text, AfterValidator(_check_line)]
"""A line of text in its author's words."""
PartialDate = Annotated[
    str,
    AfterValidator(_check_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Url = Annotated[
    str,
    StringConstraints(max_length=512),
    AfterValidator(_check_url),
    WithJsonSchema({"type": "string", "format": "uri", "maxLength": 512}),
]
AnswerText = Annotated[
    str, StringConstraints(pattern=r"\S", max_length=20_000), AfterValidator(_check_answer)
]
Day = Annotated[date, BeforeValidator(_to_day)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy with some fields changed; look-ups cached from the old ones are not taken along.

        The changes are not validated.
        """
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


class PackHeader(_Model):
    """What the pack as a whole is."""

    id: PackId | None = None
    """Short name of the pack; by default the file's or folder's name."""
    title: Line | None = None
    """The subject, as readers see it; by default the id."""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")] | None = (
        None
    )
    """The language of the entries as an ISO 639 code, such as `en`."""


class Source(_Model):
    """A document that answers cite."""

    id: Id
    """What citation marks call it; never changes."""
    title: Line
    """The document's title."""
    publisher: Line | None = None
    """Who published it; left out where not known."""
    author: Line | None = None
    """Who wrote it; left out where not known."""
    url: Url | None = None
    """Its address; left out where not known."""
    date: PartialDate | None = None
    """A year, a month or a day; left out where not known."""
    kind: SourceKind
    """What kind of publisher speaks."""
    stake: Line | None = None
    """What the source stands to gain, in words; left out where it has none."""
    accept: dict[str, Line] = Field(default_factory=dict)
    """Warnings of `check` taken on purpose, each with its reason."""


class Topic(_Model):
    """A heading that groups entries, with the motion that is debated under it."""

    id: Id
    """What entries call it; never changes."""
    title: Line
    """The heading, as readers see it."""
    motion: Line | None = None
    """What is debated; a topic without one takes neutral entries alone."""
    accept: dict[str, Line] = Field(default_factory=dict)
    """Warnings of `check` taken on purpose, each with its reason."""


class Entry(_Model):
    """One curated answer."""

    id: EntryId
    """Never changes: misses, history and buttons refer to it."""
    topic: Id
    """The id of its topic."""
    question: Line
    """The question as readers see it."""
    phrasings: tuple[Line, ...] = ()
    """Other ways to ask it."""
    not_for: tuple[Line, ...] = ()
    """Questions that look alike and must not get this entry."""
    side: Side = "neutral"
    """Where the answer stands on its topic's motion."""
    answer: AnswerText
    """Markdown; every paragraph and list item carries a mark such as `[^source-id]`."""
    counter: Id | None = None
    """The entry with the strongest reply from the other side."""
    related: tuple[Id, ...] = ()
    """Entries that a reader may want next."""
    status: Status = "live"
    """A draft never answers and is never suggested."""
    reviewed: Day | None = None
    """The day a curator last compared the answer with its sources."""
    accept: dict[str, Line] = Field(default_factory=dict)
    """Warnings of `check` taken on purpose, each with its reason."""

    @property
    def is_live(self) -> bool:
        """Whether the entry may answer."""
        return self.status == "live"

    @property
    def asked_as(self) -> tuple[str, ...]:
        """The question and its phrasings."""
        return (self.question, *self.phrasings)

    def opposes(self, other: Entry) -> bool:
        """Whether one of the two answers the other, or they stand for and against."""
        are_counters = self.counter == other.id or other.counter == self.id
        return are_counters or {self.side, other.side} == {"for", "against"}


Item = Source | Topic | Entry
"""What a pack is made of, and an edit changes."""
ItemKind = Literal["sources", "topics", "entries"]
"""The key of a knowledge file under which items of one type stand."""
MODEL_OF: Mapping[ItemKind, type[Item]] = {"sources": Source, "topics": Topic, "entries": Entry}


def kind_of(item: Item) -> ItemKind:
    """The key of a knowledge file under which `item` stands."""
    return next(kind for kind, model in MODEL_OF.items() if isinstance(item, model))


class PackFile(_Model):
    """What one file of a pack may hold; a pack is one such file or a folder of them."""

    pack: PackHeader | None = None
    """What the pack as a whole is; in one file of a pack."""
    synonyms: tuple[tuple[Line, ...], ...] = ()
    """Groups of words that mean the same in this subject."""
    sources: tuple[Source, ...] = ()
    """The documents that answers cite."""
    topics: tuple[Topic, ...] = ()
    """The headings that group entries."""
    entries: tuple[Entry, ...] = ()
    """The curated answers."""


class Expectation(_Model):
    """A question whose outcome a pack's curators have settled."""

    ask: Annotated[str, _Text]
    """What a person might type."""
    expect: Id
    """The id of the entry that must answer, or `none`."""

    @property
    def wants_nothing(self) -> bool:
        """Whether nothing may answer."""
        return self.expect in RESERVED_IDS


class Pack(_Model):
    """The knowledge of one subject: every file of it, merged and cross-checked."""

    id: PackId
    title: str
    language: str | None = None
    synonyms: tuple[tuple[str, ...], ...] = ()
    sources: tuple[Source, ...] = ()
    topics: tuple[Topic, ...] = ()
    entries: tuple[Entry, ...] = ()

    @cached_property
    def source_by_id(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.sources}

    @cached_property
    def topic_by_id(self) -> Mapping[str, Topic]:
        """Topics by id."""
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def entry_by_id(self) -> Mapping[str, Entry]:
        """Entries by id, drafts included."""
        return {entry.id: entry for entry in self.entries}

    def by_id(self, kind: ItemKind) -> Mapping[str, Item]:
        """The items of a kind by id."""
        match kind:
            case "sources":
                return self.source_by_id
            case "topics":
                return self.topic_by_id
            case "entries":
                return self.entry_by_id

    @property
    def live_entries(self) -> tuple[Entry, ...]:
        """The entries that may answer, in order."""
        return tuple(entry for entry in self.entries if entry.is_live)

    def live_entry(self, entry_id: str | None) -> Entry | None:
        """The live entry with that id, or None."""
        entry = self.entry_by_id.get(entry_id) if entry_id else None
        return entry if entry and entry.is_live else None


class Knowledge(_Model):
    """Every pack that a running Rejoinder answers from."""

    packs: tuple[Pack, ...]

    @cached_property
    def pack_by_id(self) -> Mapping[str, Pack]:
        """Packs by id."""
        return {pack.id: pack for pack in self.packs}
