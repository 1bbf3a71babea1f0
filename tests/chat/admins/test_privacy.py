"""What people read about what is kept of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.chat.admins.privacy import as_json, render_forgotten, render_known, render_sure
from bot.store.follows import Follow
from bot.store.people import Known
from bot.store.proposals import KeptProposal
from bot.store.votes import Vote
from bot.translation import speaking
from tests.chat.curators.views import breaches, ids_of, text_of

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
NOTHING = Known((), (), (), {}, ())
BLOCKED = Known((), (), (), {}, (11,))
ALL = Known(
    (
        Vote(11, "tea", "steep", 7, False, "unclear", NOW),
        Vote(None, "tea", "x", 7, True, None, NOW),
    ),
    (Follow(1, None, 7, "who drinks ü?", NOW),),
    (KeptProposal(2, "server/11", 11, 7, NOW, '[{"put": 1}]', None, (3,)),),
    {"pack/tea": 3, "server/11": 1},
    (11, 12),
)


def test_where_nothing_is_kept_nothing_can_be_shown_or_deleted() -> None:
    view = render_known(NOTHING)
    assert "Nothing is kept about you now." in text_of(view)
    assert ids_of(view) == []


def test_each_kind_of_thing_is_told_with_how_long_it_is_kept() -> None:
    view = render_known(ALL)
    text = text_of(view)
    for line in (
        "- 2 votes on answers, with the reasons that you gave, for 365 days each",
        "- 1 question that you follow, until it has an answer, for 90 days at most",
        "- 1 change of a pack that waits for you to publish it, for 7 days at most",
        "- 4 changes that you made to packs, with your name, for as long as those are there",
        "- 2 servers whose admins do not let me answer you, for as long as they decide so",
    ):
        assert line in text
    assert ids_of(view) == ["privacy:show", "privacy:delete"]
    assert breaches(view) == []


def test_what_an_admin_decided_can_be_seen_and_not_deleted() -> None:
    assert ids_of(render_known(BLOCKED)) == ["privacy:show"]


def test_no_button_says_whose_data_it_is_about() -> None:
    for view in (render_known(ALL), render_sure()):
        assert not [it for it in ids_of(view) if any(map(str.isdigit, it))]


def test_it_asks_once_more_and_can_be_told_to_keep_everything() -> None:
    assert ids_of(render_sure()) == ["privacy:forget", "privacy:keep"]
    assert breaches(render_sure()) == []


def test_what_was_deleted_and_what_stays_are_told_with_the_reason() -> None:
    view = render_forgotten(ALL)
    gone, stays = text_of(view).split("**What stays, and why:**")
    assert gone.splitlines() == [
        "**Deleted:**",
        "- 2 votes",
        "- 1 followed question",
        "- 1 waiting change",
        "- your name and id on 4 changes of packs",
    ]
    assert "The changes of packs themselves" in stays
    assert "I do not answer you in 2 servers" in stays
    assert breaches(view) == []


def test_where_nothing_stays_nothing_is_said_to() -> None:
    only = Known(ALL.votes[:1], (), (), {}, ())
    assert text_of(render_forgotten(only)) == "**Deleted:**\n- 1 vote"
    assert text_of(render_forgotten(NOTHING)) == "**Nothing is kept about you now.**"


def test_the_file_has_everything() -> None:
    found = json.loads(as_json(ALL))
    assert found["votes"][0] == {
        "server": 11,
        "pack": "tea",
        "entry": "steep",
        "is_helpful": False,
        "reason": "unclear",
        "voted_at": "2026-11-21T12:00:00+00:00",
    }
    assert found["followed_questions"][0]["question"] == "who drinks ü?"
    assert found["waiting_changes"][0]["edits"] == '[{"put": 1}]'
    assert found["changes_in_history"] == {"pack/tea": 3, "server/11": 1}
    assert found["blocked_in_servers"] == [11, 12]
    assert len(found) == len(Known.__slots__)


@pytest.mark.parametrize("language", ["en", "de"])
def test_everything_fits_in_each_language(language: str) -> None:
    with speaking(language):
        for view in (render_known(ALL), render_sure(), render_forgotten(ALL)):
            assert breaches(view) == []
