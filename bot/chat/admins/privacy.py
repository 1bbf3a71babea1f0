"""`/privacy`: what is kept about whoever asks; all of it as a file, or deleted.

Whose it is, the interaction alone says: no button carries a person's id, so that nobody sees or
deletes what is another's. It works wherever the bot does, for members who left as for others.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.curators.access import workspace_of
from bot.chat.custom_ids import custom_id
from bot.chat.look import button, panel, rows
from bot.chat.presses import TOO_OLD, Press
from bot.locales import say_number
from bot.store.follows import FOLLOW_DAYS
from bot.store.people import Known
from bot.store.proposals import KEPT_DAYS
from bot.store.votes import VOTE_DAYS
from bot.translation import N_, _, ngettext

FILE = "privacy.json"
ABOUT = N_(
    "Who asks a question is never kept, and nothing of direct messages but what stands below. My "
    "log has ids and errors, never what somebody wrote. Whoever runs me can read what I keep."
)
NOTHING = N_("**Nothing is kept about you now.**")
KEPT = N_("**This is kept about you now:**")
SHOWN = N_("This is all that I keep about you. Only you see it.")
SURE = N_(
    "**Delete it?** Votes, followed questions and waiting changes go, and your name goes out of "
    "the history of packs. Nobody can bring that back."
)
KEPT_AFTER_ALL = N_("Nothing was deleted.")
TOO_LARGE = N_(
    "That is {size} MiB, more than Discord takes in a file. Most of it are changes that wait for "
    "you: publish or discard some of them first."
)
DELETED = N_("**Deleted:**")
STAYS = N_("**What stays, and why:**")


@app_commands.command(
    name="privacy", description=N_("What I keep about you: see it, or delete it.")
)
async def privacy(interaction: discord.Interaction[Any]) -> None:
    """Says what is kept about whoever asks, to them alone."""
    known = await workspace_of(interaction).store.people.known(interaction.user.id)
    await interaction.response.send_message(
        view=render_known(known), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )


async def handle_privacy(press: Press) -> None:
    """Shows what is kept, or asks whether to delete it, or deletes it."""
    people = press.workspace.store.people
    person = press.interaction.user.id
    match press.parts:
        case ("show",):
            await _show(press, await people.known(person))
        case ("delete",):
            await press.redraw(render_sure())
        case ("keep",):
            await press.redraw(render_known(await people.known(person), _(KEPT_AFTER_ALL)))
        case ("forget",):
            await press.redraw(render_forgotten(await people.forget(person)))
        case _:
            await press.tell(_(TOO_OLD))


COMMANDS: tuple[app_commands.Command[Any, ..., Any], ...] = (privacy,)
HANDLERS = {"privacy": handle_privacy}


def render_known(known: Known, note: str = "") -> ui.LayoutView:
    """What is kept about a person, in words, with what they may do about it."""
    held = list(_held(known))
    heading = "### {}".format(_("What I keep about you"))
    kept = "\n".join([_(KEPT), *held]) if held else _(NOTHING)
    buttons = []
    if held:
        buttons.append(button(_("Show it all"), custom_id("privacy", "show")))
    if _can_go(known):
        danger = discord.ButtonStyle.danger
        buttons.append(button(_("Delete it"), custom_id("privacy", "delete"), danger))
    return panel(note, f"{heading}\n{_(ABOUT)}", kept, *rows(*buttons))


def render_shown() -> ui.LayoutView:
    """What stands beside the file with all that is kept."""
    return panel(_(SHOWN), ui.File(f"attachment://{FILE}"))


def render_sure() -> ui.LayoutView:
    """Asks once more before anything is deleted."""
    danger = discord.ButtonStyle.danger
    return panel(
        _(SURE),
        *rows(
            button(_("Delete it"), custom_id("privacy", "forget"), danger),
            button(_("Keep it"), custom_id("privacy", "keep")),
        ),
    )


def render_forgotten(known: Known) -> ui.LayoutView:
    """Says what was deleted of what was `known`, and what stays."""
    gone = list(_gone(known))
    stays = list(_stays(known))
    return panel(
        "\n".join([_(DELETED), *gone]) if gone else _(NOTHING),
        "\n".join([_(STAYS), *stays]) if stays else "",
    )


def as_json(known: Known) -> str:
    """All that is kept about a person, for them to keep or take elsewhere."""
    return json.dumps(
        {
            "votes": [
                {
                    "server": it.guild_id,
                    "pack": it.pack,
                    "entry": it.entry,
                    "is_helpful": it.is_helpful,
                    "reason": it.reason,
                    "voted_at": it.voted_at.isoformat(),
                }
                for it in known.votes
            ],
            "followed_questions": [
                {
                    "server": it.guild_id,
                    "question": it.question,
                    "followed_at": it.made_at.isoformat(),
                }
                for it in known.follows
            ],
            "waiting_changes": [
                {
                    "server": it.guild_id,
                    "pack": it.home,
                    "made_at": it.made_at.isoformat(),
                    "edits": it.edits,
                    "form": it.form,
                }
                for it in known.proposals
            ],
            "changes_in_history": dict(known.revisions),
            "blocked_in_servers": list(known.blocked_in),
        },
        ensure_ascii=False,
        indent=2,
    )


async def _show(press: Press, known: Known) -> None:
    interaction = press.interaction
    if not interaction.response.is_done():
        await interaction.response.defer(ephemeral=True, thinking=True)
    data = as_json(known).encode("utf-8", "replace")
    if len(data) > interaction.filesize_limit:
        await press.tell(_(TOO_LARGE).format(size=say_number(-(-len(data) // 2**20))))
        return
    await interaction.followup.send(
        view=render_shown(),
        file=discord.File(io.BytesIO(data), FILE),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
    )


def _held(known: Known) -> Iterator[str]:
    """A line for each kind of thing that is kept."""
    if number := len(known.votes):
        yield ngettext(
            "- {n} vote on an answer, with the reason that you gave, for {days} days",
            "- {n} votes on answers, with the reasons that you gave, for {days} days each",
            number,
        ).format(n=say_number(number), days=VOTE_DAYS)
    if number := len(known.follows):
        yield ngettext(
            "- {n} question that you follow, until it has an answer, for {days} days at most",
            "- {n} questions that you follow, until they have answers, for {days} days at most",
            number,
        ).format(n=say_number(number), days=FOLLOW_DAYS)
    if number := len(known.proposals):
        yield ngettext(
            "- {n} change of a pack that waits for you to publish it, for {days} days at most",
            "- {n} changes of packs that wait for you to publish them, for {days} days at most",
            number,
        ).format(n=say_number(number), days=KEPT_DAYS)
    if number := sum(known.revisions.values()):
        yield ngettext(
            "- {n} change that you made to a pack, with your name, for as long as that is there",
            "- {n} changes that you made to packs, with your name, for as long as those are there",
            number,
        ).format(n=say_number(number))
    if number := len(known.blocked_in):
        yield ngettext(
            "- {n} server whose admins do not let me answer you, for as long as they decide so",
            "- {n} servers whose admins do not let me answer you, for as long as they decide so",
            number,
        ).format(n=say_number(number))


def _gone(known: Known) -> Iterator[str]:
    if number := len(known.votes):
        yield ngettext("- {n} vote", "- {n} votes", number).format(n=say_number(number))
    if number := len(known.follows):
        yield ngettext("- {n} followed question", "- {n} followed questions", number).format(
            n=say_number(number)
        )
    if number := len(known.proposals):
        yield ngettext("- {n} waiting change", "- {n} waiting changes", number).format(
            n=say_number(number)
        )
    if number := sum(known.revisions.values()):
        yield ngettext(
            "- your name and id on {n} change of a pack",
            "- your name and id on {n} changes of packs",
            number,
        ).format(n=say_number(number))


def _stays(known: Known) -> Iterator[str]:
    if known.revisions:
        yield _(
            "- The changes of packs themselves, made by nobody in particular: answers rest on "
            "them, and others may have to undo them."
        )
    if number := len(known.blocked_in):
        yield ngettext(
            "- That I do not answer you in {n} server: its admins decided that, and they alone "
            "can end it.",
            "- That I do not answer you in {n} servers: their admins decided that, and they alone "
            "can end it.",
            number,
        ).format(n=say_number(number))


def _can_go(known: Known) -> bool:
    return any((known.votes, known.follows, known.proposals, known.revisions))
