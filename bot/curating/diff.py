"""Changes as a person reads them: lines with `-` for what was and `+` for what is."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from bot.curating.differences import summary
from bot.store.revisions import ItemChange

CONTEXT_LINES = 1
"""How many unchanged lines are shown around changed ones."""
LONG_LINE = 100
"""Of a line with more characters only the words that changed are shown, with some around them."""
CONTEXT_WORDS = 6
ALIKE = 0.5
"""How much of two lines' words must be the same for one to be a version of the other."""
LEFT_OUT = "…"

_WORD = re.compile(r"\s*\S+")


def diff(changes: Iterable[ItemChange]) -> Iterator[str]:
    """The lines of `changes`, each item's under a heading between `@@`."""
    for change in changes:
        yield f"@@ {summary([change])} @@"
        yield from diff_lines(change.before, change.after)


def reversed_changes(changes: Sequence[ItemChange]) -> tuple[ItemChange, ...]:
    """What takes `changes` back."""
    return tuple(
        ItemChange(it.kind, it.item, it.file, it.after, it.before) for it in reversed(changes)
    )


def diff_lines(before: str | None, after: str | None) -> Iterator[str]:
    """The lines that differ between two texts of an item; None stands for an item without one."""
    old, new = _lines(before), _lines(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(CONTEXT_LINES)):
        if number:
            yield f"  {LEFT_OUT}"
        for tag, old_start, old_end, new_start, new_end in group:
            if tag == "equal":
                yield from (f"  {line}" for line in old[old_start:old_end])
            else:
                yield from _replaced(old[old_start:old_end], new[new_start:new_end])


def _lines(text: str | None) -> list[str]:
    return textwrap.dedent(text).rstrip().splitlines() if text else []


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """The `old` lines and then the `new` ones, or pair by pair where there are as many."""
    if len(old) != len(new):
        yield from (f"- {line}" for line in old)
        yield from (f"+ {line}" for line in new)
        return
    for was, now in zip(old, new, strict=True):
        was, now = _changed_words(was, now)
        yield f"- {was}"
        yield f"+ {now}"


def _changed_words(was: str, now: str) -> tuple[str, str]:
    """Two versions of a line; of long ones only the words that changed, with some around them."""
    if max(len(was), len(now)) <= LONG_LINE:
        return was, now
    old, new = _WORD.findall(was), _WORD.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    groups = list(matcher.get_grouped_opcodes(CONTEXT_WORDS))
    if matcher.ratio() < ALIKE or not groups:
        return was, now
    return (
        _excerpts(old, [(group[0][1], group[-1][2]) for group in groups]),
        _excerpts(new, [(group[0][3], group[-1][4]) for group in groups]),
    )


def _excerpts(words: Sequence[str], spans: Sequence[tuple[int, int]]) -> str:
    """The `spans` of `words`, with an ellipsis for what is left out around them."""
    found = [LEFT_OUT] if spans[0][0] > 0 else []
    found.append(f" {LEFT_OUT} ".join("".join(words[start:end]).strip() for start, end in spans))
    if spans[-1][1] < len(words):
        found.append(LEFT_OUT)
    return " ".join(found)
