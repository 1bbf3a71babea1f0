"""How soon the bot connects, and how much memory it takes, beside a bare discord.py bot.

    python -m benchmarks.process [--knowledge PATH]

Run it from a checkout with the tests' packages installed (`pip install -e '.[test]'`), on Linux.
Both bots connect to the tests' stand-in for Discord, each as a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.load import pack_files
from bot.knowledge.locate import packs_in, shipped_folder
from tests.standin.server import TOKEN, Discord

SETTLED_SECONDS = 5.0
"""How long after connecting the memory is read."""
LEARNED_SECONDS = 20.0
"""How long after a change it is, by when all has been learned anew."""
PHRASINGS = "    phrasings:\n"
"""A change is a phrasing that is put below the first such line of a pack."""
BARE = """
import os, discord
from discord.http import Route
Route.BASE = os.environ["REJOINDER_DISCORD_API"]
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
intents = discord.Intents.none()
intents.guilds = intents.guild_messages = intents.dm_messages = True
discord.AutoShardedClient(intents=intents).run(os.environ["DISCORD_TOKEN"])
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of a process."""

    first_request: float
    """Seconds from its start until it first asked Discord for something."""
    connected: float
    """Seconds from its start until it identified itself at the gateway."""
    megabytes: float
    """Resident memory, some seconds after that."""
    peak: float
    """The most resident memory until then."""


def main() -> None:
    """Prints a row for each bot, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--knowledge", type=Path)
    knowledge = parser.parse_args().knowledge
    command = [sys.executable, "-m", "bot", "run"]
    with tempfile.TemporaryDirectory() as data:
        bare = asyncio.run(watch([sys.executable, "-c", BARE], None, data))
        first = asyncio.run(watch(command, knowledge, data))
        ours = asyncio.run(watch(command, knowledge, data))
        pack = knowledge or packs_in(shipped_folder())[0]
        copy = Path(data, pack.name)
        if pack.is_dir():
            shutil.copytree(pack, copy)
        else:
            shutil.copy(pack, copy)
        changed = asyncio.run(watch(command, copy, data, is_changed=True))
    print(f"{'bot':26}{'asks after':>12}{'connects after':>16}{'resident':>11}{'peak':>9}")
    for name, it in (
        ("bare discord.py", bare),
        ("Rejoinder, first start", first),
        ("Rejoinder", ours),
        ("Rejoinder, pack changed", changed),
    ):
        print(
            f"{name:26}{it.first_request:10.2f} s{it.connected:14.2f} s"
            f"{it.megabytes:8.0f} MB{it.peak:6.0f} MB"
        )
    print(f"resident memory: {ours.megabytes / bare.megabytes:.2f} times the bare bot's")


async def watch(
    command: list[str], knowledge: Path | None, data: str, *, is_changed: bool = False
) -> Seen:
    """Starts a bot, whose folder is `data`, against a stand-in of its own, and stops it.

    With `is_changed`, somebody changes a file of its pack meanwhile.
    """
    async with Discord() as discord:
        environment = {
            **os.environ,
            "DISCORD_TOKEN": TOKEN,
            "REJOINDER_DISCORD_API": discord.api,
            "REJOINDER_DATA": data,
        }
        if knowledge:
            environment["REJOINDER_KNOWLEDGE"] = str(knowledge)
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *command, env=environment, stderr=asyncio.subprocess.DEVNULL
        )
        await discord.until(lambda: discord.requests, "a request")
        first_request = time.perf_counter() - started
        await discord.until(lambda: discord.identified, "the bot")
        connected = time.perf_counter() - started
        await asyncio.sleep(SETTLED_SECONDS)
        if is_changed and knowledge:
            _change(knowledge)
            await asyncio.sleep(LEARNED_SECONDS)
        seen = Seen(
            first_request,
            connected,
            _memory(process.pid, "VmRSS"),
            _memory(process.pid, "VmHWM"),
        )
        process.terminate()
        await process.wait()
        return seen


def _change(pack: Path) -> None:
    """Adds a phrasing to the first entry that has some."""
    for file in pack_files(pack):
        before, line, after = file.read_text(encoding="utf-8").partition(PHRASINGS)
        if line:
            more = f"{line}      - how do quokkas whistle\n"
            file.write_text(before + more + after, encoding="utf-8")
            return
    raise SystemExit(f"No entry of {pack} has phrasings, so that none can be added.")


def _memory(process: int, name: str) -> float:
    """A line of the kernel's account of a process, in megabytes."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError(f"This system does not tell a process's {name}.")


if __name__ == "__main__":
    main()
