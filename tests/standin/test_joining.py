"""Servers that a bot joins, leaves, and has out of reach for a while."""

from __future__ import annotations

import discord
import pytest

from tests.standin import payloads
from tests.standin.channels import Channel
from tests.standin.conftest import Connect, ordinary_intents
from tests.standin.people import BOT_ROLE3, Role
from tests.standin.permissions import Permission
from tests.standin.server import Discord

EVERYONE = Role(payloads.GUILD2, "@everyone", payloads.GUILD2)


async def inviter(guild: discord.Guild, me: discord.ClientUser) -> discord.abc.Snowflake | None:
    """Who added the bot, as far as the audit log says."""
    action = discord.AuditLogAction.bot_add
    async for entry in guild.audit_logs(action=action, limit=20):
        if entry.target is not None and entry.target.id == me.id:
            return entry.user
    return None


async def test_a_server_that_is_joined_says_who_asked_and_where_to_greet(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.add_bot(payloads.ELSEWHERE, by=payloads.MEMBER)
    ((name, guild),) = await bot.hear(1)
    assert (name, str(guild.id)) == ("joined", payloads.ELSEWHERE)
    assert str(guild.system_channel.id) == payloads.ELSEWHERE_CHANNEL
    assert guild.me.guild_permissions.view_audit_log
    assert bot.user is not None
    found = await inviter(guild, bot.user)
    assert found is not None
    assert str(found.id) == payloads.MEMBER.id
    await guild.system_channel.send("Hello.")
    await (await bot.fetch_user(found.id)).send("Hello.")
    (mine,) = [it for it in await guild.integrations() if it.type == "discord"]
    assert mine.user == found


async def test_who_asked_is_hidden_from_a_bot_without_the_right_to_the_log(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    hidden = Permission.VIEW_AUDIT_LOG | Permission.MANAGE_GUILD
    await standin.change_role(BOT_ROLE3, remove=hidden)
    await standin.add_bot(payloads.ELSEWHERE, by=payloads.MEMBER)
    ((_, guild),) = await bot.hear(1)
    assert not guild.me.guild_permissions.view_audit_log
    assert bot.user is not None
    with pytest.raises(discord.Forbidden):
        await inviter(guild, bot.user)
    with pytest.raises(discord.Forbidden):
        await guild.integrations()


async def test_a_server_without_a_system_channel_has_none_to_greet_in(
    standin: Discord, connect: Connect
) -> None:
    await standin.change_server(payloads.ELSEWHERE, system_channel=None)
    bot = await connect()
    await standin.add_bot(payloads.ELSEWHERE)
    ((_, guild),) = await bot.hear(1)
    assert guild.system_channel is None


async def test_a_bot_that_was_removed_can_be_added_again(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.remove_bot(payloads.GUILD2)
    await standin.add_bot(payloads.GUILD2, by=payloads.ADMIN2)
    (left, _), (joined, guild) = await bot.hear(2)
    assert (left, joined) == ("removed", "joined")
    assert bot.user is not None
    assert str(getattr(await inviter(guild, bot.user), "id", 0)) == payloads.ADMIN2.id


async def test_an_outage_is_no_removal(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    await standin.begin_outage(payloads.GUILD2)
    ((name, guild),) = await bot.hear(1)
    assert name == "away"
    assert guild.unavailable
    assert bot.get_guild(guild.id) is guild
    await standin.say(f"<@{payloads.BOT}>", guild=payloads.GUILD2)
    await standin.say(f"<@{payloads.BOT}>", guild=payloads.GUILD)
    ((_, message),) = await bot.hear(1)
    assert str(message.guild.id) == payloads.GUILD
    back = bot.wait_for("guild_available", timeout=5)
    await standin.end_outage(payloads.GUILD2)
    assert (await back) == guild
    assert not guild.unavailable
    await standin.say(f"<@{payloads.BOT}>", guild=payloads.GUILD2)
    assert [it for it, _ in await bot.hear(1)] == ["message"]


async def test_a_bot_leaves_by_itself(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    guild = bot.get_guild(int(payloads.GUILD2))
    assert guild is not None
    await guild.leave()
    assert [it for it, _ in await bot.hear(1)] == ["removed"]
    assert standin.servers == [payloads.GUILD]


async def test_a_bot_without_the_intents_for_it_hears_no_more_of_a_join(
    standin: Discord, connect: Connect
) -> None:
    intents = ordinary_intents()
    intents.integrations = intents.moderation = True
    bot = await connect(intents=intents)
    await standin.add_bot(payloads.ELSEWHERE, by=payloads.MEMBER)
    assert {it for it, _ in await bot.hear(3)} == {"joined", "integration", "entry"}


async def test_a_server_changes_its_name_its_roles_and_its_channels(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.change_server(payloads.GUILD, name="Tea house", locale="de")
    await standin.change_role(payloads.CURATOR_ROLE, add=Permission.MANAGE_MESSAGES)
    await standin.delete_channel(payloads.CURATORS_CHANNEL)
    (_, guild), (_, gone) = await bot.hear(2)
    assert (guild.name, guild.preferred_locale) == ("Tea house", discord.Locale.german)
    role = guild.get_role(int(payloads.CURATOR_ROLE.id))
    assert role is not None
    assert role.permissions.manage_messages
    assert str(gone.id) == payloads.CURATORS_CHANNEL
    with pytest.raises(discord.NotFound):
        await bot.fetch_channel(gone.id)


async def test_channels_come_change_and_go(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    new = Channel(payloads.snowflake(), payloads.GUILD, "tea")
    await standin.add_channel(new)
    await standin.change_channel(new.id, name="coffee")
    await standin.change_channel(payloads.FORUM, tags=(payloads.OFFICIAL,))
    await standin.say(f"<@{payloads.BOT}>", channel=new.id)
    *_, (_, message) = await bot.hear(4)
    assert message.channel.name == "coffee"
    forum = bot.get_channel(int(payloads.FORUM))
    assert isinstance(forum, discord.ForumChannel)
    assert [it.name for it in forum.available_tags] == ["Official"]
    await standin.delete_channel(new.id)
    assert [it for it, _ in await bot.hear(1)] == ["channel gone"]


async def test_who_left_a_server_is_no_member_any_more(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    guild = bot.get_guild(int(payloads.GUILD))
    assert guild is not None
    member = await guild.fetch_member(int(payloads.CURATOR.id))
    assert [it.name for it in member.roles[1:]] == ["Curators"]
    await standin.leave(payloads.CURATOR)
    with pytest.raises(discord.NotFound):
        await guild.fetch_member(member.id)
    await (await bot.fetch_user(member.id)).send("Still known.")
