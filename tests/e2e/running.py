"""The bot as a process of its own, forked from one that has imported what the bot imports.

It starts in a second less than by its command, and several hundred are started. That the command
itself does the same, `tests/e2e/test_connection.py` shows.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

# Imported here for those that are forked; what is imported by them is what `rejoinder run` imports.
import bot.chat.connection
import bot.curating.workspace
import bot.store.store  # noqa: F401
from bot.cli import main


def run_bot(environment: Mapping[str, str], folder: Path, log: Path) -> None:
    """Runs `rejoinder run`; what it writes goes to `log`."""
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
