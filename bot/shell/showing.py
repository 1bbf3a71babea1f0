"""What a terminal shows of changes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from bot.curating.diff import diff
from bot.store.revisions import ItemChange, Revision

_OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control characters but for tabs and the ends of lines, and what turns the direction of text.

Not what joins letters or emoji, nor the spaces of other languages, which are parts of their words.
"""
_STYLES = {"@@": "bold", "+": "green", "-": "red"}
"""How a diff's lines look, by what they begin with."""


def visible(text: str) -> str:
    """`text` with what a terminal would obey replaced: a stranger may have written it."""
    return _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def say(console: Console, text: str | Text, style: str = "") -> None:
    """Prints `text` as it stands, its lines as long as they are."""
    shown = text if isinstance(text, Text) else Text(visible(text), style=style)
    console.print(shown, soft_wrap=True)


def render_changes(changes: Iterable[ItemChange], *, most_lines: int | None = None) -> Text:
    """`changes` as diffs, each below a line on its item; of all lines the first `most_lines`."""
    lines = [Text(visible(line), _STYLES.get(line[:2].strip(), "")) for line in diff(changes)]
    shown = Text("\n").join(lines[:most_lines])
    hidden = len(lines) - len(lines[:most_lines])
    if hidden:
        shown.append(f"\n… and {hidden:,} lines more", style="dim")
    return shown


def revision_data(revision: Revision) -> dict[str, object]:
    """A revision as machines read it."""
    return {
        "revision": revision.number,
        "pack": revision.home.removeprefix("pack/"),
        "made_at": revision.made_at.isoformat(),
        "author": revision.author.name,
        "through": revision.author.through,
        "summary": revision.summary,
        "undoes": revision.undoes,
        "changes": [
            {
                "kind": it.kind,
                "item": it.item,
                "file": it.file,
                "before": it.before,
                "after": it.after,
            }
            for it in revision.changes
        ],
    }
