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


def test_after_a_change_only_new_phrasings_are_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = Encoder.load(make_encoder(tmp_path))
    sell, cook, walk = map(Analyser("xx").analyse, ("sell car", "cook rice", "walk about"))
    before = Likeness([sell, cook], language_of("xx"), encoder)
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
