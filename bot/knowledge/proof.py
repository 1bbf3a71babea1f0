"""The proof that an edited text says what it should, and nothing else than before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import EditError
from bot.knowledge.document import MAX_BYTES, Data
from bot.knowledge.file_text import FileText
from bot.knowledge.model import MODEL_OF, ItemKind
from bot.knowledge.placing import Change


@dataclass(frozen=True, slots=True)
class Attempt:
    """An edited text that has yet to prove itself."""

    kind: ItemKind
    number: int
    """Which item was put, added or removed."""
    change: Change

    def checked(self, is_meant: Callable[[Data], bool] | None) -> str:
        """The edited text, if it reads as it should; `is_meant` is None of a removed item.

        Raises:
            EditError: It does not.
        """
        path = self.change.file.path
        text = self.change.file.bom + self.change.text
        if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
            raise EditError(
                f"{path}: the file would have more than {MAX_BYTES // 2**20} MiB, which "
                "is not read. Put the item into another file of the pack."
            )
        try:
            reading = FileText(text, path)
        except EditError as error:
            raise self._refusal() from error
        if not self._is_as_it_was(reading, is_meant):
            raise self._refusal()
        return text

    def _is_as_it_was(self, reading: FileText, is_meant: Callable[[Data], bool] | None) -> bool:
        file, number = self.change.file, self.number
        before, after = file.data(), reading.data()
        old, new = before.pop(self.kind, []), after.pop(self.kind, [])
        if before != after or not isinstance(new, list):
            return False
        olds, texts = list(old) if isinstance(old, list) else [], file.texts(self.kind)
        news, new_texts = list(new), reading.texts(self.kind)
        if number < len(olds) and (is_meant is None or len(olds) == len(news)):
            del olds[number], texts[number]
        if is_meant is not None:
            if number >= len(news) or not is_meant(news[number]):
                return False
            del news[number], new_texts[number]
        others = [kind for kind in MODEL_OF if kind != self.kind]
        return (olds, texts) == (news, new_texts) and all(
            file.texts(kind) == reading.texts(kind) for kind in others
        )

    def _refusal(self) -> EditError:
        file, (start, end) = self.change.file, self.change.touched
        path = file.path
        for alias in file.aliases:
            if start <= alias.target.span[0] < end:
                return EditError(
                    f"{path}:{alias.target.line}: `&{alias.name}` marks a value here that line "
                    f"{alias.line} repeats as `*{alias.name}`. Write it out there, then edit."
                )
        line = file.lines.number(start)
        return EditError(
            f"{path}:{line}: with this edit the file would not read as it should, so that nothing "
            "was changed. Edit these lines by hand."
        )
