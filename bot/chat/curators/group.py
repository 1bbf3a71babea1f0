"""`/knowledge`: the commands of curators; each module beside this one adds its own."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.chat.curators.access import Interaction
from bot.chat.curators.router import let_in


class CuratorsGroup(app_commands.Group):
    """Lets only curators run its commands; autocompletes check that themselves.

    A group within it is one as well, because discord.py checks a command's own group alone.
    """

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Whether the member may curate here. If not, it raises the error that they are told."""
        try:
            await let_in(interaction)
        except Exception as error:
            # The one place for errors in commands hears of nothing else that a check raises.
            raise app_commands.AppCommandError("Nobody could be let in.") from error
        return True


knowledge = CuratorsGroup(
    name="knowledge",
    description="Look after what I know.",
    default_permissions=discord.Permissions(manage_guild=True),
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    allowed_contexts=app_commands.AppCommandContext(
        guild=True, dm_channel=True, private_channel=False
    ),
)
