"""Golden files: the payload of each case as Discord gets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from discord import ui

from tests.pictures.page import Payload

GOLDENS = Path(__file__).with_name("goldens")

Case = Callable[[], ui.LayoutView | ui.Modal]


def payload_of(view: ui.LayoutView | ui.Modal) -> Payload:
    """What Discord gets: a message's components, or the whole of a modal."""
    sent: Any = view  # discord.py does not type the calls
    found = sent.to_dict() if isinstance(view, ui.Modal) else sent.to_components()
    plain: Payload = json.loads(json.dumps(found))  # tuples and enumerations become JSON's own
    return plain


def written(payload: Payload) -> str:
    """A golden file's text."""
    return json.dumps(payload, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def golden(name: str) -> Path:
    """The golden file of the case with that name."""
    return GOLDENS / f"{name}.json"


def accept(payloads: dict[str, Payload]) -> None:
    """Makes `payloads` the goldens, and removes those of cases that are gone."""
    GOLDENS.mkdir(exist_ok=True)
    for name, payload in payloads.items():
        golden(name).write_text(written(payload), encoding="utf-8")
    for file in GOLDENS.glob("*.json"):
        if file.stem not in payloads:
            file.unlink()
