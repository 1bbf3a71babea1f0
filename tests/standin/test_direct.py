"""Direct messages that the bot sends, and to whom it cannot."""

from __future__ import annotations

import io

import discord
from discord import ui

from tests.standin import payloads
from tests.standin.conftest import Connect, refusal
from tests.standin.people import OTHER_BOT
from tests.standin.server import Discord


async def test_people_close_and_open_their_direct_messages(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    user = await bot.fetch_user(int(payloads.CURATOR.id))
    standin.close_direct(payloads.CURATOR)
    assert await refusal(user.send("Hello.")) == (403, 50007)
    assert standin.sent == []
    standin.open_direct(payloads.CURATOR)
    file = discord.File(io.BytesIO(b"pack: tea\n"), filename="tea.yaml")
    view = ui.LayoutView()
    view.add_item(ui.File(file))
    await user.send(view=view, file=file)
    (sent,) = standin.sent
    assert sent["channel_id"] == payloads.direct_channel(payloads.CURATOR.id)
    assert standin.content_of(sent["attachments"][0]) == b"pack: tea\n"


async def test_no_bot_takes_direct_messages_nor_does_nobody(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    for user_id in (OTHER_BOT.id, "1000000000000000999"):
        assert await refusal(bot.create_dm(discord.Object(user_id))) == (400, 50033)


async def test_with_no_server_in_common_nobody_can_be_written_to(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    user = await bot.fetch_user(int(payloads.CURATOR.id))
    await standin.leave(payloads.CURATOR, payloads.GUILD)
    await user.send("Still on the other server.")
    await standin.remove_bot(payloads.GUILD2)
    assert await refusal(user.send("Gone.")) == (403, 50278)
