"""What was typed is shown and kept, whatever became of its change."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.curators.rescue import FILE, render_rescued, render_typed
from tests.chat.curators.views import breaches, ids_of, text_of

LONG = {name: f"{name} *text* " * 250 for name in ("question", "answer", "topic", "sources")}


def test_what_was_typed_is_shown_with_a_way_to_start_again() -> None:
    view, files = render_rescued({"question": "Why *so*?", "side": "for", "topic": " "}, 9)
    text = text_of(view)
    assert "**Question**\n>>> Why \\*so\\*\\?" in text
    assert "**Side**\n>>> For" in text
    assert "Topic" not in text
    assert "is kept for a week" in text
    assert ids_of(view) == ["k:edit:9", "k:discard:9"]
    assert files == []


def test_what_is_too_long_is_in_a_file_whole() -> None:
    view, (file,) = render_rescued(LONG, 9)
    content = file.fp.read().decode()
    assert all(text in content for text in LONG.values())
    assert breaches(view, FILE) == []


def test_what_cannot_be_kept_is_shown_to_be_copied() -> None:
    view, _files = render_rescued({"question": "Why?"}, None)
    assert "for you to copy" in text_of(view)
    assert ids_of(view) == []


@given(st.dictionaries(st.sampled_from(sorted(LONG)), st.text(max_size=4000), max_size=4))
@settings(max_examples=30, deadline=None)
def test_whatever_was_typed_discord_takes_it(fields: dict[str, str]) -> None:
    view, files = render_rescued(fields, 9)
    assert breaches(view, *[it.filename for it in files]) == []


@given(st.dictionaries(st.sampled_from(sorted(LONG)), st.text(max_size=4000), max_size=4))
@settings(max_examples=30, deadline=None)
def test_what_nothing_came_of_discord_takes_whatever_it_is(fields: dict[str, str]) -> None:
    view, files = render_typed(fields)
    assert breaches(view, *[it.filename for it in files]) == []
