"""What a pack teaches itself about when to answer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.alterations import Alterations
from bot.matching.confidence import Confidence, Example, fit
from bot.matching.evidence import Evidence
from bot.matching.index import Index, build_index
from bot.matching.lessons import MOST_EACH
from bot.matching.terms import Analyser, Terms

PEOPLE = ("Adams", "Baker", "Clark", "Davies", "Evans", "Foster", "Green", "Harris")
ASKED = (
    "What does {} say about nuclear power?",
    "why is {} for new reactors",
    "the case that {} makes for nuclear energy",
    "does {} think reactors are safe",
    "{} on nuclear plants",
)


def pack_of(*not_for: str, asked_of: tuple[str, ...] = PEOPLE) -> Pack:
    """An entry for what each of some people says, `not_for` filled with the names `asked_of`."""
    entries = tuple(
        Entry(
            id=name.lower(),
            topic="t",
            question=ASKED[0].format(name),
            phrasings=tuple(it.format(name) for it in ASKED[1:]),
            not_for=tuple(it.format(name) for it in not_for) if name in asked_of else (),
            answer="x",
        )
        for name in PEOPLE
    )
    return Pack(id="p", title="P", language="en", entries=entries)


def confidence_in(index: Index, question: str) -> float:
    return index.rank(question)[0].confidence


def examples_of(pack: Pack) -> list[Example]:
    found: list[Example] = []

    def keep(examples: Sequence[Example]) -> Confidence:
        found.extend(examples)
        return fit(examples)

    build_index(pack, fit=keep)
    return found


def best(examples: Sequence[Example], *, are_meant: bool) -> list[Evidence]:
    """The evidence for the first candidate of those that mean an entry, or of the others."""
    return [Evidence(*it.evidence[0]) for it in examples if bool(it.meant.any()) is are_meant]


def test_negative_phrasings_teach_to_decline_their_like_about_other_entries() -> None:
    near_misses = (
        "what does {} say about cats",
        "why is {} late",
        "does {} think it will rain",
        "in which town does {} live",
    )
    taught = build_index(pack_of(*near_misses, asked_of=PEOPLE[1:]))
    untaught = build_index(pack_of())
    question = "what does Adams say about gardening"
    assert confidence_in(taught, question) < 0.8 * confidence_in(untaught, question)
    assert confidence_in(taught, "what is the view of Adams on nuclear power") > 0.9


def test_a_negative_phrasing_that_another_entry_answers_teaches_nothing() -> None:
    entries = pack_of().entries
    following = entries[1:] + entries[:1]
    crossed = tuple(
        it.model_copy(update={"not_for": other.phrasings[:2]})
        for it, other in zip(entries, following, strict=True)
    )
    plain = build_index(pack_of())
    index = build_index(pack_of().model_copy(update={"entries": crossed}))
    assert np.array_equal(index._confidence.weights, plain._confidence.weights)


def test_what_asks_for_another_thing_in_a_known_frame_is_not_answered() -> None:
    index = build_index(pack_of())
    for question in ("what does Adams say about solar power", "Adams on coal plants"):
        assert confidence_in(index, question) < 0.4
    assert confidence_in(index, "nuclear power, what does Adams make of it") > 0.9


def test_frames_with_another_word_are_among_what_means_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = best(examples_of(pack_of()), are_meant=False)
    monkeypatch.setattr(Alterations, "exchanged", lambda *_: None)
    without = best(examples_of(pack_of()), are_meant=False)
    assert len(found) > len(without)
    assert all(it in found for it in without)


def test_what_nearly_repeats_a_phrasing_is_among_what_means_its_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repeated = [it for it in best(examples_of(pack_of()), are_meant=True) if it.spelling > 0.85]
    monkeypatch.setattr(Alterations, "shortened", lambda *_: None)
    without = [it for it in best(examples_of(pack_of()), are_meant=True) if it.spelling > 0.85]
    assert len(repeated) > len(without) + 3


def test_a_single_negative_phrasing_counts_as_a_few_phrasings_and_not_as_all() -> None:
    found = examples_of(pack_of("why is {} late", asked_of=PEOPLE[:1]))
    held_out = found[0].importance
    assert max(it.importance for it in found) == pytest.approx(MOST_EACH * held_out)


def test_a_frame_that_another_entry_answers_with_the_other_word_teaches_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    analyser = Analyser("en")

    def of_the_next(_: Alterations, phrasing: Terms, owner: int) -> Terms:
        return analyser.analyse(ASKED[0].format(PEOPLE[(owner + 1) % len(PEOPLE)]))

    monkeypatch.setattr(Alterations, "exchanged", of_the_next)
    found = best(examples_of(pack_of()), are_meant=False)
    monkeypatch.setattr(Alterations, "exchanged", lambda *_: None)
    assert len(found) == len(best(examples_of(pack_of()), are_meant=False))


def test_what_is_asked_of_an_entry_that_is_left_out_is_as_like_the_others_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Alterations, "exchanged", lambda *_: None)
    near_misses = [it for it in best(examples_of(pack_of()), are_meant=False) if it.support > 0.3]
    assert len(near_misses) > len(PEOPLE)
