"""The visual language: what every message of the bot is made of.

A message is one panel. Its accent tells the side of an answer, and words tell it too. Nothing here
is sent, and a press is handled from its component's id alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import discord
from discord import ui

from bot.chat.custom_ids import custom_id
from bot.chat.markup import BUTTON_LIMIT, LABEL_LIMIT, OPTIONS_LIMIT, TEXT_LIMIT, pages, shorten
from bot.translation import _

if TYPE_CHECKING:
    from bot.knowledge.model import Side

T = TypeVar("T")

ACCENTS: Mapping[Side, int] = {"for": 0x3B82A0, "against": 0xB0653A, "neutral": 0x7A7F87}

Item = ui.Item[ui.LayoutView]
Option = tuple[str, str, str | None]
"""An option of a select: its value, its label, and a description."""


def panel(*parts: str | Item, accent: int | None = None) -> ui.LayoutView:
    """A message of `parts` in their order. Texts become displays; empty ones are left out."""
    children: list[Item] = [
        ui.TextDisplay(it) if isinstance(it, str) else it for it in parts if it != ""
    ]
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*children, accent_color=accent))
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    return view


def rule() -> Item:
    """A line between what is said and what it rests on."""
    return ui.Separator(spacing=discord.SeparatorSpacing.large)


def render_note(text: str) -> ui.LayoutView:
    """A note of a plain sentence or a few; what does not fit into a message is left out."""
    return panel(pages(text, TEXT_LIMIT)[0])


def button(
    label: str,
    press_id: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    *,
    is_disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button that tells its id when it is pressed."""
    return ui.Button(
        label=shorten(label, BUTTON_LIMIT), custom_id=press_id, style=style, disabled=is_disabled
    )


def rows(*items: ui.Button[ui.LayoutView]) -> list[ui.ActionRow[ui.LayoutView]]:
    """Buttons in rows of five; nothing where there are none."""
    return [ui.ActionRow(*items[start : start + 5]) for start in range(0, len(items), 5)]


def select(
    press_id: str, placeholder: str, options: Sequence[Option]
) -> ui.ActionRow[ui.LayoutView]:
    """A row with a select of one of the options.

    It has the first of options with equal values, and of too many as many as Discord allows.
    """
    by_value: dict[str, discord.SelectOption] = {}
    for value, label, description in options:
        option = discord.SelectOption(
            label=shorten(label, LABEL_LIMIT),
            value=value,
            description=shorten(description, LABEL_LIMIT) if description else None,
        )
        by_value.setdefault(value, option)
    chosen: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=press_id,
        placeholder=placeholder,
        options=list(by_value.values())[:OPTIONS_LIMIT],
    )
    return ui.ActionRow(chosen)


def turning(
    action: str,
    *parts: object,
    page: int,
    count: int,
    beside: Sequence[ui.Button[ui.LayoutView]] = (),
) -> list[Item]:
    """A row of buttons: to the pages before and after, if there are any, and those `beside`."""
    turns: list[ui.Button[ui.LayoutView]] = []
    if count > 1:
        before = custom_id(action, *parts, number=max(page - 1, 0))
        # Two buttons of a message may not share an id: at an end, one of them is disabled.
        after = custom_id(action, *parts, number=page + 1)
        turns.append(button(_("Previous"), before, is_disabled=page == 0))
        turns.append(button(_("Next"), after, is_disabled=page + 1 >= count))
    return [*rows(*turns, *beside)]


def page_of(found: Sequence[T], page: int, size: int) -> tuple[Sequence[T], int, int]:
    """The items of a page, the page's number counted from 0, and how many pages there are.

    A number beyond the pages stands for the nearest page.
    """
    count = max(1, -(-len(found) // size))
    page = min(max(page, 0), count - 1)
    return found[page * size : (page + 1) * size], page, count
