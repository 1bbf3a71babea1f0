"""`/knowledge check` and `reload`: what is wrong with packs, and taking in edited files."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import discord
from discord import ui

from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import desk_of
from bot.chat.curators.group import knowledge
from bot.chat.curators.panels import CUT, code_block, text_file
from bot.chat.look import Item, panel
from bot.chat.markup import TEXT_LIMIT
from bot.checking import warnings
from bot.curating.differences import summary_of
from bot.curating.homes import Home, ServerHome
from bot.curating.workspace import Workspace
from bot.knowledge.load import PackReading
from bot.knowledge.model import Pack
from bot.knowledge.problems import SEVERITIES, Problem, has_errors
from bot.translation import N_, _, ngettext

REPORT = "check.txt"
OWN_IS_LIVE = N_(
    "This server's own pack is always live: what is published is answered from at once."
)

_ENTRY_KEY = re.compile(r"entries\[(\d+)\]\.?(.*)")


@knowledge.command(name="check", description="Look for errors and weak spots in what I know.")
async def check(interaction: Interaction) -> None:
    """Lists every error and warning of the packs that the curator may change."""
    desk = desk_of(interaction)
    await desk.promise()
    found: list[Problem] = []
    lines: list[str] = []
    for home in desk.homes.values():
        reading = await desk.workspace.curation.reading(home)
        problems = await asyncio.to_thread(_problems, reading, datetime.now(UTC).date())
        found += problems
        lines += told(problems, home, reading.pack)
    view, files = render_check(found, lines)
    await desk.show(view, attachments=files)


@knowledge.command(name="reload", description="Take in files that were edited, at once.")
async def reload(interaction: Interaction) -> None:
    """Takes in the shared packs' files; a server's own pack has none."""
    desk = desk_of(interaction)
    await desk.promise()
    lines = []
    for pack_id, home in desk.homes.items():
        if isinstance(home, ServerHome):
            lines.append(_(OWN_IS_LIVE))
        else:
            lines.append(f"`{pack_id}`: {await _reload(desk.workspace, home)}")
    await desk.show(panel("\n".join(lines)))


def told(problems: Sequence[Problem], home: Home, pack: Pack | None) -> list[str]:
    """A line for each problem: file and line where there is a file, the entry where not."""
    if isinstance(home, ServerHome):
        return [_of_item(it, pack) for it in problems]
    return [relative(str(it), home.path) for it in problems]


def relative(text: str, path: Path) -> str:
    """`text` about the pack at `path`, without the folder that it is in."""
    parent = str(path.parent)
    return text if parent in ("", ".", "/") else text.replace(f"{parent}/", "")


def render_check(
    problems: Sequence[Problem], lines: Sequence[str]
) -> tuple[ui.LayoutView, list[discord.File]]:
    """The problems, errors first; in a file too where they do not fit."""
    if not problems:
        return panel(_("### Nothing to mend\nThere are no errors and no warnings.")), []
    errors = sum(it.severity == "error" for it in problems)
    heading = f"### {_counted(errors, len(problems) - errors)}"
    by_severity = zip(problems, lines, strict=True)
    ordered = [line for _problem, line in sorted(by_severity, key=lambda it: it[0].severity)]
    block, is_whole = code_block(ordered, TEXT_LIMIT - len(heading) - len(_(CUT)))
    if is_whole:
        return panel(heading, block), []
    parts: list[str | Item] = [heading, block + _(CUT), ui.File(f"attachment://{REPORT}")]
    return panel(*parts), [text_file(REPORT, ordered)]


def _counted(errors: int, warnings: int) -> str:
    told = [
        ngettext("{n} error", "{n} errors", errors).format(n=f"{errors:,}"),
        ngettext("{n} warning", "{n} warnings", warnings).format(n=f"{warnings:,}"),
    ]
    return ", ".join(it for it, n in zip(told, (errors, warnings), strict=True) if n)


def _problems(reading: PackReading, today: date) -> list[Problem]:
    return [*reading.problems, *warnings(reading, today)]


def _of_item(problem: Problem, pack: Pack | None) -> str:
    """A problem of a pack that has no file, by the entry's id."""
    match = _ENTRY_KEY.fullmatch(problem.key)
    key = problem.key
    if match and pack and int(match[1]) < len(pack.entries):
        key = f"{pack.entries[int(match[1])].id} {match[2]}".strip()
    name = f"[{problem.name}] " if problem.name else ""
    severity = _(SEVERITIES[problem.severity])
    return f"{severity}: {name}{key}{': ' if key else ''}{problem.message}"


async def _reload(workspace: Workspace, home: Home) -> str:
    """Takes in the files of a pack, and says what that came to."""
    before = await workspace.store.revisions.history(home.key, most=1)
    await workspace.refresh(home)
    reading = await workspace.curation.reading(home)
    if has_errors(reading.problems):
        return _("has errors, and stays as it was; `/knowledge check` lists them.")
    after = await workspace.store.revisions.history(home.key, most=1)
    if after == before:
        return _("nothing has changed.")
    return _("revision {number} was taken in. {summary}.").format(
        number=after[0].number, summary=summary_of(after[0])
    )
