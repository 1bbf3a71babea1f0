"""What is known of a language before any pack is read.

A language is a folder in `languages/`, named by its code; a language without one still has
Snowball's stemmer and a list of stop words, where there are such for it, and learns what idle
questions look like from nonsense around a pack's own words (`any/idle.txt`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

import yaml
from stop_words import StopWordError, get_stop_words

from bot.matching.senses import Senses
from bot.matching.text import fold, stem, words

TALK_USES = 3
"""In how many everyday messages a word must stand to be one of everyday talk."""
LONG_WORD = 7
"""Letters of a word that is meant as it is typed however rare it is, if it is one: slips make words
of shorter ones. "Reactive" is no misspelt "proactive"."""
TURNING_WORDS = ("for", "against", "good", "bad", "opposites", "counterparts")
"""Under which keys the words stand that have an opposite."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING: Mapping[str, Any] = {}


class Language:
    """One language: its stems, and its groups of words that mean much the same."""

    def __init__(
        self,
        code: str | None,
        groups: Sequence[Sequence[Sequence[str]]] = (),
        turning: Mapping[str, Any] = _NOTHING,
        function_words: Sequence[str] = (),
        idle: Sequence[str] = (),
        senses: Senses | None = None,
        asides: Sequence[str] = (),
    ) -> None:
        self.code = code
        self.senses = senses or Senses()
        """What stems and pairs of them mean."""
        self.idle = tuple(idle)
        """Everyday messages; `{}` in one stands for words of a pack."""
        self.asides = tuple(asides)
        """What people say around a question, which `{}` stands for."""
        self.turning = turning
        """How the language turns a sentence around; see `bot.matching.turning`."""
        self._meanings: dict[tuple[str, ...], list[str]] = {}
        for field, lines in enumerate(groups):
            for number, line in enumerate(lines):
                for name in line:
                    form = tuple(self.stems(words(fold(name))))
                    if form:
                        found = self._meanings.setdefault(form, [])
                        for meaning in (f"#{field}.{number}", f"#{field}"):
                            if meaning not in found:
                                found.append(meaning)
        self._groups = {form[0]: it[0] for form, it in self._meanings.items() if len(form) == 1}
        self._lengths: dict[str, list[int]] = {}
        """How long the forms are that begin with a stem, longest first."""
        for first, length in sorted({(it[0], -len(it)) for it in self._meanings}):
            self._lengths.setdefault(first, []).append(-length)
        self.common_words = frozenset(it for name in _stop_words(code) for it in words(fold(name)))
        """The words so common that they tell little, as they are typed."""
        uses = Counter(it for line in idle for it in set(words(fold(line))))
        self.everyday_words = frozenset(uses)
        """The words of everyday messages, as they are typed."""
        self.talk = frozenset(word for word, times in uses.items() if times >= TALK_USES)
        """The words of everyday talk, as they are typed."""
        self._turning_words = frozenset(
            it for key in TURNING_WORDS for name in _names(self.listed(key)) for it in words(name)
        )
        self.stop_words = frozenset(self.stems(sorted(self.common_words)))
        """The stems of words so common that they tell little."""
        self.function_words = frozenset(self.stems(function_words)) or self.stop_words
        """The stems of those that hold sentences together and name nothing."""

    def listed(self, key: str) -> Sequence[Any]:
        """What stands under `key` of how the language turns a sentence around."""
        found: Sequence[Any] = self.turning.get(key, ())
        return found

    def stems(self, tokens: Sequence[str]) -> list[str]:
        """The stems of `tokens`."""
        return stem(tokens, self.code)

    def group(self, stem: str) -> str:
        """The first group that a stem is in by itself, or the stem where it is in none."""
        return self._groups.get(stem, stem)

    @property
    def knows_words(self) -> bool:
        """Whether it is known which words the language has, beside some that stand in its files."""
        return len(self.senses) > 0

    def has(self, word: str) -> bool:
        """Whether the language has the word, and it is so common or long that it is no slip."""
        if any(word in it for it in (self.common_words, self.everyday_words, self._turning_words)):
            return True
        if not self.knows_words:
            return False
        [stem] = self.stems([word])
        return (
            self.senses.is_common(stem)
            or stem in self.stop_words
            or (len(word) >= LONG_WORD and stem in self.senses)
        )

    def are_forms(self, word: str, other: str) -> bool:
        """Whether two words have one stem."""
        first, second = self.stems([word, other])
        return first == second

    def means(self, word: str) -> bool:
        """Whether it is known what the word means, be it ever so rare."""
        [stem] = self.stems([word])
        return stem in self.senses

    def meanings(self, stems: Sequence[str]) -> list[str]:
        """The groups that the words in `stems` belong to, longest match first."""
        result: list[str] = []
        position = 0
        while position < len(stems):
            step = 1
            for length in self._lengths.get(stems[position], ()):
                found = self._meanings.get(tuple(stems[position : position + length]))
                if found is not None:
                    result += found
                    step = length
                    break
            position += step
        return result


def _names(listed: Iterable[Any]) -> Iterator[str]:
    """The words and fixed phrases in a list, or in the lists within it, as they are compared."""
    for it in listed:
        if isinstance(it, str):
            yield fold(it)
        else:
            yield from _names(it)


def _stop_words(code: str | None) -> list[str]:
    try:
        return list(get_stop_words(_primary(code)))
    except StopWordError:
        return []


def _primary(code: str | None) -> str:
    return (code or "").split("-")[0].lower()


def _folder(code: str | None) -> Traversable | None:
    name = _primary(code)
    folder = resources.files("bot.matching").joinpath("languages", name)
    return folder if name.isalpha() and folder.is_dir() else None


@cache
def language_of(code: str | None) -> Language:
    """The language of a code such as `en` or `en-GB`; one that knows nothing for others."""
    folder = _folder(code)
    anything = resources.files("bot.matching").joinpath("languages", "any")
    idle = _read(anything, "idle.txt")
    if folder is None:
        return Language(code, idle=idle.splitlines())
    return Language(
        code,
        list(_groups(_read(folder, "meanings.txt"))),
        yaml.load(_read(folder, "turning.yaml"), _LOADER) or {},  # noqa: S506 - it is a safe one
        _read(folder, "function_words.txt").split(),
        (_read(folder, "idle.txt") or idle).splitlines(),
        Senses.read(folder.joinpath("senses.npz")),
        _read(folder, "asides.txt").splitlines(),
    )


def _read(folder: Traversable, name: str) -> str:
    """A file's text, empty where a language does not have it."""
    file = folder.joinpath(name)
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _groups(text: str) -> Iterator[list[list[str]]]:
    field: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("#"):
            if field:
                yield field
            field = []
        elif line.strip():
            field.append([name.strip() for name in line.split(",")])
    if field:
        yield field
