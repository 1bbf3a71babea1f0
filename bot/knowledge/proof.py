"""The proof that an edited text says what it should, and nothing else than before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.errors import EditError
from bot.knowledge.document import MAX_BYTES, Data
from bot.knowledge.file_text import FileText
from bot.knowledge.model import MODEL_OF, Item, ItemKind
from bot.knowledge.placing import Change
from bot.knowledge.values import validated
from bot.translation import _

Check = Callable[[FileText, FileText], bool]
"""Tells, given a file before and after, whether what stands under a key is what it should be."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What is to become of the items of a kind."""

    kind: ItemKind
    put: Mapping[int, Item | None]
    """For each old item that changes, by its number, the item in its place; None if it is
    removed."""
    added: Sequence[Item] = ()

    def is_met(self, before: FileText, after: FileText) -> bool:
        """Whether these changes, and no others, were made to the items."""
        changes = (self.put.get(number, it) for number, it in enumerate(_items(before, self.kind)))
        wanted = [*(it for it in changes if it is not None), *self.added]
        found = _items(after, self.kind)
        return len(found) == len(wanted) and all(
            new == it if isinstance(it, tuple) else validated(self.kind, new[0]) == it
            for new, it in zip(found, wanted, strict=True)
        )


def proved(change: Change, meant: Mapping[str, Check]) -> FileText:
    """The edited file, if it reads as it should.

    `meant` holds, for each top-level key that was to change, a check that is given the file before
    and after. What stands under all other keys must not have changed.

    Raises:
        EditError: A check fails, something else has changed, or the file cannot be read.
    """
    before, path = change.file, change.file.path
    text = before.bom + change.text
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise EditError(
            _(
                "{path}: the file would have more than {most} MiB, which is not read. Put "
                "the item into another file of the pack."
            ).format(path=path, most=MAX_BYTES // 2**20)
        )
    try:
        after = FileText(text, path)
    except EditError as error:
        raise _refusal(change) from error
    is_same = _without(before, meant) == _without(after, meant)
    if not (is_same and all(check(before, after) for check in meant.values())):
        raise _refusal(change)
    return after


def _items(file: FileText, kind: ItemKind) -> list[tuple[Data, str]]:
    """What each item of a kind says, and its text."""
    data, texts = file.data().get(kind), file.texts(kind)
    items = data if isinstance(data, list) else []
    return list(zip(items, texts, strict=True)) if len(items) == len(texts) else []


def _without(file: FileText, keys: Collection[str]) -> object:
    """The values of a file under all keys but `keys`, and how its items there are written."""
    data = {key: value for key, value in file.data().items() if key not in keys}
    return data, [file.texts(kind) for kind in MODEL_OF if kind not in keys]


def _refusal(change: Change) -> EditError:
    file, path = change.file, change.file.path
    for alias in file.aliases:
        if any(start <= alias.target.span[0] < end for start, end in change.touched):
            return EditError(
                _(
                    "{path}:{line}: `&{name}` marks a value here that line {other} repeats "
                    "as `*{name}`. Write it out there, then edit."
                ).format(path=path, line=alias.target.line, name=alias.name, other=alias.line)
            )
    line = file.lines.number(change.touched[0][0])
    return EditError(
        _(
            "{path}:{line}: with this edit the file would not read as it should, so that "
            "nothing was changed. Edit these lines by hand."
        ).format(path=path, line=line)
    )
