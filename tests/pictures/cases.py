"""One view of every kind that the bot sends, under the name of its golden file."""

from __future__ import annotations

from collections.abc import Mapping

from tests.pictures import admin_cases, asking_cases, curating_cases
from tests.pictures.goldens import Case

CASES: Mapping[str, Case] = {**asking_cases.CASES, **admin_cases.CASES, **curating_cases.CASES}
"""By name, in the order of the page."""

SIDES: Mapping[str, str] = {
    "answer-for": "For",
    "answer-against": "Against",
    "answer-neutral": "neither side",
}
"""What has to be read of the side of an answer, in words."""
