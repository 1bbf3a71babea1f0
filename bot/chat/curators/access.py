"""What somebody may change: asked again at every command, button and modal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import discord

from bot.chat.servers import has_commands_alone, permissions_of, server_of
from bot.translation import N_, _

if TYPE_CHECKING:
    from bot.curating.workspace import Workspace

REFUSED = N_(
    "Only curators may do that: members who may manage this server, and those with the role "
    "chosen in `/settings`."
)
DIRECTLY = N_(
    "In direct messages only my owners may do that, with the packs that servers share. A server's "
    "own pack is looked after in that server, by its curators."
)
NO_MEMBER = N_(
    "**I am not a member of this server.** It has my commands alone: I answer, and keep nothing "
    "for it. Once somebody adds me to it as a bot, it has settings and a pack of its own."
)
OWNING_ROLES = (discord.TeamMemberRole.admin, discord.TeamMemberRole.developer)
"""Who of a team may do what the bot's owner may."""

Interaction = discord.Interaction[Any]


class _Bot(Protocol):
    """What an interaction's client is, for those that it hands its interactions to."""

    workspace: Workspace

    async def is_owner(self, user: discord.abc.User, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class Access:
    """Who somebody is here, and so what they may change."""

    guild_id: int | None
    is_manager: bool
    """Whether they may manage the server."""
    is_curator: bool
    """Whether they may change the server's own pack; whoever manages the server may."""
    is_owner: bool
    """Whether the bot is theirs, and with it the shared packs."""

    @property
    def is_allowed(self) -> bool:
        """Whether there is any pack that they may change from here."""
        return self.is_curator or self.is_owner

    @property
    def curated(self) -> int | None:
        """The id of the server if they may change its own pack."""
        return self.guild_id if self.is_curator else None


def workspace_of(interaction: Interaction) -> Workspace:
    """The workspace of the client that the interaction came to."""
    return cast(_Bot, interaction.client).workspace  # the tree is this bot's own


async def access_of(interaction: Interaction) -> Access:
    """What the person behind the interaction may change, by what Discord says of them now."""
    guild_id = server_of(interaction)
    is_owner = await cast(_Bot, interaction.client).is_owner(interaction.user)
    if guild_id is None or not isinstance(interaction.user, discord.Member):
        return Access(None, is_manager=False, is_curator=False, is_owner=is_owner)
    settings = await workspace_of(interaction).store.servers.settings(guild_id)
    is_manager = permissions_of(interaction).manage_guild
    role = settings.curator_role
    has_role = role is not None and interaction.user.get_role(role) is not None
    return Access(guild_id, is_manager, is_manager or has_role, is_owner)


def refusal(interaction: Interaction, otherwise: str) -> str:
    """What somebody is told who may not do something; `otherwise` is for members of a server."""
    return _(NO_MEMBER) if has_commands_alone(interaction) else otherwise


def owners_of(application: discord.AppInfo) -> set[int]:
    """The ids of the bot's owners: of a team, the members who may change the application."""
    team = application.team
    if team is None:
        return {application.owner.id}
    accepted = discord.TeamMembershipState.accepted
    members = (it for it in team.members if it.membership_state is accepted)
    found = {it.id for it in members if it.role in OWNING_ROLES}
    return found | ({team.owner_id} if team.owner_id is not None else set())
