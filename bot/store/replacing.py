"""Putting other files in a folder's place, at once, in a way that can be taken back."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Self

from bot.errors import StoreError


class Replacement:
    """Files that wait, hidden within a folder, to take the place of those in it.

    Files whose names begin with a dot stay. So does the folder itself, which may be a mount. All
    methods but `undo` raise `OSError` if the disk fails.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        self._own = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder))
        self._new, self._old = self._own / "new", self._own / "old"
        self._moved: list[tuple[Path, Path]] = []
        self._is_whole = True
        self._new.mkdir()
        self._old.mkdir()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Removes the files that waited or were replaced, unless some are still needed."""
        if not self._is_whole:
            return
        # What cannot be removed stays, hidden, and harms nothing.
        shutil.rmtree(self._own, ignore_errors=True)
        if self._is_new and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def add(self, path: str, content: IO[bytes]) -> None:
        """Adds a file that waits; `path` is parted by `/` and stays within the folder."""
        target = self._new.joinpath(*path.split("/"))
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            shutil.copyfileobj(content, file)
            file.flush()
            os.fsync(file.fileno())

    def apply(self) -> None:
        """Replaces the files of the folder. If that fails halfway, `undo` takes it back."""
        self._is_whole = False
        self._move(self._folder, self._old)
        self._move(self._new, self._folder)
        self._is_whole = True

    def undo(self) -> None:
        """Takes `apply` back, however far it came.

        Raises `StoreError` if even that fails; the files are kept then, and the error says where.
        """
        self._is_whole = False
        try:
            while self._moved:
                source, target = self._moved[-1]
                target.rename(source)
                self._moved.pop()
        except OSError as error:
            raise StoreError(
                f"The folder {self._folder} could not be put back as it was: {error.strerror}. "
                f"What is missing from it is in {self._old}: move it back by hand."
            ) from error
        self._is_whole = True

    def _move(self, source: Path, target: Path) -> None:
        for child in visible(source):
            child.rename(target / child.name)
            self._moved.append((child, target / child.name))


def visible(folder: Path) -> list[Path]:
    """What is in the folder, but for what begins with a dot."""
    return sorted(it for it in folder.iterdir() if not it.name.startswith("."))
