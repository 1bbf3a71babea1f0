"""Fetching the encoder, from a server on this machine."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NoReturn

import pytest
from rich.console import Console

from bot.errors import FetchError
from bot.fetch import FILES, Pinned, fetch_encoder

MODEL = bytes(range(256)) * 2000
TOKENS = b'{"version": "1.0"}'


class Mirror(ThreadingHTTPServer):
    """Serves two files; what it does wrong can be chosen."""

    files: dict[str, bytes]
    breaks_after: int | None = None
    knows_ranges = True
    ranges: list[str | None]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/mirror"


class Handler(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        content = self.server.files.get(self.path)
        if content is None:
            self.send_error(404)
            return
        wanted = self.headers["Range"]
        self.server.ranges.append(wanted)
        start = 0
        if wanted and self.server.knows_ranges:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start : self.server.breaks_after])

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    contents = {"model.onnx": ("onnx/m.onnx", MODEL), "tokenizer.json": ("t.json", TOKENS)}
    pinned = tuple(
        Pinned(name, path, len(content), hashlib.sha256(content).hexdigest())
        for name, (path, content) in contents.items()
    )
    monkeypatch.setattr("bot.fetch.FILES", pinned)
    with Mirror(("127.0.0.1", 0), Handler) as server:
        server.files = {f"/mirror/{path}": content for path, content in contents.values()}
        server.ranges = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def fetch(folder: Path, source: str) -> bool:
    return fetch_encoder(folder, Console(file=io.StringIO()), source)


def names(folder: Path) -> list[str]:
    return sorted(it.name for it in folder.iterdir())


def test_both_files_are_fetched_once(mirror: Mirror, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "encoder"
    assert fetch(folder, mirror.address + "/")
    assert (folder / "model.onnx").read_bytes() == MODEL
    assert names(folder) == ["model.onnx", "tokenizer.json"]
    assert not fetch(folder, mirror.address)
    assert len(mirror.ranges) == 2


def test_a_file_that_was_damaged_is_fetched_again(mirror: Mirror, tmp_path: Path) -> None:
    fetch(tmp_path, mirror.address)
    (tmp_path / "model.onnx").write_bytes(MODEL[::-1])
    assert fetch(tmp_path, mirror.address)
    assert (tmp_path / "model.onnx").read_bytes() == MODEL
    assert len(mirror.ranges) == 3


@pytest.mark.parametrize("content", [MODEL[::-1], MODEL + b"more"])
def test_what_is_not_the_pinned_file_is_not_kept(
    mirror: Mirror, tmp_path: Path, content: bytes
) -> None:
    mirror.files["/mirror/onnx/m.onnx"] = content
    with pytest.raises(FetchError, match="its checksum is another one"):
        fetch(tmp_path, mirror.address)
    assert names(tmp_path) == []


def test_an_interrupted_file_is_continued(mirror: Mirror, tmp_path: Path) -> None:
    mirror.breaks_after = 200_000
    with pytest.raises(FetchError, match=r"broke off after 200000 of 512000 bytes\. Run"):
        fetch(tmp_path, mirror.address)
    assert names(tmp_path) == ["model.onnx.part"]
    mirror.breaks_after = None
    assert fetch(tmp_path, mirror.address)
    assert (tmp_path / "model.onnx").read_bytes() == MODEL
    assert mirror.ranges == [None, "bytes=200000-", None]


@pytest.mark.parametrize("there", [MODEL[:1000], MODEL + b"more", MODEL])
def test_a_server_without_ranges_sends_the_whole_file_again(
    mirror: Mirror, tmp_path: Path, there: bytes
) -> None:
    mirror.knows_ranges = False
    (tmp_path / "model.onnx.part").write_bytes(there)
    assert fetch(tmp_path, mirror.address)
    assert (tmp_path / "model.onnx").read_bytes() == MODEL


def test_a_server_without_the_file_is_an_error_with_its_address(
    mirror: Mirror, tmp_path: Path
) -> None:
    del mirror.files["/mirror/t.json"]
    with pytest.raises(FetchError, match=r"/mirror/t\.json answered 404 Not Found\."):
        fetch(tmp_path, mirror.address)
    assert names(tmp_path) == ["model.onnx"]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("HTTP/1.1 503 Too \x1b[31m busy\r\n\r\n", "answered 503 Too [31m busy. Try again later"),
        (
            "HTTP/1.1 302 F\r\nLocation: /loop\r\n\r\n",
            "infinite loop. The last 30x error message was: F. Try",
        ),
        ("no \x1b[31m HTTP\r\n\r\n", "cannot be reached: no [31m HTTP. Check"),
    ],
)
def test_what_a_server_says_is_told_on_one_line_without_what_a_terminal_would_obey(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    monkeypatch.setattr(Handler, "do_GET", lambda self: self.wfile.write(said.encode()))
    with pytest.raises(FetchError) as caught:
        fetch(tmp_path, mirror.address)
    assert told in str(caught.value)
    assert str(caught.value).isprintable()


def test_offline_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(FetchError, match=r"cannot be reached: Connection refused\. Check"):
        fetch(tmp_path, "http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "There is no room for model.onnx in "),
        (errno.EACCES, "model.onnx cannot be saved in .*: Permission denied"),
    ],
)
def test_what_cannot_be_saved_is_a_plain_error(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def fail(*_: object) -> NoReturn:

        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(FetchError, match=sentence):
        fetch(tmp_path, mirror.address)


def test_the_pinned_files_are_those_that_an_encoder_is_loaded_from() -> None:
    assert [it.name for it in FILES] == ["model.onnx", "tokenizer.json"]
    assert all(len(it.sha256) == 64 and it.size > 0 for it in FILES)
