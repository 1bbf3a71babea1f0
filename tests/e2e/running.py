"""The bot as a process of its own, forked from one that has imported what the bot imports.

It starts in a second less than by its command, and several hundred are started. That the command
itself does the same, `tests/e2e/test_connection.py` shows.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Imported here for those that are forked; what is imported by them is what `rejoinder run` imports,
# some of it once there is a new database to migrate, a pack to watch or a text to translate.
import aiosqlite  # noqa: F401
import alembic.command  # noqa: F401
import babel.messages.mofile
import babel.messages.pofile  # noqa: F401
import watchfiles  # noqa: F401

import bot.chat.events
import bot.curating.workspace
import bot.running  # noqa: F401
from bot.cli import main
from bot.curating.shelves import Shelves


def run_bot(
    environment: Mapping[str, str], folder: Path, log: Path, building_seconds: float = 0
) -> None:
    """Runs `rejoinder run`; what it writes goes to `log`.

    To build a server's own pack takes it `building_seconds` longer than it would.
    """
    if building_seconds:
        _delay_building(building_seconds)
    os.environ.clear()
    os.environ.update(environment)
    # What Python would have done at its start.
    sys.path[:0] = filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))
    os.chdir(folder)
    with log.open("wb") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    sys.argv = ["rejoinder", "run"]
    main()


def _delay_building(seconds: float) -> None:
    shelves: Any = Shelves
    build = shelves._built

    async def built(*given: Any) -> Any:
        await asyncio.sleep(seconds)
        return await build(*given)

    shelves._built = built
