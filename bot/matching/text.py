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

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'", "`": "'"})
_PLAIN = str.maketrans({**dict.fromkeys([*range(32), 127], " "), "`": "'"})


def fold(text: str) -> str:
    """`text` without what typing varies: case, width, accents, invisible characters, white space.

    Compatibility forms are folded (NFKC), so full-width letters become plain ones. Accents go from
    alphabets only; Japanese voicing marks tell words apart and stay.
    """
    if text.isascii():  # most phrasings are, and none of the rest can change them
        return " ".join(text.lower().translate(_PLAIN).split())
    visible = "".join(
        " " if category in ("Zl", "Zp", "Cc") else character
        for character in unicodedata.normalize("NFKC", text)
        if (category := unicodedata.category(character)) != "Cf"
    )
    plain = _ACCENTS.sub("", unicodedata.normalize("NFD", visible.casefold()))
    return " ".join(unicodedata.normalize("NFC", plain).translate(_APOSTROPHES).split())


def words(folded: str) -> list[str]:
    """The words of folded text, without possessives and inner apostrophes.

    Scripts that put no space between words are cut into each two neighbouring characters, as
    Lucene's CJKAnalyzer does.
    """
    found = [word.removesuffix("'s").replace("'", "") for word in _WORD.findall(folded)]
    if folded.isascii():
        return found
    return [part for word in found for part in _parts(word)]


def _parts(word: str) -> Iterator[str]:
    for place, part in enumerate(UNSPACED.split(word)):
        if place % 2 == 0:
            if part:
                yield part
        elif len(part) == 1:
            yield part
        else:
            yield from map("".join, pairwise(part))


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
