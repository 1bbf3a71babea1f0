"""What curators see beside texts and buttons: code blocks and files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable

import discord

from bot.errors import ChangeRefused
from bot.translation import N_, _

FILE_LIMIT = 8 * 1024 * 1024
"""Bytes of a file; Discord takes a little more."""
CUT = N_("\n-# The rest is in the file.")

_NUMBER = re.compile(r"[0-9]{1,15}")
_FENCE = re.compile(r"`(?=`)")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that make text look as if it stood elsewhere in its line."""


def code_block(lines: Iterable[str], room: int, language: str = "") -> tuple[str, bool]:
    """As many of `lines` as fit into `room` characters as a code block, and whether all did.

    Nothing in them ends the block, or shows as something that it is not.
    """
    head, tail = f"```{language}\n", "```"
    room -= len(head) + len(tail)
    kept: list[str] = []
    for line in lines:
        shown = _FENCE.sub("`\u200b", _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", line)) + "\n"
        if len(shown) > room:
            kept.append("" if kept or room < 2 else shown[: room - 2] + "…\n")
            return head + "".join(kept) + tail, False
        kept.append(shown)
        room -= len(shown)
    return head + "".join(kept) + tail, True


def text_file(name: str, lines: Iterable[str]) -> discord.File:
    """A file of `lines`, which `ui.File` shows; cut where Discord would not take it."""
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    return discord.File(io.BytesIO(content[:FILE_LIMIT]), filename=name)


def number_in(text: str) -> int:
    """The number that an id carries. Raises `ChangeRefused` where it carries none."""
    if not _NUMBER.fullmatch(text):
        raise ChangeRefused(_("This button is from another version of me. Run the command again."))
    return int(text)
