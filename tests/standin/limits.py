"""Discord's limits on what a bot sends, as `../shared/DISCORD.md` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JSON = dict[str, Any]

COMPONENTS_V2 = 1 << 15
ACTION_ROW, BUTTON, STRING_SELECT, SECTION, TEXT_DISPLAY, CONTAINER = 1, 2, 3, 9, 10, 17
LINK = 5


def message_breaches(body: JSON) -> list[str]:
    """What in a message's body Discord would refuse."""
    return list(_message(body))


def choice_breaches(choices: list[JSON]) -> list[str]:
    """What in an autocomplete's choices Discord would refuse."""
    found = ["over 25 choices"] if len(choices) > 25 else []
    for choice in choices:
        for key in ("name", "value"):
            if not 1 <= len(str(choice[key])) <= 100:
                found.append(f"choice {key} of {len(str(choice[key]))} characters")
    return found


def command_breaches(commands: list[JSON]) -> list[str]:
    """What in a set of commands Discord would refuse."""
    found: list[str] = []
    for command in commands:
        name = command["name"]
        if command.get("type", 1) == 1:
            if name != name.lower() or not 1 <= len(name) <= 32:
                found.append(f"command name {name!r}")
            if not 1 <= len(command.get("description", "")) <= 100:
                found.append(f"description of {name!r}")
        elif command.get("description"):
            found.append(f"{name!r} takes no description")
        if len(command.get("options", [])) > 25:
            found.append(f"options of {name!r}")
    return found


def walk(components: list[JSON]) -> Iterator[JSON]:
    """Every component, nested ones included."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        if accessory := component.get("accessory"):
            yield accessory


def _message(body: JSON) -> Iterator[str]:
    components = body.get("components") or []
    content = body.get("content") or ""
    if len(content) > 2000:
        yield f"content of {len(content)} characters"
    if not (content or components or body.get("embeds")):
        yield "an empty message"
    if not body.get("flags", 0) & COMPONENTS_V2:
        if any(it["type"] != ACTION_ROW for it in components):
            yield "components v2 without their flag"
        return
    if content or body.get("embeds"):
        yield "content or embeds beside components v2"
    every = list(walk(components))
    if len(every) > 40:
        yield f"{len(every)} components"
    text = sum(len(it["content"]) for it in every if it["type"] == TEXT_DISPLAY)
    if text > 4000:
        yield f"{text} characters of text"
    ids = [it["custom_id"] for it in every if "custom_id" in it]
    if len(ids) != len(set(ids)):
        yield f"a custom_id twice: {ids}"
    for parent in [{"components": components, "type": 0}, *every]:
        yield from _component(parent)


def _component(component: JSON) -> Iterator[str]:
    kind = component["type"]
    children = component.get("components", [])
    if kind in (0, CONTAINER) and any(it["type"] in (BUTTON, STRING_SELECT) for it in children):
        yield "a button or select outside an action row"
    if kind == TEXT_DISPLAY and not component["content"]:
        yield "an empty text display"
    if kind == ACTION_ROW:
        if not 1 <= len(children) <= 5:
            yield f"an action row of {len(children)}"
        if any(it["type"] != BUTTON for it in children) and len(children) > 1:
            yield "a select beside something else"
    if "custom_id" in component and not 1 <= len(component["custom_id"]) <= 100:
        yield f"custom_id of {len(component['custom_id'])} characters"
    if kind == BUTTON:
        if len(component.get("label") or "") > 80:
            yield "a button's label over 80 characters"
        if (component["style"] == LINK) == ("custom_id" in component):
            yield "a button with both or neither of url and custom_id"
    if kind == STRING_SELECT:
        options = component["options"]
        if not 1 <= len(options) <= 25:
            yield f"a select of {len(options)} options"
        if len({it["value"] for it in options}) != len(options):
            yield "a select with a value twice"
        for option in options:
            for key in ("label", "value", "description"):
                if len(option.get(key) or "") > 100 or option.get(key) == "":
                    yield f"an option's {key}"
