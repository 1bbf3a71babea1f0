"""What the stand-in lets a bot do in a channel, and how it refuses the rest."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from tests.standin import payloads
from tests.standin.conftest import Bot, Connect, refusal
from tests.standin.people import Role
from tests.standin.permissions import Permission
from tests.standin.server import Discord, text_of

Interaction = discord.Interaction[Any]
JSON = dict[str, Any]

Deed = Callable[[discord.PartialMessage], Awaitable[Any]]
EVERYONE = Role(payloads.GUILD, "@everyone", payloads.GUILD)


def partial(bot: Bot, message: JSON) -> discord.PartialMessage:
    """A message that the bot knows by its id alone."""
    channel = bot.get_partial_messageable(int(message["channel_id"]))
    return channel.get_partial_message(int(message["id"]))


def file() -> discord.File:
    return discord.File(io.BytesIO(b"x"), filename="x.txt")


DEEDS: dict[str, tuple[Permission, Deed, tuple[int, int]]] = {
    "see": (Permission.VIEW_CHANNEL, lambda it: it.channel.send("x"), (403, 50001)),
    "send": (Permission.SEND_MESSAGES, lambda it: it.channel.send("x"), (403, 50013)),
    "type": (Permission.SEND_MESSAGES, lambda it: it.channel.typing(), (403, 50013)),
    "embed": (
        Permission.EMBED_LINKS,
        lambda it: it.channel.send(embed=discord.Embed(title="x")),
        (403, 50013),
    ),
    "attach": (Permission.ATTACH_FILES, lambda it: it.channel.send(file=file()), (403, 50013)),
    "reply": (Permission.READ_MESSAGE_HISTORY, lambda it: it.reply("x"), (403, 160002)),
    "read": (Permission.READ_MESSAGE_HISTORY, lambda it: it.fetch(), (403, 50001)),
    "delete": (Permission.MANAGE_MESSAGES, lambda it: it.delete(), (403, 50013)),
    "react": (Permission.ADD_REACTIONS, lambda it: it.add_reaction("🍵"), (403, 50013)),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_each_deed_takes_its_permission_in_the_channel(
    standin: Discord, connect: Connect, deed: str
) -> None:
    needed, do, expected = DEEDS[deed]
    bot = await connect()
    message = await standin.say("Something.")
    await standin.forbid(payloads.CHANNEL, needed)
    assert await refusal(do(partial(bot, message))) == expected
    assert message["id"] in standin.said
    await standin.overwrite(payloads.CHANNEL)
    await do(partial(bot, message))


async def test_the_bot_knows_what_it_may_do_in_a_channel(
    standin: Discord, connect: Connect
) -> None:
    await standin.forbid(payloads.CHANNEL, Permission.EMBED_LINKS)
    bot = await connect()
    guild = bot.get_guild(int(payloads.GUILD))
    assert guild is not None
    channel, thread = guild.text_channels[0], guild.threads[0]

    def held() -> list[bool]:
        mine = [it.permissions_for(guild.me) for it in (channel, thread)]
        return [mine[0].embed_links, mine[0].send_messages, mine[1].send_messages_in_threads]

    assert held() == [False, True, True]
    await standin.forbid(payloads.CHANNEL, Permission.SEND_MESSAGES_IN_THREADS)
    await bot.hear(1)
    assert held() == [False, True, False]
    await standin.change_role(payloads.BOT_ROLE, remove=Permission.SEND_MESSAGES)
    await standin.change_role(EVERYONE, remove=Permission.SEND_MESSAGES)
    await standin.say(f"<@{payloads.BOT}>")
    await bot.hear(1)
    assert held() == [False, False, False]
    in_thread = bot.get_partial_messageable(int(payloads.THREAD))
    assert await refusal(in_thread.send("x")) == (403, 50013)


async def test_who_is_denied_something_by_one_role_and_allowed_it_by_another_may(
    standin: Discord, connect: Connect
) -> None:
    seen: list[bool] = []

    @app_commands.command(description="May I?")
    async def may(interaction: Interaction) -> None:
        seen.append(interaction.permissions.send_messages)
        await interaction.response.send_message("You.")

    await connect(may)
    await standin.overwrite(payloads.CHANNEL, of=EVERYONE, deny=Permission.SEND_MESSAGES)
    await standin.overwrite(
        payloads.CHANNEL, of=payloads.CURATOR_ROLE, allow=Permission.SEND_MESSAGES
    )
    for by in (payloads.MEMBER, payloads.CURATOR, payloads.OWNER):
        await standin.slash("may", by=by)
    await standin.slash("may", by=payloads.MEMBER, channel=payloads.CURATORS_CHANNEL)
    await standin.overwrite(payloads.CHANNEL, of=payloads.CURATOR, deny=Permission.VIEW_CHANNEL)
    await standin.slash("may", by=payloads.CURATOR)
    assert seen == [False, True, True, True, False]


async def test_what_happens_out_of_the_bots_sight_is_not_told(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.forbid(payloads.CHANNEL, Permission.VIEW_CHANNEL)
    hidden = await standin.say(f"<@{payloads.BOT}> here?")
    await standin.edit_message(hidden, f"<@{payloads.BOT}> there?")
    await standin.delete_message(hidden)
    await standin.say(f"<@{payloads.BOT}> in a thread?", channel=payloads.THREAD)
    await standin.say(f"<@{payloads.BOT}> where?", channel=payloads.CURATORS_CHANNEL)
    (changed, _), (name, message) = await bot.hear(2)
    assert (changed, name) == ("channel", "message")
    assert message.content.endswith("where?")


async def test_in_direct_messages_only_what_is_ones_own_can_be_deleted(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    asked = await standin.say("Hello.", channel=payloads.DIRECT)
    assert await refusal(partial(bot, asked).delete()) == (403, 50003)
    assert await refusal(partial(bot, asked).edit(content="Mine.")) == (403, 50005)
    mine = await bot.get_partial_messageable(int(payloads.DIRECT)).send("Hello.")
    await mine.delete()
    assert standin.latest(standin.sent[0]) is None


async def test_a_public_response_is_changed_through_its_channel_long_after(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Answers.")
    async def ask(interaction: Interaction, is_private: bool = False) -> None:
        view = ui.LayoutView()
        view.add_item(ui.TextDisplay("One."))
        await interaction.response.send_message(view=view, ephemeral=is_private)

    bot = await connect(ask)
    public, private = (
        (await standin.slash("ask")).message,
        (await standin.slash("ask", is_private=True)).message,
    )
    assert public is not None
    assert private is not None
    standin.clock = lambda: 10.0**9
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay("Two."))
    await partial(bot, public).edit(view=view)
    assert text_of(standin.latest(public) or {}) == "Two."
    assert await refusal(partial(bot, private).edit(view=view)) == (404, 10008)
    await standin.forbid(payloads.CHANNEL, Permission.VIEW_CHANNEL)
    assert await refusal(partial(bot, public).edit(view=view)) == (403, 50001)
    await standin.overwrite(payloads.CHANNEL)
    await partial(bot, public).delete()
    assert standin.latest(public) is None


async def test_without_the_right_to_read_back_there_is_no_history(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.say("Something.")
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    assert len([it async for it in channel.history()]) == 1
    await standin.forbid(payloads.CHANNEL, Permission.READ_MESSAGE_HISTORY)
    assert [it async for it in channel.history()] == []


async def test_an_interaction_tells_what_the_bot_and_others_may_there(
    standin: Discord, connect: Connect
) -> None:
    seen: list[Any] = []

    @app_commands.command(description="Where?")
    async def where(
        interaction: Interaction, channel: discord.TextChannel, who: discord.Member
    ) -> None:
        mine = interaction.app_permissions
        data: JSON = {**(interaction.data or {})}
        resolved = data["resolved"]
        there = discord.Permissions(int(resolved["channels"][str(channel.id)]["permissions"]))
        theirs = who.resolved_permissions or discord.Permissions.none()
        seen.append((mine.embed_links, there.manage_guild, theirs.send_messages))
        await interaction.response.send_message("There.")

    await connect(where)
    await standin.forbid(payloads.CHANNEL, Permission.EMBED_LINKS)
    await standin.overwrite(payloads.CHANNEL, of=payloads.MEMBER, deny=Permission.SEND_MESSAGES)
    chosen = {"channel": payloads.CURATORS_CHANNEL, "who": payloads.MEMBER}
    await standin.slash("where", chosen, by=payloads.ADMIN)
    await standin.slash("where", chosen, by=payloads.CURATOR, channel=payloads.CURATORS_CHANNEL)
    assert seen == [(False, True, False), (True, False, True)]
