"""How fast questions are matched, indexes built and changed, and packs read.

    python benchmarks/speed.py --data PATH

PATH is as for `clinc150.py`. Packs of any size are made of its training utterances, ten an entry;
past the first 15,000 each word but the commonest stands for another, so that a copy says something
else with words as common. Questions are of its validation set, their words exchanged likewise.
Times are the least of several runs, on two cores where the system lets a process choose;
RapidFuzz's `WRatio` over the same phrasings, and PyYAML's C loader over the same file, are timed in
turn with them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import yaml
from rapidfuzz import fuzz, process

from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Pack
from bot.matching.index import Index, build_index, update_index

T = TypeVar("T")

PHRASINGS = 10
COMMONEST = 150
"""How many of the commonest words stay as they are in every copy."""
QUESTIONS = 300
ASKED_SLOWLY = 30
"""How many of them are put to `WRatio`."""
ROUNDS = 5
SMALL, LARGE = 2_000, 100_000
CHANGED = 5_000
"""Entries of the pack of which one is changed."""
READ = 10_000
"""Entries of the file that is read."""


def main() -> None:
    """Prints a line for each figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    raw = parser.parse_args().data.read_bytes()
    print(f"data: SHA-256 {hashlib.sha256(raw).hexdigest()}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[:2]))
    data = json.loads(raw)
    times = {size: _time_size(data, size) for size in (SMALL, LARGE)}
    for size, it in times.items():
        print(
            f"{size} phrasings: indexed in {it.building:.1f} s; a question in {it.ours:.2f} ms, "
            f"by WRatio in {it.theirs:.1f} ms: 1/{it.theirs / it.ours:.0f}"
        )
    print(f"a question takes {times[LARGE].ours / times[SMALL].ours:.1f} times as long")
    _time_change(data)
    _time_reading(data)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to build an index, and milliseconds a question."""

    building: float
    ours: float
    theirs: float


def _time_size(data: dict[str, list[list[str]]], size: int) -> Times:
    pack, questions = synthetic(data, size)
    index, building = _timed(lambda: build_index(pack))
    phrasings = [text for entry in pack.entries for text in entry.asked_as]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: [index.rank(it) for it in questions])[1] / len(questions))
        slow = questions[:ASKED_SLOWLY]
        theirs.append(_timed(lambda: _by_wratio(slow, phrasings))[1] / len(slow))  # noqa: B023
    return Times(building, min(ours) * 1000, min(theirs) * 1000)


def _by_wratio(questions: Sequence[str], phrasings: Sequence[str]) -> None:
    for question in questions:
        process.extractOne(question, phrasings, scorer=fuzz.WRatio)


def _time_change(data: dict[str, list[list[str]]]) -> None:
    pack, _ = synthetic(data, CHANGED * PHRASINGS)
    index = build_index(pack)
    first = pack.entries[0]
    asked = (*first.phrasings, "a question that nobody has asked before")
    entries = (first.model_copy(update={"phrasings": asked}), *pack.entries[1:])
    changed = pack.model_copy(update={"entries": entries})
    updated: Index
    updated, quick = _timed(lambda: update_index(index, changed))
    found = updated.rank("a question nobody asked before")[0].entry.id
    assert found == first.id, found
    _, whole = _timed(lambda: build_index(changed))
    print(f"one of {CHANGED} entries changed: live after {quick:.1f} s, rebuilt in {whole:.1f} s")


def _time_reading(data: dict[str, list[list[str]]]) -> None:
    pack, _ = synthetic(data, READ * PHRASINGS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "big.yaml"
        text = to_yaml(pack)
        file.write_text(text)
        theirs = min(_timed(lambda: yaml.load(text, yaml.CSafeLoader))[1] for _ in range(3))
        ours = min(_timed(lambda: read_pack(file))[1] for _ in range(3))
    print(
        f"{READ} entries read in {ours:.1f} s, by PyYAML's C loader in {theirs:.1f} s: "
        f"{ours / theirs:.2f} times"
    )


def to_yaml(pack: Pack) -> str:
    """A pack's entries as a file that can be read, with answers of some length."""
    content = {
        "pack": {"id": "big", "title": "Big"},
        "sources": [{"id": "s", "title": "S", "kind": "press"}],
        "topics": [{"id": "t", "title": "T"}],
        "entries": [
            {
                "id": entry.id,
                "topic": "t",
                "question": entry.question,
                "phrasings": list(entry.phrasings),
                "answer": f"{' '.join(entry.phrasings[:6])} [^s]",
            }
            for entry in pack.entries
        ],
    }
    text: str = yaml.dump(content, Dumper=yaml.CSafeDumper, sort_keys=False)
    return text


def synthetic(data: dict[str, list[list[str]]], size: int) -> tuple[Pack, list[str]]:
    """A pack of `size` phrasings, and questions for it."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in data["train"]:
        by_intent.setdefault(intent, []).append(text)
    groups = [
        texts[start : start + PHRASINGS]
        for _, texts in sorted(by_intent.items())
        for start in range(0, len(texts), PHRASINGS)
    ]
    counts = Counter(word for text, _ in data["train"] for word in text.split())
    rest = sorted(word for word, _ in counts.most_common()[COMMONEST:])
    generator = random.Random(0)
    generator.shuffle(groups)
    found: list[list[str]] = []
    copies: list[dict[str, str]] = []
    while len(found) * PHRASINGS < size:
        others = list(rest)
        if copies:
            generator.shuffle(others)
        copies.append(dict(zip(rest, others, strict=True)))
        missing = size // PHRASINGS - len(found)
        found += [[_exchanged(it, copies[-1]) for it in group] for group in groups[:missing]]
    entries = tuple(
        Entry(
            id=f"e{number:06d}",
            topic="t",
            question=texts[0],
            phrasings=tuple(texts[1:]),
            answer="-",
        )
        for number, texts in enumerate(found)
    )
    questions = [_exchanged(text, generator.choice(copies)) for text, _ in data["val"][:QUESTIONS]]
    return Pack(id="synthetic", title="Synthetic", language="en", entries=entries), questions


def _exchanged(text: str, words: dict[str, str]) -> str:
    return " ".join(words.get(word, word) for word in text.split())


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    """What it gives, and the seconds that it took."""
    started = time.perf_counter()
    found = work()
    return found, time.perf_counter() - started


if __name__ == "__main__":
    main()
