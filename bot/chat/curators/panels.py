"""What curators see: text, code blocks, buttons and files in components v2."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.errors import ChangeRefused

TEXT_LIMIT = 4000
"""Characters of text in one message of components v2, all displays together."""
FILE_LIMIT = 8 * 1024 * 1024
"""Bytes of a file; Discord takes a little more."""
CUT = "\n-# The rest is in the file."

_NUMBER = re.compile(r"[0-9]{1,15}")
_FENCE = re.compile(r"`(?=`)")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that make text look as if it stood elsewhere in its line."""

Item = ui.Item[ui.LayoutView]


def panel(*parts: str | Item) -> ui.LayoutView:
    """A message of `parts`; texts become displays."""
    children: list[Item] = [ui.TextDisplay(it) if isinstance(it, str) else it for it in parts]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children))
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    return view


def button(
    label: str, custom_id: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary
) -> ui.Button[ui.LayoutView]:
    """A button whose press the router gets."""
    return ui.Button(label=label, custom_id=custom_id, style=style)


def rows(*items: ui.Button[ui.LayoutView]) -> list[ui.ActionRow[ui.LayoutView]]:
    """Buttons in a row; nothing where there are none."""
    return [ui.ActionRow(*items)] if items else []


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


def fitting(lines: Sequence[str], room: int) -> str:
    """As many of `lines` as fit into `room` characters, and how many more there are."""
    room -= len("\nand 100,000 more")
    kept = 0
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept += 1
    left = len(lines) - kept
    return "\n".join([*lines[:kept], *([f"and {left:,} more"] if left else [])])


def text_file(name: str, lines: Iterable[str]) -> discord.File:
    """A file of `lines`, which `ui.File` shows; cut where Discord would not take it."""
    content = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
    return discord.File(io.BytesIO(content[:FILE_LIMIT]), filename=name)


def number_in(text: str) -> int:
    """The number that an id carries. Raises `ChangeRefused` where it carries none."""
    if not _NUMBER.fullmatch(text):
        raise ChangeRefused("This button is from another version of me. Run the command again.")
    return int(text)
