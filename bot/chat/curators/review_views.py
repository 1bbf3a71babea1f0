"""Misses as curators see them: one at a time, and what may be done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import discord
from discord import ui
from discord.utils import format_dt

from bot.answering.outcome import Answer, Choice, Outcome, percent
from bot.chat.curators.router import button, custom_id
from bot.chat.custom_ids import option_value
from bot.chat.look import Item, panel, rows
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, quote, shorten
from bot.curating.homes import SERVER_PACK
from bot.curating.misses import Miss
from bot.knowledge.model import Entry
from bot.translation import N_, _, ngettext

OTHER_WORDINGS = 4
"""Other ways in which a miss was asked that are shown."""
EMPTY = N_(
    "### Nothing is left to review\n"
    "Every question that got no answer, or one that was reported as wrong, has been dealt with."
)

NOT_YOURS = N_("-# That is in a shared pack, which the bot's owners change.")


@dataclass(frozen=True, slots=True)
class Position:
    """Where in the queue a miss stands."""

    number: int
    """Counted from 1."""
    of: int
    previous: int | None = None
    """The id of a question of the miss before it, or None."""
    next: int | None = None


def render_miss(
    miss: Miss,
    now: Outcome,
    candidates: Sequence[Choice],
    editable: Collection[str],
    position: Position,
    *,
    reported: Entry | None = None,
    note: str = "",
) -> ui.LayoutView:
    """A miss, with what its question gets `now`, and `candidates` for it to be added to.

    `editable` are the ids of the packs that may be changed, `reported` is the entry that was
    reported as wrong, if it is there still, and `note` says what came of the miss before it.
    """
    question = miss.questions[0].id
    lines = [
        _("-# To review: {number} of {count}").format(number=position.number, count=position.of),
        f"### “{quote(miss.asked)}”",
        f"-# {_how_often(miss)}",
    ]
    others = list(dict.fromkeys(quote(it.question) for it in miss.questions))[1:]
    if others:
        wordings = ", ".join(f"“{it}”" for it in others[:OTHER_WORDINGS])
        lines.append(_("-# Also as {wordings}").format(wordings=wordings))
    found = [*_wrong(miss, reported, editable), *_near(miss, now, editable)]
    buttons = rows(
        button(_("Write"), "review-write", question),
        button(_("Out of scope"), "review-settle", "out-of-scope", question),
        button(_("Ignore"), "review-settle", "ignored", question),
    )
    picking = [ui.ActionRow(_picking(candidates, question))] if candidates else []
    turning = [
        button(label, "review", to)
        for label, to in ((_("Previous"), position.previous), (_("Next"), position.next))
        if to is not None
    ]
    return panel(note, "\n".join(lines), *found, *picking, *buttons, *rows(*turning))


def render_empty(note: str = "") -> ui.LayoutView:
    """Says that nothing is left."""
    return panel(f"{note}\n\n{_(EMPTY)}" if note else _(EMPTY))


def _wrong(miss: Miss, reported: Entry | None, editable: Collection[str]) -> list[str | Item]:
    """The entry that was reported as wrong, with a button to keep the question from it."""
    if miss.wrong is None:
        return []
    pack_id, entry_id = miss.wrong
    name = f"**{quote(reported.question)}**" if reported else f"`{entry_id}`"
    said = _("{entry} was reported as a wrong match.").format(entry=name)
    if reported is None or pack_id not in editable:
        return [said]
    negate = button(_("Not for it"), "review-negate", miss.questions[0].id)
    return [ui.Section(said, accessory=negate)]


def _near(miss: Miss, now: Outcome, editable: Collection[str]) -> list[str | Item]:
    """The entry that answers by now, or is nearest, with a button to add the question to it."""
    question = miss.questions[0].id
    if isinstance(now, Answer) and now.chosen.ids != miss.wrong:
        style = discord.ButtonStyle.success
        done = button(_("Done"), "review-settle", "handled", question, style=style)
        said = _("By now it is answered with {entry}.").format(entry=_named(now.chosen))
        return [ui.Section(said, accessory=done)]
    if miss.nearest is None:
        return [_("Nothing is near it.")]
    said = _("Nearest: {entry}, {confidence} likely.").format(
        entry=_named(miss.nearest), confidence=percent(miss.nearest.confidence)
    )
    if miss.nearest.pack.id not in editable:
        return [f"{said}\n{_(NOT_YOURS)}"]
    phrase = button(_("Add"), "review-phrase", question, style=discord.ButtonStyle.primary)
    return [ui.Section(said, accessory=phrase)]


def _picking(candidates: Sequence[Choice], question: int) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id("review-pick", question),
        placeholder=_("Add it to another entry…"),
        options=[
            discord.SelectOption(
                label=shorten(it.entry.question, LABEL_LIMIT), value=option_value(*it.ids)
            )
            for it in candidates[:OPTIONS_LIMIT]
        ],
    )


def _how_often(miss: Miss) -> str:
    last = format_dt(miss.questions[0].asked_at, "R")
    said = ngettext("asked once, {last}", "asked {n} times since {first}, last {last}", miss.times)
    if miss.wrong:
        said = ngettext(
            "reported once, {last}", "reported {n} times since {first}, last {last}", miss.times
        )
    return said.format(n=miss.times, first=format_dt(miss.first, "d"), last=last)


def _named(choice: Choice) -> str:
    question = f"**{quote(choice.entry.question)}**"
    if choice.pack.id == SERVER_PACK:
        return question
    return _("{question} of {pack}").format(question=question, pack=quote(choice.pack.title))
