"""Revisions as curators see them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.chat.curators.revision_views import (
    PAGE,
    render_history,
    render_revision,
    render_undo,
    said_of,
)
from bot.store.people import FORGOTTEN
from bot.store.revisions import Author, ItemChange, Revision
from tests.chat.curators.views import breaches, ids_of, options_of, text_of

MADE = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANN = Author("Ann *the* <@1>", "discord", 7)


def revision(number: int, *changes: ItemChange, author: Author = ANN) -> Revision:
    said = "Changed entry `" + "s" * 64 + "` and 2,000 more, " + "so much " * 60
    return Revision(number, "pack/tea", MADE, author, said, changes, None)


def change(before: str | None, after: str | None) -> ItemChange:
    return ItemChange("entries", "steep", "tea.yaml", before, after)


@pytest.mark.parametrize(
    ("author", "said"),
    [
        (ANN, r"<t:1795262400:R>, **Ann \*the\* \<\@1\>**, on Discord"),
        (Author("ann", "shell"), "<t:1795262400:R>, **ann**, in the shell"),
        (Author("", "file"), "<t:1795262400:R>, in the file, by hand"),
        (
            Author(FORGOTTEN, "discord"),
            "<t:1795262400:R>, someone who asked to be forgotten, on Discord",
        ),
        (
            Author(FORGOTTEN, "discord", 7),
            "<t:1795262400:R>, **someone who asked to be forgott…**, on Discord",
        ),
    ],
    ids=["discord", "shell", "file", "forgotten", "called like that"],
)
def test_who_and_when_and_through_what(author: Author, said: str) -> None:
    assert said_of(revision(1, author=author)) == said


def test_a_full_page_of_the_longest_fits_and_turns_both_ways() -> None:
    author = Author("*" * 80, "file")
    page = [revision(10**14 + number, author=author) for number in range(PAGE)]
    view = render_history(page, "p" * 24, "e" * 64, 41, has_older=True)
    assert breaches(view) == []
    older, newer = f"k:past:42:{'p' * 24}:{'e' * 64}", f"k:past:40:{'p' * 24}:{'e' * 64}"
    assert {older, newer} <= set(ids_of(view))
    assert [it["value"] for it in options_of(view, "k:show")] == [str(it.number) for it in page]


def test_the_first_page_has_nothing_newer_and_the_last_nothing_older() -> None:
    assert ids_of(render_history([revision(1)], "server", None)) == ["k:show"]


def test_a_pack_without_history_says_so() -> None:
    assert "Nothing has been changed yet." in text_of(render_history([], "server", None))


def test_a_revision_is_shown_as_a_diff_that_its_text_does_not_break_out_of() -> None:
    view, files = render_revision(revision(3, change("a: ```", "a: ```\n@everyone")))
    text = text_of(view)
    assert text.count("```") == 2
    assert "+ @everyone" in text
    assert files == []
    assert breaches(view) == []
    assert "k:undo:3" in ids_of(view)


def test_what_does_not_fit_is_in_a_file_whole() -> None:
    after = "\n".join(f"line {number}" for number in range(3000))
    view, files = render_revision(revision(3, change(None, after)))
    assert breaches(view, "revision-3.diff") == []
    assert "The rest is in the file." in text_of(view)
    content = files[0].fp.read().decode()
    assert files[0].filename == "revision-3.diff"
    assert content.endswith("+ line 2999\n")
    assert "+ line 28\n" in text_of(view)
    assert "+ line 29\n" not in text_of(view)


def test_an_undo_shows_the_change_the_other_way_around() -> None:
    view, _ = render_undo(revision(3, change("a: old", "a: new")))
    assert "- a: new\n+ a: old" in text_of(view)
    assert ids_of(view) == ["k:undone:3"]


def test_what_changed_nothing_cannot_be_undone() -> None:
    view, _ = render_undo(revision(1))
    assert ids_of(view) == []
    assert "nothing that could be undone" in text_of(view)
