"""Packs of every shape for round trips: each key filled or left out, and texts that bite."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.exchange.importing import Imported
from bot.knowledge.characters import cleaned, complaint_about_nothing
from bot.knowledge.model import Entry, Line, Pack, PackHeader, Source, Topic

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_BITING = (
    "=1+1",
    "'",
    '"',
    "'\"",
    "+",
    "-",
    "@sum",
    "# ",
    "## x",
    "\\",
    "\\n",
    ": ",
    " #",
    "|",
    "`",
    "```yaml entry",
    "````",
    "-->",
    "<!--",
    ",",
    ";",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\x00",
    "\x1c",
    "\x85",
    "\u2028",
    "\ufeff",
    "🍵",
    "2023-10",
    "true",
    "no",
    "~",
    "---",
    "...",
    "{",
    "]",
    "&a",
    "*a",
    "!x",
    "%",
    "**Motion:** ",
    "# Sources",
    "Größe",
    " ",
    "a",
)
_any_text = st.lists(
    st.sampled_from(_BITING)
    | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6),
    min_size=1,
    max_size=6,
).map("".join)


def _as_line(text: str) -> str | None:
    try:
        return _LINE.validate_python(text)
    except ValidationError:
        return None


def _with_something_to_see(text: str) -> str:
    return text if complaint_about_nothing(text) is None else f"{text}a"


lines = (
    _any_text.map(cleaned)
    .map(_with_something_to_see)
    .map(_as_line)
    .filter(lambda it: it is not None)
    .map(str)
)
"""Whatever the model takes for a line."""
_reasons = st.dictionaries(_any_text, lines, max_size=2)
_ids = st.text("abcz019-", min_size=1, max_size=12).filter(lambda it: it != "none")
_dates = st.sampled_from(["2023", "2023-10", "2023-10-03", "0900"])
_urls = st.sampled_from(["https://example.org/a_(b)?c=d,e;f#g", "http://example.org/-"])
# What begins a mark would have to be one, and to name a source.
_answers = _any_text.map(_with_something_to_see).filter(lambda it: "[^" not in it)
_optional_line = st.none() | lines


@st.composite
def _sources(draw: st.DrawFn, source_id: str) -> Source:
    return Source(
        id=source_id,
        title=draw(lines),
        publisher=draw(_optional_line),
        author=draw(_optional_line),
        url=draw(st.none() | _urls),
        date=draw(st.none() | _dates),
        kind=draw(st.sampled_from(["press", "vendor", "other"])),
        stake=draw(_optional_line),
        accept=draw(_reasons),
    )


@st.composite
def _entries(
    draw: st.DrawFn, entry_id: str, others: list[str], topic: Topic, sources: list[str]
) -> Entry:
    answer = draw(_answers)
    is_live = bool(sources) and draw(st.booleans())
    if is_live:
        marked = [f"Said. [^{source}: {place}]" for source in sources for place in ("p. 1", "§ 2")]
        answer = "\n\n".join(draw(st.lists(st.sampled_from(marked), min_size=1, max_size=3)))
        answer += draw(st.sampled_from(["", "\n", "\n\n", "\n# A heading\n", "\n\\## Another"]))
    return Entry(
        id=entry_id,
        topic=topic.id,
        question=draw(lines),
        phrasings=tuple(draw(st.lists(lines, max_size=3))),
        not_for=tuple(draw(st.lists(lines, max_size=2))),
        side=draw(st.sampled_from(["for", "against", "neutral"])) if topic.motion else "neutral",
        answer=answer,
        counter=draw(st.none() | st.sampled_from(others)) if others else None,
        related=tuple(draw(st.lists(st.sampled_from(others), max_size=2))) if others else (),
        status="live" if is_live else "draft",
        reviewed=draw(st.none() | st.dates(min_value=date(1000, 1, 1))),
        accept=draw(_reasons),
    )


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A valid pack; its entries need not be in the order of its topics."""
    source_ids = draw(st.lists(_ids, max_size=3, unique=True))
    topics = [
        Topic(id=it, title=draw(lines), motion=draw(_optional_line), accept=draw(_reasons))
        for it in draw(st.lists(_ids, max_size=3, unique=True))
    ]
    entry_ids = draw(st.lists(_ids, max_size=4, unique=True)) if topics else []
    return Pack(
        id=draw(_ids),
        title=draw(lines),
        language=draw(st.none() | st.sampled_from(["en", "de-AT"])),
        synonyms=tuple(draw(st.lists(st.lists(lines, max_size=3).map(tuple), max_size=2))),
        sources=tuple(draw(_sources(it)) for it in source_ids),
        topics=tuple(topics),
        entries=tuple(
            draw(
                _entries(
                    it,
                    [other for other in entry_ids if other != it],
                    draw(st.sampled_from(topics)),
                    source_ids,
                )
            )
            for it in entry_ids
        ),
    )


def imported(pack: Pack) -> Imported:
    """What reading an export of `pack` should give."""
    header = PackHeader(id=pack.id, title=pack.title, language=pack.language)
    return Imported(header, pack.synonyms, pack.sources, pack.topics, pack.entries)
