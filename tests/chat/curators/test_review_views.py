"""Misses as curators see them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.chat.curators.review_queue import next_after
from bot.chat.curators.review_views import Position, render_empty, render_miss
from bot.curating.misses import Miss, group, with_nearest
from bot.store.questions import LoggedQuestion, Outcome
from tests.chat.curators.views import breaches, ids_of, options_of, parts, text_of
from tests.standin.limits import walk

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
STEEP = ("tea", "how-long-to-steep")


def asked(
    number: int, text: str, outcome: Outcome = "none", entry: tuple[str, str] | None = None
) -> LoggedQuestion:
    pack, entry_id = entry or (None, None)
    when = NOW - timedelta(days=number)
    return LoggedQuestion(number, 1, when, text, outcome, pack, entry_id, 0.1, "open")


def missed(answerer: Answerer, *questions: LoggedQuestion) -> Miss:
    (found,) = group(questions)
    return with_nearest(found, answerer)


def rendered(
    answerer: Answerer,
    miss: Miss,
    editable: Collection[str] = ("tea",),
    position: Position | None = None,
) -> object:
    candidates = [it for it in answerer.rank(miss.asked, most=25) if it.pack.id in editable]
    now = answerer.ask(miss.asked)
    found = answerer.find(*miss.wrong) if miss.wrong else None
    reported = found[1] if found else None
    return render_miss(
        miss, now, candidates, editable, position or Position(1, 1), reported=reported
    )


def actions(view: object) -> list[str]:
    return [it.split(":")[1] for it in ids_of(view)]


def test_a_miss_tells_how_often_it_was_asked_and_what_is_nearest(answerer: Answerer) -> None:
    misses = [asked(1, "steep oolong?"), asked(5, "steep oolong"), asked(20, "Steep oolong!")]
    miss = missed(answerer, *misses)
    view = rendered(answerer, miss, position=Position(2, 3, 8, 9))
    text = text_of(view)
    assert "To review: 2 of 3" in text
    assert "asked 3 times since <t:1793534400:d>, last <t:1795176000:R>" in text
    assert "Nearest: **How long should tea steep\\?** of Tea and coffee" in text
    assert {"k:review:8", "k:review:9", "k:review-phrase:1", "k:review-write:1"} <= set(
        ids_of(view)
    )
    assert options_of(view, "k:review-pick:1")[0]["value"] == "tea:how-long-to-steep"
    assert breaches(view) == []


def test_what_is_near_in_a_pack_of_others_is_shown_and_not_offered(answerer: Answerer) -> None:
    miss = missed(answerer, asked(1, "steep oolong"))
    view = rendered(answerer, miss, editable=("server",))
    assert "which the bot's owners change" in text_of(view)
    assert not {"review-phrase", "review-pick", "review-negate"} & set(actions(view))
    assert {"review-write", "review-settle"} <= set(actions(view))


def test_a_wrong_match_may_be_kept_from_its_entry(answerer: Answerer) -> None:
    miss = missed(answerer, asked(1, "steep oolong", "wrong", STEEP))
    view = rendered(answerer, miss)
    assert r"**How long should tea steep\?** was reported as a wrong match" in text_of(view)
    assert "review-negate" in actions(view)
    assert "review-negate" not in actions(rendered(answerer, miss, editable=("server",)))


def test_a_wrong_match_that_is_gone_is_named_and_needs_no_keeping_apart(
    answerer: Answerer,
) -> None:
    miss = missed(answerer, asked(1, "steep oolong", "wrong", ("tea", "gone")))
    view = rendered(answerer, miss)
    assert "`gone` was reported as a wrong match" in text_of(view)
    assert "review-negate" not in actions(view)


def test_what_add_adds_to_stands_beside_it(answerer: Answerer) -> None:
    miss = missed(answerer, asked(1, "steep oolong"))
    (section,) = [it for it in walk(parts(rendered(answerer, miss))) if "accessory" in it]
    assert section["accessory"]["label"] == "Add"
    assert "How long should tea steep" in section["components"][0]["content"]


def test_what_is_answered_by_now_can_be_put_away_as_done(answerer: Answerer) -> None:
    miss = missed(answerer, asked(1, "how long should tea steep"))
    view = rendered(answerer, miss)
    assert "By now it is answered with **How long should tea steep" in text_of(view)
    assert "k:review-settle:handled:1" in ids_of(view)
    assert "review-phrase" not in actions(view)


def test_an_empty_queue_says_so_with_what_came_of_the_last() -> None:
    assert text_of(render_empty("Ignored.")).startswith("Ignored.\n\n### Nothing is left")


@given(st.lists(st.text(min_size=1, max_size=4000), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_whatever_was_asked_discord_takes_it(answerer: Answerer, texts: list[str]) -> None:
    questions = tuple(asked(number, text) for number, text in enumerate(texts, start=1))
    nearest = next(iter(answerer.rank("steep tea")), None)
    miss = Miss(questions, nearest, STEEP)
    assert breaches(rendered(answerer, miss, position=Position(1, 2, 3, 4))) == []


@pytest.mark.parametrize(
    ("settled", "following"),
    [((1, 2), 3), ((3,), 4), ((4,), 1), ((1,), 1), ((1, 2, 3, 4), None), ((9,), 1), ((3, 4), 1)],
    ids=["first", "middle", "last", "in part", "all", "gone", "two"],
)
def test_what_comes_after_a_miss_is_the_next_that_is_left(
    settled: tuple[int, ...], following: int | None
) -> None:
    words = ["steep oolong", "steep oolong", "who won the cup", "why"]
    first, *others = [asked(number, text) for number, text in enumerate(words, start=1)]
    misses = [Miss((first, others[0]), None), *(Miss((it,), None) for it in others[1:])]
    found = next_after(settled, misses)
    assert (found.questions[0].id if found else None) == following
