"""What fields of items, and their values, are called where curators read of them: as in forms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.chat.curators.modals import FIELDS, SIDES
from bot.chat.rendering import KINDS
from bot.translation import N_, _

_LABELS: Mapping[str, str] = {
    "reviewed": N_("Reviewed"),
    "status": N_("Status"),
    "accept": N_("Accepted warnings"),
    "publisher": N_("Publisher"),
    "author": N_("Author"),
    "date": N_("Date"),
    "language": N_("Language"),
} | {name: it.label for fields in FIELDS.values() for name, it in fields.items()}
_VALUES: Mapping[str, str] = {
    "draft": N_("draft"),
    "live": N_("live"),
    **{str(it): said for it, said in (*SIDES.items(), *KINDS.items())},
}
_PLACE = re.compile(r"([a-z_]+)(?:\[(\d+)\]|\.(\d+)|[.\[][^:\s]*)?")


def label_of(place: str) -> str:
    """What a field is called, such as "Counter" for `counter`; `place` itself where it is none.

    The line of a field that has several is named too: `phrasings[2]` is "Phrasings, line 3".
    """
    match = _PLACE.fullmatch(place)
    label = _LABELS.get(match[1]) if match else None
    if match is None or label is None:
        return place
    line = match[2] or match[3]
    if line is None:
        return _(label)
    return _("{field}, line {n}").format(field=_(label), n=int(line) + 1)


def labelled(reason: str) -> str:
    """`reason` with the label of the field that it begins with, as in `topic: say which`."""
    place, colon, rest = reason.partition(": ")
    return f"{label_of(place)}{colon}{rest}" if colon else reason


def told(field: str, value: object) -> str:
    """The value of a field as text: of one that has several, a line each."""
    if isinstance(value, tuple):
        text = "\n".join(f"- {it}" for it in value)
    elif isinstance(value, dict):
        text = ", ".join(value)
    else:
        text = "" if value is None else str(value)
    if field in ("side", "kind", "status"):
        text = _(_VALUES.get(text, text))
    return text or _("nothing")
