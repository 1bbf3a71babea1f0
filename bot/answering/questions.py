"""The questions inside a message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

MOST_SENTENCES = 8
"""How many questions of a message are asked by themselves, and how many of its other sentences."""
MOST_JOINED = 3
"""How many sentences in a row may be one that was cut."""

_ASKING = ("?", "？", "?!", "؟")
_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_QUOTED = re.compile(r"^[^\S\n]*(?:>>> (?s:.*)|>+ .*$)", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^[^\S\n]*>[>\s]*", re.MULTILINE)
_LINKED = re.compile(r"\[([^\[\]\n]+)\]\(<?\w{1,20}://[^\s()<>]*>?\)")
"""A link behind words of its own."""
_ADDRESS = re.compile(
    r"""<?(?<!\w)(?:https?://|www\.)[^\s<>]*[^\s<>?!.,;:)\]"'”’»*_~|]>?""", re.IGNORECASE
)
_SENT_AS = re.compile(r"<(?:[@#]|t:|id:|/[^\n:>]{1,99}:|a?:\w{1,40}:)[!&]?\w*(?::\w*)?>")
"""Mentions, times, commands and a server's emoji, as Discord writes them."""
_NAMED = re.compile(r"(?<![\w:@./])(?::[a-z\d_+-]{1,40}:)+(?![\w:])|(?<![\w@.])@\w+", re.IGNORECASE)
"""An emoji or a person by name."""
_ALONE = "。！？؟"
"""Marks that end a sentence though no space follows."""
_MARKS = f".!?{_ALONE}"
_FINAL = ("?", "!", *_ALONE)
_CLOSING = re.escape("*_~|`)]\"'”’“»«")
_MARKUP = re.compile(f"(?<=[{_MARKS}])[{_CLOSING}]+$")
_SENTENCE = re.compile(
    rf"[^{_MARKS}\n]+"
    rf"(?:[{_MARKS}]+[{_CLOSING}]*(?=\s|$)|[{_ALONE}]+[{_CLOSING}]*|[.!?]+\S[^{_MARKS}\n]*)*"
)


def quoted_words(message: str) -> str:
    """What the message quotes, without the marks and what `own_words` leaves out; may be empty."""
    found = _QUOTED.findall(_CODE_BLOCK.sub(" ", message))
    return own_words("\n".join(_QUOTE_MARK.sub("", it) for it in found))


def own_words(message: str) -> str:
    """The message without code blocks and quotes, addresses, mentions and names of emoji.

    As it is where nothing else is in it.
    """
    bare = _QUOTED.sub("", _CODE_BLOCK.sub(" ", message)).strip() or message
    plain = _LINKED.sub(r"\1", bare)
    for pattern in (_ADDRESS, _SENT_AS, _NAMED):
        plain = pattern.sub(" ", plain)
    return plain.strip() if any(map(str.isalnum, plain)) else bare


def sentences(text: str) -> list[str]:
    """The sentences of `text`, less the markup that closes behind their marks.

    A dot inside a word ends nothing.
    """
    found = [_MARKUP.sub("", it.strip()) for it in _SENTENCE.findall(text)]
    return [it for it in found if any(map(str.isalnum, it))]


def questions(told: Sequence[str]) -> list[str]:
    """Those of the sentences that end in a question mark, or all if none does."""
    return [it for it in told if is_marked(it)] or list(told)


def is_marked(sentence: str) -> bool:
    """Whether a sentence ends in a question mark."""
    return sentence.endswith(_ASKING)


def joined(told: Sequence[str], place: int) -> Iterator[str]:
    """What the sentence at `place` may be a piece of, shortest first: it with those next to it.

    A line or an abbreviation may end in the midst of a sentence; all marks but a dot end one.
    """
    for size in range(2, MOST_JOINED + 1):
        for start in range(max(0, place - size + 1), min(place, len(told) - size) + 1):
            pieces = told[start : start + size]
            if not any(it.endswith(_FINAL) for it in pieces[:-1]):
                yield " ".join(pieces)
