"""What the stand-in refuses in what a bot sends."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.limits import (
    COMPONENTS_V2,
    message_breaches,
    modal_breaches,
)

JSON = dict[str, Any]

OPTION = {"label": "A", "value": "a"}


def text_input(custom_id: str = "it", **more: Any) -> JSON:
    return {"type": 4, "custom_id": custom_id, "style": 2, **more}


def label(component: JSON, **more: Any) -> JSON:
    return {"type": 18, "label": "Name", "component": component, **more}


def modal(*components: JSON, **more: Any) -> JSON:
    return {"custom_id": "form", "title": "A form", "components": list(components), **more}


def select(**more: Any) -> JSON:
    return {"type": 3, "custom_id": "it", "options": [OPTION], **more}


def group(kind: int, number: int, **more: Any) -> JSON:
    each = more.pop("each", {})
    options = [{"label": f"{n}", "value": f"{n}", **each} for n in range(number)]
    return {"type": kind, "custom_id": "it", "options": options, **more}


def test_a_modal_of_every_field_within_its_limits_is_taken() -> None:
    fields = (
        text_input("a", value="x" * 4000),
        {**select(max_values=None, min_values=None), "custom_id": "b"},
        {**group(21, 2), "custom_id": "c"},
        {**group(22, 10, min_values=0, required=False), "custom_id": "d"},
        {"type": 19, "custom_id": "e", "min_values": 0, "max_values": 10},
    )
    longest = label(fields[0], label="l" * 45, description="d" * 100)
    components = [longest, *(label(it) for it in fields[1:])]
    assert modal_breaches(modal(*components, title="t" * 45, custom_id="i" * 100)) == []


MODALS: dict[str, JSON] = {
    "a modal of 0 components": modal(),
    "a modal of 6 components": modal(*[{"type": 10, "content": "x"}] * 6),
    "a modal's title of 46 characters": modal(label(text_input()), title="t" * 46),
    "a modal's custom_id of 101 characters": modal(label(text_input()), custom_id="i" * 101),
    "a label of 46 characters": modal(label(text_input(), label="l" * 46)),
    "a label's description": modal(label(text_input(), description="d" * 101)),
    "own label inside a label": modal(label(text_input(label="own"))),
    "custom_id of 101 characters": modal(label(text_input("x" * 101))),
    "a custom_id twice": modal(*[label(text_input("a"))] * 2),
    "is filled with 4001": modal(label(text_input(value="x" * 4001))),
    "is filled with 3": modal(label(text_input(value="xxx", max_length=2))),
    "is filled with 1": modal(label(text_input(value="x", min_length=2))),
    "takes 0 to 4001 characters": modal(label(text_input(max_length=4001))),
    "takes one line": modal(label(text_input(style=1, value="a\nb"))),
    "the placeholder of 'it'": modal(label(text_input(placeholder="p" * 101))),
    "a label on a component of type 2": modal(label({"type": 2, "custom_id": "it"})),
    "a component of type 3 in a modal outside a label": modal(select()),
    "disabled in a modal": modal(label(select(disabled=True))),
    "a select of 0 options": modal(label(select(options=[]))),
    "a value twice": modal(label(select(options=[OPTION] * 2))),
    "a select's placeholder": modal(label(select(placeholder="p" * 151))),
    "a select of 2 to 1 values": modal(label(select(min_values=2))),
    "a select of 1 options": modal(label(group(21, 1))),
    "filled with 2 values": modal(label(group(21, 2, each={"default": True}))),
    "a select of 11 options": modal(label(group(22, 11))),
    "is required and takes none": modal(label(group(22, 2, min_values=0))),
    "takes 1 to 11 values": modal(label({"type": 19, "custom_id": "it", "max_values": 11})),
}


@pytest.mark.parametrize("breach", MODALS)
def test_a_modal_outside_its_limits_is_refused(breach: str) -> None:
    assert any(breach in it for it in modal_breaches(MODALS[breach]))


def row(*components: JSON) -> JSON:
    return {"type": 1, "components": list(components)}


def button(**more: Any) -> JSON:
    return {"type": 2, "style": 1, "label": "Go", "custom_id": "go", **more}


MESSAGES: dict[str, JSON] = {
    "content of 2001 characters": {"content": "x" * 2001},
    "an empty message": {"content": ""},
    "11 attachments": {"content": "x", "attachments": [{"filename": "a"}] * 11},
    "an embed's text or fields": {"embeds": [{"title": "t" * 257}]},
    "embeds of 8000 characters": {"embeds": [{"description": "d" * 4000}] * 2},
    "11 embeds": {"embeds": [{"title": "t"}] * 11},
    "a custom_id twice": {"components": [row(button(), button())]},
    "over 512": {"components": [row(button(url="https://e.org/" + "x" * 500))]},
    "without their flag": {"components": [{"type": 10, "content": "x"}]},
    "a select of 1 to 26 values": {"components": [row(select(max_values=26))]},
    "a section of 0": {"components": [{"type": 9, "components": []}], "flags": COMPONENTS_V2},
    "outside an action row": {
        "components": [{"type": 5, "custom_id": "who"}],
        "flags": COMPONENTS_V2,
    },
}


@pytest.mark.parametrize("breach", MESSAGES)
def test_a_message_outside_its_limits_is_refused(breach: str) -> None:
    assert any(breach in it for it in message_breaches(MESSAGES[breach]))
