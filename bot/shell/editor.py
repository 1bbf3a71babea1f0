"""A text that a person edits in an editor of theirs; what they type is not lost."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.errors import RejoinderError, SettingsError
from bot.shell.publishing import Declined, EditAgain, asked

T = TypeVar("T")

EDITORS = ("sensible-editor", "nano", "vi", "notepad")
"""Those that are looked for where neither VISUAL nor EDITOR names one."""


def edit_until_done(start: str, use: Callable[[str], T]) -> T:
    r"""Opens an editor with `start`, and gives what is saved to `use`, until that takes it.

    Where `use` raises an error on purpose, the person reads it, and may edit what they typed. An
    empty or unchanged text cancels, with `Declined`. What was typed and not used stays in its
    file, whose path is said. However the lines of `start` end, or those that the editor saves,
    `use` gets lines that end in \n.
    """
    start = start.replace("\r\n", "\n")
    handle, name = tempfile.mkstemp(prefix="rejoinder-", suffix=".yaml")
    file = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
        stream.write(start)
    is_used = False
    try:
        while True:
            text = _edited(file)
            if not text.strip() or text == start:
                raise Declined("Nothing was changed.")
            try:
                used = use(text)
            except EditAgain:
                continue
            except Declined:
                raise
            except RejoinderError as error:
                print(error, file=sys.stderr)
                if asked("Edit it again? [Y/n] ").lower() in ("n", "no"):
                    raise Declined("Nothing was changed.") from error
                continue
            is_used = True
            return used
    finally:
        typed = file.read_bytes() if file.exists() else b""
        if is_used or not typed.strip() or typed == start.encode():
            file.unlink(missing_ok=True)
        else:
            print(f"What you typed is kept in {file}.", file=sys.stderr)


def _edited(file: Path) -> str:
    """The file's text once the editor was left."""
    command = _editor()
    try:
        # The person's own command, as every program that opens an editor runs it.
        done = subprocess.run([*command, str(file)], check=False)  # noqa: S603
    except OSError as error:
        raise SettingsError(
            f"The editor {command[0]} cannot be started: {error.strerror}. Check VISUAL or EDITOR."
        ) from error
    if done.returncode:
        raise Declined(
            f"The editor {command[0]} ended with {done.returncode}. Nothing was changed."
        )
    try:
        return file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Declined(f"{file} cannot be read as UTF-8. Nothing was changed.") from error


def _editor() -> list[str]:
    """The command of the person's editor."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named and named.strip():
        try:
            return shlex.split(named, posix=os.name != "nt")
        except ValueError as error:
            raise SettingsError(f"VISUAL or EDITOR is wrong: {error}.") from error
    found = next(filter(None, map(shutil.which, EDITORS)), None)
    if found is None:
        raise SettingsError("No editor was found. Set EDITOR, or say it all with options.")
    return [found]
