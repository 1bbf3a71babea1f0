"""Discord's limits on what a bot sends, as `../shared/DISCORD.md` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JSON = dict[str, Any]

COMPONENTS_V2 = 1 << 15
ACTION_ROW, BUTTON, STRING_SELECT, TEXT_INPUT, SECTION, TEXT_DISPLAY = 1, 2, 3, 4, 9, 10
THUMBNAIL, MEDIA_GALLERY, FILE, CONTAINER, LABEL = 11, 12, 13, 17, 18
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 19, 21, 22, 23
SELECTS = (STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT)
FIELDS = (TEXT_INPUT, *SELECTS, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX)
LINK = 5
SHORT = 1


def message_breaches(body: JSON) -> list[str]:
    """What in a message's body Discord would refuse."""
    return list(_message(body))


def modal_breaches(modal: JSON) -> list[str]:
    """What in a modal Discord would refuse."""
    return list(_modal(modal))


def walk(components: list[JSON]) -> Iterator[JSON]:
    """Every component, nested ones included."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        for key in ("accessory", "component"):
            if nested := component.get(key):
                yield nested


def attachment_names(components: list[JSON]) -> Iterator[str]:
    """The names of the message's own files that its components show."""
    for media in media_of(components):
        if media["url"].startswith("attachment://"):
            yield media["url"].removeprefix("attachment://")


def media_of(components: list[JSON]) -> Iterator[JSON]:
    """What its components show by an address."""
    for component in walk(components):
        if component["type"] == FILE:
            yield component["file"]
        elif component["type"] == THUMBNAIL:
            yield component["media"]
        elif component["type"] == MEDIA_GALLERY:
            yield from (it["media"] for it in component["items"])


def _message(body: JSON) -> Iterator[str]:
    components = body.get("components") or []
    content = body.get("content") or ""
    if len(content) > 2000:
        yield f"content of {len(content)} characters"
    if not (content or components or body.get("embeds") or body.get("attachments")):
        yield "an empty message"
    if len(body.get("attachments") or []) > 10:
        yield f"{len(body['attachments'])} attachments"
    yield from _embeds(body.get("embeds") or [])
    known = {it.get("filename") for it in body.get("attachments") or []}
    for name in attachment_names(components):
        if name not in known:
            yield f"attachment://{name} was not uploaded"
    every = list(walk(components))
    ids = [it["custom_id"] for it in every if "custom_id" in it]
    if len(ids) != len(set(ids)):
        yield f"a custom_id twice: {ids}"
    for parent in [{"components": components, "type": 0}, *every]:
        yield from _component(parent)
    if not body.get("flags", 0) & COMPONENTS_V2:
        if any(it["type"] != ACTION_ROW for it in components):
            yield "components v2 without their flag"
        if len(components) > 5:
            yield f"{len(components)} action rows"
        return
    if content or body.get("embeds"):
        yield "content or embeds beside components v2"
    if len(every) > 40:
        yield f"{len(every)} components"
    text = sum(len(it["content"]) for it in every if it["type"] == TEXT_DISPLAY)
    if text > 4000:
        yield f"{text} characters of text"


def _modal(modal: JSON) -> Iterator[str]:
    if not 1 <= len(modal["title"]) <= 45:
        yield f"a modal's title of {len(modal['title'])} characters"
    if not 1 <= len(modal["custom_id"]) <= 100:
        yield f"a modal's custom_id of {len(modal['custom_id'])} characters"
    if not 1 <= len(modal["components"]) <= 5:
        yield f"a modal of {len(modal['components'])} components"
    fields = [it for it in walk(modal["components"]) if "custom_id" in it]
    ids = [it["custom_id"] for it in fields]
    if len(ids) != len(set(ids)):
        yield f"a custom_id twice: {ids}"
    for component in modal["components"]:
        yield from _modal_component(component)
    for it in fields:
        if not 1 <= len(it["custom_id"]) <= 100:
            yield f"custom_id of {len(it['custom_id'])} characters"
        yield from _field(it)


def _modal_component(component: JSON) -> Iterator[str]:
    kind = component["type"]
    if kind == LABEL:
        if not 1 <= len(component["label"]) <= 45:
            yield f"a label of {len(component['label'])} characters"
        if len(component.get("description") or "") > 100:
            yield "a label's description over 100 characters"
        if component["component"]["type"] not in FIELDS:
            yield f"a label on a component of type {component['component']['type']}"
        if component["component"].get("label"):
            yield "a text input's own label inside a label"
    elif kind == ACTION_ROW:
        if [it["type"] for it in component["components"]] != [TEXT_INPUT]:
            yield "an action row in a modal that is not one text input"
    elif kind != TEXT_DISPLAY:
        yield f"a component of type {kind} in a modal outside a label"


def _field(it: JSON) -> Iterator[str]:
    """What Discord would refuse in something that a person fills in."""
    kind, name = it["type"], it["custom_id"]
    if kind == TEXT_INPUT:
        least, most = it.get("min_length") or 0, it.get("max_length") or 4000
        if not 0 <= least <= most <= 4000:
            yield f"{name!r} takes {least} to {most} characters"
        if it.get("value") and not least <= len(it["value"]) <= most:
            yield f"{name!r} of {least} to {most} characters is filled with {len(it['value'])}"
        if "\n" in (it.get("value") or "") and it["style"] == SHORT:
            yield f"{name!r} takes one line and is filled with several"
        if len(it.get("placeholder") or "") > 100:
            yield f"the placeholder of {name!r} is over 100 characters"
    elif kind in SELECTS:
        if it.get("disabled"):
            yield f"{name!r} is disabled in a modal"
        yield from select_breaches(it)
    elif kind == RADIO_GROUP:
        yield from option_breaches(it, most=10, fewest=2)
    elif kind in (CHECKBOX_GROUP, FILE_UPLOAD):
        if kind == CHECKBOX_GROUP:
            yield from option_breaches(it, most=10)
            if it.get("min_values") == 0 and it.get("required") is not False:
                yield f"{name!r} is required and takes none"
        least, most = bounds(it)
        if not 0 <= least <= most <= 10:
            yield f"{name!r} takes {least} to {most} values"
    filled = [option for option in it.get("options", []) if option.get("default")]
    if len(filled) > bounds(it)[1]:
        yield f"{name!r} is filled with {len(filled)} values"


def _embeds(embeds: list[JSON]) -> Iterator[str]:
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds"
    characters = 0
    for embed in embeds:
        fields = embed.get("fields", [])
        texts = [
            (embed.get("title"), 256),
            (embed.get("description"), 4096),
            (embed.get("footer", {}).get("text"), 2048),
            (embed.get("author", {}).get("name"), 256),
            *((it["name"], 256) for it in fields),
            *((it["value"], 1024) for it in fields),
        ]
        characters += sum(len(text or "") for text, _ in texts)
        if len(fields) > 25 or any(len(text or "") > most for text, most in texts):
            yield "an embed's text or fields"
    if characters > 6000:
        yield f"embeds of {characters} characters"


def _component(component: JSON) -> Iterator[str]:
    kind = component["type"]
    children = component.get("components", [])
    if kind in (0, CONTAINER) and any(it["type"] in (BUTTON, *SELECTS) for it in children):
        yield "a button or select outside an action row"
    if kind == TEXT_DISPLAY and not component["content"]:
        yield "an empty text display"
    if kind == ACTION_ROW:
        if not 1 <= len(children) <= 5:
            yield f"an action row of {len(children)}"
        if any(it["type"] != BUTTON for it in children) and len(children) > 1:
            yield "a select beside something else"
    if kind == SECTION and not 1 <= len(children) <= 3:
        yield f"a section of {len(children)}"
    if "custom_id" in component and not 1 <= len(component["custom_id"]) <= 100:
        yield f"custom_id of {len(component['custom_id'])} characters"
    if kind == BUTTON:
        if len(component.get("label") or "") > 80:
            yield "a button's label over 80 characters"
        if len(component.get("url") or "") > 512:
            yield "a button's address over 512 characters"
        if (component["style"] == LINK) == ("custom_id" in component):
            yield "a button with both or neither of url and custom_id"
    if kind in SELECTS:
        yield from select_breaches(component)


def bounds(component: JSON) -> tuple[int, int]:
    """How many values a select, a group or an upload takes at least and at most."""
    least, most = component.get("min_values"), component.get("max_values")
    every = len(component["options"]) if component["type"] == CHECKBOX_GROUP else 1
    return (1 if least is None else least), (every if most is None else most)


def select_breaches(component: JSON) -> Iterator[str]:
    """What in a select Discord would refuse, in a message and in a modal alike."""
    if len(component.get("placeholder") or "") > 150:
        yield "a select's placeholder over 150 characters"
    least, most = bounds(component)
    if not (0 <= least <= 25 and 1 <= most <= 25 and least <= most):
        yield f"a select of {least} to {most} values"
    if component["type"] == STRING_SELECT:
        yield from option_breaches(component, most=25)


def option_breaches(component: JSON, *, most: int, fewest: int = 1) -> Iterator[str]:
    """What Discord would refuse in the options of a select or of a group."""
    options = component.get("options", [])
    if not fewest <= len(options) <= most:
        yield f"a select of {len(options)} options"
    if len({it["value"] for it in options}) != len(options):
        yield "a select with a value twice"
    for option in options:
        for key in ("label", "value", "description"):
            if len(option.get(key) or "") > 100 or option.get(key) == "":
                yield f"an option's {key}"
