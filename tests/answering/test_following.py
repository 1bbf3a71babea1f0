"""Short replies to answers, understood from what was answered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.answering.answerer import Answerer, Bars
from bot.answering.following import FollowUp, OtherSide, Sources, Why, follow_up
from bot.answering.outcome import Answer, Suggestions
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Knowledge, Pack
from tests.conftest import REPOSITORY

CASES = Path(__file__).with_name("followups.yaml")
PACKS = REPOSITORY / "tests" / "packs"
BARS = Bars(answer=0.65, suggest=0.2)


def answering(*packs: Pack) -> Answerer:
    return Answerer(Snapshot.build(Knowledge(packs=packs)), BARS)


@pytest.fixture(scope="module")
def nuclear() -> Pack:
    return read_pack(PACKS / "nuclear-power.yaml").sound()


@pytest.fixture(scope="module")
def about_power(nuclear: Pack) -> Answerer:
    return answering(nuclear)


def said(text: str, on: str, pack: Pack, answerer: Answerer) -> FollowUp | None:
    return follow_up(text, pack, pack.entry_by_id[on], answerer)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("and the other side?", OtherSide),
        ("Ok, but what do the critics say?", OtherSide),
        ("devil's advocate?", OtherSide),
        ("source?", Sources),
        ("who says so?", Sources),
        ("do you have a link for that, please", Sources),
        ("why?", Why),
        ("But why though?", Why),
        ("Interesting. How come?", Why),
    ],
)
def test_a_cue_is_understood(text: str, kind: type, nuclear: Pack, about_power: Answerer) -> None:
    assert isinstance(said(text, "nuclear-is-safe", nuclear, about_power), kind)


def test_the_other_side_is_the_counter(nuclear: Pack, about_power: Answerer) -> None:
    found = said("and the other side?", "nuclear-is-safe", nuclear, about_power)
    assert found == OtherSide(nuclear.entry_by_id["nuclear-is-dangerous"])


def test_an_answer_without_a_live_counter_has_no_other_side(tea: Pack) -> None:
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(update={"counter": "milk-first"})
    assert follow_up("the other side?", tea, entry, answering(tea)) == OtherSide(None)


@pytest.mark.parametrize(
    "text",
    [
        "why do people fear reactors?",
        "what do critics say about the cost of new plants?",
        "who says that renewables are cheaper than nuclear power?",
        "and how long does it take to build one?",
        "what about the football?",
        "and you?",
        "thanks!",
        "",
        "?",
        "is there a source of uranium in Europe",
        "which side wins most debates?",
        "what about " + "very " * 20 + "old plants",
    ],
)
def test_a_question_of_its_own_is_none(text: str, nuclear: Pack, about_power: Answerer) -> None:
    assert said(text, "nuclear-is-safe", nuclear, about_power) is None


def test_the_same_is_asked_about_something_else(nuclear: Pack, about_power: Answerer) -> None:
    found = said("what about terrorists?", "nuclear-is-safe", nuclear, about_power)
    assert isinstance(found, Answer)
    assert found.chosen.entry.id == "attack-on-plants"
    assert found.question == "what about terrorists?"


def test_where_several_speak_of_it_those_of_the_topic_come_first(
    nuclear: Pack, about_power: Answerer
) -> None:
    entry = nuclear.entry_by_id["nuclear-is-safe"]
    found = follow_up("and reactors?", nuclear, entry, about_power)
    assert isinstance(found, Suggestions)
    topics = [it.entry.topic == entry.topic for it in found.suggested]
    assert topics == sorted(topics, reverse=True)
    assert set(topics) == {True, False}
    assert len(found.suggested) <= 5
    assert entry not in [it.entry for it in found.suggested]


def test_only_the_pack_of_the_answer_is_asked(tea: Pack, nuclear: Pack) -> None:
    both = answering(tea, nuclear)
    assert said("what about reactors?", "tea-is-healthier", tea, both) is None
    found = said("what about coffee?", "tea-is-healthier", tea, both)
    assert isinstance(found, Answer)
    assert found.chosen.ids == ("tea", "coffee-is-healthier")


def test_a_draft_is_never_meant(tea: Pack) -> None:
    entry = tea.entry_by_id["how-long-to-steep"]
    assert follow_up("what about milk?", tea, entry, answering(tea)) is None


def test_quoted_lines_and_code_are_not_what_somebody_says(
    nuclear: Pack, about_power: Answerer
) -> None:
    quoted = "> Supporters say that it is safe and cheap and clean and whatever else.\nsource?"
    assert said(quoted, "nuclear-is-safe", nuclear, about_power) == Sources()


def test_german_has_its_own_cues() -> None:
    kaffee = read_pack(PACKS / "kaffee.yaml").sound()
    asked = answering(kaffee)
    entry = kaffee.entry_by_id["kaffee-gesund"]
    assert follow_up("Und die andere Seite?", kaffee, entry, asked) == OtherSide(None)
    assert follow_up("Wer sagt das?", kaffee, entry, asked) == Sources()
    assert follow_up("Aber warum denn?", kaffee, entry, asked) == Why()
    assert follow_up("Warum kostet Fairtrade-Kaffee mehr?", kaffee, entry, asked) is None
    found = follow_up("Und was ist mit Bohnen?", kaffee, entry, asked)
    assert isinstance(found, Answer | Suggestions)


def test_a_language_without_cues_has_no_follow_ups() -> None:
    ocha = read_pack(PACKS / "ocha.yaml").sound()
    entry: Entry = ocha.live_entries[0]
    assert follow_up("why?", ocha, entry, answering(ocha)) is None


@pytest.mark.no_cover
def test_of_many_replies_to_the_shipped_pack_nearly_all_are_understood(shipped: Snapshot) -> None:
    [pack] = shipped.knowledge.packs
    answerer = Answerer(shipped, BARS)
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    found = Counter(verdict(case, pack, answerer) for case in cases)
    assert len(cases) > 300
    assert found["wrong"] <= 0.03 * len(cases), found
    assert found["right"] >= 0.9 * len(cases), found


def verdict(case: dict[str, str | list[str]], pack: Pack, answerer: Answerer) -> str:
    """Whether a case gets what is wanted; nothing, or the right entry among others, is no harm."""
    kinds = {OtherSide: "other side", Sources: "sources", Why: "why", type(None): "none"}
    wants = case["wants"]
    got = said(str(case["says"]), str(case["entry"]), pack, answerer)
    if isinstance(got, Answer):
        return "right" if got.chosen.entry.id in wants else "wrong"
    if isinstance(got, Suggestions):
        meant = {it.entry.id for it in got.suggested}
        return "suggested" if not meant.isdisjoint(wants) else "wrong"
    kind = kinds[type(got)]
    return "right" if kind == wants else "missed" if kind == "none" else "wrong"
