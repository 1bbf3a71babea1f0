"""Where packs are found: the paths a person named, or else the nearest `knowledge` folder."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path

import bot
from bot.errors import SettingsError
from bot.knowledge.load import is_expectations, misnamed_files, pack_files

FOLDER = "knowledge"


def find_packs(named: Sequence[Path], data_folder: Path) -> list[Path]:
    """The packs to load: the `named` ones, or those of the first folder that has any.

    The folders are `knowledge` where the command was started, `knowledge` in `data_folder`, and the
    packs that came with the package. A named folder without YAML files of its own stands for the
    packs in it. Raises `SettingsError` if a named path does not exist or holds no pack, if a folder
    may not be read, if a folder has only files that would be packs under another name, and if no
    pack is found.
    """
    if named:
        return [pack for path in named for pack in _named(path)]
    for folder in (Path(FOLDER), data_folder / FOLDER, shipped_folder()):
        _check_readable(folder)
        packs = packs_in(folder)
        if packs:
            return packs
        misnamed = misnamed_files(folder)
        if misnamed:
            raise SettingsError(f"Only *.yaml files are packs; rename {misnamed[0]}.")
    raise SettingsError("No pack was found. Name one with --knowledge PATH.")


def packs_in(folder: Path) -> list[Path]:
    """The packs in `folder`: each YAML file, and each folder that holds some.

    What begins with a dot is an editor's or the system's.
    """
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.glob("[!.]*")
        if (path.suffix == ".yaml" and not is_expectations(path))
        or (path.is_dir() and pack_files(path))
    )


def shipped_folder() -> Path:
    """The packs that came with the package: inside it once installed, beside it in a checkout."""
    package = Path(bot.__file__).parent
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent / FOLDER


def _named(path: Path) -> list[Path]:
    try:
        path.stat()
    except OSError as error:
        said = f"There is no pack at {path}."
        if error.errno not in (errno.ENOENT, errno.ENOTDIR, errno.ELOOP):
            said = f"The pack at {path} cannot be read: {error.strerror}."
        raise SettingsError(f"{said} Check --knowledge or REJOINDER_KNOWLEDGE.") from error
    _check_readable(path)
    if path.is_dir() and not pack_files(path):
        packs = packs_in(path)
        if not packs:
            raise SettingsError(f"The folder {path} holds no *.yaml file, so no pack.")
        return packs
    return [path]


def _check_readable(folder: Path) -> None:
    """Raises `SettingsError` for a folder that may not be read, which would seem to be empty."""
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        raise SettingsError(f"The folder {folder} may not be read. Check who owns it.")
