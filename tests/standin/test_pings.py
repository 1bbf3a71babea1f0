"""Whom a message of the bot notifies, by Discord's rules."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.standin import payloads
from tests.standin.conftest import Connect
from tests.standin.people import OTHER_BOT, PEOPLE, Person, Role
from tests.standin.permissions import Permission
from tests.standin.pings import mention_breaches
from tests.standin.server import Discord

Interaction = discord.Interaction[Any]
JSON = dict[str, Any]

CURATOR, MEMBER, ADMIN = payloads.CURATOR.id, payloads.MEMBER.id, payloads.ADMIN.id
CURATORS, MODERATORS = payloads.CURATOR_ROLE.id, payloads.MODERATOR_ROLE.id
TEXT = f"<@{CURATOR}> <@!{MEMBER}> <@&{CURATORS}> <@&{MODERATORS}> @everyone"
EVERYBODY = {*PEOPLE}
NONE = discord.AllowedMentions.none()


def layout(text: str) -> ui.LayoutView:
    view = ui.LayoutView()
    view.add_item(
        ui.Container(ui.Section(text, accessory=ui.Button(label="Go", url="https://e.org")))
    )
    return view


ALLOWED: dict[str, tuple[discord.AllowedMentions | None, set[str]]] = {
    "nothing said": (None, EVERYBODY),
    "nobody": (NONE, set()),
    "all users": (
        discord.AllowedMentions(users=True, roles=False, everyone=False),
        {CURATOR, MEMBER},
    ),
    "one user": (
        discord.AllowedMentions(users=[discord.Object(MEMBER)], roles=False, everyone=False),
        {MEMBER},
    ),
    "a user who is not mentioned": (
        discord.AllowedMentions(users=[discord.Object(ADMIN)], roles=False, everyone=False),
        set(),
    ),
    "all roles": (
        discord.AllowedMentions(users=False, roles=True, everyone=False),
        {CURATOR, payloads.MODERATOR.id},
    ),
    "one role": (
        discord.AllowedMentions(users=False, roles=[discord.Object(CURATORS)], everyone=False),
        {CURATOR},
    ),
    "everyone": (discord.AllowedMentions(users=False, roles=False, everyone=True), EVERYBODY),
}


@pytest.mark.parametrize("allowed", ALLOWED)
async def test_a_layout_pings_those_it_mentions_and_may(
    standin: Discord, connect: Connect, allowed: str
) -> None:
    mentions, expected = ALLOWED[allowed]
    bot = await connect()
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    if mentions is None:
        await channel.send(view=layout(TEXT))
    else:
        await channel.send(view=layout(TEXT), allowed_mentions=mentions)
    assert standin.pinged(standin.sent[0]) == expected


async def test_without_the_right_to_ping_everybody_only_mentionable_roles_are(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.forbid(payloads.CHANNEL, Permission.MENTION_EVERYONE)
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    await channel.send(f"<@&{CURATORS}> <@&{MODERATORS}> @here")
    assert standin.pinged(standin.sent[0]) == {payloads.MODERATOR.id}


async def test_a_reply_pings_whom_it_replies_to_unless_told_not_to(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.say(f"<@{payloads.BOT}> why?", by=payloads.MEMBER)
    ((_, asked),) = await bot.hear(1)
    await asked.reply("Because.")
    await asked.reply("Because.", allowed_mentions=NONE)
    await asked.reply("Because.", mention_author=False)
    await asked.reply("Because.", allowed_mentions=NONE, mention_author=True)
    assert [standin.pinged(it) for it in standin.sent] == [{MEMBER}, set(), set(), {MEMBER}]
    assert [it["referenced_message"]["id"] for it in standin.sent] == [str(asked.id)] * 4


async def test_nobody_is_pinged_by_an_edit(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    message = await bot.get_partial_messageable(int(payloads.CHANNEL)).send("Tea.")
    await message.edit(content=TEXT)
    assert standin.pinged(standin.sent[0]) == set()


async def test_who_left_or_is_not_there_is_not_pinged_with_the_rest(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.leave(payloads.CURATOR)
    await bot.get_partial_messageable(int(payloads.CHANNEL)).send("@everyone")
    await bot.get_partial_messageable(int(payloads.DIRECT)).send("@everyone")
    assert standin.pinged(standin.sent[0]) == EVERYBODY - {CURATOR}
    assert standin.pinged(standin.sent[1]) == set()


async def test_a_response_pings_users_alone_unless_it_says_more(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Pings.")
    async def ping(
        interaction: Interaction, how: str, is_private: bool = False, is_deferred: bool = False
    ) -> None:
        roles = discord.AllowedMentions(roles=True, users=False, everyone=False)
        more: JSON = {"allowed_mentions": roles} if how == "roles" else {}
        if is_deferred:
            await interaction.response.defer(ephemeral=is_private, thinking=True)
            await interaction.edit_original_response(content=TEXT, **more)
        else:
            await interaction.response.send_message(TEXT, ephemeral=is_private, **more)

    await connect(ping)
    pinged = []
    for options in (
        {"how": "users"},
        {"how": "roles"},
        {"how": "users", "is_private": True},
        {"how": "users", "is_deferred": True},
    ):
        message = (await standin.slash("ping", options)).message
        assert message is not None
        pinged.append(standin.pinged(message))
    users = {CURATOR, MEMBER}
    assert pinged == [users, {CURATOR, payloads.MODERATOR.id}, set(), users]


def test_what_is_said_of_mentions_has_limits() -> None:
    both = {"parse": ["users"], "users": [MEMBER]}
    assert mention_breaches(both) == ["allowed_mentions both names users and parses them all"]
    many = {"parse": [], "roles": [str(n) for n in range(101)]}
    assert mention_breaches(many) == ["allowed_mentions names 101 roles"]
    assert mention_breaches({"parse": ["users"], "users": [], "replied_user": True}) == []
    assert mention_breaches(None) == []


async def test_other_bots_and_new_roles_are_pinged_like_others(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    tea = Role("1000000000000000091", "Tea", payloads.GUILD)
    standin.people[MEMBER] = Person(MEMBER, "member", (tea,))
    await standin.change_role(tea)
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    await channel.send(f"<@{OTHER_BOT.id}> <@&{tea.id}>")
    assert standin.pinged(standin.sent[0]) == {OTHER_BOT.id, MEMBER}
