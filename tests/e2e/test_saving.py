"""Packs that are saved in an editor or changed in the shell while the bot runs."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TEA
from tests.e2e.conftest import StartBot
from tests.standin.server import BOT, Discord, text_of

QUESTION = f"<@{BOT}> how do i descale a kettle?"
ENTRY = """
  - id: kettle-descaling
    topic: brewing
    question: How do I descale a kettle?
    phrasings:
      - limescale in my kettle
    answer: |
      Boil vinegar in it. [^leaf-journal]
"""
MOST_LOOKS = 500


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    copied = tmp_path / "knowledge" / "tea.yaml"
    copied.parent.mkdir()
    shutil.copyfile(TEA, copied)
    return copied


async def ask_until(discord: Discord, answer: str) -> None:
    """Looks again and again, as often as one likes, until the answer is there; then asks for it."""
    for _ in range(MOST_LOOKS):
        choices = await discord.complete("ask", "question", "descale kettle")
        if "kettle-descaling" in [it["value"] for it in choices]:
            shown = await discord.slash("ask", question="kettle-descaling")
            if answer in text_of(shown.data):
                break
    assert answer in text_of(await discord.ask_and_wait(QUESTION))


async def test_a_pack_that_an_editor_saves_is_answered_from_without_a_restart(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    await start_bot(pack=pack)
    assert "Boil vinegar" not in text_of(await discord.ask_and_wait(QUESTION))
    new = pack.with_suffix(".new")
    new.write_text(pack.read_text(encoding="utf-8").rstrip() + "\n" + ENTRY, encoding="utf-8")
    new.replace(pack)
    await ask_until(discord, "Boil vinegar")


async def test_a_log_that_is_kept_beside_a_pack_does_not_tell_of_itself(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    bot = await start_bot(pack=pack)
    await discord.ask_and_wait(QUESTION)
    pack.with_name("bot.log").write_text("A line.\n", encoding="utf-8")
    with pack.open("a", encoding="utf-8") as file:
        file.write(ENTRY)
    await ask_until(discord, "Boil vinegar")
    assert "watchfiles" not in bot.output()


async def test_a_change_from_the_shell_is_answered_from_without_a_restart(
    discord: Discord, start_bot: StartBot, pack: Path, tmp_path: Path
) -> None:
    await start_bot(pack=pack)
    shell = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "entry", "add", "--knowledge", str(pack), "--yes"),
        *("--question", "How do I descale a kettle?", "--topic", "brewing"),
        *("--answer", "Boil citric acid.", "--source", "leaf-journal"),
        env={**os.environ, "REJOINDER_DATA": str(tmp_path / "data")},
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await shell.communicate()
    assert shell.returncode == 0, said.decode()
    await ask_until(discord, "Boil citric acid")


async def test_a_pack_that_breaks_while_the_bot_is_away_is_a_plain_error_at_the_next_start(
    discord: Discord, start_bot: StartBot, pack: Path
) -> None:
    bot = await start_bot(pack=pack)
    await bot.stop()
    text = pack.read_text(encoding="utf-8")
    pack.write_text(text.replace("topic: brewing", "topic: brwing"), encoding="utf-8")
    again = await start_bot(pack=pack, is_awaited=False)
    assert await again.end() == 1
    assert "Did you mean" in again.output()
    assert "Traceback" not in again.output()
