from __future__ import annotations

import random

import numpy as np
import pytest

from bot.matching.confidence import (
    MIDDLING_SCORE,
    UNTAUGHT,
    WITH_ENCODER,
    WITHOUT_ENCODER,
    Array,
    Confidence,
    Example,
    fit,
)
from bot.matching.evidence import Evidence


def evidence(score: float) -> Evidence:
    return Evidence(score, 0.1, 0.0, 0.1, 0.5, 0.5, 0.0, 0.3, 0.8, 0.6, 0.1, 0.5, 2.0, 0.4, 0.5)


@pytest.mark.parametrize("prior", [WITHOUT_ENCODER, WITH_ENCODER])
def test_a_prior_has_a_weight_for_each_column(prior: Array) -> None:
    assert prior.size == UNTAUGHT.size


def test_candidates_that_are_as_good_as_each_other_share_what_one_would_have() -> None:
    confidence = fit([])
    alone = confidence.probabilities([evidence(0.6)])[0]
    together = confidence.probabilities([evidence(0.6), evidence(0.6)])
    assert together[0] == together[1] < alone
    assert sum(together) > alone


def test_the_more_often_a_score_was_right_the_surer_it_makes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.matching.confidence.SHARPER", 1.0)
    generator = random.Random(0)
    examples = []
    for _ in range(6000):
        score = generator.random()
        meant = np.array([float(generator.random() < score)])
        examples.append(Example(np.array([evidence(score)]), meant))
    confidence = fit(examples, score_weight=0.0)
    for score in (0.1, 0.3, 0.5, 0.7, 0.9):
        assert confidence.probabilities([evidence(score)])[0] == pytest.approx(score, abs=0.07)


def test_an_example_that_may_mean_either_candidate_teaches_how_likely_it_means_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.matching.confidence.SHARPER", 1.0)
    candidates = [evidence(0.8), evidence(0.4)]
    examples = [Example(np.array(candidates), np.array([0.5, 0.2]))] * 500
    found = fit(examples, score_weight=0.0).probabilities(candidates)
    assert found == pytest.approx([0.5, 0.2], abs=0.02)


def test_a_score_that_counts_more_moves_confidence_away_from_the_middling_one() -> None:
    generator = random.Random(0)
    examples = []
    for _ in range(500):
        score = generator.random()
        meant = np.array([float(generator.random() < score)])
        examples.append(Example(np.array([evidence(score)]), meant))
    plain = fit(examples, score_weight=0.0)
    more = fit(examples, score_weight=3.0)

    def logit(confidence: Confidence, score: float) -> float:
        [probability] = confidence.probabilities([evidence(score)])
        return float(np.log(probability / (1 - probability)))

    for score in (0.2, MIDDLING_SCORE, 0.9):
        expected = logit(plain, score) + 3.0 * (score - MIDDLING_SCORE)
        assert logit(more, score) == pytest.approx(expected, abs=1e-6)


def test_what_is_rarely_asked_moves_how_sure_one_is_but_not_the_order() -> None:
    generator = random.Random(0)
    often, rarely = [], []
    for _ in range(500):
        score = generator.random()
        meant = np.array([float(generator.random() < score)])
        often.append(Example(np.array([evidence(score)]), meant, frequency=1.0))
        rarely.append(
            Example(np.array([evidence(score)]), meant, frequency=1.0 if meant[0] else 0.1)
        )
    scores = [evidence(it) for it in np.linspace(0, 1, 9)]
    first = [fit(often).probabilities([it])[0] for it in scores]
    second = [fit(rarely).probabilities([it])[0] for it in scores]
    assert np.argsort(first).tolist() == np.argsort(second).tolist()
    assert all(b > a for a, b in zip(first[2:7], second[2:7], strict=True))


def test_the_fewer_phrasings_taught_it_the_more_one_that_was_left_out_counts() -> None:
    learned = fit([])

    def sureness(phrasings: float) -> float:
        return float(learned.with_all(phrasings).probabilities([evidence(0.6)])[0])

    alone = float(learned.probabilities([evidence(0.6)])[0])
    assert sureness(1) == sureness(2) > sureness(4) > sureness(20) > alone
    assert sureness(1000) == pytest.approx(alone, abs=1e-3)
