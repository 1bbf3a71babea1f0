"""When the bot may speak unasked, by a clock that the tests turn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.chat.asking import conduct
from bot.chat.asking.conduct import (
    CONVERSATION_SECONDS,
    IN_A_CHANNEL,
    IN_A_SERVER,
    PAUSE_SECONDS,
    TALK_SECONDS,
    Conduct,
    Said,
    Turn,
)
from tests.chat.clock import Clock

ANNA = Said(message_id=1, guild_id=9, place_id=8, channel_id=8, author_id=1)
BEN = replace(ANNA, author_id=2)


@pytest.fixture
def found(clock: Clock) -> Conduct:
    return Conduct(clock)


def hear(found: Conduct, said: Said) -> Turn:
    """Hears what may be answered so far."""
    turn = found.hear(said)
    assert turn is not None
    return turn


def answer(found: Conduct, clock: Clock, said: Said) -> bool:
    """Whether a message is answered when nothing follows it."""
    turn = found.hear(said)
    clock.now += PAUSE_SECONDS
    return turn is not None and found.claim(turn)


def test_a_question_that_nobody_takes_up_is_answered(found: Conduct, clock: Clock) -> None:
    assert answer(found, clock, ANNA)


def test_whoever_writes_in_the_pause_comes_first(found: Conduct) -> None:
    turn = hear(found, ANNA)
    found.hear(BEN)
    assert not found.claim(turn)


def test_the_asker_who_goes_on_has_not_finished(found: Conduct) -> None:
    turn = hear(found, ANNA)
    found.hear(ANNA)
    assert not found.claim(turn)


def test_another_bots_answer_in_the_pause_is_enough(found: Conduct) -> None:
    turn = hear(found, ANNA)
    found.hear(replace(BEN, is_by_person=False))
    assert not found.claim(turn)


def test_an_answer_that_is_heard_before_its_question_is_an_answer_all_the_same(
    found: Conduct,
) -> None:
    found.hear(replace(BEN, message_id=2, is_by_person=False))
    assert found.hear(ANNA) is None
    assert found.hear(replace(ANNA, message_id=3)) is not None


def test_a_question_that_is_deleted_or_edited_in_the_pause_is_left_alone(found: Conduct) -> None:
    turn = hear(found, ANNA)
    found.disturb(ANNA.channel_id)
    assert not found.claim(turn)


def test_what_happens_in_another_channel_does_not_matter(found: Conduct) -> None:
    turn = hear(found, ANNA)
    found.hear(replace(BEN, channel_id=77, place_id=77))
    found.disturb(77)
    assert found.claim(turn)


def test_two_people_who_talk_are_not_interrupted(found: Conduct, clock: Clock) -> None:
    found.hear(BEN)
    clock.now += TALK_SECONDS - 1
    assert found.hear(ANNA) is None


def test_whoever_wrote_long_ago_is_no_longer_talking(found: Conduct, clock: Clock) -> None:
    found.hear(BEN)
    clock.now += TALK_SECONDS
    assert answer(found, clock, ANNA)


def test_bots_do_not_count_as_people_who_talk(found: Conduct, clock: Clock) -> None:
    found.hear(replace(BEN, is_by_person=False))
    assert answer(found, clock, ANNA)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(replace(ANNA, is_to_somebody=True), id="to somebody"),
        pytest.param(replace(ANNA, is_by_person=False), id="by a bot or a webhook"),
    ],
)
def test_what_is_not_for_anybody_to_answer_is_not_answered(found: Conduct, said: Said) -> None:
    assert found.hear(said) is None


def test_a_conversation_gets_one_answer_however_long_it_goes_on(
    found: Conduct, clock: Clock
) -> None:
    assert answer(found, clock, ANNA)
    for _ in range(10):
        clock.now += CONVERSATION_SECONDS - PAUSE_SECONDS - 1
        assert not answer(found, clock, ANNA)
    clock.now += CONVERSATION_SECONDS
    assert answer(found, clock, ANNA)


def test_two_questions_that_wait_at_once_get_one_answer(found: Conduct) -> None:
    first = hear(found, ANNA)
    second = hear(found, ANNA)
    assert not found.claim(first)
    assert found.claim(second)
    assert not found.claim(second)


def test_a_thread_is_a_conversation_of_its_own(found: Conduct, clock: Clock) -> None:
    assert answer(found, clock, ANNA)
    assert answer(found, clock, replace(ANNA, channel_id=80))


def test_a_conversation_that_was_answered_before_a_restart_stays_so(
    found: Conduct, clock: Clock
) -> None:
    assert not found.knows(8)
    found.recall(8, clock.now - CONVERSATION_SECONDS + 1)
    assert found.knows(8)
    assert not answer(found, clock, ANNA)
    clock.now += CONVERSATION_SECONDS
    assert answer(found, clock, ANNA)


def test_a_conversation_that_was_over_before_a_restart_is_over(
    found: Conduct, clock: Clock
) -> None:
    found.recall(8, clock.now - CONVERSATION_SECONDS)
    assert answer(found, clock, ANNA)


def test_a_channel_has_so_many_answers_an_hour_with_its_threads(
    found: Conduct, clock: Clock
) -> None:
    given = [answer(found, clock, replace(ANNA, channel_id=100 + n)) for n in range(10)]
    assert given == [True] * IN_A_CHANNEL.count + [False] * (10 - IN_A_CHANNEL.count)
    assert answer(found, clock, replace(ANNA, channel_id=7, place_id=7))
    clock.now += IN_A_CHANNEL.seconds
    assert answer(found, clock, ANNA)


def test_a_server_has_so_many_answers_an_hour_and_posts_of_forums_count(
    found: Conduct, clock: Clock
) -> None:
    assert found.claim_post(9)
    given = [
        answer(found, clock, replace(ANNA, channel_id=100 + n, place_id=100 + n))
        for n in range(IN_A_SERVER.count)
    ]
    assert given == [True] * (IN_A_SERVER.count - 1) + [False]
    assert not found.claim_post(9)
    assert found.claim_post(10)
    clock.now += IN_A_SERVER.seconds
    assert found.claim_post(9)


def test_an_answer_that_was_not_given_is_not_counted(found: Conduct, clock: Clock) -> None:
    for n in range(IN_A_CHANNEL.count * 2):
        turn = hear(found, replace(ANNA, channel_id=100 + n))
        found.disturb(100 + n)
        assert not found.claim(turn)
    assert answer(found, clock, ANNA)


def test_what_is_remembered_has_an_end(
    found: Conduct, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conduct, "MOST_KEPT", 50)
    for n in range(200):
        found.hear(replace(ANNA, channel_id=n))
    assert [n for n in range(200) if found.knows(n)] == list(range(150, 200))
    for user in range(200):
        found.hear(replace(ANNA, author_id=user))
        clock.now += TALK_SECONDS / 10
    assert len(found._channels[8].people) <= 10
