"""Payloads drawn as Discord's client would draw them: HTML without a script.

Pure: a payload and the moment at which it is read become a text. What Discord gets from elsewhere
(names of members, uploaded files) is stood in for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final, Literal

from tests.pictures.markdown import Markdown
from tests.standin.limits import (
    ACTION_ROW,
    BUTTON,
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOX_GROUP,
    CONTAINER,
    FILE,
    FILE_UPLOAD,
    JSON,
    LABEL,
    LINK,
    MEDIA_GALLERY,
    MENTIONABLE_SELECT,
    RADIO_GROUP,
    ROLE_SELECT,
    SECTION,
    STRING_SELECT,
    TEXT_DISPLAY,
    TEXT_INPUT,
    THUMBNAIL,
    USER_SELECT,
)

Payload = JSON | list[JSON]
"""The components of a message, or a modal."""

SEPARATOR = 14
STYLE = Path(__file__).with_name("page.css")
WIDTHS: Final[Mapping[str, int]] = {"phone": 390, "desktop": 800}
"""In CSS pixels."""
_STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", LINK: "link"}
_SIGNS = {"role": "@role", "user": "@member", "channel": "#channel"}


@dataclass(frozen=True, slots=True)
class Look:
    """Where and how a payload is looked at."""

    device: Literal["phone", "desktop"]
    theme: Literal["dark", "light"]

    def __str__(self) -> str:
        return f"{self.device}-{self.theme}"


LOOKS: Final = (
    Look("phone", "dark"),
    Look("desktop", "dark"),
    Look("phone", "light"),
    Look("desktop", "light"),
)


class UnknownComponent(ValueError):
    """The page has no picture for a type of component."""


def picture(payload: Payload, look: Look, *, now: datetime) -> str:
    """The message or modal as it looks there."""
    draw = _Drawing(Markdown(now))
    drawn = draw.modal(payload) if isinstance(payload, dict) else draw.message(payload)
    return f'<div class="picture {look.device} {look.theme}">{drawn}</div>'


def document(title: str, body: str) -> str:
    """A whole page."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}'
        f"</title><style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body>{body}</body></html>\n"
    )


def index(payloads: Mapping[str, Payload], *, now: datetime) -> str:
    """A page of all payloads, each in every look, with its figures."""
    links = "".join(f'<a href="#{escape(it)}">{escape(it)}</a>' for it in payloads)
    parts = [f"<nav>{links}</nav>"]
    for name, payload in payloads.items():
        looks = "".join(picture(payload, look, now=now) for look in LOOKS)
        parts.append(
            f'<section class="case" id="{escape(name)}"><h2 class="name">{escape(name)}</h2>'
            f'<p class="figures">{escape(figures(payload))}</p>'
            f'<div class="looks">{looks}</div></section>'
        )
    return document("What Rejoinder says", "".join(parts))


def figures(payload: Payload) -> str:
    """How much of Discord's room a payload takes."""
    components = payload["components"] if isinstance(payload, dict) else payload
    every = list(each(components))
    characters = sum(len(it["content"]) for it in every if it["type"] == TEXT_DISPLAY)
    rows = [it for it in every if it["type"] == ACTION_ROW]
    return f"{len(every)} components, {characters} characters, {len(rows)} rows"


def each(components: Iterable[JSON]) -> Iterable[JSON]:
    """Every component, nested ones included."""
    for it in components:
        yield it
        yield from each(it.get("components", []))
        yield from each([it[key] for key in ("accessory", "component") if it.get(key)])


class _Drawing:
    """Draws one payload."""

    def __init__(self, markdown: Markdown) -> None:
        self._markdown = markdown
        self._draw: Mapping[int, Callable[[JSON], str]] = {
            ACTION_ROW: self._row,
            BUTTON: _button,
            STRING_SELECT: _select,
            TEXT_INPUT: _input,
            **dict.fromkeys(
                (USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT), _picker
            ),
            SECTION: self._section,
            TEXT_DISPLAY: self._text,
            THUMBNAIL: lambda it: _media(it["media"], it.get("description")),
            MEDIA_GALLERY: _gallery,
            FILE: lambda it: f'<div class="file">{escape(_file_name(it["file"]))}</div>',
            SEPARATOR: _separator,
            CONTAINER: self._container,
            LABEL: self._label,
            FILE_UPLOAD: lambda _: '<div class="upload">Drop a file here, or browse</div>',
            RADIO_GROUP: lambda it: _choices(it["options"], "radio"),
            CHECKBOX_GROUP: lambda it: _choices(it["options"], "checkbox"),
            CHECKBOX: lambda it: _choices([{"label": "", **it}], "checkbox"),
        }

    def message(self, components: list[JSON]) -> str:
        """A message of the bot's."""
        return (
            '<div class="message"><div class="avatar">R</div><div class="column">'
            '<div class="author">Rejoinder <span class="tag">APP</span> '
            f'<span class="time">12:00</span></div>{self._all(components)}</div></div>'
        )

    def modal(self, modal: JSON) -> str:
        """A form that the bot opens."""
        return (
            f'<div class="modal"><h1>{escape(modal["title"])}</h1>'
            f"{self._all(modal['components'])}"
            '<div class="row end"><span class="button secondary">Cancel</span>'
            '<span class="button primary">Submit</span></div></div>'
        )

    def _all(self, components: Iterable[JSON]) -> str:
        return "".join(map(self._one, components))

    def _one(self, component: JSON) -> str:
        draw = self._draw.get(component["type"])
        if draw is None:
            raise UnknownComponent(
                f"There is no picture of components of type {component['type']}. "
                "Give it one in tests/pictures/page.py."
            )
        return draw(component)

    def _container(self, it: JSON) -> str:
        colour = it.get("accent_color")
        bar = f' style="border-left: 4px solid #{colour:06x}"' if colour is not None else ""
        spoiler = " spoiler" if it.get("spoiler") else ""
        return f'<div class="container{spoiler}"{bar}>{self._all(it["components"])}</div>'

    def _row(self, it: JSON) -> str:
        return f'<div class="row">{self._all(it["components"])}</div>'

    def _text(self, it: JSON) -> str:
        return f'<div class="text">{self._markdown.html(it["content"])}</div>'

    def _section(self, it: JSON) -> str:
        return (
            f'<div class="beside"><div class="column">{self._all(it["components"])}</div>'
            f"{self._one(it['accessory'])}</div>"
        )

    def _label(self, it: JSON) -> str:
        star = ' <span class="star">*</span>' if it["component"].get("required", True) else ""
        hint = (
            f'<div class="hint">{escape(it["description"])}</div>' if it.get("description") else ""
        )
        return (
            f'<div class="label"><div class="name">{escape(it["label"])}{star}</div>{hint}'
            f"{self._one(it['component'])}</div>"
        )


def _button(it: JSON) -> str:
    idle = " idle" if it.get("disabled") else ""
    emoji = f"{escape(it['emoji'].get('name') or '')} " if it.get("emoji") else ""
    label = f'<span class="caption">{emoji}{escape(it.get("label") or "")}</span>'
    leaves = ' <span class="leaves">&#x2197;</span>' if it["style"] == LINK else ""
    told = escape(it.get("custom_id") or it.get("url") or "")
    return (
        f'<span class="button {_STYLES[it["style"]]}{idle}" title="{told}">{label}{leaves}</span>'
    )


def _select(it: JSON) -> str:
    chosen = [escape(option["label"]) for option in it["options"] if option.get("default")]
    many = (it.get("max_values") or 1) > 1
    options = "".join(
        f"<li><span>{escape(option['label'])}</span>"
        + (f"<small>{escape(option['description'])}</small>" if option.get("description") else "")
        + "</li>"
        for option in it["options"]
    )
    return _closed(it, chosen, many=many, options=f"<ul>{options}</ul>")


def _picker(it: JSON) -> str:
    """A select whose options Discord fills in."""
    values = it.get("default_values") or []
    chosen = [f"{_SIGNS[value['type']]}-{str(value['id'])[-4:]}" for value in values]
    return _closed(it, chosen, many=True, options="")


def _closed(it: JSON, chosen: list[str], *, many: bool, options: str) -> str:
    shown = (
        f'<span class="hint caption">{escape(it.get("placeholder") or "Make a selection")}</span>'
    )
    if chosen:
        chips = (f'<span class="chip">{name}</span>' for name in chosen)
        shown = "".join(chips) if many else f'<span class="caption">{chosen[0]}</span>'
    idle = " idle" if it.get("disabled") else ""
    told = escape(it["custom_id"])
    return (
        f'<details class="select{idle}" title="{told}"><summary><span class="chosen">{shown}</span>'
        f'<span class="arrow">&#x25be;</span></summary>{options}</details>'
    )


def _input(it: JSON) -> str:
    kind = "line" if it["style"] == 1 else "paragraph"
    name = f'<div class="name">{escape(it["label"])}</div>' if it.get("label") else ""
    filled = escape(it.get("value") or "")
    shown = filled or f'<span class="hint">{escape(it.get("placeholder") or "")}</span>'
    return f'{name}<div class="input {kind}">{shown}</div>'


def _choices(options: Iterable[JSON], kind: str) -> str:
    drawn = []
    for it in options:
        mark = "&#x25cf;" if it.get("default") else ""
        more = (
            f'<div class="hint">{escape(it["description"])}</div>' if it.get("description") else ""
        )
        drawn.append(
            f'<div class="choice"><span class="mark {kind}">{mark}</span>'
            f"<div>{escape(it['label'])}{more}</div></div>"
        )
    return f'<div class="choices">{"".join(drawn)}</div>'


def _gallery(it: JSON) -> str:
    drawn = "".join(_media(item["media"], item.get("description")) for item in it["items"])
    return f'<div class="gallery">{drawn}</div>'


def _media(media: JSON, description: str | None) -> str:
    return (
        f'<div class="media"><span>{escape(_file_name(media))}</span>'
        f'<span class="hint">{escape(description or "")}</span></div>'
    )


def _file_name(media: JSON) -> str:
    return str(media["url"]).rpartition("/")[2]


def _separator(it: JSON) -> str:
    line = " line" if it.get("divider", True) else ""
    size = "large" if it.get("spacing") == 2 else "small"
    return f'<div class="separator {size}{line}"></div>'
