"""`rejoinder backup` and `rejoinder restore`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.settings import Settings

app = typer.Typer()


@app.command(name="backup")
def make_backup(
    file: Annotated[
        Path, typer.Argument(help="The file to write; a backup that is there is replaced.")
    ],
) -> None:
    """Write all that is remembered to a file, while the bot runs or not.

    That is the database, and the packs in the data folder; packs elsewhere are their owner's.
    """
    import asyncio

    from bot.backup import backup
    from bot.settings import load_settings

    settings = load_settings()
    made = asyncio.run(backup(settings.database(), file, folders=_folders(settings)))
    print(f"Wrote {file}: {_counted(made.rows, 'row')}, {_counted(made.files, 'file')}.")


@app.command(name="restore")
def restore_backup(
    file: Annotated[Path, typer.Argument(help="What `rejoinder backup` wrote.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Give up what is there; stop the bot first.")
    ] = False,
) -> None:
    """Make everything what it was when a backup was made."""
    import asyncio

    from bot.backup import restore
    from bot.settings import load_settings

    settings = load_settings()
    found = asyncio.run(
        restore(settings.database(), file, folders=_folders(settings), replace=replace)
    )
    made_at = found.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    said = f"{_counted(found.rows, 'row')}, {_counted(found.files, 'file')}"
    print(f"Restored {file}, made on {made_at}: {said}.")


def _folders(settings: Settings) -> dict[str, Path]:
    from bot.knowledge.locate import FOLDER

    return {FOLDER: settings.data / FOLDER}


def _counted(counts: Mapping[str, int], noun: str) -> str:
    count = sum(counts.values())
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
