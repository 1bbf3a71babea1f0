"""Where a pack that came with the package is changed: in a copy, which no upgrade overwrites."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path

from bot.errors import SaveError
from bot.knowledge.locate import FOLDER, packs_in, shipped_folder
from bot.translation import _


def is_shipped(path: Path) -> bool:
    """Whether the pack at `path`, as `find_packs` found it, came with the package.

    In a checkout, where the command is started beside `knowledge`, packs are found as that
    folder's and are changed there.
    """
    return path.parent == shipped_folder()


def writable(path: Path, data_folder: Path) -> Path:
    """Where the pack at `path`, which `find_packs` found although nobody named it, may be changed.

    That is `path`, unless the pack came with the package. In that case all packs that came with it
    are copied into `data_folder`, where packs are found before those of the package, and the path
    of the copy is returned. Several processes may do so at once; at no moment is there a part of a
    copy. Raises `SaveError` if the copy cannot be made.
    """
    if not is_shipped(path):
        return path
    copies = data_folder / FOLDER
    if not packs_in(copies):
        try:
            _copy(shipped_folder(), copies)
        except OSError as error:
            raise SaveError(
                _(
                    "The packs that came with Rejoinder cannot be copied to {folder}: "
                    "{reason}. They are changed there alone, so that nothing was changed."
                ).format(folder=copies, reason=error.strerror)
            ) from error
    copy = copies / path.name
    if not copy.exists():
        raise SaveError(
            _("{folder} has packs, and none of them is {name}. Name it with --knowledge.").format(
                folder=copies, name=path.name
            )
        )
    return copy


def _copy(folder: Path, target: Path) -> None:
    """Makes `target` a copy of `folder` in one step, unless another process has made it already."""
    target.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f".{FOLDER}-", dir=target.parent))
    try:
        new.chmod(0o755)
        for file in sorted(folder.rglob("*")):
            copy = new / file.relative_to(folder)
            # Not with its permissions: what a package manager installed may be read-only.
            if file.is_dir():
                copy.mkdir()
            elif not file.name.startswith("."):
                shutil.copyfile(file, copy)
        with contextlib.suppress(OSError):
            new.rename(target)
        if not packs_in(target):
            raise SaveError(
                _("{folder} is in the way, and holds no pack. Move it elsewhere.").format(
                    folder=target
                )
            )
    finally:
        shutil.rmtree(new, ignore_errors=True)
