"""Reports of wrong matches, from anybody who asks why an answer was given."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import discord

from bot.chat.acknowledging import acknowledge
from bot.chat.look import render_note
from bot.chat.markup import TEXT_LIMIT, fitting
from bot.chat.rendering import asked_in
from bot.chat.servers import server_of
from bot.curating.workspace import Workspace
from bot.store.servers import ServerSettings
from bot.translation import N_, _

MOST_KNOWN = 10_000
"""Reports that are remembered, so that the same ones do not count again."""
THANKS = N_("Thank you, noted.")
NOT_KEPT = N_("This server keeps no questions, so that nobody could look into it.")
UNREADABLE = N_("I cannot read the question any more. Ask it again, and report that answer.")


async def takes_reports(workspace: Workspace, guild_id: int | None) -> bool:
    """Whether the server keeps questions, and so what is reported; never direct messages."""
    if guild_id is None:
        return False
    return (await workspace.store.servers.settings(guild_id)).retention_days > 0


class _Reported:
    """Which reports were made lately: one person reports one answer to a question once.

    It is known as long as the process runs, and never written down.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, None] = OrderedDict()

    def is_new(self, *report: Hashable) -> bool:
        """Whether that was not reported before; from now on it was."""
        if report in self._known:
            return False
        self._known[report] = None
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return True


_reported = _Reported()


async def note_wrong(
    workspace: Workspace,
    settings: ServerSettings,
    *,
    guild_id: int,
    user_id: int,
    ids: tuple[str, str],
    question: str,
    percent: int | None = None,
) -> None:
    """Keeps, for the curators, that the entry with `ids` does not fit the question.

    Of one person's reports of the same only the first counts; whose it was is not kept.
    """
    if _reported.is_new(guild_id, user_id, ids, question):
        await workspace.store.questions.report_wrong(
            guild_id,
            question,
            pack=ids[0],
            entry=ids[1],
            confidence=percent / 100 if percent is not None else None,
            retention_days=settings.retention_days,
        )


async def report(
    interaction: discord.Interaction[Any],
    workspace: Workspace,
    ids: tuple[str, str],
    told: str,
    percent: int | None,
) -> None:
    """Records that the entry with `ids` does not fit the question that the note `told` repeats."""
    guild_id = server_of(interaction)
    question = asked_in(told)
    await acknowledge(interaction)
    if guild_id is None or not await takes_reports(workspace, guild_id):
        said = _(NOT_KEPT)
    elif question is None:
        said = _(UNREADABLE)
    else:
        settings = await workspace.store.servers.settings(guild_id)
        await note_wrong(
            workspace,
            settings,
            guild_id=guild_id,
            user_id=interaction.user.id,
            ids=ids,
            question=question,
            percent=percent,
        )
        said = _(THANKS)
    view = render_note(fitting([said, "", *told.split("\n")], TEXT_LIMIT))
    await interaction.edit_original_response(
        view=view, allowed_mentions=discord.AllowedMentions.none()
    )
