"""What differs between two versions of a pack's files, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from bot.curating.changes import NAMES, Edit, Remove, Replace, Restore
from bot.curating.outside import changed_lines
from bot.errors import ChangeRefused
from bot.knowledge.block import Block
from bot.knowledge.edit import blocks, outside
from bot.knowledge.load import is_expectations
from bot.knowledge.model import ItemKind
from bot.store.revisions import ItemChange, Revision
from bot.translation import N_, _

OUTSIDE: Literal["outside"] = "outside"
"""The kind of a change to what is not in an item: the header, synonyms, comments and a pack's
expectations."""
NAMED = 3
"""How many items a summary names for each thing that was done to items."""


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ItemChange, ...]:
    """The changes that lead from one version to the other; texts by file name.

    Blank space around items is no change of theirs. Both versions are packs without errors.
    """
    changes: list[ItemChange] = []
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name, ""), after.get(name, "")
        if old == new:
            continue
        if is_expectations(Path(name)):
            changes += _outside(name, [old], [new])
            continue
        path = Path(name)
        olds, news = blocks(old, path), blocks(new, path)
        for key in [*olds, *(key for key in news if key not in olds)]:
            was, now = olds.get(key), news.get(key)
            if was is None or now is None or was.text != now.text:
                texts = was.text if was else None, now.text if now else None
                changes.append(ItemChange(key[0], key[1], name, *texts))
        changes += _outside(name, outside(old, path), outside(new, path))
    return tuple(changes)


_SAID: Mapping[str, tuple[str, str]] = {
    "added": (N_("Added {items}"), N_("added {items}")),
    "removed": (N_("Removed {items}"), N_("removed {items}")),
    "changed": (N_("Changed {items}"), N_("changed {items}")),
    "moved": (N_("Moved {items}"), N_("moved {items}")),
}
"""What was done to items, at the beginning of a line and further on."""


def summary(changes: Sequence[ItemChange], *, undoes: int | None = None) -> str:
    """`changes` in a line, such as "Added entry `a`; changed source `b`".

    `undoes` is the number of the revision that they take back.
    """
    moved = {(it.kind, it.item) for it in changes if it.before is None} & {
        (it.kind, it.item) for it in changes if it.after is None
    }
    told: dict[str, list[str]] = {}
    for it in changes:
        done = "added" if it.before is None else "removed" if it.after is None else "changed"
        if it.kind == OUTSIDE:
            done = "changed"
            what = _("lines of `{file}`").format(file=it.item)
        else:
            what = f"{_(NAMES[_item_kind(it)])} `{it.item}`"
            if (it.kind, it.item) in moved:
                done = "moved"
        if what not in told.setdefault(done, []):
            told[done].append(what)
    parts: list[str] = []
    for done, items in told.items():
        named = ", ".join(items[:NAMED])
        if len(items) > NAMED:
            named = _("{items} and {n} more").format(items=named, n=len(items) - NAMED)
        first, further = _SAID[done]
        parts.append(_(further if parts or undoes is not None else first).format(items=named))
    said = "; ".join(parts)
    return said if undoes is None else _("Undid {number}: {what}").format(number=undoes, what=said)


def summary_of(revision: Revision) -> str:
    """The summary of a revision in the language that is spoken; the one that is kept is English."""
    if not revision.changes:
        return revision.summary
    return summary(revision.changes, undoes=revision.undoes)


def inverse(changes: Iterable[ItemChange], texts: Mapping[str, str]) -> tuple[Edit, ...]:
    """The edits that take `changes` back in a pack whose files now hold `texts`.

    Raises `ChangeRefused`, naming the item, if one of them was changed again since, and also if
    nothing tells any more where lines outside of items stood.
    """
    now = {
        (name, *key): block.text
        for name, text in texts.items()
        if not is_expectations(Path(name))
        for key, block in blocks(text, Path(name)).items()
    }
    removed: list[Edit] = []
    replaced: list[Edit] = []
    restored: list[Edit] = []
    for it in changes:
        if it.kind == OUTSIDE:
            if it.after is None:
                raise ChangeRefused(
                    _(
                        "Nothing in {name} tells where the lines stood that are to be put back. "
                        "Put them back by hand; the revision shows them."
                    ).format(name=it.file)
                )
            replaced.append(Replace(it.file, it.after, it.before or ""))
            continue
        kind = _item_kind(it)
        if now.get((it.file, kind, it.item)) != it.after:
            raise ChangeRefused(
                _(
                    "The {kind} `{id}` has been changed again since. Undo the later revision "
                    "first, or edit it."
                ).format(kind=_(NAMES[kind]), id=it.item)
            )
        if it.before is None:
            removed.append(Remove(kind, it.item, is_alone=True))
        else:
            restored.append(Restore(Block(kind, it.item, it.before), it.file))
    # An item that had moved to another file has to leave that one before it is put back.
    return (*removed, *replaced, *restored)


def takes_back(theirs: ItemChange, mine: ItemChange) -> bool:
    """Whether `theirs` undoes all that `mine` did to the same item, whatever else it does."""
    if (theirs.kind, theirs.item) != (mine.kind, mine.item):
        return False
    before, after = _lines(mine.before), _lines(mine.after)
    added, removed = after - before, before - after
    was, now = _lines(theirs.before), _lines(theirs.after)
    is_there = added <= was and not removed & was
    return is_there and not added & now and removed <= now


def _outside(name: str, old: Sequence[str], new: Sequence[str]) -> list[ItemChange]:
    return [ItemChange(OUTSIDE, name, name, *change) for change in changed_lines(old, new)]


def _lines(text: str | None) -> set[str]:
    return {it.strip() for it in (text or "").splitlines() if it.strip()}


def _item_kind(change: ItemChange) -> ItemKind:
    kinds: Mapping[str, ItemKind] = {it: it for it in NAMES}
    return kinds.get(change.kind, "entries")
