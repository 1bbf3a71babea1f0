"""What curators are asked about a proposal, and told of it, beside its preview."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import discord
from discord import ui

from bot.chat.curators.examining import Examined
from bot.chat.curators.modals import MORE
from bot.chat.curators.router import custom_id
from bot.chat.rendering import TEXT_LIMIT, escape, quote, shorten
from bot.curating.changes import Overlap, Remove, Wish
from bot.curating.effects import Affected
from bot.knowledge.model import Entry, Item

Edits = Sequence[Wish]


def render_refused(number: int, reason: str, *, is_form: bool, is_entry: bool) -> ui.LayoutView:
    """Why what was typed cannot be a change yet; nothing of it is lost."""
    kept = "What you typed is kept for a week." if is_form else "Your change is kept for a week."
    view = empty_view()
    view.add_item(ui.TextDisplay(fold([*reason.splitlines(), kept], TEXT_LIMIT)))
    buttons = [button("Edit", "edit", number, style=discord.ButtonStyle.primary)] if is_form else []
    buttons.append(button("Try again", "preview", number))
    buttons.append(button("Discard", "discard", number, style=discord.ButtonStyle.danger))
    view.add_item(ui.ActionRow(*buttons))
    if is_entry:
        view.add_item(ui.ActionRow(more_select(number)))
    return view


def render_confirmation(number: int, examined: Examined, stamp: str, verb: str) -> ui.LayoutView:
    """Asks again before a change that breaks expectations."""
    broken = examined.effects.broken if examined.effects else ()
    told = many(len(broken), "expectation")
    does = "breaks" if len(broken) == 1 else "break"
    view = empty_view()
    lines = [f"**{told} would no longer be met:**", *map(affected_line, broken)]
    view.add_item(ui.TextDisplay(fold(lines, TEXT_LIMIT)))
    label = f"{verb} although {told} {does}"
    view.add_item(
        ui.ActionRow(
            button(label, "publish-anyway", number, stamp, style=discord.ButtonStyle.danger),
            button("Back", "preview", number),
            button("Discard", "discard", number),
        )
    )
    return view


def render_overlap(
    number: int, error: Overlap, mine: Item, stamp: str, *, is_form: bool
) -> ui.LayoutView:
    """What somebody else made of the fields that this change is about, beside it."""
    room = (TEXT_LIMIT - 400) // (2 * len(error.fields))
    lines = [str(error)]
    for name in error.fields:
        theirs, yours = (_value(getattr(it, name)) for it in (error.current, mine))
        lines.append(f"**{name}** is now:\n>>> {_folded(theirs, room)}")
        lines.append(f"**{name}** as you would have it:\n>>> {_folded(yours, room)}")
    view = empty_view()
    for text in lines:
        view.add_item(ui.TextDisplay(text))
    buttons = [
        button("Overwrite theirs", "overwrite", number, stamp, style=discord.ButtonStyle.danger)
    ]
    if is_form:
        buttons.append(button("Edit again", "again", number, stamp))
    buttons.append(button("Discard mine", "discard", number))
    view.add_item(ui.ActionRow(*buttons))
    return view


def render_draft_warning(number: int, entry: Entry, dropped: int) -> ui.LayoutView:
    """Asks again before an entry that answers becomes a draft."""
    text = f"`{entry.id}` answers now. As a draft it would not."
    if dropped:
        text += f" {many(dropped, 'expectation')} of it would be removed."
    view = empty_view()
    view.add_item(ui.TextDisplay(text))
    view.add_item(
        ui.ActionRow(
            button("Make it a draft", "draft-anyway", number, style=discord.ButtonStyle.danger),
            button("Back", "preview", number),
        )
    )
    return view


def render_published(revision: int, said: str) -> ui.LayoutView:
    """That a change is live, and a way to take it back."""
    view = empty_view()
    view.add_item(ui.TextDisplay(shorten(said, TEXT_LIMIT)))
    view.add_item(ui.ActionRow(button("Undo", "undo", revision)))
    return view


def fold(lines: Iterable[str], room: int) -> str:
    """As many of `lines` as fit into `room` characters, and how many were left out."""
    lines = list(lines)
    text = "\n".join(lines)
    if len(text) <= room:
        return text
    kept: list[str] = []
    left = room - len(f"\n… and {len(lines)} more.")
    for line in lines:
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    if not kept:
        return shorten(lines[0], room)
    return "\n".join(kept) + f"\n… and {len(lines) - len(kept)} more."


def affected_line(it: Affected) -> str:
    """A question whose answer a change would alter, in a line."""
    before = f"`{it.before}`" if it.before else "no answer"
    after = f"`{it.after}`" if it.after else "none"
    if it.after is None and it.effect == "ambiguous":
        after = "suggestions alone"
    wanted = ""
    if it.is_broken:
        expected = "nothing may answer" if it.expected == "none" else f"`{it.expected}` must answer"
        wanted = f" ⚠ {expected}"
    return f"- “{quote(it.question)}”: {before} now, then {after}{wanted}"


def verb_of(edits: Edits) -> str:
    """What publishing `edits` is called."""
    return "Remove" if edits and all(isinstance(it, Remove) for it in edits) else "Publish"


def more_select(number: int) -> ui.Select[ui.LayoutView]:
    """A select of what an entry can be given beside what its first form holds."""
    labels: Mapping[str, str] = {**MORE, "reviewed": "Reviewed today"}
    return ui.Select(
        custom_id=custom_id("more", number),
        placeholder="More …",
        options=[discord.SelectOption(label=label, value=it) for it, label in labels.items()],
    )


def button(
    label: str,
    action: str,
    *arguments: object,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    is_disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    """A button whose press the router gets."""
    return ui.Button(
        label=label, custom_id=custom_id(action, *arguments), style=style, disabled=is_disabled
    )


def many(count: int, noun: str) -> str:
    """A number of things, such as "2 rows"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def empty_view() -> ui.LayoutView:
    """A message without anything in it yet."""
    view = ui.LayoutView(timeout=None)
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    return view


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"- {it}" for it in value) or "nothing"
    return str(value) if value not in (None, "") else "nothing"


def _folded(text: str, room: int) -> str:
    return shorten(escape(text), room)
