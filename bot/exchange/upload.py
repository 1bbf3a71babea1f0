"""An upload's bytes as text: its name made harmless, its size and encoding checked.

Whoever uploads may be hostile, or may have picked the wrong file; both get a sentence that says
what to do instead.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeError
from bot.exchange.formats import SUFFIXES, Format
from bot.knowledge.problems import Place, Problem
from bot.translation import N_, _

MAX_BYTES = 8 * 1024 * 1024
"""The largest file that is imported: some 3,000 entries with thirty phrasings each."""
MAX_NAME = 80

_PICTURE = N_("This is a picture.")
_EXCEL = N_("In Excel choose Save As and `CSV UTF-8`, and import that.")
_KINDS: Mapping[bytes, str] = {
    b"PK\x03\x04": N_(
        "This is a zip archive or an Excel workbook. Unpack an archive first. In Excel choose Save "
        "As and `CSV UTF-8`, and import that."
    ),
    b"\xd0\xcf\x11\xe0": N_(
        "This is an old Excel or Word file. In Excel choose Save As and `CSV UTF-8`, and import "
        "that."
    ),
    b"\x1f\x8b": N_("This is a gzip archive. Unpack it first."),
    b"%PDF": N_("This is a PDF. Import the text it was made from."),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
}
"""What files of other kinds begin with, and what to say of them."""
_ODD_SUFFIXES = {
    ".xlsx": _EXCEL,
    ".xls": _EXCEL,
    ".ods": N_("Save the sheet as CSV in UTF-8, and import that."),
    ".zip": N_("Unpack the archive first."),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file's text, its format, and the path that problems name."""

    path: Path
    text: str
    format: Format


def read_upload(data: bytes, name: str) -> Upload:
    """The text of the file that was uploaded as `name`; raises `KnowledgeError`."""
    path = Path(_harmless(name))
    suffix = path.suffix.lower()
    if len(data) > MAX_BYTES:
        raise _refusal(
            path,
            _("The file has {size:.1f} MiB; at most {most} are imported. Split it.").format(
                size=len(data) / 2**20, most=MAX_BYTES // 2**20
            ),
        )
    for start, kind in _KINDS.items():
        if data.startswith(start):
            raise _refusal(path, _(kind))
    if suffix not in SUFFIXES:
        refused = _("Files named `*{suffix}` are not imported.").format(suffix=suffix)
        advice = _("Known are {known}.").format(known=", ".join(SUFFIXES))
        if suffix in _ODD_SUFFIXES:
            advice = _(_ODD_SUFFIXES[suffix])
        raise _refusal(path, f"{refused} {advice}")
    return Upload(path, _decoded(data, path), SUFFIXES[suffix])


def _harmless(name: str) -> str:
    """The last part of `name`, without what could spoil a line of text or leave a folder."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(it for it in last if it.isprintable() and it not in "`*|<>@").strip()
    return shown[-MAX_NAME:] if shown.strip(".") else "upload"


def _decoded(data: bytes, path: Path) -> str:
    """The text. UTF-16 with its byte order mark is what Excel calls Unicode text."""
    is_utf_16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf_16 else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if is_utf_16:
            raise _refusal(path, _("This is broken UTF-16. Save the file as UTF-8.")) from error
        before = data[: error.start].decode("utf-8", "replace")
        message = _("Byte 0x{byte:02X} is not UTF-8. Save the file as UTF-8.").format(
            byte=data[error.start]
        )
        raise _refusal(path, message, before) from error
    if "\0" in text:
        before = text[: text.index("\0")]
        message = _(
            "A NUL character stands here: this is no text in UTF-8. Save the file as UTF-8."
        )
        raise _refusal(path, message, before)
    return text


def _refusal(path: Path, message: str, before: str = "") -> KnowledgeError:
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    return KnowledgeError([Problem(Place(path, line, column), message)])
