"""How well questions find their entry, and others are declined, on CLINC150.

    python benchmarks/clinc150.py --data PATH [--phrasings 10] [--set val|test] [--typos]
                                  [--encoder FOLDER]

PATH is `data_full.json` of the CLINC150 "full" set (GitHub `clinc/oos-eval`, commit
828f8093932c8fe6ca7936c3d2e52903b1c523de; Larson et al., EMNLP-IJCNLP 2019; CC BY 3.0), with or
without white space between its tokens. Each intent becomes an entry with K phrasings, drawn by one
`random.Random(0)` over the intents in sorted order. RapidFuzz's `WRatio`, a common choice for bots,
and `token_set_ratio` are measured beside it in the same run, and with scikit-learn installed a
linear support vector machine over TF-IDF of character 2-5-grams. With FOLDER, so is what the
encoder in it adds. With `--typos` a third of each question's words have one slip.

What is shipped is measured apart from the ranking: only the outcome `answer` is an answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Answer
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.matching.encoder import Encoder
from bot.settings import Settings

Ranked = tuple[str | None, float, list[str]]
"""The first entry, how sure it is, and the first three."""


def main() -> None:
    """Prints a row for each matcher."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--phrasings", type=int, default=10)
    parser.add_argument("--set", choices=["val", "test"], default="test")
    parser.add_argument("--typos", action="store_true")
    parser.add_argument("--encoder", type=Path)
    options = parser.parse_args()
    raw = options.data.read_bytes()
    data = json.loads(raw)
    print(f"data: {options.data.name}, SHA-256 {hashlib.sha256(raw).hexdigest()}")
    drawn = draw(data["train"], options.phrasings)
    inside = data[options.set]
    outside = [text for text, _ in data[f"oos_{options.set}"]]
    if options.typos:
        generator = random.Random(0)
        inside = [[with_typos(text, generator), intent] for text, intent in inside]
        outside = [with_typos(text, generator) for text in outside]
    print(
        f"{sum(map(len, drawn.values()))} phrasings; "
        f"{len(inside)} questions, {len(outside)} to decline"
    )
    texts = [(text, intent) for intent, found in drawn.items() for text in found]

    def fuzzy(scorer: Callable[..., float]) -> Callable[[str], Ranked]:
        def rank(question: str) -> Ranked:
            found = process.extract(question, [text for text, _ in texts], scorer=scorer, limit=3)
            names = [name_of(texts[position][1]) for _, _, position in found]
            return names[0], found[0][1], names

        return rank

    answerers = {"Rejoinder": answerer_of(drawn, None)}
    if options.encoder:
        answerers["Rejoinder, encoder"] = answerer_of(drawn, Encoder.load(options.encoder))
    matchers = {name: ranker(it) for name, it in answerers.items()}
    machine = support_vector_machine(texts)
    if machine:
        matchers["TF-IDF 2-5-grams, SVM"] = machine
    matchers["RapidFuzz WRatio"] = fuzzy(fuzz.WRatio)
    matchers["RapidFuzz token_set_ratio"] = fuzzy(fuzz.token_set_ratio)
    print(f"{'matcher':28}{'top-1':>8}{'hit@3':>8}{'answered@90':>13}{'ms':>8}")
    for name, rank in matchers.items():
        print(f"{name:28}{measure(rank, inside, outside)}")
    print(f"{'at the shipped setting':28}{'right':>8}{'wrong':>8}{'declined of those to':>22}")
    for name, answerer in answerers.items():
        print(f"{name:28}{measure_outcomes(answerer, inside, outside)}")


def answerer_of(drawn: dict[str, list[str]], encoder: Encoder | None) -> Answerer:
    """Answers from the utterances with the bars that are shipped; says how long that took."""
    started = time.perf_counter()
    settings = Settings(_env_file=None)
    bars = Bars(settings.answer_bar, settings.suggest_bar)
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack_of(drawn),)), encoder), bars)
    by = "words and meaning" if encoder else "words"
    print(f"indexed by {by} in {time.perf_counter() - started:.1f} s")
    return answerer


def ranker(answerer: Answerer) -> Callable[[str], Ranked]:
    """What ranks questions as an answerer does."""

    def rank(question: str) -> Ranked:
        found = answerer.rank(question)
        names = [it.entry.id for it in found[:3]]
        return (names[0], found[0].confidence, names) if found else (None, 0.0, [])

    return rank


def support_vector_machine(texts: list[tuple[str, str]]) -> Callable[[str], Ranked] | None:
    """The strongest lexical baseline of those that are common; None without scikit-learn."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.svm import LinearSVC
    except ImportError:
        return None
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    machine = LinearSVC().fit(
        vectorizer.fit_transform([text for text, _ in texts]), [intent for _, intent in texts]
    )

    def rank(question: str) -> Ranked:
        scores = machine.decision_function(vectorizer.transform([question]))[0]
        best = np.argsort(-scores)[:3]
        names = [name_of(machine.classes_[it]) for it in best]
        return names[0], float(scores[best[0]]), names

    return rank


def with_typos(text: str, generator: random.Random) -> str:
    """`text` with one slip in a third of its words, in one at least.

    A letter is left out, doubled by a stray one, exchanged with the next, or a neighbour on the
    keyboard.
    """
    words = text.split()
    for place in generator.sample(range(len(words)), max(1, round(len(words) / 3))):
        word = words[place]
        at = generator.randrange(len(word))
        slip = generator.choice(("insert", "delete", "swap", "neighbour"))
        if slip == "insert":
            word = word[:at] + generator.choice("abcdefghijklmnopqrstuvwxyz") + word[at:]
        elif slip == "delete" and len(word) > 1:
            word = word[:at] + word[at + 1 :]
        elif slip == "swap" and at + 1 < len(word):
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        else:
            word = word[:at] + generator.choice(KEYS.get(word[at], word[at])) + word[at + 1 :]
        words[place] = word
    return " ".join(words)


KEYS = {
    key: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for place, key in enumerate(row)
}
"""The keys beside each letter."""


def draw(train: list[list[str]], count: int) -> dict[str, list[str]]:
    """`count` utterances of each intent, as the module's docstring says."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in train:
        by_intent.setdefault(intent, []).append(text)
    generator = random.Random(0)
    return {intent: generator.sample(by_intent[intent], count) for intent in sorted(by_intent)}


def name_of(intent: str) -> str:
    """An intent's name as an entry's id."""
    return intent.replace("_", "-")


def pack_of(drawn: dict[str, list[str]]) -> Pack:
    """The utterances as a pack."""
    entries = tuple(
        Entry(
            id=name_of(intent),
            topic="t",
            question=texts[0],
            phrasings=tuple(texts[1:]),
            answer="-",
        )
        for intent, texts in drawn.items()
    )
    return Pack(id="clinc150", title="CLINC150", language="en", entries=entries)


def measure(rank: Callable[[str], Ranked], inside: list[list[str]], outside: list[str]) -> str:
    """Top-1, hit@3, answered@90 and milliseconds a question.

    answered@90 is the share of in-scope questions whose right entry is first and above the
    threshold that turns away 90% of the out-of-scope ones.
    """
    started = time.perf_counter()
    ranked = [rank(text) for text, _ in inside]
    declined = [rank(text)[1] for text in outside]
    milliseconds = (time.perf_counter() - started) * 1000 / (len(inside) + len(outside))
    names = [name_of(intent) for _, intent in inside]
    right = np.array([it[0] == name for it, name in zip(ranked, names, strict=True)])
    sure = np.array([it[1] for it in ranked])
    hits = np.mean([name in it[2] for it, name in zip(ranked, names, strict=True)])
    bar = np.quantile(declined, 0.9)
    answered = float((right & (sure > bar)).mean())
    return f"{right.mean():8.3f}{hits:8.3f}{answered:13.3f}{milliseconds:8.2f}"


def measure_outcomes(answerer: Answerer, inside: list[list[str]], outside: list[str]) -> str:
    """Shares: in scope answered right and answered wrong, and out of scope not answered."""
    right = wrong = 0
    for text, intent in inside:
        outcome = answerer.ask(text)
        if isinstance(outcome, Answer):
            is_right = outcome.chosen.entry.id == name_of(intent)
            right += is_right
            wrong += not is_right
    declined = sum(not isinstance(answerer.ask(text), Answer) for text in outside)
    return f"{right / len(inside):8.3f}{wrong / len(inside):8.3f}{declined / len(outside):22.3f}"


if __name__ == "__main__":
    main()
