"""Misses as curators see them: one at a time, and what may be done about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import discord
from discord import ui
from discord.utils import format_dt

from bot.answering.outcome import Answer, Choice, Outcome, percent
from bot.chat.curators.router import custom_id
from bot.chat.custom_ids import option_value
from bot.chat.look import Item, button, panel, rows
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, quote, shorten
from bot.curating.homes import SERVER_PACK
from bot.curating.misses import Miss
from bot.translation import N_, _, ngettext

OTHER_WORDINGS = 4
"""Other ways in which a miss was asked that are shown."""
EMPTY = N_(
    "### Nothing is left to review\n"
    "Every question that got no answer, or one that was reported as wrong, has been dealt with."
)


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
    note: str = "",
) -> ui.LayoutView:
    """A miss, with what its question gets `now`, and `candidates` for it to be added to.

    `editable` are the ids of the packs that may be changed; `note` says what came of the miss
    before it.
    """
    question = miss.questions[0].id
    lines = [
        _("### To review: {number} of {count}").format(number=position.number, count=position.of)
    ]
    if note:
        lines.insert(0, f"{note}\n")
    lines.append(f"**“{quote(miss.asked)}”**")
    lines.append(f"-# {_how_often(miss)}")
    others = list(dict.fromkeys(quote(it.question) for it in miss.questions))[1:]
    if others:
        wordings = ", ".join(f"“{it}”" for it in others[:OTHER_WORDINGS])
        lines.append(_("Also as {wordings}").format(wordings=wordings))
    if miss.wrong:
        lines.append(
            _("The answer `{entry}` was reported as a wrong match.").format(entry=miss.wrong[1])
        )
    if isinstance(now, Answer) and now.chosen.ids != miss.wrong:
        lines.append(_("By now it is answered with {entry}.").format(entry=_named(now.chosen)))
    elif miss.nearest:
        lines.append(
            _("Nearest: {entry}, {confidence} likely.").format(
                entry=_named(miss.nearest), confidence=percent(miss.nearest.confidence)
            )
        )
        if miss.nearest.pack.id not in editable:
            lines.append(_("-# That is in a shared pack, which the bot's owners change."))
    else:
        lines.append(_("Nothing is near it."))
    parts: list[str | Item] = ["\n".join(lines), *_actions(miss, now, editable, question)]
    if candidates:
        parts.append(ui.ActionRow(_picking(candidates, question)))
    turning = [
        button(label, custom_id("review", to))
        for label, to in ((_("Previous"), position.previous), (_("Next"), position.next))
        if to is not None
    ]
    return panel(*parts, *rows(*turning))


def render_empty(note: str = "") -> ui.LayoutView:
    """Says that nothing is left."""
    return panel(f"{note}\n\n{_(EMPTY)}" if note else _(EMPTY))


def _actions(
    miss: Miss, now: Outcome, editable: Collection[str], question: int
) -> list[ui.ActionRow[ui.LayoutView]]:
    found = []
    if isinstance(now, Answer) and now.chosen.ids != miss.wrong:
        done = custom_id("review-settle", "handled", question)
        found.append(button(_("Done"), done, discord.ButtonStyle.success))
    elif miss.nearest and miss.nearest.pack.id in editable:
        phrase = custom_id("review-phrase", question)
        found.append(button(_("Add to the nearest"), phrase, discord.ButtonStyle.primary))
    if miss.wrong and miss.wrong[0] in editable:
        found.append(button(_("Not for that answer"), custom_id("review-negate", question)))
    found += [
        button(_("Write an entry"), custom_id("review-write", question)),
        button(_("Out of scope"), custom_id("review-settle", "out-of-scope", question)),
        button(_("Ignore"), custom_id("review-settle", "ignored", question)),
    ]
    return rows(*found)


def _picking(candidates: Sequence[Choice], question: int) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id("review-pick", question),
        placeholder=_("Add it to another entry …"),
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
