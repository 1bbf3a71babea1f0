"""Reading and saving a pack's files so that each is always the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.disk import sync_folder
from bot.errors import SaveError
from bot.translation import _

TEMPORARY = ".saving"
"""What the names of temporary files end in, which exist only while another file is saved."""


class ChangedOnDisk(SaveError):
    """Somebody else saved the file meanwhile; what they saved stands."""


def read_text(path: Path) -> str | None:
    """The file's text with its byte order mark and line breaks, or None if there is no file.

    Raises `SaveError` if it cannot be read or is not UTF-8.
    """
    try:
        return path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise SaveError(_("{path} is not UTF-8. Save it as UTF-8.").format(path=path)) from error
    except OSError as error:
        raise SaveError(
            _("{path} cannot be read: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def save_text(path: Path, text: str | None, *, expected: str | None) -> None:
    """Makes `text` the file's text; None removes the file.

    `expected` is what the file holds now, None for no file. Whoever reads the file at any moment,
    or after a power cut, finds the old text or the new one. A symbolic link stays, and its target
    is replaced. Raises `ChangedOnDisk` if the file holds something else, and `SaveError` if it
    cannot be written; the file is then as it was. Only one process at a time may save one file.
    """
    with _saving(path) as target:
        _save(target, text, expected)


def replace_text(path: Path, text: str) -> None:
    """Makes `text` the file's text, whatever it held; all else is as with `save_text`."""
    with _saving(path) as target:
        _sweep(target)
        new = _written(target, text)
        try:
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
        sync_folder(target.parent)


@contextlib.contextmanager
def _saving(path: Path) -> Iterator[Path]:
    """The file that `path` leads to; what keeps it from being saved becomes a `SaveError`."""
    try:
        yield path.resolve(strict=True) if path.is_symlink() else path
    except OSError as error:
        raise SaveError(
            _(
                "{path} cannot be saved: {reason}. Nothing was changed: the old file is whole."
            ).format(path=path, reason=error.strerror)
        ) from error


def _changed(target: Path) -> ChangedOnDisk:
    return ChangedOnDisk(
        _(
            "{path} was saved by somebody else meanwhile. Nothing was changed: the old file is "
            "whole."
        ).format(path=target)
    )


def _save(target: Path, text: str | None, expected: str | None) -> None:
    folder = target.parent
    _sweep(target)
    new = None if text is None else _written(target, text)
    kept = _linked(target) if expected is not None else None
    try:
        if read_text(target) != expected:
            raise _changed(target)
        if new:
            new.replace(target)
        else:
            target.unlink(missing_ok=True)
        if kept and read_text(kept) != expected:
            # An editor that writes in place has saved meanwhile: its text is in the old file.
            kept.replace(target)
            raise _changed(target)
        sync_folder(folder)
    finally:
        for leftover in (new, kept):
            if leftover:
                leftover.unlink(missing_ok=True)


def _written(target: Path, text: str) -> Path:
    """A new file beside `target` that holds `text`, on disk, with `target`'s permissions."""
    descriptor, name = tempfile.mkstemp(
        prefix=f".{target.name}.", suffix=TEMPORARY, dir=target.parent
    )
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, new)
            if hasattr(os, "chown"):  # Windows has none
                known = target.stat()
                # Not every user may give a file away; the new file then stays theirs.
                with contextlib.suppress(PermissionError):
                    os.chown(new, known.st_uid, known.st_gid)
        else:
            new.chmod(0o644)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new


def _linked(target: Path) -> Path | None:
    """A second name (a hard link) of the file; None where the file's disk has no such links."""
    kept = target.with_name(f".{target.name}.{os.getpid()}.old{TEMPORARY}")
    try:
        os.link(target, kept)
    except OSError:
        return None
    return kept


def _sweep(target: Path) -> None:
    """Removes what a process that was killed while saving left behind."""
    for leftover in target.parent.glob(f".{glob.escape(target.name)}.*{TEMPORARY}"):
        leftover.unlink(missing_ok=True)
