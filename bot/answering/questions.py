"""The questions inside a message."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_SENTENCES = 8
"""How many sentences of a message are asked by themselves."""

_ASKING = ("?", "？", "?!", "\u061f")
_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_QUOTED_LINE = re.compile(r"^\s*>+ .*$", re.MULTILINE)
_SENTENCE = re.compile(
    r"[^.!?。！？\n]+(?:[.!?。！？]+(?=\s|$)|[。！？]+|[.!?]+\S[^.!?。！？\n]*)*"
)


def own_words(message: str) -> str:
    """The message without code blocks and quoted lines; as it is where nothing else is in it."""
    bare = _QUOTED_LINE.sub("", _CODE_BLOCK.sub(" ", message)).strip()
    return bare or message


def sentences(text: str) -> list[str]:
    """The sentences of `text`, a few at most. A dot inside a word ends nothing."""
    found = [it.strip() for it in _SENTENCE.findall(text)]
    return [it for it in found if any(map(str.isalnum, it))][:MOST_SENTENCES]


def questions(told: Sequence[str]) -> list[str]:
    """Those of the sentences that end in a question mark, or all if none does."""
    return [it for it in told if it.endswith(_ASKING)] or list(told)
