"""What the bot says on joining a server."""

from __future__ import annotations

from bot.chat.admins.joining import render_greeting
from tests.chat.curators.views import breaches, text_of


def test_three_lines_say_what_to_do() -> None:
    view = render_greeting()
    heading, *lines = text_of(view).splitlines()
    assert heading == "### Thank you for adding me"
    assert [it[:2] for it in lines] == ["1.", "2.", "3."]
    assert all(
        command in line
        for command, line in zip(("/ask", "/settings", "/knowledge"), lines, strict=True)
    )
    assert breaches(view) == []


def test_outside_of_the_server_it_is_named_and_its_name_is_only_text() -> None:
    view = render_greeting("**Tea** <@1> " + "x" * 100)
    assert r"adding me to \*\*Tea\*\* \<\@1\> xxx" in text_of(view)
    assert breaches(view) == []
