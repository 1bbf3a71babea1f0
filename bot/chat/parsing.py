"""Events in a shape that cannot be read: logged and passed over, so that all others go on."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

Parse = Callable[[Any], None]
"""Reads what Discord sends with an event, and hands it on."""
BEGINNINGS = ("READY", "RESUMED")
"""Events without which there is no session: if they cannot be read, it is begun anew."""

log = logging.getLogger(__name__)


def guard(parsers: dict[str, Parse]) -> None:
    """Has each of `parsers`, by the names of their events, pass over what it cannot read.

    discord.py gives up its connection otherwise, and with it every server. It has no place of its
    own for this but the table of its connection's state, which is what is to be given here.
    """
    for name, parse in parsers.items():
        if name not in BEGINNINGS:
            parsers[name] = _guarded(name, parse)


def _guarded(name: str, parse: Parse) -> Parse:
    def read(data: Any) -> None:
        try:
            parse(data)
        except Exception as error:
            # Not the error's own text: it may repeat a part of what the event holds.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error(
                "Discord sent %s in a shape that cannot be read, and it is passed over: "
                "%s in %s, line %s.",
                name,
                type(error).__name__,
                Path(place.filename).name,
                place.lineno,
            )

    return read
