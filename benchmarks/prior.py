"""Learns what a pack's confidence starts from, and writes it to `bot/matching/prior.py`.

    python benchmarks/prior.py --data PATH

PATH is as for `clinc150.py`; only its training set is read. Packs of many sizes are drawn, each
teaches what it can, and all packs of a size count the same together.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from clinc150 import draw, pack_of

from bot.matching import prior
from bot.matching.confidence import COLUMNS, Confidence, Example, fit
from bot.matching.index import build_index

SIZES = ((5, 150, 1), (10, 150, 1), (10, 40, 3), (8, 12, 8), (6, 5, 12))
"""Phrasings an entry, entries a pack, and how many packs of the kind are drawn."""
WEIGHT = 1000.0
"""How much all questions of a size count that have an answer."""


def main() -> None:
    """Writes the prior."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    train = json.loads(parser.parse_args().data.read_bytes())["train"]
    nothing = np.zeros(COLUMNS)
    pool: list[Example] = []
    for phrasings, entries, times in SIZES:
        drawn = draw(train, phrasings)
        for turn in range(times):
            chosen = random.Random(1000 * phrasings + turn).sample(sorted(drawn), entries)
            pool += _taught({it: drawn[it] for it in chosen}, WEIGHT / times)
    weights = fit(pool, prior=nothing).weights
    file = Path(prior.__file__)
    head = file.read_text(encoding="utf-8").split("PRIOR = ")[0]
    rows = [
        " " * 8 + ", ".join(f"{weight:.2f}" for weight in weights[start : start + 8]) + ",\n"
        for start in range(0, len(weights), 8)
    ]
    text = f"{head}PRIOR = np.array(\n    [\n{''.join(rows)}    ]\n)\n"
    file.write_text(text, encoding="utf-8")


def _taught(drawn: dict[str, list[str]], weight: float) -> list[Example]:
    """What a pack teaches, those with an answer counting `weight` together."""
    found: list[Example] = []

    def keep(examples: Sequence[Example]) -> Confidence:
        found.extend(examples)
        return fit([])

    build_index(pack_of(drawn), fit=keep)
    share = weight / sum(it.importance for it in found if it.right is not None)
    return [
        Example(it.evidence, it.right, it.importance * share, it.frequency * share) for it in found
    ]


if __name__ == "__main__":
    main()
