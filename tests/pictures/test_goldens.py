"""What Discord gets of every kind of reply, beside what a person has looked at and accepted."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pictures import admin_cases, asking_cases
from tests.pictures.cases import CASES, SIDES
from tests.pictures.goldens import GOLDENS, golden, payload_of, written
from tests.pictures.page import Payload, each
from tests.standin.limits import (
    ACTION_ROW,
    BUTTON,
    COMPONENTS_V2,
    MEDIA_GALLERY,
    STRING_SELECT,
    TEXT_DISPLAY,
    THUMBNAIL,
    attachment_names,
    message_breaches,
    modal_breaches,
)

ACCEPT = "python -m tests.pictures --accept"
_MARKUP = re.compile(r"<[^>]*>|[\s*_~#>`|-]")

every_case = pytest.mark.parametrize("name", CASES)


def payload(name: str) -> Payload:
    return payload_of(CASES[name]())


def components(name: str) -> list[dict[str, Any]]:
    found = payload(name)
    return list(each(found["components"] if isinstance(found, dict) else found))


def texts(name: str) -> Iterator[str]:
    """All that is read out."""
    for it in components(name):
        for key in ("content", "label", "placeholder", "description"):
            if it.get(key):
                yield it[key]
        for option in it.get("options", []):
            yield option["label"]


def says_nothing(text: str) -> bool:
    """Whether without emoji, symbols and markup nothing is left of a text."""
    left = _MARKUP.sub("", text)
    return not any(unicodedata.category(it)[0] in "LN" for it in left)


@every_case
def test_a_payload_is_what_was_accepted(name: str) -> None:
    file = golden(name)
    assert file.is_file(), f"{file.name} is not there yet. Look at the picture, then run: {ACCEPT}"
    accepted, now = file.read_text(encoding="utf-8"), written(payload(name))
    changes = difflib.unified_diff(
        accepted.splitlines(), now.splitlines(), "accepted", "now", lineterm=""
    )
    told = "\n".join(changes)
    assert accepted == now, f"{name} has changed. Look at it, then run: {ACCEPT}\n{told}"


def test_every_golden_has_its_case() -> None:
    left = {it.stem for it in GOLDENS.glob("*.json")} - set(CASES)
    assert not left, f"Of no case: {', '.join(sorted(left))}. This removes them: {ACCEPT}"


@every_case
def test_a_payload_is_within_discords_limits(name: str) -> None:
    found = payload(name)
    if isinstance(found, dict):
        assert modal_breaches(found) == []
        return
    files = [{"filename": it} for it in attachment_names(found)]
    assert (
        message_breaches({"components": found, "flags": COMPONENTS_V2, "attachments": files}) == []
    )


@every_case
def test_every_button_field_and_picture_is_told_in_words(name: str) -> None:
    for it in components(name):
        if it["type"] == BUTTON:
            assert it.get("label"), it
        if it["type"] == STRING_SELECT:
            chosen = [option for option in it["options"] if option.get("default")]
            assert it.get("placeholder") or chosen, it
        if it["type"] == THUMBNAIL:
            assert it.get("description"), it
        if it["type"] == MEDIA_GALLERY:
            assert all(item.get("description") for item in it["items"]), it


@every_case
def test_nothing_is_said_by_emoji_or_symbols_alone(name: str) -> None:
    assert [it for it in texts(name) if says_nothing(it)] == []


@pytest.mark.parametrize("name", [*asking_cases.CASES, *admin_cases.CASES])
def test_no_reader_or_admin_meets_more_than_one_row_of_buttons(name: str) -> None:
    rows = [it["components"] for it in components(name) if it["type"] == ACTION_ROW]
    assert sum(all(it["type"] == BUTTON for it in row) for row in rows) <= 1


@pytest.mark.parametrize(("name", "word"), SIDES.items())
def test_the_side_of_an_answer_is_told_in_words(name: str, word: str) -> None:
    shown = [it["content"] for it in components(name) if it["type"] == TEXT_DISPLAY]
    assert any(re.search(rf"\b{word}\b", text) for text in shown), shown


@pytest.mark.parametrize("text", ["✅", " **👍** ", "<:yes:12>", "⚠️"])
def test_an_emoji_alone_says_nothing(text: str) -> None:
    assert says_nothing(text)
