"""Whether an answer helped: one vote a person and answer, which they may change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast, get_args

from discord import ui

from bot.chat.asking.asked import question_behind
from bot.chat.asking.responding import respond
from bot.chat.curators.reports import note_wrong, takes_reports
from bot.chat.custom_ids import custom_id
from bot.chat.look import Option, panel, render_note, select
from bot.chat.messages import text_on
from bot.chat.presses import GONE, Press
from bot.chat.rendering import asked_in, reportable
from bot.curating.figures import REASONS as NAMES
from bot.knowledge.model import Entry, Pack
from bot.store.votes import Reason
from bot.translation import N_, _

CLOSED = N_("Votes are not taken here.")
THANKS = N_("Noted: it helped you. You may change your mind with the other button.")
REASONS: Mapping[Reason, str] = {
    "wrong": N_("Wrong match: it answers another question"),
    "outdated": N_("Outdated"),
    "unclear": N_("Unclear"),
    "unfair-for": N_("Unfair to those for the motion"),
    "unfair-against": N_("Unfair to those against the motion"),
}


async def vote_up(press: Press) -> None:
    """Notes that the answer helped whoever pressed."""
    if await _cast(press, is_helpful=True):
        await press.tell(_(THANKS))


async def vote_down(press: Press) -> None:
    """Notes that it did not, and asks why."""
    found = press.entry()
    if found is None or not press.settings.takes_votes:
        await _cast(press, is_helpful=False)
        return
    # A question that has to be looked for defers the press, which must come first.
    question = await question_behind(press)
    await _cast(press, is_helpful=False)
    await respond(press.interaction, render_reasons(*found, question), is_private=True)


async def give_reason(press: Press) -> None:
    """Notes why the answer did not help; a wrong match is put in the curators' queue as well."""
    chosen = press.values[0] if press.values else ""
    if chosen not in get_args(Reason):
        await press.tell(_(GONE))
        return
    reason = cast(Reason, chosen)  # it is one of them
    message = press.interaction.message
    question = asked_in(text_on(message)) if message is not None else None
    if not await _cast(press, is_helpful=False, reason=reason):
        return
    is_reported = False
    if reason == "wrong" and question and await takes_reports(press.workspace, press.guild_id):
        assert press.guild_id is not None  # noqa: S101  reports are taken in servers alone
        await note_wrong(
            press.workspace,
            press.settings,
            guild_id=press.guild_id,
            user_id=press.interaction.user.id,
            ids=(press.parts[0], press.parts[1]),
            question=question,
        )
        is_reported = True
    await press.redraw(render_thanks(reason, is_reported=is_reported))


HANDLERS = {"up": vote_up, "down": vote_down, "reason": give_reason}


def render_reasons(pack: Pack, entry: Entry, question: str | None) -> ui.LayoutView:
    """Asks why an answer did not help, repeating the question for whoever looks into it."""
    has_motion = bool(pack.topic_by_id[entry.topic].motion)
    options: list[Option] = [
        (reason, _(text), None)
        for reason, text in REASONS.items()
        if has_motion or not reason.startswith("unfair")
    ]
    lines = [reportable(question)] if question else []
    motion = pack.topic_by_id[entry.topic].motion
    if motion:
        lines.append("-# " + _("The motion: {motion}").format(motion=motion))
    ids = custom_id("reason", pack.id, entry.id)
    return panel(
        "\n".join(lines),
        "**" + _("Noted. What is wrong with the answer?") + "**",
        select(ids, _("Choose a reason"), options),
    )


def render_thanks(reason: Reason, *, is_reported: bool = False) -> ui.LayoutView:
    """What becomes of a reason that was given; `is_reported` if curators are told of it."""
    if is_reported:
        said = _("Noted, thank you. The curators will see that this was a wrong match.")
        return render_note(said)
    return render_note(_("Noted, thank you: {reason}.").format(reason=_(NAMES[reason])))


async def _cast(press: Press, *, is_helpful: bool, reason: Reason | None = None) -> bool:
    """Stores a vote; whether that was possible. If not, the voter is told."""
    found = press.entry()
    if found is None:
        await press.tell(_(GONE))
        return False
    if not press.settings.takes_votes:
        await press.tell(_(CLOSED))
        return False
    await press.workspace.store.votes.cast(
        press.guild_id,
        found[0].id,
        found[1].id,
        press.interaction.user.id,
        is_helpful=is_helpful,
        reason=reason,
    )
    return True
