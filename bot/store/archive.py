"""A backup's file: a zip with the rows of each table, files of folders, and what it is.

    manifest.json              what made it, when, at which migration, how much it holds
    tables/<table>.jsonl       a row a line
    folders/<name>/<path>      files beside the database

It is read as if a stranger had made it: names, sizes and checksums are looked at before anything
is used.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import AsyncIterator, Generator, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.disk import sync_folder
from bot.errors import StoreError

FORMAT = 1
MANIFEST = "manifest.json"
MOST_FILES = 10_000
"""How many files all folders may have together. More hint at a link that leads in a circle."""
LARGEST_FILE = 64 * 2**20
LARGEST_FOLDERS = 2**30
"""How many bytes the files of all folders may have together."""
LARGEST_TABLES = 16 * 2**30
LONGEST_LINE = 256 * 2**20
"""In bytes. The longest row holds an item of a pack twice, or a file of one, as JSON; each of these
has 32 MiB at most."""
LARGEST_MANIFEST = 2**20
LOCKED = 1
"""The flag of a zip's member that takes a password."""

_MEMBER = re.compile(r"tables/([a-z_]+)\.jsonl|folders/([a-z]+)/(.+)", re.DOTALL)
_UNSAFE = re.compile(r'[\\:*?"<>|\x00-\x1f\x7f]')
_BEGIN = b"PK\x03\x04"
"""The first bytes of a zip that has members."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError)


class Manifest(BaseModel):
    """What a backup says of itself."""

    model_config = ConfigDict(frozen=True)

    product: Literal["rejoinder"] = "rejoinder"
    format: int = FORMAT
    schema_revision: str
    """The migration that its tables stand at."""
    made_at: datetime
    rows: dict[str, int]
    """How many each table has."""
    files: dict[str, int]
    """How many each folder has."""
    last_numbers: dict[str, int] = {}
    """The highest number that each table has given a row, even one deleted since; not in older
    backups."""


class Archive:
    """A backup opened for reading, whose names, sizes and checksums have been checked."""

    def __init__(self, file: Path, opened: zipfile.ZipFile) -> None:
        self._file = file
        self._zip = opened
        self._refuse_odd_members()
        self.manifest = self._read_manifest()
        self._paths: dict[str, dict[str, zipfile.ZipInfo]] = {
            folder: {} for folder in self.manifest.files
        }
        self._tables: dict[str, zipfile.ZipInfo] = {}
        self._sort()
        self._check()

    @property
    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(self._tables)

    def lines(self, table: str) -> Generator[bytes, None, None]:
        """The lines of a table."""
        with self._zip.open(self._tables[table]) as member:
            while line := member.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise self.damaged("a row is too long")
                yield line

    def files(self, folder: str) -> Generator[tuple[str, IO[bytes]], None, None]:
        """The path of each file of a folder, parted by `/` and safe to use, with its content."""
        for path, info in self._paths[folder].items():
            with self._zip.open(info) as member:
                yield path, member

    def damaged(self, what: str) -> StoreError:
        """The error for a backup that cannot be used."""
        return StoreError(f"The backup {self._file} is damaged: {what}. Nothing was changed.")

    def _read_manifest(self) -> Manifest:
        try:
            with self._zip.open(MANIFEST) as member:
                manifest = Manifest.model_validate_json(member.read(LARGEST_MANIFEST))
        except _BROKEN as error:
            raise self.damaged(f"{MANIFEST} cannot be read") from error
        except ValidationError as error:
            raise _no_backup(self._file) from error
        if manifest.format != FORMAT:
            raise newer(self._file, f"format {manifest.format}")
        return manifest

    def _refuse_odd_members(self) -> None:
        seen: set[str] = set()
        for info in self._zip.infolist():
            is_file = stat.S_IFMT(info.external_attr >> 16) in (0, stat.S_IFREG)
            is_plain = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            if info.filename in seen or info.flag_bits & LOCKED or not is_file or not is_plain:
                raise self.damaged(f"{info.filename!r} is a link, locked, odd or there twice")
            seen.add(info.filename)

    def _sort(self) -> None:
        """Notes what each member of the backup is; refuses one that no backup has."""
        for info in self._zip.infolist():
            found = _MEMBER.fullmatch(info.filename)
            table, folder, path = found.groups() if found else (None, None, None)
            if table:
                self._tables[table] = info
            elif folder in self._paths and path and is_safe(path):
                self._paths[folder][path] = info
            elif info.filename != MANIFEST:
                raise self.damaged(f"{info.filename!r} is a name that no backup has")

    def _check(self) -> None:
        if self.tables != self.manifest.rows.keys():
            raise self.damaged("a table is missing")
        if {name: len(paths) for name, paths in self._paths.items()} != self.manifest.files:
            raise self.damaged("a file is missing")
        sizes = [info.file_size for paths in self._paths.values() for info in paths.values()]
        if (
            len(sizes) > MOST_FILES
            or max(sizes, default=0) > LARGEST_FILE
            or sum(sizes) > LARGEST_FOLDERS
            or sum(info.file_size for info in self._tables.values()) > LARGEST_TABLES
        ):
            raise self.damaged("it is larger than a backup may be")
        try:
            broken = self._zip.testzip()
        except _BROKEN as error:
            raise self.damaged("a part of it cannot be read") from error
        if broken is not None:
            raise self.damaged(f"the checksum of {broken!r} is another one")


@contextlib.contextmanager
def open_archive(file: Path) -> Iterator[Archive]:
    """Opens a backup for reading.

    Raises `StoreError`, here or where it is read, if it is no backup, is damaged or is newer.
    """
    with contextlib.ExitStack() as stack:
        try:
            opened = stack.enter_context(zipfile.ZipFile(file))
            if MANIFEST not in opened.namelist():
                raise _no_backup(file)
            archive = Archive(file, opened)
        except OSError as error:
            raise StoreError(
                f"The backup {file} cannot be read: {error.strerror or error}."
            ) from error
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise _no_backup(file) from error
        try:
            yield archive
        except _BROKEN as error:
            raise archive.damaged("it changed while it was read") from error


class Writer:
    """A backup that is being written."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._rows: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._size = 0

    async def add_table(self, table: str, lines: AsyncIterator[bytes]) -> None:
        """Adds the rows of a table."""
        self._rows[table] = 0
        with self._zip.open(f"tables/{table}.jsonl", "w", force_zip64=True) as member:
            async for line in lines:
                member.write(line)
                self._rows[table] += 1

    def add_folder(self, name: str, folder: Path) -> None:
        """Adds the files of a folder, of those below it and of those they link to.

        Files are left out if their name, or that of a folder above them, begins with a dot. Raises
        `StoreError` for what could not be restored.
        """
        self._files[name] = 0
        for file in _files_of(folder):
            path = file.relative_to(folder).as_posix()
            if not is_safe(path):
                raise StoreError(f"{file} cannot be backed up for its name. Give it a plain one.")
            self._size += file.stat().st_size
            self._files[name] += 1
            if (
                file.stat().st_size > LARGEST_FILE
                or self._size > LARGEST_FOLDERS
                or sum(self._files.values()) > MOST_FILES
            ):
                raise StoreError(
                    f"{folder} has too much to be backed up: at most {MOST_FILES} files of "
                    f"{LARGEST_FILE >> 20} MiB, {LARGEST_FOLDERS >> 20} MiB in all. Reached at "
                    f"{file}."
                )
            self._zip.write(file, f"folders/{name}/{path}")

    def finish(
        self, schema_revision: str, made_at: datetime, last_numbers: dict[str, int]
    ) -> Manifest:
        """Adds what the backup is."""
        manifest = Manifest(
            schema_revision=schema_revision,
            made_at=made_at,
            rows=self._rows,
            files=self._files,
            last_numbers=last_numbers,
        )
        self._zip.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        return manifest


@contextlib.contextmanager
def new_archive(file: Path) -> Iterator[Writer]:
    """Writes a backup beside `file`, which it becomes at the end if nothing was raised.

    A symbolic link stays, and its target is replaced. Raises `StoreError` if the backup cannot be
    written, as to a device, a pipe or a folder, or a file that holds something else: these are not
    replaced.
    """
    try:
        if file.exists() and not file.is_file():
            raise StoreError(
                f"The backup {file} cannot be written: that is no file that could be replaced. "
                "Name another file."
            )
        if file.exists() and not _may_be_replaced(file):
            raise StoreError(
                f"The backup {file} cannot be written: the file that is there is no backup, and "
                "would be lost. Name another file."
            )
        target = file.resolve(strict=True) if file.is_symlink() else file
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                with zipfile.ZipFile(
                    stream, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False
                ) as opened:
                    yield Writer(opened)
                stream.flush()
                os.fsync(stream.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(target.parent)
    except OSError as error:
        raise StoreError(
            f"The backup {file} cannot be written: {error.strerror or error}."
        ) from error


def _may_be_replaced(file: Path) -> bool:
    """Whether a file is empty or begins as backups do, unlike a database or a pack."""
    with file.open("rb") as opened:
        return opened.read(len(_BEGIN)) in (b"", _BEGIN)


def newer(file: Path, what: str) -> StoreError:
    """The error for a backup that this version does not understand."""
    return StoreError(f"The backup {file} was made by a newer Rejoinder ({what}). Upgrade first.")


def is_safe(path: str) -> bool:
    """Whether `path` leads to a file within the folder that it is relative to, on any system."""
    parts = path.split("/")
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return not _UNSAFE.search(path) and not any(
        not part or part.startswith(".") or part.endswith((".", " ")) for part in parts
    )


def _files_of(folder: Path) -> Iterator[Path]:
    for where, folders, files in os.walk(folder, followlinks=True, onerror=_raise):
        folders[:] = sorted(it for it in folders if not it.startswith("."))
        yield from (Path(where, it) for it in sorted(files) if not it.startswith("."))


def _raise(error: OSError) -> None:
    raise error


def _no_backup(file: Path) -> StoreError:
    return StoreError(f"{file} is no backup that Rejoinder made, or the end of it is missing.")
