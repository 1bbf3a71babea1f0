"""How well questions find their entry, and others are declined, on CLINC150.

    python benchmarks/clinc150.py --data PATH [--phrasings 10] [--set val|test] [--encoder FOLDER]

PATH is `data_full.json` of the CLINC150 "full" set (GitHub `clinc/oos-eval`, commit
828f8093932c8fe6ca7936c3d2e52903b1c523de; Larson et al., EMNLP-IJCNLP 2019; CC BY 3.0), with or
without white space between its tokens. Each intent becomes an entry with K phrasings, drawn by one
`random.Random(0)` over the intents in sorted order. RapidFuzz's `WRatio`, a common choice for bots,
is measured beside it in the same run. With FOLDER, so is what the encoder in it adds.
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

from bot.knowledge.model import Entry, Pack
from bot.matching.encoder import Encoder
from bot.matching.index import build_index

Ranked = tuple[str | None, float, list[str]]
"""The first entry, how sure it is, and the first three."""


def main() -> None:
    """Prints a row for each matcher."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--phrasings", type=int, default=10)
    parser.add_argument("--set", choices=["val", "test"], default="test")
    parser.add_argument("--encoder", type=Path)
    options = parser.parse_args()
    raw = options.data.read_bytes()
    data = json.loads(raw)
    print(f"data: {options.data.name}, SHA-256 {hashlib.sha256(raw).hexdigest()}")
    drawn = draw(data["train"], options.phrasings)
    inside = data[options.set]
    outside = [text for text, _ in data[f"oos_{options.set}"]]
    print(
        f"{sum(map(len, drawn.values()))} phrasings; "
        f"{len(inside)} questions, {len(outside)} to decline"
    )
    texts = [(text, intent) for intent, found in drawn.items() for text in found]

    def wratio(question: str) -> Ranked:
        found = process.extract(question, [text for text, _ in texts], scorer=fuzz.WRatio, limit=3)
        names = [name_of(texts[position][1]) for _, _, position in found]
        return names[0], found[0][1], names

    matchers = {"Rejoinder": ranker(drawn, None)}
    if options.encoder:
        matchers["Rejoinder, encoder"] = ranker(drawn, Encoder.load(options.encoder))
    matchers["RapidFuzz WRatio"] = wratio
    print(f"{'matcher':24}{'top-1':>8}{'hit@3':>8}{'answered@90':>13}{'ms':>8}")
    for name, rank in matchers.items():
        print(f"{name:24}{measure(rank, inside, outside)}")


def ranker(drawn: dict[str, list[str]], encoder: Encoder | None) -> Callable[[str], Ranked]:
    """What ranks questions by an index of the utterances, and says how long it took to build."""
    started = time.perf_counter()
    index = build_index(pack_of(drawn), encoder)
    by = "words and meaning" if encoder else "words"
    print(f"indexed by {by} in {time.perf_counter() - started:.1f} s")

    def rank(question: str) -> Ranked:
        found = index.rank(question)
        names = [it.entry.id for it in found[:3]]
        return (names[0], found[0].confidence, names) if found else (None, 0.0, [])

    return rank


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


if __name__ == "__main__":
    main()
