"""Fetching the sentence encoder, once, to a folder on this machine."""

from __future__ import annotations

import errno
import hashlib
import http.client
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskID,
    TextColumn,
    TransferSpeedColumn,
)

from bot.errors import FetchError
from bot.knowledge.characters import cleaned

SOURCE = (
    "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/"
    "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
)
"""The base address: all-MiniLM-L6-v2 (Apache 2.0) at one revision."""
AT_ONCE = 1 << 16
SECONDS = 30
"""How long the other side may be silent."""
AGAIN = "Run the command again: it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class Pinned:
    """A file that must be exactly this one."""

    name: str
    """What it is called here."""
    path: str
    """Where it stands below the base address."""
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal."""


FILES = (
    Pinned(
        "model.onnx",
        # Of the quantised exports, the one whose arithmetic is exact on every processor.
        "onnx/model_quint8_avx2.onnx",
        23_046_789,
        "b941bf19f1f1283680f449fa6a7336bb5600bdcd5f84d10ddc5cd72218a0fd21",
    ),
    Pinned(
        "tokenizer.json",
        "tokenizer.json",
        466_247,
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
)


def fetch_encoder(folder: Path, console: Console, source: str | None = None) -> bool:
    """Fetches the files of the encoder that `folder` lacks; returns whether any was lacking.

    `source` takes the place of the base address. A file gets its name once it is whole and its
    checksum is right; an incomplete download is resumed the next time. Raises `FetchError` if a
    file cannot be fetched, is not the pinned one, or cannot be saved.
    """
    lacking = [it for it in FILES if not _is_there(folder / it.name, it)]
    if not lacking:
        return False
    base = (source or SOURCE).rstrip("/")
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TransferSpeedColumn(), console=console) as progress:
        for file in lacking:
            task = progress.add_task(file.name, total=file.size)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                _fetch(file, f"{base}/{file.path}", folder, progress, task)
            except OSError as error:
                raise FetchError(_reason(error, file, folder)) from error
    return True


def _fetch(file: Pinned, address: str, folder: Path, progress: Progress, task: TaskID) -> None:
    part = folder / f"{file.name}.part"
    there = part.stat().st_size if part.exists() else 0
    if there > file.size:
        part.unlink()
        there = 0
    if there < file.size:
        there = _receive(address, part, there, file.size, progress, task)
    if there < file.size:
        raise FetchError(f"{address} broke off after {there} of {file.size} bytes. {AGAIN}")
    if not _is_there(part, file):
        part.unlink()
        raise FetchError(
            f"{address} is not the file that was expected: its checksum is another one. "
            "Nothing of it was kept. Try again later, or from another REJOINDER_ENCODER_SOURCE."
        )
    part.replace(folder / file.name)


def _receive(
    address: str, part: Path, there: int, size: int, progress: Progress, task: TaskID
) -> int:
    """Downloads into `part`, which has `there` bytes already; returns its new length.

    At most one byte more than `size` is read.
    """
    headers = {"User-Agent": "rejoinder", **({"Range": f"bytes={there}-"} if there else {})}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310  settings allow HTTP alone
    try:
        response = urllib.request.urlopen(request, timeout=SECONDS)  # noqa: S310
    except urllib.error.HTTPError as error:
        with error:
            raise FetchError(
                f"{address} answered {error.code} {_on_a_line(error.reason)}. Try again later, or "
                "from another REJOINDER_ENCODER_SOURCE."
            ) from error
    except (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError) as it:
        cause = getattr(it, "reason", it)
        reason = _on_a_line(str(getattr(cause, "strerror", None) or cause))
        raise FetchError(
            f"{address} cannot be reached: {reason}. Check the connection, and run the command "
            "again."
        ) from it
    with response:
        if response.status != http.HTTPStatus.PARTIAL_CONTENT:
            there = 0
        with part.open("ab" if there else "wb") as output:
            while there <= size:
                progress.update(task, completed=there)
                try:
                    chunk = response.read(min(AT_ONCE, size + 1 - there))
                except (http.client.HTTPException, ConnectionError, TimeoutError):
                    break
                if not chunk:
                    break
                output.write(chunk)
                there += len(chunk)
    return there


def _on_a_line(text: str) -> str:
    """A server's text on one line, without characters that a terminal would obey."""
    return " ".join(cleaned(text).split())


def _is_there(path: Path, file: Pinned) -> bool:
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256


def _reason(error: OSError, file: Pinned, folder: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"There is no room for {file.name} in {folder}: it takes {file.size / 1e6:.0f} MB. "
            f"Make room. {AGAIN}"
        )
    return f"{file.name} cannot be saved in {folder}: {error.strerror or error}."
