"""What is said to a bot rather than asked of it."""

from __future__ import annotations

import pytest

from bot.answering.courtesy import courtesy


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", "help"),
        ("Hi there!", "help"),
        ("heyyyy", "help"),
        ("HELP", "help"),
        ("help me please <@123>", "help"),
        ("what can you do?", "help"),
        ("ok thx", "thanks"),
        ("Thank you so much!!", "thanks"),
        ("does coffee help", None),
        ("thanks, but why?", None),
        ("hello, does coffee help", None),
        ("who made you", None),
        ("you", None),
        ("👋", None),
        ("", None),
        ("hello " * 50, None),
    ],
)
def test_a_courtesy_says_nothing_else(text: str, kind: str | None) -> None:
    assert courtesy(text, ["en-GB"]) == kind


def test_each_language_has_its_own() -> None:
    assert courtesy("Hallo zusammen", ["de"]) == "help"
    assert courtesy("Hallo zusammen", ["en", "ja"]) is None
    assert courtesy("Hallo zusammen", ["en", "de"]) == "help"
    assert courtesy("hello", [None]) is None


@pytest.mark.parametrize("text", ["was kannst du?", "Hilfe!", "hilf mir bitte"])
def test_german_calls_for_help_are_known(text: str) -> None:
    assert courtesy(text, ["de"]) == "help"
