"""The page draws what Discord would show, and runs nothing of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pictures.__main__ import main
from tests.pictures.browser import Browser
from tests.pictures.cases import CASES
from tests.pictures.goldens import payload_of
from tests.pictures.markdown import Markdown
from tests.pictures.material import NOW
from tests.pictures.page import LOOKS, Look, UnknownComponent, index, picture
from tests.standin.limits import LINK

PHONE = Look("phone", "light")
HOSTILE = '<script>alert("1")</script><img src=x onerror=alert(1)>" onclick="alert(1)'
BROWSER = Browser.find()


def drawn(*components: dict[str, Any]) -> str:
    return picture(list(components), PHONE, now=NOW)


def marked(text: str) -> str:
    return Markdown(NOW).html(text)


class Tags(HTMLParser):
    """The tags and attributes of a page, and whether each is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def row(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def button(style: int, **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": style, "label": "Press", **more}


OPTION = {"label": "One", "value": "1"}

COMPONENTS: dict[str, tuple[dict[str, Any], str]] = {
    "text": ({"type": 10, "content": "Hello"}, '<div class="text"><div>Hello</div></div>'),
    "accent": (
        {"type": 17, "accent_color": 0x0B82A0, "components": []},
        'style="border-left: 4px solid #0b82a0"',
    ),
    "button": (row(button(3, custom_id="a")), 'class="button success"'),
    "idle button": (row(button(4, custom_id="a", disabled=True)), 'class="button danger idle"'),
    "link": (row(button(LINK, url="https://example.org/")), 'class="button link"'),
    "emoji": (row(button(1, custom_id="a", emoji={"name": "👍"})), "👍 Press"),
    "select": (row({"type": 3, "custom_id": "a", "options": [OPTION]}), "Make a selection"),
    "chosen": (
        row({"type": 3, "custom_id": "a", "options": [{**OPTION, "default": True}]}),
        '<span class="caption">One</span>',
    ),
    "several chosen": (
        row(
            {
                "type": 3,
                "custom_id": "a",
                "max_values": 2,
                "options": [{**OPTION, "default": True}, {"label": "Two", "value": "2"}],
            }
        ),
        '<span class="chip">One</span>',
    ),
    "users": (row({"type": 5, "custom_id": "a", "placeholder": "Who?"}), "Who?"),
    "roles": (
        row({"type": 6, "custom_id": "a", "default_values": [{"type": "role", "id": "12345"}]}),
        "@role-2345",
    ),
    "mentionables": (row({"type": 7, "custom_id": "a", "placeholder": "Whom?"}), "Whom?"),
    "channels": (
        row({"type": 8, "custom_id": "a", "default_values": [{"type": "channel", "id": 7}]}),
        "#channel-7",
    ),
    "section": (
        {
            "type": 9,
            "components": [{"type": 10, "content": "Beside"}],
            "accessory": button(2, custom_id="a"),
        },
        'class="beside"',
    ),
    "thumbnail": (
        {
            "type": 9,
            "components": [{"type": 10, "content": "Beside"}],
            "accessory": {
                "type": 11,
                "media": {"url": "attachment://a.png"},
                "description": "A face",
            },
        },
        "A face",
    ),
    "gallery": (
        {"type": 12, "items": [{"media": {"url": "attachment://b.png"}, "description": "A chart"}]},
        "A chart",
    ),
    "file": ({"type": 13, "file": {"url": "attachment://c.txt"}}, '<div class="file">c.txt</div>'),
    "separator": ({"type": 14, "divider": False, "spacing": 2}, 'class="separator large"'),
}

FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "line": ({"type": 4, "custom_id": "a", "style": 1, "value": "Filled"}, "Filled"),
    "paragraph": (
        {"type": 4, "custom_id": "a", "style": 2, "placeholder": "So"},
        "input paragraph",
    ),
    "upload": ({"type": 19, "custom_id": "a"}, "upload"),
    "radio": ({"type": 21, "custom_id": "a", "options": [{**OPTION, "default": True}]}, "&#x25cf;"),
    "checkboxes": ({"type": 22, "custom_id": "a", "options": [OPTION]}, "mark checkbox"),
    "checkbox": ({"type": 23, "custom_id": "a", "default": True}, "&#x25cf;"),
    "select": ({"type": 3, "custom_id": "a", "options": [OPTION]}, "One"),
}

MARKDOWN = {
    "bold": ("**a *b***", "<div><strong>a <em>b</em></strong></div>"),
    "underline": ("__a__ _b_", "<div><u>a</u> <em>b</em></div>"),
    "struck": ("~~a~~ ||b||", '<div><s>a</s> <span class="spoiler">b</span></div>'),
    "word with underscores": ("a_b_c", "<div>a_b_c</div>"),
    "escaped": (r"\*a\* \<\@1\>", "<div>*a* &lt;@1&gt;</div>"),
    "code": ("`*a*`", "<div><code>*a*</code></div>"),
    "heading": ("### a\nb", "<h3>a</h3><div>b</div>"),
    "no heading": ("#### a", "<div>#### a</div>"),
    "subtext": ("-# a **b**\nc", "<small>a <strong>b</strong></small><div>c</div>"),
    "quote": ("> a\n> b\nc", "<blockquote><div>a\nb</div></blockquote><div>c</div>"),
    "long quote": (">>> a\nb", "<blockquote><div>a\nb</div></blockquote>"),
    "list": ("- a\n  - b\n- c", "<ul><li><div>a</div><ul><li><div>b</div></li></ul></li>"),
    "numbers": ("2. a\n3. b", '<ol start="2"><li><div>a</div></li><li><div>b</div></li></ol>'),
    "link": ("[a](<https://e.org/b_(c)>)", '<div><a href="https://e.org/b_(c)">a</a></div>'),
    "number as a link": ("[[1]](<https://e.org>)", '<div><a href="https://e.org">[1]</a></div>'),
    "address": ("<https://e.org/a>", '<div><a href="https://e.org/a">https://e.org/a</a></div>'),
    "bare address": ("(https://e.org/a).", '(<a href="https://e.org/a">https://e.org/a</a>).'),
    "no link": ("[a](javascript:alert(1))", "<div>[a](javascript:alert(1))</div>"),
    "member": ("<@1> <@&2> <#3>", '<span class="mention">@member-1</span>'),
    "command": ("</ask:123>", '<div><span class="mention">/ask</span></div>'),
    "block": ("```\n- a\n```", "<pre>- a</pre>"),
    "diff": (
        "```diff\n- a\n+ b\n```",
        '<pre><span class="removed">- a</span>\n<span class="added">',
    ),
    "block in a text": ("a\n```py\nb\n```\nc", "<div>a</div><pre>b</pre><div>c</div>"),
    "blank line": ("a\n\nb", "<div>a\n\nb</div>"),
}


@pytest.mark.parametrize(("text", "html"), MARKDOWN.values(), ids=MARKDOWN)
def test_markdown_is_drawn_as_discord_draws_it(text: str, html: str) -> None:
    assert html in marked(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<t:1795262400:R>", "now"),
        ("<t:1795266000:R>", "in 1 hour"),
        ("<t:1795089600:R>", "2 days ago"),
        ("<t:1795262400:d>", "21/11/2026"),
        ("<t:1795262400>", "21 November 2026 12:00"),
    ],
)
def test_times_are_told_from_the_moment_of_reading(text: str, said: str) -> None:
    assert Markdown(datetime(2026, 11, 21, 12, tzinfo=UTC)).html(text) == (
        f"<div><time>{said}</time></div>"
    )


@given(st.text(st.sampled_from("ab*_~|`>#-. \n\\[]()<>@:/1\"'&") | st.characters(), max_size=60))
@settings(max_examples=150, deadline=None)
def test_whatever_a_text_holds_the_page_stays_whole(text: str) -> None:
    tags = Tags(marked(text))
    assert tags.open == []
    assert {name for _, attributes in tags.found for name in attributes} <= {
        "class",
        "href",
        "start",
    }


@pytest.mark.parametrize(("component", "html"), COMPONENTS.values(), ids=COMPONENTS)
def test_each_component_is_drawn(component: dict[str, Any], html: str) -> None:
    page = drawn(component)
    assert html in page
    assert Tags(page).open == []


@pytest.mark.parametrize(("field", "html"), FIELDS.values(), ids=FIELDS)
def test_each_field_of_a_form_is_drawn_under_its_label(field: dict[str, Any], html: str) -> None:
    label = {"type": 18, "label": "Name", "description": "Say it.", "component": field}
    page = picture({"title": "Form", "custom_id": "f", "components": [label]}, PHONE, now=NOW)
    assert html in page
    assert "Say it." in page
    assert Tags(page).open == []


def test_a_component_that_the_page_does_not_know_is_an_error() -> None:
    with pytest.raises(UnknownComponent, match="components of type 99"):
        drawn({"type": 17, "components": [{"type": 99}]})


def test_no_text_of_a_payload_becomes_a_tag_or_an_attribute() -> None:
    option = {"label": HOSTILE, "value": HOSTILE, "description": HOSTILE}
    media = {"media": {"url": f"attachment://{HOSTILE}"}, "description": HOSTILE}
    page = drawn(
        {"type": 10, "content": f"{HOSTILE}\n```{HOSTILE}```"},
        row(button(1, custom_id=HOSTILE, label=HOSTILE, emoji={"name": HOSTILE})),
        row({"type": 3, "custom_id": HOSTILE, "placeholder": HOSTILE, "options": [option]}),
        {"type": 12, "items": [media]},
        {"type": 13, "file": media["media"]},
    )
    form = {"type": 18, "label": HOSTILE, "description": HOSTILE, "component": FIELDS["line"][0]}
    page += picture({"title": HOSTILE, "components": [form]}, PHONE, now=NOW)
    page += index({HOSTILE: []}, now=NOW)
    for tag, attributes in Tags(
        page.replace("<!doctype html>", "").replace('<meta charset="utf-8">', "")
    ).found:
        assert tag not in ("script", "img")
        assert not any(name.startswith("on") for name in attributes)


def test_the_page_has_every_case_in_every_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    main([str(tmp_path / "pictures")])
    page = (tmp_path / "pictures" / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'<section class="case"', page)) == len(CASES)
    for look in LOOKS:
        assert page.count(f'<div class="picture {look.device} {look.theme}">') == len(CASES)
    assert "There is no Chromium here" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["folder", "--accept"], ["--accept", "--only", "a"]])
def test_a_command_that_asks_for_two_things_or_none_is_refused(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        main(arguments)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed here")
class TestInChromium:
    @pytest.mark.parametrize("look", LOOKS, ids=str)
    def test_nothing_reaches_over_the_edge(self, look: Look) -> None:
        assert BROWSER is not None
        payloads = {name: payload_of(make()) for name, make in CASES.items()}
        layouts = BROWSER.layouts(payloads, look, now=NOW)
        assert {name: it.outside for name, it in layouts.items() if it.outside} == {}

    def test_no_label_is_cut_on_a_phone(self) -> None:
        assert BROWSER is not None
        payloads = {name: payload_of(make()) for name, make in CASES.items()}
        layouts = BROWSER.layouts(payloads, PHONE, now=NOW)
        assert {name: it.cut for name, it in layouts.items() if it.cut} == {}

    def test_what_does_reach_over_the_edge_or_is_cut_is_seen(self) -> None:
        assert BROWSER is not None
        wide = row(button(2, custom_id="a", label="word " * 15))
        payloads = {"wide": [wide], "narrow": [{"type": 10, "content": "Word"}]}
        layouts = BROWSER.layouts(payloads, PHONE, now=NOW)
        assert layouts["wide"].cut == ("word " * 15,)
        assert layouts["narrow"].cut == layouts["narrow"].outside == ()

    def test_a_picture_of_each_look_is_written(self, tmp_path: Path) -> None:
        assert BROWSER is not None
        text = [{"type": 10, "content": "Word"}]
        assert BROWSER.write_pictures({"word": text}, tmp_path, now=NOW) == len(LOOKS)
        for look in LOOKS:
            assert (tmp_path / f"word.{look}.png").read_bytes().startswith(b"\x89PNG")
