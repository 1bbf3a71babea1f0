"""What curators are asked about a proposal, and told of it, beside its preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.chat.curators.examining import Examined
from bot.chat.curators.labels import label_of, labelled, told
from bot.chat.curators.modals import MORE
from bot.chat.curators.router import button, custom_id
from bot.chat.look import Item as Part
from bot.chat.look import panel
from bot.chat.markup import TEXT_LIMIT, escape, quote, shorten
from bot.curating.changes import Overlap, Remove, Wish
from bot.curating.effects import Affected
from bot.knowledge.model import Entry, Item
from bot.translation import _, ngettext

Edits = Sequence[Wish]


def render_refused(number: int, reason: str, *, is_form: bool, is_entry: bool) -> ui.LayoutView:
    """Why what was typed cannot be a change yet; nothing of it is lost."""
    head = "### " + _("That cannot be published yet")
    kept = _("Your change is kept for a week.")
    if is_form:
        kept = _("What you typed is kept for a week.")
    kept = f"-# {kept}"
    reasons = fold(map(labelled, reason.splitlines()), TEXT_LIMIT - len(head) - len(kept))
    buttons = []
    if is_form:
        buttons.append(button(_("Edit"), "edit", number, style=discord.ButtonStyle.primary))
    buttons.append(button(_("Try again"), "preview", number))
    buttons.append(button(_("Discard"), "discard", number))
    parts: list[str | Part] = [head, reasons, kept, ui.ActionRow(*buttons)]
    if is_entry:
        parts.append(ui.ActionRow(more_select(number)))
    return panel(*parts)


def render_ready(number: int) -> ui.LayoutView:
    """The way to a form that took too long to make ready to be opened at once."""
    open_it = button(_("Open the form"), "edit", number, style=discord.ButtonStyle.primary)
    return panel(_("The form is ready now."), ui.ActionRow(open_it))


def render_confirmation(number: int, examined: Examined, stamp: str, edits: Edits) -> ui.LayoutView:
    """Asks again before a change that breaks expectations."""
    broken = examined.effects.broken if examined.effects else ()
    n = len(broken)
    head = ngettext(
        "{n} expectation would no longer be met", "{n} expectations would no longer be met", n
    ).format(n=n)
    head = f"### {head}"
    label = _("Remove all the same") if removes_only(edits) else _("Publish all the same")
    sure = button(label, "publish-anyway", number, stamp, style=discord.ButtonStyle.danger)
    return panel(
        head,
        fold(map(affected_line, broken), TEXT_LIMIT - len(head)),
        ui.ActionRow(
            sure, button(_("Back"), "preview", number), button(_("Discard"), "discard", number)
        ),
    )


def render_overlap(
    number: int, error: Overlap, mine: Item, stamp: str, *, is_form: bool
) -> ui.LayoutView:
    """What somebody else made of the fields that this change is about, beside it."""
    head = "### " + _("Somebody else has changed `{id}` meanwhile").format(id=error.current.id)
    parts: list[str | Part] = [head, _("You have both changed this. Decide what is to stand.")]
    room = (TEXT_LIMIT - 400) // (2 * len(error.fields))
    for name in error.fields:
        theirs, yours = (told(name, getattr(it, name)) for it in (error.current, mine))
        label = label_of(name)
        now = _("**{field}** as it is now:").format(field=label)
        wanted = _("**{field}** as you would have it:").format(field=label)
        parts.append(f"{now}\n>>> {_folded(theirs, room)}")
        parts.append(f"{wanted}\n>>> {_folded(yours, room)}")
    buttons = [
        button(_("Overwrite theirs"), "overwrite", number, stamp, style=discord.ButtonStyle.danger)
    ]
    if is_form:
        buttons.append(button(_("Edit again"), "again", number, stamp))
    buttons.append(button(_("Discard mine"), "discard", number))
    return panel(*parts, ui.ActionRow(*buttons))


def render_draft_warning(number: int, entry: Entry, waiting: int) -> ui.LayoutView:
    """Asks again before an entry that answers becomes a draft, and `waiting` tests with it."""
    head = "### " + _("Make `{id}` a draft?").format(id=entry.id)
    text = _("It answers now. As a draft it would not.")
    if waiting:
        more = ngettext(
            "{n} expectation of it would wait until it is live again.",
            "{n} expectations of it would wait until it is live again.",
            waiting,
        ).format(n=waiting)
        text = f"{text} {more}"
    sure = button(_("Make it a draft"), "draft-anyway", number, style=discord.ButtonStyle.danger)
    return panel(head, text, ui.ActionRow(sure, button(_("Back"), "preview", number)))


def render_published(revision: int, said: str, *, following: int | None = None) -> ui.LayoutView:
    """That a change is live, and a way to take it back.

    `following` is the id of a question of the miss that is to be reviewed next.
    """
    buttons = [button(_("Undo…"), "undo", revision)]
    if following is not None:
        onward = button(_("Next"), "review", following, style=discord.ButtonStyle.primary)
        buttons.insert(0, onward)
    return panel(shorten(said, TEXT_LIMIT), ui.ActionRow(*buttons))


def fold(lines: Iterable[str], room: int) -> str:
    """As many of `lines` as fit into `room` characters, and how many were left out."""
    lines = list(lines)
    text = "\n".join(lines)
    if len(text) <= room:
        return text
    kept: list[str] = []
    left = room - len(left_out(len(lines))) - 1
    for line in lines:
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    if not kept:
        return shorten(lines[0], room)
    return "\n".join([*kept, left_out(len(lines) - len(kept))])


def affected_line(it: Affected) -> str:
    """A question whose answer a change would alter, in a line."""
    said = _("- “{question}”: now {before}; then {after}")
    if it.is_broken:
        said = _("- “{question}”: now {before}; then {after}, although {wanted} must answer")
        if it.expected == "none":
            said = _("- “{question}”: now {before}; then {after}, although nothing may answer")
    after = f"`{it.after}`" if it.after else _("nothing")
    if it.after is None and it.effect == "ambiguous":
        after = _("suggestions alone")
    return said.format(
        question=quote(it.question),
        before=f"`{it.before}`" if it.before else _("nothing"),
        after=after,
        wanted=f"`{it.expected}`",
    )


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


def left_out(count: int) -> str:
    """The line that stands for `count` others."""
    return ngettext("… and {n} more.", "… and {n} more.", count).format(n=count)


def _folded(text: str, room: int) -> str:
    return shorten(escape(text), room)
