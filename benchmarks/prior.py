"""Learns what a pack's confidence starts from, and writes it to `bot/matching/prior.py`.

    python benchmarks/prior.py --data PATH --encoder FOLDER

PATH is as for `clinc150.py`; only its training set is read. Packs of many sizes are drawn, each
teaches what it can, and all packs of a size count the same together. What people ask of a pack
beside, and in what words, is learned from the questions on the subjects of `turned.py` that were
looked at. All this is done once without an encoder and once with the one in FOLDER.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from clinc150 import draw, pack_of
from turned import ALIKE, LOOKED_AT, NONE, others_on, pack_on, pairs_on

from bot.matching import prior as taught
from bot.matching.confidence import (
    UNTAUGHT,
    Array,
    Confidence,
    Example,
    fit,
)
from bot.matching.encoder import Encoder
from bot.matching.index import Index, build_index
from bot.matching.kept_encodings import KeptEncodings
from bot.matching.lessons import SHORTLIST

SIZES = ((5, 150, 1), (10, 150, 1), (10, 40, 3), (8, 12, 8), (6, 5, 12))
"""Phrasings an entry, entries a pack, and how many packs of the kind are drawn."""
WEIGHT = 1000.0
"""How much all questions of a size count that have an answer."""
STRAIGHT = 6 * WEIGHT
ANOTHER_THING = 6 * WEIGHT
ANOTHER_WORD = 0.9 * WEIGHT
"""How much all questions on the subjects count that ask what an entry answers, that ask for another
thing in the frame of such a question, and that ask for an entry in a word which it lacks."""


def main() -> None:
    """Writes the prior."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    options = parser.parse_args()
    train = json.loads(options.data.read_bytes())["train"]
    file = Path(taught.__file__)
    text = file.read_text(encoding="utf-8").split("WITHOUT_ENCODER = ")[0]
    with TemporaryDirectory() as folder:
        encoder = Encoder.load(options.encoder, KeptEncodings(Path(folder) / "encodings.db"))
        text += _written("WITHOUT_ENCODER", _learned(train, None))
        text += _written("WITH_ENCODER", _learned(train, encoder))
    file.write_text(text, encoding="utf-8")


def _learned(train: list[list[str]], encoder: Encoder | None) -> Array:
    """The weights of the columns."""
    pool: list[Example] = []
    for phrasings, entries, times in SIZES:
        drawn = draw(train, phrasings)
        for turn in range(times):
            chosen = random.Random(1000 * phrasings + turn).sample(sorted(drawn), entries)
            pool += _taught({it: drawn[it] for it in chosen}, WEIGHT / times, encoder)
    for subject in LOOKED_AT:
        pool += _asked(subject, encoder)
    return fit(pool, prior=UNTAUGHT, score_weight=0.0).weights


def _written(name: str, weights: Array) -> str:
    rows = "".join(f"        {weight:.2f},\n" for weight in weights)
    return f"{name} = np.array(\n    [\n{rows}    ]\n)\n"


def _taught(drawn: dict[str, list[str]], weight: float, encoder: Encoder | None) -> list[Example]:
    """What a pack teaches, those with an answer counting `weight` together."""
    found: list[Example] = []

    def keep(examples: Sequence[Example]) -> Confidence:
        found.extend(examples)
        return Confidence(UNTAUGHT)

    build_index(pack_of(drawn), encoder, fit=keep)
    share = weight / sum(it.importance for it in found if it.meant.any())
    return [
        Example(it.evidence, it.meant, it.importance * share, it.frequency * share) for it in found
    ]


def _asked(subject: str, encoder: Encoder | None) -> list[Example]:
    """What the questions teach that are asked on a subject."""
    index = build_index(pack_on(subject), encoder)
    pairs = pairs_on(subject)
    straight = [(it["straight"], it["entry"]) for it in pairs]
    straight += [(it["turned"], it["expect"]) for it in pairs if it["kind"] == ALIKE]
    others = [(it["ask"], it["expect"]) for it in others_on(subject)]
    return [
        *_examples(index, straight, STRAIGHT),
        *_examples(index, [it for it in others if it[1] == NONE], ANOTHER_THING),
        *_examples(index, [it for it in others if it[1] != NONE], ANOTHER_WORD),
    ]


def _examples(index: Index, asked: Sequence[tuple[str, str]], weight: float) -> list[Example]:
    """What questions teach of which the entry is known; on all subjects they count `weight`."""
    found = []
    share = weight / len(LOOKED_AT) / len(asked)
    for question, entry in asked:
        candidates = index.rank(question, most=SHORTLIST)
        if candidates:
            evidence = np.array([it.evidence for it in candidates], np.float64)
            meant = np.array([float(it.entry.id == entry) for it in candidates])
            found.append(Example(evidence, meant, share, share))
    return found


if __name__ == "__main__":
    main()
