"""How an answer reads: its words, its sentences, and how easy they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.passages import Passage, parse_answer
from bot.knowledge.scripts import UNSPACED

CHARACTERS_PER_WORD = 2
"""How many characters count as a word in scripts without spaces: roughly the average of Chinese and
Japanese."""
READING_LANGUAGES = frozenset({"en"})
"""The languages whose syllables are counted here, and for which Flesch's formula was made."""

_LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")
_END = re.compile(
    r"(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+\s++(?=[^\sa-z])"
    r"|[。！？\u0589\u061f\u06d4\u0964\u0965\u104b\u1362\u1367\u17d4\u17d5]+"
    r"|(?<=[\u0e00-\u0eff])\s+(?=[\u0e00-\u0eff])"
)
"""The end of a sentence: full stops, also of Han, kana, Armenian, Arabic, Devanagari, Burmese,
Ethiopic and Khmer, and the spaces of Thai and Lao, which have no other sign of it."""
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:(?:[^\W\d_]\.)*[^\W\d_]|Dr|Mr|Mrs|Ms|Prof|St|No|Nos|vs|pp|Fig|Sec|Art|Inc|Ltd"
    r"|Corp|Gen|Gov|Sen|Rep|cf)\.$"
)
"""A text that ends in a full stop which ends no sentence: an initial or a title, mostly before a
name."""
_LONGEST_ABBREVIATION = 30
_APART = re.compile(
    "(?<![cst])ia|(?<![cgstl])i[ou]|(?<![gq])ua(?!de)|eo(?!pl)|^scie|socie|(?<![ct])ie(?=n[ct]|ty)"
    "|crea(?=t)|(?:id|ar)ea|[eouy]ing$|sm$"
)
"""Neighbouring vowels that are mostly spoken apart: `via`, `radio`, `actual`, `video`, `being`."""
_SILENT = re.compile("(?:[aeiouy]l|[^aeiouyl]|(?<!ar)gu|qu)e$|(?:[^aeiouytdl]|[aeiouyl]l)ed$")
_SILENT_IN_PLURAL = re.compile("(?:[aeiouy]l|[^aeioucgsxzhly]|th|(?<!ar)gu|qu)es$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, without its citation marks."""

    text: str
    passage: Passage
    offset: int
    """Where in the passage's text it begins."""


def sentences(answer: str) -> list[Sentence]:
    """The sentences of an answer's paragraphs, list items and headings, in order."""
    return [
        sentence
        for passage in parse_answer(answer)
        if passage.kind not in ("code", "rule")
        for sentence in _sentences_of(passage)
    ]


def words(text: str) -> list[str]:
    """The words of `text`; in scripts without spaces, pieces of about a word's length."""
    found: list[str] = []
    for token in UNSPACED.sub(lambda match: f" {match[0]} ", text).split():
        if UNSPACED.fullmatch(token):
            size = CHARACTERS_PER_WORD
            found += [token[start : start + size] for start in range(0, len(token), size)]
        elif any(character.isalnum() for character in token):
            found.append(token)
    return found


def count_words(answer: str) -> int:
    """How many words an answer has, its citation marks and code left out."""
    return sum(len(words(sentence.text)) for sentence in sentences(answer))


def reading_ease(answer: str) -> float | None:
    """How easy an English answer is to read, from about 100 (very easy) to below 0.

    Rudolf Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948), 221-233.
    None where there are no words.
    """
    found = sentences(answer)
    counted = [word for sentence in found for word in words(sentence.text)]
    if not counted:
        return None
    syllables = sum(count_syllables(word) for word in counted)
    return 206.835 - 1.015 * len(counted) / len(found) - 84.6 * syllables / len(counted)


def count_syllables(word: str) -> int:
    """About how many syllables an English word has, at least one.

    Groups of vowels are counted, but for an `e` that is silent at the end, and in `-es` and `-ed`;
    vowels that are mostly spoken apart count twice. Parts joined by hyphens count by themselves,
    and capitals, as in `GPU`, and digits are spelt out.
    """
    return max(sum(_syllables_of(part) for part in re.findall(r"[^\W_]+", _unquoted(word))), 1)


def _unquoted(word: str) -> str:
    return re.sub(r"[’']", "", word)


def _syllables_of(part: str) -> int:
    if part.isdigit():
        return len(part)
    if part.isupper() and len(part) > 1:
        return len(part) + 2 * part.count("W")
    text = part.lower()
    groups = len(re.findall("[aeiouy]+", text))
    silent = _SILENT_IN_PLURAL if text.endswith("es") else _SILENT
    return max(groups + len(_APART.findall(text)) - len(silent.findall(text)), 1)


def _sentences_of(passage: Passage) -> Iterator[Sentence]:
    text = _plain(passage)
    start = 0
    for match in _END.finditer(text):
        stop = text.rfind(".", start, match.end()) + 1
        last = text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
        if match[0].startswith(".") and _ABBREVIATION.search(last):
            continue
        yield from _sentence(passage, text, start, match.end())
        start = match.end()
    yield from _sentence(passage, text, start, len(text))


def _sentence(passage: Passage, text: str, start: int, end: int) -> Iterator[Sentence]:
    kept = text[start:end]
    if words(kept):
        offset = start + len(kept) - len(kept.lstrip())
        yield Sentence(" ".join(kept.split()), passage, offset)


def _plain(passage: Passage) -> str:
    """The text with marks and addresses blanked out, so that offsets stay what they are."""
    text = passage.text
    for mark in passage.marks():
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return _LINK.sub(lambda match: f" {match[1]}".ljust(len(match[0])), text)
