"""Connecting, reconnecting and leaving, over real sockets."""

from __future__ import annotations

import signal
import socket

from tests.e2e.conftest import StartBot
from tests.standin.server import BOT, MESSAGE_CONTENT, Discord


async def test_commands_are_sent_once_and_not_at_every_start(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    await bot.stop()
    await start_bot()
    assert discord.command_updates == 1


async def test_no_privileged_intent_is_asked_for(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    assert not any(it.intents & MESSAGE_CONTENT for it in discord._connections)


async def test_sigterm_closes_the_gateway_properly(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot()
    assert await bot.stop(signal.SIGTERM) == 0
    await discord.until(lambda: discord.close_codes, "the gateway to be closed")
    assert discord.close_codes == [1000]


async def test_a_dropped_gateway_is_resumed_and_misses_nothing(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    discord.drop_gateway()
    await discord.say(f"<@{BOT}> how long should tea steep")
    await discord.next_message(0)
    assert discord.resumed == 1
    assert discord.identified == 1


async def test_a_session_that_cannot_be_resumed_is_begun_anew(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    discord.refuses_resumes = True
    discord.drop_gateway()
    await discord.until(lambda: discord.identified == 2, "a second session")
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")


async def test_a_missing_token_is_one_sentence(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot(token="", is_awaited=False)
    assert await bot.end() == 2
    assert bot.output().startswith("DISCORD_TOKEN is not set.")
    assert bot.output().count("\n") == 1


async def test_a_refused_token_is_one_sentence_that_does_not_repeat_it(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot(token="wrong-token-123", is_awaited=False)
    assert await bot.end() == 1
    assert "Discord refused the token." in bot.output()
    assert "Traceback" not in bot.output()
    assert "wrong-token-123" not in bot.output()


async def test_without_a_network_it_tries_again_until_told_to_stop(start_bot: StartBot) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        api = f"http://127.0.0.1:{closed.getsockname()[1]}/api/v10"
        bot = await start_bot(api=api, is_awaited=False)
        for _ in range(400):
            if "trying again" in bot.output():
                break
            await _moment()
        assert "trying again" in bot.output()
        assert await bot.stop() == 0
    assert "Traceback" not in bot.output()


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(0.05)
