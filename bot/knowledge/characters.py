"""Characters that nobody sees, or that make a text read other than it is written."""

from __future__ import annotations

import re
import unicodedata

from bot.translation import _

_HIDDEN = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
"""Control characters but for tabs and the ends of lines."""
_TURNING = r"\u202a-\u202e\u2066-\u2069"
"""Characters that turn the direction of text up to the end of a line. Marks that act only where
they stand are not among them."""
_HALF = r"\ud800-\udfff"
_STRAY = re.compile(f"[{_HIDDEN}{_TURNING}]")
_REFUSED = re.compile(f"[{_HIDDEN}{_TURNING}{_HALF}]")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a sign that look like space."""


def cleaned(text: str) -> str:
    """What was typed, without stray characters that nobody types on purpose or sees.

    Half a character, which no file can hold, becomes a replacement character, which one sees.
    """
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _STRAY.sub("", whole)


def complaint_about(text: str) -> str | None:
    """Why a line would not be seen as it is written, in half a sentence; None where it would."""
    found = _REFUSED.search(text)
    if found is None:
        return complaint_about_nothing(text)
    code = f"U+{ord(found[0]):04X}"
    if re.match(f"[{_HALF}]", found[0]):
        return _("{code} is half a character; write it anew").format(code=code)
    if re.match(f"[{_TURNING}]", found[0]):
        return _("{code} turns the direction of the text; remove it").format(code=code)
    return _("{code} is a control character; remove it").format(code=code)


def complaint_about_nothing(text: str) -> str | None:
    """The complaint that nothing in `text` can be seen, in half a sentence; None where some can."""
    if any(map(_is_visible, text)):
        return None
    return _("nothing of this can be seen; write something")


def _is_visible(character: str) -> bool:
    return character not in _BLANK and unicodedata.category(character)[0] not in "ZCM"
