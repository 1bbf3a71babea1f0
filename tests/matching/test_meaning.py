from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching.encoder import Encoder
from bot.matching.language import language_of
from bot.matching.meaning import Likeness
from bot.matching.numbering import NEW
from bot.matching.ranking import learn
from bot.matching.terms import Analyser
from tests.tiny_encoder import make_encoder

ENGLISH = Analyser("en")
TEXTS = ["my wage", "the salary of a dog", "a flight", "airline tickets", "is it the", "qxz vwk"]
SOME = st.lists(st.sampled_from(TEXTS), min_size=1, unique=True)


@settings(max_examples=40, deadline=None)
@given(SOME, SOME)
def test_after_a_change_words_and_their_senses_are_compared_as_if_made_anew(
    before: list[str], after: list[str]
) -> None:
    language = ENGLISH.language
    phrasings = [ENGLISH.analyse(it) for it in after]
    kept = np.array([before.index(it) if it in before else NEW for it in after])
    found = Likeness([ENGLISH.analyse(it) for it in before], language).changed(phrasings, kept)
    fresh = Likeness(phrasings, language)
    rows = np.arange(len(after))
    assert found.of_rows(rows).likeness == pytest.approx(fresh.of_rows(rows).likeness, abs=1e-5)
    assert found.gram(rows) == pytest.approx(fresh.gram(rows), abs=1e-5)
    for text in TEXTS:
        asked = ENGLISH.analyse(text)
        assert found.of(asked).likeness == pytest.approx(fresh.of(asked).likeness, abs=1e-5)


@pytest.mark.parametrize("language", ["en", "xx"])
@pytest.mark.parametrize("is_encoded", [False, True])
@pytest.mark.parametrize("most_summed", [0, len(TEXTS)], ids=["of many", "of few"])
def test_entries_are_scored_and_some_phrasings_compared_as_if_all_were(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    is_encoded: bool,
    most_summed: int,
) -> None:
    monkeypatch.setattr("bot.matching.sense_vectors.MOST_SUMMED", most_summed)
    analyser = Analyser(language)
    phrasings = [analyser.analyse(it) for it in TEXTS]
    encoder = Encoder.load(make_encoder(tmp_path)) if is_encoded else None
    likeness = Likeness(phrasings, analyser.language, encoder)
    ranking = learn(likeness, np.array([0, 0, 1, 1, 2, 3]), ())
    questions = [analyser.analyse(it) for it in ("what wage", "a ticket for the dog", "zzz", "")]
    whole = [likeness.of(it) for it in questions]
    likeness.learned(ranking)
    some = [slice(1, 2), slice(4, 6)]
    for question, compared in zip(questions, whole, strict=True):
        read = likeness.read(question)
        scores = ranking.scores(compared.likeness)
        assert likeness.scores(read) == pytest.approx(scores, abs=1e-5)
        for found, expected in zip(likeness.near(read, some), compared.near(some), strict=True):
            assert found.likeness == pytest.approx(expected.likeness, abs=1e-5)
            assert found.meaning == pytest.approx(expected.meaning, abs=1e-5)


def test_after_a_change_only_new_phrasings_are_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Encoder.load(make_encoder(tmp_path))
    sell, cook, walk = map(Analyser("xx").analyse, ("sell car", "cook rice", "walk about"))
    before = Likeness([sell, cook], language_of("xx"), encoder)
    before.learned(learn(before, np.array([0, 1]), ()))
    asked: list[str] = []
    encode = encoder._encode

    def noted(text: str) -> npt.NDArray[np.float32]:
        asked.append(text)
        return encode(text)

    monkeypatch.setattr(encoder, "_encode", noted)
    found = before.changed([walk, sell], np.array([NEW, 0]))
    assert asked == ["walk about"]
    fresh = Likeness([walk, sell], language_of("xx"), encoder)
    for one, other in zip(found.of(sell), fresh.of(sell), strict=True):
        assert one == pytest.approx(other, abs=1e-5)
