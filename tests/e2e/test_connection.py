"""Connecting, reconnecting and leaving, over real sockets."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.chat.connection import GRACE_SECONDS
from bot.chat.message_content import TRIES
from tests.conftest import REPOSITORY, TEA
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads, people
from tests.standin.server import BOT, MESSAGE_CONTENT, TOKEN, Discord, text_of

LEFT = 1000


async def test_commands_are_sent_once_and_not_at_every_start(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    await bot.stop()
    await start_bot()
    assert discord.command_updates == 1


async def test_no_privileged_intent_is_asked_for(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    assert not discord.intents & MESSAGE_CONTENT


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory(tmp_path)


async def want_content(memory: Memory, **more: Any) -> None:
    """A server turned unasked answering on before the bot was started."""
    async with memory.opened() as store:
        await store.servers.change(
            int(payloads.GUILD), unasked_channels=(int(payloads.CHANNEL),), **more
        )


async def turn_on(discord: Discord) -> None:
    """An admin turns unasked answering on in the panel; off first, where it is on already."""
    panel = await discord.slash("settings", by=payloads.ADMIN)
    for channels in ((), (payloads.CHANNEL,)):
        assert panel.message is not None
        await discord.press(panel.message, "k:settings:unasked", *channels, by=payloads.ADMIN)


async def test_message_content_is_asked_for_where_a_server_wants_unasked_answers(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    await want_content(memory)
    await start_bot()
    assert discord.intents & MESSAGE_CONTENT
    assert discord.identified == 1


async def test_it_connects_anew_once_a_server_wants_unasked_answers(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await turn_on(discord)
    await discord.until(lambda: discord.identified == 2, "a second session")
    assert discord.intents & MESSAGE_CONTENT
    assert discord.close_codes == [1000]
    answer = await discord.ask_and_wait("how long should tea steep?", by=payloads.MEMBER)
    assert "Nobody asked me." in text_of(answer)


async def test_it_does_not_connect_anew_where_it_reads_messages_already(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    async with memory.opened() as store:
        await store.servers.change(int(payloads.GUILD2), unasked_channels=(int(payloads.CHANNEL2),))
    await start_bot()
    await turn_on(discord)
    answer = await discord.ask_and_wait("how long should tea steep?", by=payloads.MEMBER)
    assert "Nobody asked me." in text_of(answer)
    assert discord.identified == 1


async def test_refused_it_goes_on_without_and_tells_the_log_and_the_admins_once(
    discord: Discord, start_bot: StartBot, memory: Memory
) -> None:
    discord.refused_intents = MESSAGE_CONTENT
    await want_content(memory, curators_channel=int(payloads.CURATORS_CHANNEL))
    bot = await start_bot()
    notice = await discord.next_message(0)
    assert notice["channel_id"] == payloads.CURATORS_CHANNEL
    assert "message content intent" in text_of(notice)
    assert refusals(discord) == 1
    assert bot.output().count("Discord refused the message-content intent") == 1
    assert "Traceback" not in bot.output()
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    await until_noted(discord, memory, notice)
    await bot.stop()
    await start_bot()
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert [it["channel_id"] for it in discord.sent].count(payloads.CURATORS_CHANNEL) == 1
    assert refusals(discord) == 2
    assert not discord.intents & MESSAGE_CONTENT


def refusals(discord: Discord) -> int:
    """How often the gateway was closed other than by a bot that left."""
    return sum(it != LEFT for it in discord.close_codes)


async def until_noted(discord: Discord, memory: Memory, notice: Any) -> None:
    """Waits until the bot remembers its notice, which it does after having sent it."""
    async with memory.opened() as store:
        for _ in range(50):
            if await store.replies.get(int(notice["id"])) is not None:
                return
            await discord.slash("help")
    raise AssertionError("the notice is not remembered")


@pytest.mark.parametrize(
    ("system_channel", "place"),
    [(payloads.CHANNEL, payloads.CHANNEL), (None, payloads.DIRECT)],
    ids=["the system channel", "the owner"],
)
async def test_without_a_curators_channel_the_refusal_is_told_elsewhere(
    system_channel: str | None,
    place: str,
    discord: Discord,
    start_bot: StartBot,
    memory: Memory,
) -> None:
    discord.refused_intents = MESSAGE_CONTENT
    discord.places.change_server(payloads.GUILD, system_channel=system_channel)
    await want_content(memory)
    await start_bot()
    notice = await discord.next_message(0)
    assert notice["channel_id"] == place
    assert "message content intent" in text_of(notice)


async def test_refused_it_tries_again_when_an_admin_turns_it_on_and_only_then(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.refused_intents = MESSAGE_CONTENT
    await start_bot()
    await turn_on(discord)
    await discord.until(lambda: discord.identified == 2, "a session without the intent")
    assert "message content intent" in text_of(await discord.next_message(0))
    assert refusals(discord) == 1
    await turn_on(discord)
    await discord.until(lambda: discord.identified == 3, "another session without it")
    assert "message content intent" in text_of(await discord.next_message(1))
    discord.refused_intents = 0
    await turn_on(discord)
    await discord.until(lambda: discord.identified == 4, "a session with it")
    assert discord.intents & MESSAGE_CONTENT
    assert refusals(discord) == 2
    assert len(discord.sent) == 2


async def test_refused_too_often_it_tells_admins_at_once_and_stays_connected(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.refused_intents = MESSAGE_CONTENT
    await start_bot()
    for number in range(TRIES.count):
        await turn_on(discord)
        assert "message content intent" in text_of(await discord.next_message(number))
    identified = discord.identified
    await turn_on(discord)
    notice = await discord.next_message(TRIES.count)
    assert "message content intent" in text_of(notice)
    assert refusals(discord) == TRIES.count
    await asyncio.sleep(2 * GRACE_SECONDS)
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert discord.identified == identified


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


async def test_while_no_connection_comes_about_each_try_is_a_line_in_the_log(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    discord.refused_handshakes = 2
    discord.drop_gateway()
    await discord.until(lambda: discord.identified == 2, "a second session")
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert bot.output().count("No connection to Discord (503, message=") == 2
    assert "Traceback" not in bot.output()


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


async def test_without_a_network_it_says_what_is_wrong_and_tries_again_until_told_to_stop(
    start_bot: StartBot,
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        bot = await start_bot(api=f"http://127.0.0.1:{port}/api/v10", is_awaited=False)
        for _ in range(400):
            if "trying again" in bot.output():
                break
            await _moment()
        assert f"No connection to Discord (Cannot connect to host 127.0.0.1:{port} " in bot.output()
        assert await bot.stop() == 0
    assert "Traceback" not in bot.output()


async def _moment() -> None:
    import asyncio

    await asyncio.sleep(0.05)


async def test_an_event_that_cannot_be_read_stops_no_other(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    partial = {"id": "5", "channel_id": payloads.CHANNEL, "guild_id": payloads.GUILD, "embeds": []}
    await discord.dispatch("MESSAGE_UPDATE", {**partial, "content": "secret words"})
    told = {"content": "secret words"}
    broken = payloads.interaction(2, {"name": "help", **told}, channel_id=payloads.CHANNEL)
    del broken["attachment_size_limit"]
    await discord.dispatch("INTERACTION_CREATE", broken)
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert (discord.identified, discord.resumed, discord.close_codes) == (1, 0, [])
    for name in ("MESSAGE_UPDATE", "INTERACTION_CREATE"):
        assert f"Discord sent {name} in a shape that cannot be read" in bot.output()
    assert "secret words" not in bot.output()


async def test_a_session_that_cannot_be_read_is_begun_anew_after_a_while(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    await discord.connect_anew()
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert "cannot be read; trying again in" in bot.output()


async def test_a_login_whose_answer_cannot_be_read_is_tried_again(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.fail_next("GET", "/users/@me$", 200)
    bot = await start_bot()
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert "cannot be read; trying again in" in bot.output()


@pytest.mark.parametrize(("status", "times"), [(408, 1), (429, 5)], ids=["late", "too often"])
async def test_a_login_that_is_refused_for_now_is_tried_again(
    discord: Discord, start_bot: StartBot, status: int, times: int
) -> None:
    discord.fail_next("GET", "/users/@me$", status, times=times, retry_after=0.01)
    bot = await start_bot()
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert f"No connection to Discord (Discord answered {status}); trying again" in bot.output()
    assert "Traceback" not in bot.output()


@pytest.mark.parametrize("status", [400, 403], ids=["bad", "refused"])
async def test_where_discord_does_not_take_the_commands_it_answers_mentions(
    discord: Discord, start_bot: StartBot, status: int
) -> None:
    discord.fail_next("PUT", "/commands$", status, code=50035)
    bot = await start_bot(is_awaited=False)
    await discord.until(lambda: discord.identified, "the bot")
    assert await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
    assert f"Discord was not told of the commands: {status}" in bot.output()


@pytest.mark.parametrize("status", [403, 404, 405])
async def test_where_discord_does_not_say_which_commands_it_knows_it_is_told_of_them(
    discord: Discord, start_bot: StartBot, status: int
) -> None:
    discord.fail_next("GET", "/commands$", status)
    await start_bot()
    assert discord.command_updates == 1


async def test_a_token_that_is_refused_for_the_commands_ends_it(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.fail_next("GET", "/commands$", 401)
    bot = await start_bot(is_awaited=False)
    assert await bot.end() == 1
    assert "Discord refused the connection: 401" in bot.output()
    assert "Traceback" not in bot.output()


async def test_a_connection_that_a_person_must_mend_is_one_sentence(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    await discord.close_gateway(4013)
    assert await bot.end() == 1
    assert "Discord refused the connection: 4013" in bot.output()
    assert "Traceback" not in bot.output()


async def test_what_is_under_way_is_finished_before_the_bot_leaves(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    crowd = people.crowd(30)
    for person in crowd:
        await discord.say("how long should tea steep", by=person, channel=payloads.DIRECT)
    await discord.next_message(len(crowd) - 1)
    assert await bot.stop() == 0
    assert "Traceback" not in bot.output()
    assert remembered(tmp_path) == len(crowd)


async def test_an_answer_on_its_way_goes_out_before_the_bot_leaves(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    bot = await start_bot()
    with discord.holding("POST", f"/{payloads.CHANNEL}/messages$"):
        await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
        leaving = asyncio.create_task(bot.stop())
        await discord.until(lambda: discord.close_codes, "the gateway to be closed")
    assert await leaving == 0
    assert "Traceback" not in bot.output()
    assert remembered(tmp_path) == 1
    assert len(discord.sent) == 1


async def test_what_cannot_go_out_before_the_bot_leaves_is_a_line_in_the_log(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    with discord.holding("POST", "/(messages|callback)$"):
        await discord.ask_and_wait(f"<@{BOT}> how long should tea steep")
        await discord.slash("help", until="acknowledgement")
        assert await bot.stop() == 0
    assert "Traceback" not in bot.output()
    assert "not closed" not in bot.output()
    assert "cut 2 of Discord's events short" in bot.output()


def remembered(folder: Path) -> int:
    """How many replies the bot of a test has noted."""
    with closing(sqlite3.connect(folder / "data" / "rejoinder.db")) as database:
        (found,) = database.execute("SELECT count(*) FROM replies").fetchone()
    return int(found)


async def test_the_command_runs_the_bot(discord: Discord, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISCORD_TOKEN": TOKEN,
        "REJOINDER_DISCORD_API": discord.api,
        "REJOINDER_DATA": str(tmp_path / "data"),
        "REJOINDER_KNOWLEDGE": str(TEA),
    }
    command = (sys.executable, "-m", "bot", "run")
    bot = await asyncio.create_subprocess_exec(*command, env=environment, cwd=REPOSITORY)
    await discord.until(lambda: discord.identified and discord.commands, "the bot")
    bot.terminate()
    assert await asyncio.wait_for(bot.wait(), 5) == 0


async def test_what_hangs_as_it_leaves_is_told_and_ended(discord: Discord, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DISCORD_TOKEN": "another",
        "REJOINDER_DISCORD_API": discord.api,
        "REJOINDER_DATA": str(tmp_path / "data"),
        "REJOINDER_KNOWLEDGE": str(TEA),
    }
    code = (
        "import sys, threading, time; import bot.chat.connection; from bot.cli import main; "
        "bot.chat.connection.LEAVING_SECONDS = 4.0; sys.argv[1:] = ['run']; "
        "threading.Thread(target=time.sleep, args=(600,), name='hanging').start(); main()"
    )
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, env=environment, cwd=REPOSITORY, stderr=asyncio.subprocess.PIPE
    )
    _, said = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert b"Discord refused the token." in said
    assert b"Timeout (0:00:04)!" in said
