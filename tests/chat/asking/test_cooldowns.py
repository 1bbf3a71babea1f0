"""Who may ask how often, by a clock that the tests turn."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.asking import cooldowns
from bot.chat.asking.cooldowns import (
    A_CHANNEL,
    A_PERSON,
    A_POSTING,
    A_SERVER,
    CURATING,
    PRESSES,
    Cooldowns,
    Wait,
)
from tests.chat.clock import Clock

GUILD = 9
CHANNEL = 8


@pytest.fixture
def found(clock: Clock) -> Cooldowns:
    return Cooldowns(clock)


def ask(found: Cooldowns, user: int, channel: int = CHANNEL, times: int = 1) -> Wait | None:
    """Asks `times` times; what came of the last."""
    return [found.take(user, channel, GUILD) for _ in range(times)][-1]


def test_a_person_is_told_how_long_to_wait_and_may_ask_again_then(
    found: Cooldowns, clock: Clock
) -> None:
    assert ask(found, 1, times=A_PERSON.count) is None
    clock.now += 10
    assert ask(found, 1) == Wait(20, is_first=True)
    clock.now += 19.5
    assert ask(found, 1) == Wait(1, is_first=False)
    clock.now += 0.5
    assert ask(found, 1) is None


def test_what_was_posted_this_moment_is_not_posted_again_and_later_is(
    found: Cooldowns, clock: Clock
) -> None:
    posted = [found.take_posting(message, "tea") for message in (1, 1, 2)]
    assert posted == [True, False, True]
    assert found.take_posting(1, "coffee")
    clock.now += A_POSTING.seconds / 2
    assert not found.take_posting(1, "tea")
    clock.now += A_POSTING.seconds / 2
    assert found.take_posting(1, "tea")


def test_asking_while_waiting_makes_the_wait_no_longer(found: Cooldowns, clock: Clock) -> None:
    ask(found, 1, times=A_PERSON.count)
    for _ in range(29):
        clock.now += 1
        assert ask(found, 1) is not None
    clock.now += 1
    assert ask(found, 1) is None


def test_one_persons_limit_is_nobody_elses_and_follows_them_through_channels(
    found: Cooldowns,
) -> None:
    ask(found, 1, times=A_PERSON.count)
    assert ask(found, 1, channel=77) == Wait(30, is_first=True)
    assert ask(found, 2) is None


def test_whoever_goes_on_hammering_is_told_once_and_anew_after_a_calm(
    found: Cooldowns, clock: Clock
) -> None:
    told = 0
    for _ in range(300):
        wait = ask(found, 1)
        told += wait is not None and wait.is_first
        clock.now += 0.5
    assert told == 1
    clock.now += A_PERSON.seconds
    last = ask(found, 1, times=A_PERSON.count + 1)
    assert last is not None
    assert last.is_first


def test_a_flooded_channel_is_told_once_and_other_channels_go_on(found: Cooldowns) -> None:
    for user in range(A_CHANNEL.count):
        assert ask(found, user) is None
    told = [wait.is_first for user in range(100, 200) if (wait := ask(found, user))]
    assert told == [True, *[False] * 99]
    assert ask(found, 100, channel=77) is None


def test_a_channel_is_told_although_somebody_over_their_own_limit_met_it_first(
    found: Cooldowns,
) -> None:
    for user in range(A_CHANNEL.count - A_PERSON.count):
        ask(found, user)
    ask(found, 500, times=A_PERSON.count)
    assert ask(found, 500) == Wait(60, is_first=True)
    assert ask(found, 501) == Wait(60, is_first=True)
    assert ask(found, 502) == Wait(60, is_first=False)


def test_a_server_has_a_limit_over_all_its_channels_and_is_told_in_each(found: Cooldowns) -> None:
    for user in range(A_SERVER.count):
        assert ask(found, user, channel=user) is None
    assert ask(found, 900, channel=900) == Wait(60, is_first=True)
    assert ask(found, 901, channel=900) == Wait(60, is_first=False)
    assert ask(found, 902, channel=901) == Wait(60, is_first=True)
    assert found.take(903, 902, guild_id=1) is None


def test_what_is_refused_by_one_limit_counts_for_none(found: Cooldowns, clock: Clock) -> None:
    for user in range(A_CHANNEL.count):
        ask(found, user)
    assert all(ask(found, 700) for _ in range(A_PERSON.count * 2))
    assert ask(found, 700, channel=77) is None


def test_direct_messages_have_no_server(found: Cooldowns) -> None:
    assert all(found.take(user, user, None) is None for user in range(A_SERVER.count + 1))


def test_a_hundred_people_press_at_once_and_one_who_hammers_waits(
    found: Cooldowns, clock: Clock
) -> None:
    assert all(found.take_press(user) is None for user in range(100))
    waits = [found.take_press(7) for _ in range(PRESSES.count + 1)]
    assert waits[: PRESSES.count - 1] == [None] * (PRESSES.count - 1)
    assert waits[-2:] == [Wait(20, is_first=True), Wait(20, is_first=False)]
    clock.now += PRESSES.seconds
    assert found.take_press(7) is None


def test_presses_and_questions_are_counted_apart(found: Cooldowns) -> None:
    ask(found, 1, times=A_PERSON.count + 1)
    assert found.take_press(1) is None


def test_who_looks_after_a_pack_may_press_more_and_is_counted_apart(found: Cooldowns) -> None:
    waits = [found.take_press(1, is_curating=True) for _ in range(CURATING.count + 1)]
    assert waits == [None] * CURATING.count + [Wait(20, is_first=True)]
    assert found.take_press(1) is None


def test_what_is_remembered_has_an_end(
    found: Cooldowns, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cooldowns, "MOST_KEPT", 50)
    for user in range(200):
        for _ in range(PRESSES.count + 1):
            found.take_press(user)
    assert len(found._pressing._taken) == 50
    assert len(found._pressing._refused) == 50
    clock.now += PRESSES.seconds
    found.take_press(1)
    assert len(found._pressing._taken) == 1


@settings(max_examples=100, deadline=None)
@given(st.lists(st.floats(0, 20), max_size=60))
def test_no_window_of_time_holds_more_than_the_limit_and_a_wait_is_as_long_as_it_says(
    pauses: list[float],
) -> None:
    clock = Clock()
    found = Cooldowns(clock)
    passed: list[float] = []
    for pause in pauses:
        clock.now += pause
        wait = found.take(1, 1, None)
        recent = [it for it in passed if it > clock.now - A_PERSON.seconds]
        if wait is None:
            assert len(recent) < A_PERSON.count
            passed.append(clock.now)
        else:
            assert wait.seconds >= 1
            room_at = clock.now + wait.seconds
            left = [it for it in passed if it + A_PERSON.seconds > room_at]
            assert len(left) < A_PERSON.count
