"""Whether the intent is asked for, and when again. What admins read of it: `tests/e2e`."""

from __future__ import annotations

import pytest

from bot.chat.message_content import TRIES, MessageContent
from tests.chat.clock import Clock


def test_it_is_asked_for_where_a_server_wants_it_at_the_start() -> None:
    assert MessageContent([1]).is_read
    assert not MessageContent().is_read


def test_a_server_that_wants_it_first_has_it_asked_for() -> None:
    content = MessageContent()
    content.want(1)
    assert content.wanted.is_set()
    content.retry()
    assert content.is_read
    assert not content.wanted.is_set()
    content.want(2)
    assert not content.wanted.is_set()
    assert content.servers == {1, 2}


def test_refused_it_is_asked_for_again_only_when_a_server_wants_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    content = MessageContent([1])
    content.refuse()
    assert (content.is_read, content.is_refused) == (False, True)
    assert not content.wanted.is_set()
    assert [it.levelname for it in caplog.records] == ["WARNING"]
    content.want(1)
    assert content.wanted.is_set()
    content.retry()
    assert (content.is_read, content.is_refused) == (True, False)


def test_refused_it_is_asked_for_a_few_times_an_hour_whichever_servers_want_it() -> None:
    clock = Clock()
    content = MessageContent([1], clock)
    content.refuse()
    for server in range(TRIES.count):
        content.want(server)
        assert content.wanted.is_set()
        content.retry()
        content.refuse()
        clock.now += 1
    content.want(9)
    assert not content.wanted.is_set()
    assert 9 in content.servers
    clock.now += TRIES.seconds - TRIES.count
    content.want(9)
    assert content.wanted.is_set()
    content.retry()
    content.refuse()
    content.want(9)
    assert not content.wanted.is_set()


def test_wishes_that_one_try_is_for_count_once() -> None:
    content = MessageContent()
    for server in range(2 * TRIES.count):
        content.want(server)
    content.retry()
    content.refuse()
    content.want(1)
    assert content.wanted.is_set()
