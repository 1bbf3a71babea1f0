"""The pages of the settings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.chat.admins.answering_page import BARS
from bot.chat.admins.bars import CHOICES, Effect
from bot.chat.admins.people_page import language_name
from bot.chat.admins.settings_pages import (
    ANSWERING,
    CURATING,
    KEEPING,
    LABELS,
    PAGES,
    PEOPLE,
    render_page,
    render_silence,
)
from bot.chat.admins.settings_state import State
from bot.chat.admins.silence import Facts, findings
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings
from bot.translation import languages, speaking
from tests.chat.admins.states import (
    ANYBODY,
    CHANNEL,
    DECIDED,
    MOST,
    OTHER,
    ROLE,
    SOMEBODY,
    UNDECIDED,
)
from tests.chat.curators.views import breaches as limits_broken
from tests.chat.curators.views import ids_of, options_of, parts, text_of
from tests.standin.limits import COMPONENTS_V2, walk
from tests.standin.schema import body_breaches


def breaches(view: Any) -> list[str]:
    """What Discord would not take of a view, by its limits and by its schema."""
    body = {"components": parts(view), "flags": COMPONENTS_V2}
    return limits_broken(view) + body_breaches("POST", "/channels/1/messages", body)


def select_of(view: Any, name: str) -> dict[str, Any]:
    return {it.get("custom_id"): it for it in walk(parts(view))}[f"k:settings:{name}"]


def chosen_in(view: Any, name: str) -> list[str]:
    return [it["value"] for it in options_of(view, f"k:settings:{name}") if it.get("default")]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "state", [UNDECIDED, DECIDED, MOST], ids=["undecided", "decided", "most-of-all"]
)
@pytest.mark.parametrize("language", languages())
def test_every_page_is_one_that_discord_takes(page: str, state: State, language: str) -> None:
    with speaking(language):
        assert breaches(render_page(page, state, ["**A note.** " * 60])) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_the_others(page: str) -> None:
    view = render_page(page, UNDECIDED)
    assert ids_of(view)[: len(LABELS)] == [f"k:settings:page:{it}" for it in LABELS]


def test_notes_stand_above_the_settings() -> None:
    text = text_of(render_page(KEEPING, UNDECIDED, ["One note.", "Another."]))
    assert text.index("One note.\nAnother.") < text.index("**Questions:**")


def test_what_nobody_decided_is_told() -> None:
    answering = render_page(ANSWERING, UNDECIDED)
    text = text_of(answering)
    assert "**Channels:** I answer everywhere." in text
    assert "**Unasked answers:** off." in text
    assert "message-content intent" in text
    assert "**How sure I must be:** 72%." in text
    assert "No question is on record yet" in text
    assert "**Shared packs:** all, and those that come." in text
    assert chosen_in(answering, "packs") == ["tea", "cats"]
    assert chosen_in(answering, "bar") == ["default"]
    curating = text_of(render_page(CURATING, UNDECIDED))
    assert "**Curators:** who may manage this server." in curating
    assert "Integrations" not in curating
    assert "**Curators' channel:** none." in curating
    assert "**Weekly digest:** off." in curating
    keeping = render_page(KEEPING, UNDECIDED)
    assert "**Questions:** kept for 30 days, without who asked them." in text_of(keeping)
    assert "**Feedback:** on." in text_of(keeping)
    assert chosen_in(keeping, "retention") == ["30"]
    people = render_page(PEOPLE, UNDECIDED)
    assert "this server's own on Discord, or the nearest to it: English." in text_of(people)
    assert "**Blocklist:** nobody." in text_of(people)
    assert chosen_in(people, "language") == ["default"]


def test_what_was_decided_is_told_and_chosen() -> None:
    answering = render_page(ANSWERING, DECIDED)
    text = text_of(answering)
    assert f"I answer in <#{CHANNEL}> and their threads alone." in text
    assert f"**Unasked answers:** in <#{CHANNEL}>, <#{OTHER}>." in text
    assert "In 1 of them I stay silent" in text
    assert "**How sure I must be:** 95%." in text
    assert r"**Shared packs:** Cats \*and\* dogs." in text
    assert select_of(answering, "channels")["default_values"] == [
        {"id": CHANNEL, "type": "channel"}
    ]
    assert chosen_in(answering, "packs") == ["cats"]
    assert chosen_in(answering, "bar") == ["95"]
    curating = render_page(CURATING, DECIDED)
    assert f"<@&{ROLE}>, and who may manage this server." in text_of(curating)
    assert "once an admin allows that under **Server Settings → Integrations**" in text_of(curating)
    assert "**Weekly digest:** on, in the curators' channel." in text_of(curating)
    assert select_of(curating, "role")["default_values"] == [{"id": ROLE, "type": "role"}]
    assert select_of(curating, "channel")["default_values"] == [{"id": CHANNEL, "type": "channel"}]
    assert "k:settings:digest:off" in ids_of(curating)
    keeping = render_page(KEEPING, DECIDED)
    assert "kept for 45 days" in text_of(keeping)
    assert chosen_in(keeping, "retention") == ["45"]
    assert "k:settings:votes:on" in ids_of(keeping)
    people = render_page(PEOPLE, DECIDED)
    assert f"**Blocklist:** <@{SOMEBODY}>, <@{ANYBODY}>." in text_of(people)
    assert [it["id"] for it in select_of(people, "blocklist")["default_values"]] == [
        SOMEBODY,
        ANYBODY,
    ]


def test_each_bar_is_shown_with_what_it_would_have_meant() -> None:
    effects = {bar: Effect(number, 50 - number, 50) for number, bar in enumerate(CHOICES)}
    view = render_page(ANSWERING, replace(DECIDED, effects=effects))
    assert "The last 100 questions here, asked again: 0 answered, 50 suggested, 50 declined." in (
        text_of(view)
    )
    options = options_of(view, "k:settings:bar")
    assert [it["description"] for it in options] == [
        f"{number} answered, {50 - number} suggested, 50 declined" for number in range(5)
    ]
    assert options[0]["label"] == "Nearly certain (95%)"
    assert options[3]["label"] == "Fairly sure (72%), the default"


def test_every_bar_that_can_be_chosen_has_words() -> None:
    assert set(BARS) == set(CHOICES)


@pytest.mark.parametrize(("default", "bar"), [(0.7, None), (0.72, 0.7), (0.123, 0.9)])
def test_a_bar_of_ones_own_is_among_the_choices(default: float, bar: float | None) -> None:
    settings = ServerSettings(answer_bar=bar)
    view = render_page(ANSWERING, replace(UNDECIDED, settings=settings, default_bar=default))
    assert len(chosen_in(view, "bar")) == 1
    assert breaches(view) == []


@pytest.mark.parametrize("reads_content", [True, False])
def test_unasked_answers_without_the_intent_are_told(*, reads_content: bool) -> None:
    view = render_page(ANSWERING, replace(DECIDED, reads_content=reads_content))
    assert ("does not let me read messages yet" in text_of(view)) is not reads_content


def test_what_is_gone_is_neither_chosen_nor_named() -> None:
    gone = replace(DECIDED, present=frozenset())
    answering = render_page(ANSWERING, gone)
    assert "are gone, and I answer nowhere" in text_of(answering)
    assert not select_of(answering, "channels").get("default_values")
    curating = render_page(CURATING, gone)
    assert "the role that was chosen is gone" in text_of(curating)
    assert "Integrations" not in text_of(curating)
    assert "**Curators' channel:** it is gone" in text_of(curating)
    assert "there is no curators' channel for it" in text_of(curating)
    assert not select_of(curating, "role").get("default_values")


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (ANSWERING, "channels"),
        (ANSWERING, "unasked"),
        (ANSWERING, "packs"),
        (CURATING, "role"),
        (CURATING, "channel"),
        (PEOPLE, "blocklist"),
    ],
)
def test_a_choice_can_be_taken_back(page: str, name: str) -> None:
    assert select_of(render_page(page, DECIDED), name)["min_values"] == 0


def test_without_shared_packs_there_is_nothing_to_choose() -> None:
    view = render_page(ANSWERING, replace(UNDECIDED, shared=Knowledge(packs=())))
    assert "**Shared packs:** there are none." in text_of(view)
    assert "k:settings:packs" not in ids_of(view)
    assert breaches(view) == []


def test_languages_are_named_in_themselves() -> None:
    labels = [
        it["label"] for it in options_of(render_page(PEOPLE, UNDECIDED), "k:settings:language")
    ]
    assert labels == ["As the server", *map(language_name, languages())]
    assert language_name("de") == "Deutsch"
    assert language_name("pt-BR") == "Português (Brasil)"


def test_silence_tells_causes_and_then_what_is_good_to_know() -> None:
    found = findings(Facts(missing=("Send Messages",), own_entries=1))
    view = render_silence("<#5>", found, 1)
    text = text_of(view)
    assert "**In <#5> I cannot answer**" in text
    assert text.index("**Send Messages**") < text.index("**Good to know:**")
    assert breaches(view) == []


def test_silence_without_a_cause_says_to_mention_the_bot() -> None:
    view = render_silence("<#5>", findings(Facts(own_entries=1)), 1)
    assert "**In <#5> nothing is missing.** Mention me there with a question, <@1>" in text_of(view)
    assert "k:settings:silence-in" in ids_of(view)


@pytest.mark.parametrize("language", languages())
def test_all_that_can_keep_it_silent_fits_into_one_message(language: str) -> None:
    everything = Facts(
        missing=("View Channel", "Send Messages", "Read Message History"),
        is_locked=True,
        is_closed_to_me=True,
        has_commands=False,
        elsewhere=tuple(10**18 + it for it in range(25)),
        is_unasked=True,
        own_drafts=2,
        blocked=25,
    )
    with speaking(language):
        assert breaches(render_silence(f"<#{10**18}>", findings(everything), 10**18)) == []
