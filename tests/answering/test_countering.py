"""Replies to what somebody claims."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.answering.answerer import Answerer, Bars
from bot.answering.countering import Reply, Unsure, counter
from bot.answering.outcome import Abstention
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge, Pack
from tests.conftest import REPOSITORY

CLAIMS = Path(__file__).with_name("claims.yaml")
BARS = Bars(answer=0.65, suggest=0.2)


def answering(*packs: Pack) -> Answerer:
    return Answerer(Snapshot.build(Knowledge(packs=packs)), BARS)


@pytest.fixture(scope="module")
def about_power() -> Answerer:
    return answering(read_pack(REPOSITORY / "tests" / "packs" / "nuclear-power.yaml").sound())


@pytest.mark.parametrize(
    ("claim", "position", "reply"),
    [
        ("nuclear power is safe", "nuclear-is-safe", "nuclear-is-dangerous"),
        ("Nuclear power is dangerous!", "nuclear-is-dangerous", "nuclear-is-safe"),
        ("we should build new nuclear plants", "should-build-plants", "should-shut-plants"),
        ("nuclear power isn't safe", None, "nuclear-is-safe"),
        ("is nuclear power safe?", "nuclear-is-safe", "nuclear-is-dangerous"),
    ],
)
def test_a_claim_gets_the_other_side_and_one_that_denies_an_entry_that_entry(
    claim: str, position: str | None, reply: str, about_power: Answerer
) -> None:
    found = counter(claim, about_power)
    assert isinstance(found, Reply)
    assert found.claim == claim
    assert (found.position and found.position.id, found.entry.id) == (position, reply)


def test_who_agrees_with_an_answer_that_says_no_gets_its_counter(about_power: Answerer) -> None:
    found = counter("people near nuclear plants do not fall ill more often", about_power)
    assert isinstance(found, Reply)
    assert found.position is not None
    assert (found.position.id, found.entry.id) == ("living-near-plants", "nuclear-is-dangerous")
    denied = counter("people who live near a nuclear plant fall ill more often", about_power)
    assert isinstance(denied, Reply)
    assert (denied.position, denied.entry.id) == (None, "living-near-plants")


@pytest.mark.parametrize("who", ["I don't", "People don't", "They do not"])
def test_who_does_not_think_so_takes_the_other_side(who: str, about_power: Answerer) -> None:
    found = counter(f"{who} think nuclear power is dangerous", about_power)
    assert isinstance(found, Reply)
    assert found.entry.id == "nuclear-is-dangerous"


def test_an_entry_without_a_counter_is_the_reply_itself(about_power: Answerer) -> None:
    found = counter("nuclear waste can be recycled", about_power)
    assert isinstance(found, Reply)
    assert (found.position, found.entry.side) == (None, "neutral")


def test_a_claim_of_unsure_meaning_gets_a_reply_for_each(tea: Pack) -> None:
    found = counter("it is the wholesome choice", answering(tea))
    assert isinstance(found, Unsure)
    said = {(it.position.id, it.reply.id) for it in found.meanings}
    assert ("tea-is-healthier", "coffee-is-healthier") in said
    assert ("coffee-is-healthier", "tea-is-healthier") in said


def test_where_two_entries_are_about_as_likely_neither_is_replied_to(tea: Pack) -> None:
    easy = Answerer(answering(tea).snapshot, Bars(answer=0.1, suggest=0.05))
    found = counter("a wholesome drink", easy)
    assert isinstance(found, Unsure)
    assert all(it.confidence > easy.bars.answer for it in found.choices[:2])


def test_what_resembles_a_negative_phrasing_is_not_taken_for_sure(tea: Pack) -> None:
    first, *others = tea.entries
    refusing = first.model_copy(update={"not_for": ("health benefits of tea for dogs",)})
    claim = "tea has health benefits for dogs"
    assert isinstance(counter(claim, answering(tea)), Reply)
    pack = tea.model_copy(update={"entries": (refusing, *others)})
    found = counter(claim, answering(pack))
    assert isinstance(found, Unsure)
    assert found.choices[0].confidence >= BARS.answer


def test_where_it_is_unsure_which_side_a_claim_takes_both_are_offered(tea: Pack) -> None:
    first, second, *others = tea.entries
    asked = first.model_copy(update={"question": "Tea: healthier than coffee?"})
    pack = tea.model_copy(update={"entries": (asked, second, *others)})
    found = counter("health benefits of drinking tea", answering(pack))
    assert isinstance(found, Unsure)
    assert [(it.position.id, it.reply.id) for it in found.meanings] == [
        ("tea-is-healthier", "coffee-is-healthier"),
        ("coffee-is-healthier", "tea-is-healthier"),
    ]


@pytest.mark.parametrize("claim", ["my cat is cute", "see you tomorrow", "", "?!", "😀"])
def test_what_is_no_claim_of_the_packs_gets_nothing(claim: str, about_power: Answerer) -> None:
    assert isinstance(counter(claim, about_power), Abstention)


def test_of_several_sentences_the_likeliest_is_replied_to(about_power: Answerer) -> None:
    found = counter(
        "Sorry for the late answer. I was out. Nuclear power is dangerous. See you!", about_power
    )
    assert isinstance(found, Reply)
    assert found.entry.id == "nuclear-is-safe"


def test_what_somebody_quotes_is_not_their_claim(about_power: Answerer) -> None:
    found = counter("> nuclear power is dangerous\nnuclear power is safe", about_power)
    assert isinstance(found, Reply)
    assert found.entry.id == "nuclear-is-dangerous"


def test_of_many_claims_on_the_shipped_pack_few_get_a_wrong_reply(shipped: Snapshot) -> None:
    answerer = Answerer(shipped, BARS)
    cases = yaml.safe_load(CLAIMS.read_text(encoding="utf-8"))
    found = Counter(_verdict(case["claim"], case["replies"], answerer) for case in cases)
    assert len(cases) > 80
    assert found["wrong"] <= 0.07 * len(cases), found
    assert found["right"] >= 0.6 * len(cases), found


def _verdict(claim: str, replies: list[str], answerer: Answerer) -> str:
    match counter(claim, answerer):
        case Reply(entry=entry):
            return "right" if entry.id in replies else "wrong"
        case Unsure(meanings=meanings):
            return "offered" if {it.reply.id for it in meanings} & set(replies) else "wrong"
        case Abstention():
            return "missed" if replies else "right"
