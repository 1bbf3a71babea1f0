"""Revisions as curators see them: a page of history, a diff, a question before an undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import discord
from discord import ui
from discord.utils import format_dt

from bot.chat.curators.panels import CUT, code_block, text_file
from bot.chat.curators.router import button, custom_id
from bot.chat.look import Item, panel, rows
from bot.chat.markup import LABEL_LIMIT, TEXT_LIMIT, quote, shorten
from bot.curating.diff import diff, reversed_changes
from bot.curating.differences import summary_of
from bot.curating.homes import SERVER_PACK
from bot.store.people import FORGOTTEN
from bot.store.revisions import Revision, Through
from bot.translation import N_, _

PAGE = 10
"""Revisions on a page: the text of so many fits into a message."""
SUMMARY_LIMIT = 200
NAME_LIMIT = 32
DIFF_LINES = 30
"""Lines of a diff that are shown in a message."""

_THROUGH: dict[Through, str] = {
    "discord": N_("on Discord"),
    "shell": N_("in the shell"),
    "file": N_("in the file, by hand"),
}


def render_history(
    revisions: Sequence[Revision],
    pack_id: str,
    entry: str | None,
    page: int = 0,
    *,
    has_older: bool = False,
) -> ui.LayoutView:
    """A page of history, newest first, with a select to see one of its revisions."""
    if pack_id == SERVER_PACK:
        heading = _("### History of this server's own pack")
        if entry:
            heading = _("### History of `{entry}` in this server's own pack").format(entry=entry)
    else:
        heading = _("### History of the pack `{pack}`").format(pack=pack_id)
        if entry:
            heading = _("### History of `{entry}` in the pack `{pack}`").format(
                entry=entry, pack=pack_id
            )
    if not revisions:
        nothing = _("Nothing has been changed yet.") if not page else _("There is nothing older.")
        return panel(f"{heading}\n{nothing}", *_turning(pack_id, entry, page, has_older=False))
    lines = "\n".join(
        f"**{it.number}** {said_of(it)}\n-# {shorten(summary_of(it), SUMMARY_LIMIT)}"
        for it in revisions
    )
    select: ui.Select[ui.LayoutView] = ui.Select(
        custom_id=custom_id("show"),
        placeholder=_("Show a revision"),
        options=[
            discord.SelectOption(
                label=shorten(f"{it.number}: {summary_of(it)}", LABEL_LIMIT), value=str(it.number)
            )
            for it in revisions
        ],
    )
    turning = _turning(pack_id, entry, page, has_older=has_older)
    return panel(f"{heading}\n{lines}", ui.ActionRow(select), *turning)


def render_revision(revision: Revision) -> tuple[ui.LayoutView, list[discord.File]]:
    """What a revision changed; what does not fit is in a file."""
    title = _("### Revision {number}").format(number=revision.number)
    heading = f"{title}\n{said_of(revision)}\n{_summary(revision)}"
    if not revision.changes:
        return panel(heading), []
    undo = button(_("Undo…"), "undo", revision.number)
    return _with_diff(heading, list(diff(revision.changes)), revision.number, undo)


def render_undo(revision: Revision) -> tuple[ui.LayoutView, list[discord.File]]:
    """What taking a revision back would change, with the button that does it."""
    title = _("### Take revision {number} back?").format(number=revision.number)
    heading = f"{title}\n{said_of(revision)}\n{_summary(revision)}"
    if not revision.changes:
        return panel(heading + "\n" + _("It changed nothing that could be undone.")), []
    lines = list(diff(reversed_changes(revision.changes)))
    style = discord.ButtonStyle.danger
    sure = button(_("Take it back"), "undone", revision.number, style=style)
    return _with_diff(heading + "\n" + _("This would change:"), lines, revision.number, sure)


def render_undone(made: Revision) -> ui.LayoutView:
    """Says that a revision was taken back; that can be taken back too."""
    title = _("### Done: revision {number}").format(number=made.number)
    text = f"{title}\n{_summary(made)}\n" + _("It is answered from now.")
    return panel(text, *rows(button(_("Show"), "show", made.number)))


def said_of(revision: Revision) -> str:
    """Who made a revision, when, and through what."""
    when, name = format_dt(revision.made_at, "R"), revision.author.name
    who = f"**{quote(shorten(name, NAME_LIMIT))}**, " if name else ""
    if name == FORGOTTEN and revision.author.id is None:
        who = f"{_(name)}, "
    return f"{when}, {who}{_(_THROUGH[revision.author.through])}"


def _summary(revision: Revision) -> str:
    return f"{shorten(summary_of(revision), SUMMARY_LIMIT)}."


def _with_diff(
    heading: str, lines: Iterable[str], number: int, action: ui.Button[ui.LayoutView]
) -> tuple[ui.LayoutView, list[discord.File]]:
    lines = list(lines)
    block, is_whole = code_block(
        lines[:DIFF_LINES], TEXT_LIMIT - len(heading) - len(_(CUT)), "diff"
    )
    is_whole = is_whole and len(lines) <= DIFF_LINES
    parts: list[str | Item] = [heading, block if is_whole else block + _(CUT)]
    files = []
    if not is_whole:
        files.append(text_file(f"revision-{number}.diff", lines))
        parts.append(ui.File(f"attachment://revision-{number}.diff"))
    return panel(*parts, *rows(action)), files


def _turning(
    pack_id: str, entry: str | None, page: int, *, has_older: bool
) -> list[ui.ActionRow[ui.LayoutView]]:
    found = []
    if page:
        found.append(button(_("Newer"), "past", page - 1, pack_id, entry or ""))
    if has_older:
        found.append(button(_("Older"), "past", page + 1, pack_id, entry or ""))
    return rows(*found)
