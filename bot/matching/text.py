"""What a question says, apart from how it was typed."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from Stemmer import Stemmer

from bot.knowledge.scripts import UNSPACED

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""Snowball's stemmer for each language code that has one; words of others stay whole."""

STEMS_KEPT = 50_000
"""Words whose stems are remembered: stemming is the slowest part of reading a text, and a pack
says the same words over and over."""

_MARKS = "".join(
    it for it in map(chr, range(0x300, 0x20000)) if unicodedata.category(it) in ("Mn", "Mc")
)
"""Accents, vowel signs and the like, each of which belongs to the letter before it. The few beyond
only choose how a character looks."""
LETTERS = rf"(?:[^\W_]+[{_MARKS}]*)+"
"""Letters and digits with their marks and nothing between them, as a regular expression."""
APOSTROPHES = "'`\u00b4\u02b9\u02bc\u2018\u2019\u2032"
"""What keyboards have, or people take, for an apostrophe."""

_ELIDED = re.compile(
    r"\b(?:[cdjlmnst]|un|all|dall|dell|nell|sull|quell|quest|((?:jus|lors|puis|quoi)?qu))"
    "'(?=[aeiouhœæ])"
)
"""A word without its last letter before another one, as French and Italian write it: "l'avion"."""
_PLAIN_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_WORD = re.compile(rf"{LETTERS}(?:'{LETTERS})*")
_LETTER = re.compile(rf"[^\W_][{_MARKS}]*")
_OPTIONAL = re.compile(
    "["
    "\u0300-\u0305\u0307-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0652\u0670"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
"""Marks that people leave out: accents, the points of Hebrew and Arabic, and what chooses how a
character looks."""
_BREVE = re.compile("(?<!\u0438)\u0306")
"""Another such mark, but where it makes another letter of the Cyrillic i."""
_APOSTROPHES = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_PLAIN = str.maketrans({**dict.fromkeys([*range(32), 127], " "), "`": "'"})


def fold(text: str) -> str:
    """`text` without what typing varies: case, width, accents, invisible characters, white space.

    Compatibility forms are folded (NFKC), so full-width letters become plain ones. Accents go from
    alphabets only, and with them the vowel points of Hebrew and Arabic. What tells words apart
    stays: Japanese voicing marks, the vowel signs of Hindi or Thai, and й, which is no и.
    """
    if text.isascii():  # most phrasings are, and none of the rest can change them
        return " ".join(text.lower().translate(_PLAIN).split())
    text = text.replace("\u00b4", "'")  # NFKC makes a space and an accent of it
    visible = "".join(
        " " if category in ("Zl", "Zp", "Cc") else character
        for character in unicodedata.normalize("NFKC", text)
        if (category := unicodedata.category(character)) != "Cf"
    )
    plain = _OPTIONAL.sub("", unicodedata.normalize("NFD", visible.casefold()))
    # What has gone may have stood between marks, which have an order of their own.
    plain = _BREVE.sub("", unicodedata.normalize("NFD", plain))
    return " ".join(unicodedata.normalize("NFC", plain).translate(_APOSTROPHES).split())


def words(folded: str) -> list[str]:
    """The words of folded text, without possessives and inner apostrophes.

    What is elided before a word is left out, as in "l'avion", but for a French "que".
    Scripts that put no space between words are cut into each two neighbouring letters with their
    marks, as Lucene's CJKAnalyzer does with characters.
    """
    is_plain = folded.isascii()
    pattern = _PLAIN_WORD if is_plain else _WORD  # which takes six times as long
    if "'" not in folded:
        found: list[str] = pattern.findall(folded)
    else:
        found = pattern.findall(_ELIDED.sub(_in_full, folded))
        found = [word.removesuffix("'s").replace("'", "") for word in found]
    if is_plain:
        return found
    return [part for word in found for part in _parts(word)]


def _in_full(elided: re.Match[str]) -> str:
    return f"{elided[1]}e " if elided[1] else ""


def _parts(word: str) -> Iterator[str]:
    for place, part in enumerate(UNSPACED.split(word)):
        if place % 2 == 0:
            if part:
                yield part
        else:
            letters: list[str] = _LETTER.findall(part)
            yield from letters if len(letters) == 1 else map("".join, pairwise(letters))


def stem(tokens: Sequence[str], language: str | None) -> list[str]:
    """The stems of `tokens` in `language`, a code such as `en`; unknown languages keep words."""
    name = STEMMERS.get((language or "").split("-")[0].lower())
    return list(tokens) if name is None else [_stem_word(name, token) for token in tokens]


class _Stemmers(threading.local):
    """Stemmers by name. Each thread has its own: two that used one at once would mix up words."""

    def __init__(self) -> None:
        self._made: dict[str, Stemmer] = {}

    def of(self, name: str) -> Stemmer:
        if name not in self._made:
            self._made[name] = Stemmer(name, 0)  # which remembers nothing by itself
        return self._made[name]


_STEMMERS = _Stemmers()


@lru_cache(maxsize=STEMS_KEPT)
def _stem_word(name: str, word: str) -> str:
    found: str = _STEMMERS.of(name).stemWord(word)
    return found
