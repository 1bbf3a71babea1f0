"""Who somebody is to the bot."""

from __future__ import annotations

from unittest.mock import Mock, create_autospec

import discord
from discord import TeamMemberRole, TeamMembershipState

from bot.chat.curators.access import owners_of


def member(user_id: int, role: TeamMemberRole, *, has_accepted: bool = True) -> Mock:
    state = TeamMembershipState.accepted if has_accepted else TeamMembershipState.invited
    made: Mock = create_autospec(
        discord.TeamMember, instance=True, id=user_id, role=role, membership_state=state
    )
    return made


def application(team: object) -> Mock:
    owner = create_autospec(discord.User, instance=True, id=1)
    made: Mock = create_autospec(discord.AppInfo, instance=True, owner=owner, team=team)
    return made


def test_a_bot_of_one_persons_is_theirs() -> None:
    assert owners_of(application(None)) == {1}


def test_a_bot_of_a_teams_belongs_to_those_who_may_change_the_application() -> None:
    members = [
        member(2, TeamMemberRole.admin),
        member(3, TeamMemberRole.developer),
        member(4, TeamMemberRole.read_only),
        member(5, TeamMemberRole.admin, has_accepted=False),
    ]
    for owner_id, owners in ((6, {2, 3, 6}), (None, {2, 3})):
        team = create_autospec(discord.Team, instance=True, members=members, owner_id=owner_id)
        assert owners_of(application(team)) == owners
