"""Sources and conversation starters as Discord messages; pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from discord import ui

from bot.chat.custom_ids import custom_id, option_value
from bot.chat.look import Option, button, page_of, panel, rows, select, turning
from bot.chat.markup import escape, shorten
from bot.chat.rendering import KINDS, address, dismissal, entry_option
from bot.knowledge.balance import cited_by, count_kinds
from bot.knowledge.interests import is_interested
from bot.knowledge.model import Entry, Knowledge, Pack, Source, Topic
from bot.translation import _, ngettext

LISTED = 8
"""Sources on one page at most, and entries that cite one."""
PAGE_ROOM = 3000
"""Characters of the sources on one page, with their addresses."""
TITLE_LIMIT = 120
NAME_LIMIT = 60
STAKE_LIMIT = 150
QUESTION_LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Counted:
    """A source, and how many answers cite it."""

    pack: Pack
    source: Source
    answers: int


def render_sources(
    knowledge: Knowledge, page: int = 0, *, topic: tuple[Pack, Topic] | None = None
) -> ui.LayoutView:
    """The sources of all answers, or of a topic's, the most cited first."""
    heading = "### " + _("Sources")
    if topic is not None:
        title = shorten(topic[1].title, TITLE_LIMIT)
        heading = "### " + _("Sources on: {topic}").format(topic=title)
    counted = _counted(knowledge, topic)
    if not counted:
        return panel(f"{heading}\n" + _("No answer here cites a source."))
    packed = _packed(counted)
    found, page, count = page_of(packed, page, 1)
    shown = found[0]
    options: list[Option] = [
        (option_value(it.pack.id, it.source.id), it.source.title, _(KINDS[it.source.kind]))
        for it in shown
    ]
    ids = (topic[0].id, topic[1].id) if topic else ()
    return panel(
        "\n".join([heading, *_summary([it.source for it in counted])]),
        *map(_described, shown),
        select(custom_id("source"), _("Open a source"), options),
        *turning("sources", *ids, page=page, count=count),
    )


def render_source(pack: Pack, source: Source, page: int = 0) -> ui.LayoutView:
    """One source, and the answers that cite it."""
    lines = [f"### {_linked(source)}", *filter(None, _details(source))]
    citing = [it for it in pack.live_entries if source.id in cited_by(it)]
    if not citing:
        return panel("\n".join([*lines, _("No answer cites it.")]))
    shown, page, count = page_of(citing, page, LISTED)
    cited = ngettext("Cited in {n} answer:", "Cited in {n} answers:", len(citing))
    questions = [f"- {shorten(it.question, QUESTION_LIMIT)}" for it in shown]
    return panel(
        "\n".join(lines),
        "\n".join([cited.format(n=len(citing)), *questions]),
        select(custom_id("pick"), _("Read an answer"), [entry_option(pack, it) for it in shown]),
        *turning("source", pack.id, source.id, page=page, count=count),
    )


def render_starter(pack: Pack, entry: Entry, *, asker: int | None = None) -> ui.LayoutView:
    """A question to talk about, without its answer; `asker` may dismiss it."""
    topic = pack.topic_by_id[entry.topic]
    about = _("Something to talk about: {topic}")
    lines = [
        "-# " + about.format(topic=shorten(topic.title, TITLE_LIMIT)),
        f"### {shorten(entry.question, 2 * QUESTION_LIMIT)}",
    ]
    if topic.motion:
        motion = shorten(topic.motion, 2 * QUESTION_LIMIT)
        lines.append(_("The motion: *{motion}*").format(motion=motion))
    buttons = rows(
        button(_("Read the answer"), custom_id("pick", pack.id, entry.id)),
        button(_("Another"), custom_id("another", pack.id, entry.id)),
        *dismissal(asker),
    )
    return panel("\n".join(lines), *buttons)


def _counted(knowledge: Knowledge, topic: tuple[Pack, Topic] | None) -> list[_Counted]:
    """The sources that answers cite, the most cited first."""
    found = []
    for pack in [topic[0]] if topic else knowledge.packs:
        entries = [it for it in pack.live_entries if topic is None or it.topic == topic[1].id]
        answers = Counter(name for entry in entries for name in cited_by(entry))
        found += [_Counted(pack, it, answers[it.id]) for it in pack.sources if answers[it.id]]
    return sorted(found, key=lambda it: (-it.answers, it.source.title, it.source.id))


def _packed(counted: Sequence[_Counted]) -> list[list[_Counted]]:
    """The sources by pages that hold as many as fit."""
    found: list[list[_Counted]] = []
    room = 0
    for it in counted:
        taken = len(_described(it)) + 1
        if taken > room or len(found[-1]) == LISTED:
            found.append([])
            room = PAGE_ROOM
        found[-1].append(it)
        room -= taken
    return found


def _summary(sources: Sequence[Source]) -> list[str]:
    """How many sources there are of which kinds, and how many of them have a stake."""
    kinds = ", ".join(
        _("{kind} {n}").format(kind=_(KINDS[kind]), n=n)
        for kind, n in count_kinds(sources).most_common()
    )
    number = len(sources)
    lines = [
        ngettext("{n} source: {kinds}", "{n} sources: {kinds}", number).format(
            n=number, kinds=kinds
        )
    ]
    staked = sum(map(is_interested, sources))
    if staked:
        lines.append(
            ngettext(
                "{n} of them has a stake in the matter",
                "{n} of them have a stake in the matter",
                staked,
            ).format(n=staked)
        )
    return [f"-# {it}" for it in lines]


def _described(it: _Counted) -> str:
    """A source in a list: what it is, who says it and for whom, and how often it is cited."""
    cited = ngettext("cited in {n} answer", "cited in {n} answers", it.answers).format(n=it.answers)
    who, speaks = _details(it.source)
    return "\n".join([f"**{_linked(it.source)}**", *([who] if who else []), f"{speaks} · {cited}"])


def _details(source: Source) -> tuple[str, str]:
    """Who says it and when, empty if unknown; and the kind of source, and whose it is."""
    who = [escape(shorten(it, NAME_LIMIT)) for it in (source.author, source.publisher) if it]
    who += [escape(source.date)] if source.date else []
    speaks = _(KINDS[source.kind])
    if source.stake:
        stake = escape(shorten(source.stake, STAKE_LIMIT))
        speaks = _("{kind}, with a stake: {stake}").format(kind=speaks, stake=stake)
    return f"-# {', '.join(who)}" if who else "", f"-# {speaks}"


def _linked(source: Source) -> str:
    title = escape(shorten(source.title, TITLE_LIMIT))
    return f"[{title}]({address(source.url)})" if source.url else title
