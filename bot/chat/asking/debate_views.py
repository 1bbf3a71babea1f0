"""Debates and replies to claims as Discord messages; pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from discord import ui

from bot.answering.countering import Countered, Meaning, Reply, Unsure
from bot.answering.debate import Brief, Pair, brief, points
from bot.answering.interests import caveat
from bot.answering.outcome import Abstention
from bot.chat.custom_ids import custom_id
from bot.chat.look import ACCENTS, Item, button, page_of, panel, rows, turning
from bot.chat.markup import count_fitting, pages, quote, shorten
from bot.chat.rendering import BARE, STANCES, Frame, dismissal, render_entry, source_line
from bot.knowledge.model import Entry, Pack, Side
from bot.translation import N_, _, ngettext

TITLE_LIMIT = 100
MOTION_LIMIT = 300
QUESTION_LIMIT = 200
BRIEF_ROOM = 800
"""Characters of a point in short; all of it is a press away."""
CITED_ROOM = 450
"""Characters of the sources below it."""
CLAIM_LIMIT = 300

SAID_FOR: Mapping[Side, str] = {
    "for": N_("**For the motion**"),
    "against": N_("**Against the motion**"),
}
OPPOSITE: Mapping[Side, Side] = {"for": "against", "against": "for"}

_CITED_END = re.compile(r"\][.,;:]?(?=\s)")


def render_debate(
    pack: Pack, topic_id: str, page: int = 0, *, asker: int | None = None
) -> ui.LayoutView:
    """A page of a debate: the motion, and a point for it beside one against it.

    Each side is a panel of its own, in its own colour; sources are numbered over both. A number
    beyond the pages stands for the nearest page. `asker` may dismiss the message.
    """
    topic = pack.topic_by_id[topic_id]
    lines = ["-# " + _("Debate: {topic}").format(topic=shorten(topic.title, TITLE_LIMIT))]
    if topic.motion:
        lines.insert(0, f"### {shorten(topic.motion, MOTION_LIMIT)}")
    shown, page, count = page_of(points(pack, topic_id), page, 1)
    if not shown:
        said = _("Nobody has written anything for or against a motion here yet.")
        return panel("\n".join([*lines, said]), *rows(*dismissal(asker)))
    if count > 1:
        of = _("Page {number} of {count}, the best founded points first")
        lines.append("-# " + of.format(number=page + 1, count=count))
    pair = shown[0]
    beside = dismissal(asker)
    turns = turning("debate", pack.id, topic_id, page=page, count=count, beside=beside)
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay("\n".join(lines)))
    for part in (*_sides(pack, topic_id, pair), *turns):
        view.add_item(part)
    # As in `panel`: a stopped view is not kept by discord.py.
    view.stop()
    return view


def render_countered(countered: Countered, frame: Frame = BARE) -> ui.LayoutView:
    """What a claim gets: the entry that counters it, what it may mean, or that there is none."""
    told = countered.question if isinstance(countered, Abstention) else countered.claim
    claim = _("Claim: {claim}").format(claim=quote(told, CLAIM_LIMIT))
    match countered:
        case Reply(pack=pack, entry=entry, position=position):
            notes = [claim]
            if position is not None:
                said = _("The claim takes a side in: {question}")
                question = shorten(position.question, QUESTION_LIMIT)
                notes.append(said.format(question=question))
            framed = Frame(asker=frame.asker, takes_votes=frame.takes_votes, notes=tuple(notes))
            return render_entry(pack, entry, framed)
        case Unsure(meanings=meanings):
            heading = "**" + _("I am not sure what is claimed. What comes nearest?") + "**"
            # Two buttons of a message may not share an id.
            each: dict[tuple[str, str], Item] = {}
            for it in meanings:
                each.setdefault((it.pack.id, it.reply.id), _meaning(it))
            return panel(f"-# {claim}", heading, *each.values(), *_dismiss(frame))
        case Abstention():
            said = "**" + _("I have no reply to that.") + "**"
            buttons = [button(_("Topics"), custom_id("topics"))]
            if frame.asker is not None:
                buttons.append(button(_("Dismiss"), custom_id("dismiss", frame.asker)))
            return panel(f"-# {claim}", said, *rows(*buttons))


def _dismiss(frame: Frame) -> list[ui.ActionRow[ui.LayoutView]]:
    if frame.asker is None:
        return []
    return rows(button(_("Dismiss"), custom_id("dismiss", frame.asker)))


def _meaning(it: Meaning) -> Item:
    lines = [shorten(it.position.question, QUESTION_LIMIT)]
    motion = it.pack.topic_by_id[it.position.topic].motion
    if motion:
        stance = _(STANCES[it.position.side])
        lines.append("-# " + stance.format(motion=shorten(motion, QUESTION_LIMIT)))
    reply = button(_("Reply"), custom_id("pick", it.pack.id, it.reply.id))
    return ui.Section("\n".join(lines), accessory=reply)


def _sides(pack: Pack, topic_id: str, pair: Pair) -> list[ui.Container[ui.LayoutView]]:
    sides: dict[Side, Entry | None] = {"for": pair.pro, "against": pair.contra}
    cited = [it for entry in pair.entries for it in brief(entry).citations]
    order = {name: place for place, name in enumerate(dict.fromkeys(it.source_id for it in cited))}
    found = []
    for side, entry in sides.items():
        parts: Sequence[Item | str] = ()
        if entry is not None:
            shown = brief(entry, label=lambda _number, source: f"[{order[source] + 1}]")
            parts = _point(pack, topic_id, side, entry, shown, order)
        else:
            other = sides[OPPOSITE[side]]
            reply = pack.live_entry(other.counter) if other else None
            parts = _reply(pack, side, reply)
        children = [ui.TextDisplay(it) if isinstance(it, str) else it for it in parts if it]
        found.append(ui.Container(*children, accent_color=ACCENTS[side]))
    return found


def _point(
    pack: Pack, topic_id: str, side: Side, entry: Entry, shown: Brief, order: Mapping[str, int]
) -> list[Item | str]:
    """A point in short, with its sources and a button to read all of it."""
    head = f"{_(SAID_FOR[side])}\n{shorten(entry.question, QUESTION_LIMIT)}"
    if entry.topic != topic_id:
        title = shorten(pack.topic_by_id[entry.topic].title, TITLE_LIMIT)
        head += "\n-# " + _("From the topic {topic}").format(topic=title)
    lines = [
        source_line(order[it.source_id] + 1, it, pack.source_by_id[it.source_id])
        for it in shown.citations
    ]
    interest = caveat(pack, entry)
    return [
        ui.Section(head, accessory=button(_("Read"), custom_id("open", pack.id, entry.id))),
        _within(shown.text, BRIEF_ROOM),
        "\n".join(_fitting(lines, CITED_ROOM) + ([f"-# {interest}"] if interest else [])),
    ]


def _reply(pack: Pack, side: Side, reply: Entry | None) -> list[Item | str]:
    """What stands in place of a missing point: where the reply to it is told."""
    if reply is None:
        return [f"{_(SAID_FOR[side])}\n" + _("Nobody has written a reply to that yet.")]
    said = _("The reply is told on another page: {question}")
    head = f"{_(SAID_FOR[side])}\n" + said.format(question=shorten(reply.question, QUESTION_LIMIT))
    return [ui.Section(head, accessory=button(_("Read"), custom_id("open", pack.id, reply.id)))]


def _within(text: str, room: int) -> str:
    """As much of the text as fits, ending after a citation or else after a sentence."""
    if len(text) <= room:
        return text
    ends = [it.end() for it in _CITED_END.finditer(text[:room])]
    return text[: ends[-1]] if ends else pages(text, room)[0]


def _fitting(lines: Sequence[str], room: int) -> list[str]:
    """As many of the lines as fit into `room`, and how many more there are."""
    kept = list(lines[: count_fitting(lines, room)])
    left = len(lines) - len(kept)
    if left:
        more = ngettext("and {n} more source", "and {n} more sources", left).format(n=left)
        kept.append(f"-# {more}")
    return kept
