"""Outcomes and entries as Discord messages, in components v2.

Everything here is a pure function from what is known to a view; nothing is sent. Text that a user
typed is escaped; text from a pack is its curator's Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import discord
from discord import ui

from bot.answering.interests import caveat
from bot.answering.outcome import Abstention, Answer, Outcome, Suggestions, points
from bot.chat.custom_ids import custom_id, option_value
from bot.chat.look import (
    ACCENTS,
    Item,
    Option,
    button,
    page_of,
    panel,
    rows,
    rule,
    select,
    turning,
)
from bot.chat.markup import TEXT_LIMIT, count_fitting, escape, pages, quote, shorten, unescape
from bot.curating.homes import SERVER_PACK
from bot.knowledge.model import Entry, Knowledge, Pack, Side, Source, SourceKind
from bot.knowledge.passages import Citation, number_citations
from bot.locales import say_day
from bot.translation import N_, _, languages, ngettext, speaking

ALSO = "pick"
"""What a press below another question of a message does."""
ALSO_LIMIT = 3
"""How many other questions of a message are offered below its answer."""
FOLD = 1600
"""Characters of an answer, addresses included, that are shown at once; a button shows the rest."""
SOURCES_ROOM = 1600
"""Characters of the list of sources below an answer, if there is room; a button shows all."""
CITED_ROOM = 2000
"""Characters of sources on one page of everything that an answer rests on."""
HEADING_LIMIT = 300
ASKED_LIMIT = 300
QUOTED = 60
"""Characters shown of another question in the message."""
ALSO_ROOM = 2 * QUOTED + 40

REPORTED_LIMIT = 1000
"""Characters of a question that are repeated where it may be reported as wrongly matched."""

ASKED = N_("Asked: {question}")
"""How a question is repeated where readers cannot see it."""
ONE_SIDED = N_("So far only one side has been heard here.")
STANCES: Mapping[Side, str] = {
    "for": N_("**For the motion:** {motion}"),
    "against": N_("**Against the motion:** {motion}"),
    "neutral": N_("**On neither side of the motion:** {motion}"),
}
SIDES: Mapping[Side, str] = {"for": N_("For"), "against": N_("Against")}
KINDS: Mapping[SourceKind, str] = {
    "press": N_("press"),
    "vendor": N_("vendor"),
    "lobby": N_("lobby"),
    "academic": N_("academic"),
    "government": N_("government"),
    "nonprofit": N_("nonprofit"),
    "personal": N_("personal"),
    "other": N_("other"),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a reply, by who asked and where."""

    asked: str | None = None
    """The question, where readers cannot see it."""
    asker: int | None = None
    """The person who may dismiss the reply; None if it needs no button for that."""
    question_id: int | None = None
    """The id of the question in the store, where it is kept."""
    takes_votes: bool = False
    notes: tuple[str, ...] = field(default=())
    """Lines above everything."""
    changed_on: date | None = None
    """When the answer was changed after it had been shown."""
    is_one_sided: bool = False
    """Whether readers here have met one side of the matter only."""


@dataclass(frozen=True, slots=True)
class Also:
    """Another question in the message besides the one that is answered."""

    line: str
    """What is said of it."""
    pack: str
    entry: str
    """The id of the likeliest entry."""


BARE = Frame()
SPARE = 240
"""Characters for what is said beside buttons, such as "Part 1 of 2"."""


def render_outcome(outcome: Outcome, knowledge: Knowledge, frame: Frame = BARE) -> ui.LayoutView:
    """The reply to a question."""
    match outcome:
        case Answer(chosen=chosen, also=also):
            percent = points(chosen.confidence)
            return render_entry(
                chosen.pack, chosen.entry, frame, percent=percent, also=also_asked(also)
            )
        case Suggestions():
            return _render_suggestions(outcome, frame)
        case Abstention():
            return render_abstention(knowledge, frame)


def render_entry(
    pack: Pack,
    entry: Entry,
    frame: Frame = BARE,
    *,
    percent: int | None = None,
    also: Sequence[Also] = (),
) -> ui.LayoutView:
    """An entry: its question, answer, sources, side and review date, and what can be seen next.

    `also` are the other questions of the message; what each would get is a button.
    """
    parts = answer_pages(pack, entry)
    said: list[str | Item] = [_head(frame), _heading(pack, entry), parts[0]]
    if len(parts) > 1:
        said.append(_read_on(pack, entry, 1, len(parts)))
    interest = caveat(pack, entry) or ""
    dates = _dates(entry, frame)
    asked = [
        ui.Section(it.line, accessory=button(_("Read"), custom_id(ALSO, it.pack, it.entry)))
        for it in also[:ALSO_LIMIT]
    ]
    taken = [it for it in (*said, interest, dates) if isinstance(it, str)]
    room = TEXT_LIMIT - sum(map(len, taken)) - len(asked) * ALSO_ROOM - SPARE
    sources = _cited(pack, entry, min(room, SOURCES_ROOM))
    rest: list[str | Item] = [interest, *sources, dates, *asked]
    if frame.is_one_sided and pack.live_entry(entry.counter):
        rest.append(f"-# {_(ONE_SIDED)}")
    rest += rows(*_entry_buttons(pack, entry, frame, percent, also))
    related = [found for name in entry.related if (found := pack.live_entry(name))]
    if related:
        options = [entry_option(pack, it) for it in related]
        rest.append(select(custom_id("related"), _("Related questions"), options))
    return panel(*said, rule(), *rest, accent=ACCENTS[entry.side])


def also_asked(found: Sequence[Answer | Suggestions]) -> list[Also]:
    """Other questions of a message, by what each gets."""
    return [
        Also(
            "-# " + _("You also asked: {question}").format(question=quote(it.question, QUOTED)),
            it.choices[0].pack.id,
            it.choices[0].entry.id,
        )
        for it in found
    ]


def answer_pages(pack: Pack, entry: Entry) -> list[str]:
    """The answer as readers see it, in parts that end at least with a sentence.

    The first mark of each source is a link to it; addresses count among a message's characters.
    """
    linked: set[str] = set()

    def mark(number: int, source_id: str) -> str:
        url = pack.source_by_id[source_id].url
        if url is None or source_id in linked:
            return f"[{number}]"
        linked.add(source_id)
        return f"[[{number}]]({address(url)})"

    return pages(number_citations(entry.answer, label=mark)[0], FOLD)


def render_page(pack: Pack, entry: Entry, number: int) -> ui.LayoutView:
    """A later part of an entry's long answer; the last part for a number beyond it."""
    parts = answer_pages(pack, entry)
    number = min(number, len(parts) - 1)
    shown: list[str | Item] = [_heading(pack, entry), parts[number]]
    if number + 1 < len(parts):
        shown.append(_read_on(pack, entry, number + 1, len(parts)))
    return panel(*shown, accent=ACCENTS[entry.side])


def render_cited(pack: Pack, entry: Entry, page: int = 0) -> ui.LayoutView:
    """Who an answer rests on: each source with its kind and what it stands to gain.

    A number beyond the pages stands for the nearest page.
    """
    heading = "### " + _("Sources of: {question}").format(
        question=shorten(entry.question, HEADING_LIMIT)
    )
    blocks = [
        source_lines(number, it, pack.source_by_id[it.source_id])
        for number, it in enumerate(_citations(entry), start=1)
    ]
    # Sources are paragraphs, so that a page ends with a whole one.
    text = "\n\n".join(blocks) or _("This answer names no source.")
    shown, page, count = page_of(pages(text, CITED_ROOM), page, 1)
    turns = turning("cited", pack.id, entry.id, page=page, count=count)
    interest = caveat(pack, entry) or ""
    return panel(heading, interest, shown[0], *turns, accent=ACCENTS[entry.side])


def render_abstention(knowledge: Knowledge, frame: Frame = BARE) -> ui.LayoutView:
    """That there is no answer, what there are answers about, and how to hear of one."""
    about = _("I answer from what curators wrote about {titles}.").format(titles=_titles(knowledge))
    if not knowledge.packs:
        about = _("I have nothing to answer from yet: no pack is used here.")
    buttons = [button(_("Topics"), custom_id("topics"))]
    if frame.asker is not None or frame.question_id is not None:
        buttons.append(button(_("Tell me later"), custom_id("follow", frame.question_id or 0)))
    buttons += dismissal(frame.asker)
    return panel(_head(frame), "**" + _("I have no answer to that.") + "**", about, *rows(*buttons))


def render_help(knowledge: Knowledge) -> ui.LayoutView:
    """What the bot does, in five lines."""
    lines = [
        _("I answer questions about {titles} with what people wrote, and their sources.").format(
            titles=_titles(knowledge)
        ),
        _("- **Ask:** mention me, reply to me, write me directly, or `/ask`."),
        _("- **On a message:** Apps, then **Answer this** or **Counter this**."),
        _("- **Look around:** `/topics`, `/debate`, `/sources`, `/random`; `/why` explains."),
        _("- When I do not know, I say so. `/privacy` tells what I keep."),
    ]
    return panel("\n".join(lines))


def asked_in(text: str) -> str | None:
    """The whole question that one of the first lines of a reply repeats, in any language."""
    told = _told_in(text)
    return None if told is None or told.endswith("…") else unescape(told)


def may_be_to(text: str, question: str) -> bool:
    """Whether a reply that begins with `text` may be the reply to this question.

    It may if it repeats no question, or repeats this one as far as it goes.
    """
    told = _told_in(text)
    return told is None or told == _told(question, ASKED_LIMIT)


def _told_in(text: str) -> str | None:
    for language in languages():
        with speaking(language):
            before, _question, after = f"-# {_(ASKED)}".partition("{question}")
        for line in text.split("\n"):
            if line.startswith(before) and line.endswith(after):
                return line[len(before) : len(line) - len(after)]
            if not line.startswith("-# "):
                break
    return None


def _told(question: str, limit: int) -> str:
    return quote(question.replace("…", "..."), limit)


def repeated(question: str, limit: int = ASKED_LIMIT) -> str:
    """The line that repeats a question; an ellipsis in it says that it was cut."""
    return "-# " + _(ASKED).format(question=_told(question, limit))


def reportable(question: str) -> str:
    """The line that repeats a question to be reported, which reads back even where it is cut."""
    return repeated(question.replace("…", "...")[:REPORTED_LIMIT], REPORTED_LIMIT)


def source_line(number: int, citation: Citation, source: Source) -> str:
    """A source below an answer, in brief: what it is, of when, who speaks, and where in it."""
    parts = [_linked(source), *([escape(source.date)] if source.date else [])]
    speaks = ", ".join([_(KINDS[source.kind]), *([escape(source.stake)] if source.stake else [])])
    where = [escape(it) for it in citation.locators]
    return f"-# [{number}] {', '.join(parts)} ({'; '.join([speaks, *where])})"


def source_lines(number: int, citation: Citation, source: Source) -> str:
    """A source in full: what it is, who says it, for whom they speak, and where in it."""
    details = [escape(it) for it in (source.author, source.publisher, source.date) if it]
    lines = [
        f"**[{number}]** {_linked(source)}",
        *([f"-# {', '.join(details)}"] if details else []),
    ]
    speaks = _(KINDS[source.kind])
    if source.stake:
        stake = escape(source.stake)
        speaks = _("{kind}, with a stake: {stake}").format(kind=speaks, stake=stake)
    lines.append("-# " + "; ".join([speaks, *map(escape, citation.locators)]))
    return "\n".join(lines)


def dismissal(asker: int | None) -> list[ui.Button[ui.LayoutView]]:
    """The button with which the asker removes a reply; None if nobody needs one."""
    return [button(_("Dismiss"), custom_id("dismiss", asker))] if asker is not None else []


def address(url: str) -> str:
    """An address that cannot end its Markdown link early; the angle brackets stop previews."""
    return f"<{url.replace('(', '%28').replace(')', '%29')}>"


def _render_suggestions(outcome: Suggestions, frame: Frame) -> ui.LayoutView:
    picks = [
        ui.Section(
            shorten(it.entry.question, HEADING_LIMIT),
            accessory=button(_("Read"), custom_id("pick", it.pack.id, it.entry.id)),
        )
        for it in outcome.suggested
    ]
    none = custom_id("none", frame.asker or 0, frame.question_id or 0)
    return panel(
        _head(frame),
        "**" + _("I am not sure what you mean. Is it one of these?") + "**",
        *picks,
        *rows(button(_("None of these"), none), *dismissal(frame.asker)),
    )


def _titles(knowledge: Knowledge) -> str:
    """What the packs are about; a server's own is named only if it has a title."""
    titled = [it.title for it in knowledge.packs if not _is_untitled(it)] or [_("this server")]
    return shorten(", ".join(f"**{it}**" for it in titled), 2500)


def title_of(pack: Pack) -> str:
    """What a pack is called."""
    return _("this server's own pack") if _is_untitled(pack) else pack.title


def _is_untitled(pack: Pack) -> bool:
    """Whether it is a server's own pack without a title: its id would tell nobody anything."""
    return pack.id == SERVER_PACK == pack.title


def _heading(pack: Pack, entry: Entry) -> str:
    lines = [f"### {shorten(entry.question, HEADING_LIMIT)}"]
    motion = pack.topic_by_id[entry.topic].motion
    if motion:
        lines.append("-# " + _(STANCES[entry.side]).format(motion=shorten(motion, HEADING_LIMIT)))
    return "\n".join(lines)


def _head(frame: Frame) -> str:
    lines = [f"-# {it}" for it in frame.notes]
    if frame.asked:
        lines.append(repeated(frame.asked))
    return "\n".join(lines)


def _entry_buttons(
    pack: Pack, entry: Entry, frame: Frame, percent: int | None, also: Sequence[Also]
) -> list[ui.Button[ui.LayoutView]]:
    ids = (pack.id, entry.id)
    buttons: list[ui.Button[ui.LayoutView]] = []
    if counter := pack.live_entry(entry.counter):
        # Who heard one side in a thread hears the other there too; where a button beside does
        # that already, this one may not share its id.
        is_beside = (pack.id, counter.id) in [(it.pack, it.entry) for it in also]
        action = "pick" if frame.is_one_sided and not is_beside else "open"
        other = custom_id(action, pack.id, counter.id)
        buttons.append(button(_("The other side"), other, discord.ButtonStyle.primary))
    why = custom_id("why", *ids, *([percent] if percent is not None else []))
    buttons.append(button(_("Why?"), why))
    if frame.takes_votes:
        buttons.append(button(_("Helpful"), custom_id("up", *ids)))
        buttons.append(button(_("Not helpful"), custom_id("down", *ids)))
    return buttons + dismissal(frame.asker)


def _read_on(pack: Pack, entry: Entry, number: int, count: int) -> Item:
    said = _("Part {number} of {count}").format(number=number, count=count)
    more = button(_("Read on"), custom_id("page", pack.id, entry.id, number=number))
    return ui.Section(f"-# {said}", accessory=more)


def _cited(pack: Pack, entry: Entry, room: int) -> list[str | Item]:
    """The sources below an answer, as many as fit into `room`, with a button to all of them."""
    lines = [
        source_line(number, it, pack.source_by_id[it.source_id])
        for number, it in enumerate(_citations(entry), start=1)
    ]
    kept = lines[: count_fitting(lines, room)]
    left = len(lines) - len(kept)
    shown: list[str | Item] = ["\n".join(kept)] if kept else []
    if left:
        said = ngettext("and {n} more source", "and {n} more sources", left).format(n=left)
        every = button(_("All sources"), custom_id("cited", pack.id, entry.id))
        shown.append(ui.Section(f"-# {said}", accessory=every))
    return shown


def _citations(entry: Entry) -> list[Citation]:
    return number_citations(entry.answer)[1]


def _dates(entry: Entry, frame: Frame) -> str:
    lines = []
    if frame.changed_on:
        day = say_day(frame.changed_on)
        lines.append(_("Changed on {date}, after it was first shown here").format(date=day))
    if entry.reviewed:
        lines.append(_("Reviewed {date}").format(date=say_day(entry.reviewed)))
    return "\n".join(f"-# {it}" for it in lines)


def entry_option(pack: Pack, entry: Entry) -> Option:
    """An entry in a select, with its side where it takes one."""
    side = SIDES.get(entry.side) if pack.topic_by_id[entry.topic].motion else None
    return option_value(pack.id, entry.id), entry.question, _(side) if side else None


def _linked(source: Source) -> str:
    title = escape(source.title)
    return f"[{title}]({address(source.url)})" if source.url else title
