"""Reports of wrong matches, from anybody who asks why an answer was given."""

from __future__ import annotations

from typing import Any

import discord

from bot.chat.look import render_note
from bot.chat.rendering import asked_in
from bot.chat.servers import server_of
from bot.curating.workspace import Workspace
from bot.translation import N_, _

THANKS = N_("Thank you, noted.")
NOT_KEPT = N_("This server keeps no questions, so that nobody could look into it.")
UNREADABLE = N_("I cannot read the question any more. Ask it again, and report that answer.")


async def takes_reports(workspace: Workspace, guild_id: int | None) -> bool:
    """Whether the server keeps questions, and so what is reported; never direct messages."""
    if guild_id is None:
        return False
    return (await workspace.store.servers.settings(guild_id)).retention_days > 0


async def report(
    interaction: discord.Interaction[Any],
    workspace: Workspace,
    ids: tuple[str, str],
    told: str,
    percent: int | None,
) -> None:
    """Records that the entry with `ids` does not fit the question that the note `told` repeats.

    The note loses its button, so that one person reports one answer once.
    """
    guild_id = server_of(interaction)
    question = asked_in(told)
    await interaction.response.defer()
    if guild_id is None or not await takes_reports(workspace, guild_id):
        said = _(NOT_KEPT)
    elif question is None:
        said = _(UNREADABLE)
    else:
        settings = await workspace.store.servers.settings(guild_id)
        await workspace.store.questions.report_wrong(
            guild_id,
            question,
            pack=ids[0],
            entry=ids[1],
            confidence=percent / 100 if percent is not None else None,
            retention_days=settings.retention_days,
        )
        said = _(THANKS)
    await interaction.edit_original_response(
        view=render_note(f"{told}\n\n{said}"), allowed_mentions=discord.AllowedMentions.none()
    )
