"""What curators are asked about a proposal, and told of it, beside its preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.chat.curators.examining import Examined
from bot.chat.curators.modals import MORE
from bot.chat.curators.router import custom_id
from bot.chat.markup import TEXT_LIMIT, escape, quote, shorten
from bot.curating.changes import Overlap, Remove, Wish
from bot.curating.effects import Affected
from bot.knowledge.model import Entry, Item
from bot.translation import _, ngettext

Edits = Sequence[Wish]


def render_refused(number: int, reason: str, *, is_form: bool, is_entry: bool) -> ui.LayoutView:
    """Why what was typed cannot be a change yet; nothing of it is lost."""
    kept = _("Your change is kept for a week.")
    if is_form:
        kept = _("What you typed is kept for a week.")
    view = empty_view()
    view.add_item(ui.TextDisplay(fold([*reason.splitlines(), kept], TEXT_LIMIT)))
    buttons = []
    if is_form:
        buttons.append(button(_("Edit"), "edit", number, style=discord.ButtonStyle.primary))
    buttons.append(button(_("Try again"), "preview", number))
    buttons.append(button(_("Discard"), "discard", number, style=discord.ButtonStyle.danger))
    view.add_item(ui.ActionRow(*buttons))
    if is_entry:
        view.add_item(ui.ActionRow(more_select(number)))
    return view


def render_confirmation(number: int, examined: Examined, stamp: str, edits: Edits) -> ui.LayoutView:
    """Asks again before a change that breaks expectations."""
    broken = examined.effects.broken if examined.effects else ()
    n = len(broken)
    head = ngettext(
        "**{n} expectation would no longer be met:**",
        "**{n} expectations would no longer be met:**",
        n,
    ).format(n=n)
    view = empty_view()
    view.add_item(ui.TextDisplay(fold([head, *map(affected_line, broken)], TEXT_LIMIT)))
    label = ngettext(
        "Publish although {n} expectation breaks", "Publish although {n} expectations break", n
    )
    if removes_only(edits):
        label = ngettext(
            "Remove although {n} expectation breaks", "Remove although {n} expectations break", n
        )
    view.add_item(
        ui.ActionRow(
            button(
                label.format(n=n), "publish-anyway", number, stamp, style=discord.ButtonStyle.danger
            ),
            button(_("Back"), "preview", number),
            button(_("Discard"), "discard", number),
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
        now = _("**{field}** is now:").format(field=name)
        wanted = _("**{field}** as you would have it:").format(field=name)
        lines.append(f"{now}\n>>> {_folded(theirs, room)}")
        lines.append(f"{wanted}\n>>> {_folded(yours, room)}")
    view = empty_view()
    for text in lines:
        view.add_item(ui.TextDisplay(text))
    buttons = [
        button(_("Overwrite theirs"), "overwrite", number, stamp, style=discord.ButtonStyle.danger)
    ]
    if is_form:
        buttons.append(button(_("Edit again"), "again", number, stamp))
    buttons.append(button(_("Discard mine"), "discard", number))
    view.add_item(ui.ActionRow(*buttons))
    return view


def render_draft_warning(number: int, entry: Entry, dropped: int) -> ui.LayoutView:
    """Asks again before an entry that answers becomes a draft."""
    text = _("`{id}` answers now. As a draft it would not.").format(id=entry.id)
    if dropped:
        more = ngettext(
            "{n} expectation of it would be removed.",
            "{n} expectations of it would be removed.",
            dropped,
        ).format(n=dropped)
        text = f"{text} {more}"
    view = empty_view()
    view.add_item(ui.TextDisplay(text))
    view.add_item(
        ui.ActionRow(
            button(_("Make it a draft"), "draft-anyway", number, style=discord.ButtonStyle.danger),
            button(_("Back"), "preview", number),
        )
    )
    return view


def render_published(revision: int, said: str) -> ui.LayoutView:
    """That a change is live, and a way to take it back."""
    view = empty_view()
    view.add_item(ui.TextDisplay(shorten(said, TEXT_LIMIT)))
    view.add_item(ui.ActionRow(button(_("Undo"), "undo", revision)))
    return view


def fold(lines: Iterable[str], room: int) -> str:
    """As many of `lines` as fit into `room` characters, and how many were left out."""
    lines = list(lines)
    text = "\n".join(lines)
    if len(text) <= room:
        return text
    kept: list[str] = []
    left = room - len(_left_out(len(lines))) - 1
    for line in lines:
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    if not kept:
        return shorten(lines[0], room)
    return "\n".join([*kept, _left_out(len(lines) - len(kept))])


def affected_line(it: Affected) -> str:
    """A question whose answer a change would alter, in a line."""
    before = f"`{it.before}`" if it.before else _("no answer")
    after = f"`{it.after}`" if it.after else _("none")
    if it.after is None and it.effect == "ambiguous":
        after = _("suggestions alone")
    said = _("- “{question}”: {before} now, then {after}").format(
        question=quote(it.question), before=before, after=after
    )
    if not it.is_broken:
        return said
    wanted = _("`{entry}` must answer").format(entry=it.expected)
    if it.expected == "none":
        wanted = _("nothing may answer")
    return f"{said} ⚠ {wanted}"


def verb_of(edits: Edits) -> str:
    """What publishing `edits` is called."""
    return _("Remove") if removes_only(edits) else _("Publish")


def removes_only(edits: Edits) -> bool:
    """Whether `edits` take items away, and do nothing else."""
    return bool(edits) and all(isinstance(it, Remove) for it in edits)


def more_select(number: int) -> ui.Select[ui.LayoutView]:
    """A select of what an entry can be given beside what its first form holds."""
    labels = {name: _(label) for name, label in MORE.items()} | {"reviewed": _("Reviewed today")}
    return ui.Select(
        custom_id=custom_id("more", number),
        placeholder=_("More …"),
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


def empty_view() -> ui.LayoutView:
    """A message without anything in it yet."""
    view = ui.LayoutView(timeout=None)
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    return view


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(f"- {it}" for it in value) or _("nothing")
    return str(value) if value not in (None, "") else _("nothing")


def _left_out(count: int) -> str:
    return ngettext("… and {n} more.", "… and {n} more.", count).format(n=count)


def _folded(text: str, room: int) -> str:
    return shorten(escape(text), room)
