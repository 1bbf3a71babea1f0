"""What curators are asked and told beside a preview."""

from __future__ import annotations

import pytest

from bot.chat.curators.prompts import (
    affected_line,
    fold,
    render_draft_warning,
    render_overlap,
    render_published,
    render_refused,
)
from bot.curating.changes import Overlap
from bot.curating.effects import Affected
from bot.knowledge.model import Pack
from tests.chat.curators.views import breaches, ids_of, text_of


def test_an_overlap_shows_both_versions_whatever_their_length(tea: Pack) -> None:
    base = tea.entry_by_id["tea-is-healthier"]
    theirs = base.model_copy(update={"answer": "theirs " * 900, "phrasings": ("their way",)})
    mine = base.model_copy(update={"answer": "*mine* " * 900, "phrasings": ()})
    error = Overlap(theirs, ["answer", "phrasings"])
    view = render_overlap(7, error, mine, "abc", is_form=True)
    assert breaches(view) == []
    assert "**Answer** as it is now:\n>>> theirs" in text_of(view)
    assert r"**Answer** as you would have it:" + "\n>>> " + r"\*mine\*" in text_of(view)
    assert r"\- their way" in text_of(view)
    assert ids_of(view) == ["k:overwrite:7:abc", "k:again:7:abc", "k:discard:7"]
    assert "k:again:7:abc" not in ids_of(render_overlap(7, error, mine, "abc", is_form=False))


def test_what_is_refused_offers_the_form_again() -> None:
    reason = "topic: say which.\n" * 400
    view = render_refused(7, reason, is_form=True, is_entry=True)
    assert breaches(view) == []
    assert "\nTopic: say which.\n" in text_of(view)
    assert text_of(view).endswith("What you typed is kept for a week.")
    assert ids_of(view) == ["k:edit:7", "k:preview:7", "k:discard:7", "k:more:7"]
    assert ids_of(render_refused(7, reason, is_form=False, is_entry=False)) == [
        "k:preview:7",
        "k:discard:7",
    ]


def test_a_draft_warning_counts_the_expectations(tea: Pack) -> None:
    view = render_draft_warning(7, tea.entry_by_id["how-long-to-steep"], 2)
    assert "2 expectations of it would wait until it is live again." in text_of(view)
    assert breaches(view) == []


def test_what_is_published_can_be_undone_and_leads_on_in_the_queue() -> None:
    view = render_published(12, "Published as revision 12: " + "x" * 5000)
    assert ids_of(view) == ["k:undo:12"]
    assert breaches(view) == []
    assert ids_of(render_published(12, "Published.", following=5)) == ["k:review:5", "k:undo:12"]


@pytest.mark.parametrize(
    ("affected", "said"),
    [
        (Affected("q", "changed", "a", "b"), "- “q”: now `a`; then `b`"),
        (Affected("q", "gained", None, "b"), "- “q”: now nothing; then `b`"),
        (Affected("q", "ambiguous", "a", None), "- “q”: now `a`; then suggestions alone"),
        (
            Affected("q", "lost", "a", None, "a"),
            "- “q”: now `a`; then nothing, although `a` must answer",
        ),
        (
            Affected("q", "gained", None, "b", "none"),
            "- “q”: now nothing; then `b`, although nothing may answer",
        ),
    ],
    ids=["changed", "gained", "ambiguous", "broken", "broken by an answer"],
)
def test_a_question_is_told_with_what_it_gets_before_and_after(
    affected: Affected, said: str
) -> None:
    assert affected_line(affected) == said


@pytest.mark.parametrize(
    ("room", "text"),
    [
        (35, "aaaaaaaa\nbbbbbbbb\ncccccccc\ndddddddd"),
        (34, "aaaaaaaa\nbbbbbbbb\n… and 2 more."),
        (23, "aaaaaaaa\n… and 3 more."),
        (8, "aaaaaaaa"),
        (5, "aaaa…"),
    ],
)
def test_lines_are_folded_to_the_room_there_is(room: int, text: str) -> None:
    assert fold(["a" * 8, "b" * 8, "c" * 8, "d" * 8], room) == text
