"""What is pressed twice is done once, and what failed may be tried again."""

from __future__ import annotations

import pytest

from bot.chat.curators.doubled import AFTER_SECONDS, Doubled
from tests.chat.clock import Clock

PRESS, OTHER = "publish 1", "publish 2"


@pytest.fixture
def doubled(clock: Clock) -> Doubled:
    return Doubled(clock)


def is_handled(doubled: Doubled, press: str) -> bool:
    with doubled.handling(press) as is_first:
        return is_first


def test_what_is_pressed_again_while_it_is_handled_is_not_handled_again(
    doubled: Doubled, clock: Clock
) -> None:
    with doubled.handling(PRESS):
        clock.now += 100
        assert not is_handled(doubled, PRESS)
        assert is_handled(doubled, OTHER)
        clock.now += 100
        assert not is_handled(doubled, PRESS)


def test_whoever_goes_on_pressing_does_nothing_more(doubled: Doubled, clock: Clock) -> None:
    assert is_handled(doubled, PRESS)
    for _ in range(10):
        clock.now += AFTER_SECONDS / 2
        assert not is_handled(doubled, PRESS)


def test_a_moment_later_it_is_another_press(doubled: Doubled, clock: Clock) -> None:
    assert is_handled(doubled, PRESS)
    clock.now += AFTER_SECONDS
    assert is_handled(doubled, PRESS)


def test_what_failed_may_be_tried_again_at_once(doubled: Doubled) -> None:
    with pytest.raises(OSError, match="away"), doubled.handling(PRESS):
        raise OSError("away")
    assert is_handled(doubled, PRESS)
