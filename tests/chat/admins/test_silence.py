"""Why it is silent: from facts to findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.chat.admins.silence import (
    READ_HISTORY,
    SEND,
    SEND_IN_THREADS,
    VIEW,
    Facts,
    findings,
)

FINE = Facts(is_unasked=True, reads_content=True, shared_entries=3, own_entries=2)


def causes(facts: Facts) -> list[str]:
    return [it.text for it in findings(facts) if it.is_cause]


def limits(facts: Facts) -> list[str]:
    return [it.text for it in findings(facts) if not it.is_cause]


def test_where_nothing_is_missing_there_is_no_cause() -> None:
    assert causes(FINE) == []
    (cooldowns,) = limits(FINE)
    assert "**Cooldowns:**" in cooldowns


@pytest.mark.parametrize("permission", [VIEW, SEND, SEND_IN_THREADS, READ_HISTORY])
def test_a_missing_permission_is_named_as_discord_does(permission: str) -> None:
    (found,) = causes(replace(FINE, missing=(permission,)))
    assert f"**{permission}**" in found
    assert "Permissions" in found


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        pytest.param({"timed_out_until": datetime(2026, 1, 1, tzinfo=UTC)}, "<t:1767225600:f>"),
        pytest.param({"is_closed_to_me": True}, "private thread"),
        pytest.param({"is_locked": True}, "**Manage Threads**"),
        pytest.param({"elsewhere": (5, 6)}, "<#5>, <#6>"),
        pytest.param({"elsewhere": ()}, "are gone"),
        pytest.param({"shared_entries": 0, "own_entries": 0}, "`/knowledge add`"),
        pytest.param(
            {"shared_entries": 0, "own_entries": 0, "has_packs": False}, "no shared pack is used"
        ),
    ],
    ids=["timed-out", "closed", "locked", "elsewhere", "gone", "empty", "unused"],
)
def test_each_cause_says_what_it_is_and_what_to_do(facts: dict[str, Any], named: str) -> None:
    (found,) = causes(replace(FINE, **facts))
    assert named in found


@pytest.mark.parametrize(
    ("facts", "named"),
    [
        pytest.param({"is_unasked": False}, "**Unasked answers** are off"),
        pytest.param({"reads_content": False}, "**Message Content Intent**"),
        pytest.param({"has_commands": False}, "**Use Application Commands**"),
        pytest.param({"own_entries": 0}, "**own pack** is empty"),
        pytest.param({"own_entries": 0, "own_drafts": 2}, "2 drafts"),
        pytest.param({"blocked": 1}, "1 person gets"),
        pytest.param({"blocked": 3}, "3 people get"),
    ],
    ids=["asked-only", "intent", "commands", "no-own", "drafts", "blocked", "several-blocked"],
)
def test_what_keeps_some_from_answers_is_no_cause_for_all(
    facts: dict[str, Any], named: str
) -> None:
    changed = replace(FINE, **facts)
    assert causes(changed) == []
    assert any(named in it for it in limits(changed))


def test_causes_come_first_and_all_are_told() -> None:
    everything = Facts(missing=(VIEW, SEND, READ_HISTORY), is_locked=True, elsewhere=(5,))
    found = [it.is_cause for it in findings(everything)]
    assert found == sorted(found, reverse=True)
    assert found.count(True) == 6


def test_a_timeout_is_told_in_the_place_of_what_it_takes_away() -> None:
    out = replace(FINE, timed_out_until=datetime(2026, 1, 1, tzinfo=UTC), missing=(SEND,))
    assert len(causes(out)) == 1


def test_an_own_pack_alone_answers() -> None:
    assert causes(replace(FINE, shared_entries=0)) == []
