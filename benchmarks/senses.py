"""Learns what English words mean from a thesaurus, as `bot/matching/languages/en/senses.npz`.

    python benchmarks/senses.py

Latent semantic analysis (Deerwester et al., "Indexing by latent semantic analysis", 1990) of a
table in which each group of `thesaurus.txt` and `meanings.txt`, and each heading over groups, is a
column, and each stem a row.
"""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import svds

from bot.matching.language import Language, language_of
from bot.matching.text import fold, words

LANGUAGE = "en"
DIMENSIONS = 100
"""64 to 300 were within half a point of each other on CLINC150's validation set."""


def main() -> None:
    """Writes the senses."""
    folder = Path(str(resources.files("bot.matching").joinpath("languages", LANGUAGE)))
    stems, table = learned(
        [(folder / name).read_text(encoding="utf-8") for name in ("meanings.txt", "thesaurus.txt")],
        language_of(LANGUAGE),
    )
    file = folder / "senses.npz"
    np.savez_compressed(file, stems=" ".join(stems), table=table)
    print(f"{len(stems)} stems, {file.stat().st_size / 1e6:.2f} MB")


def learned(texts: list[str], language: Language) -> tuple[list[str], np.ndarray]:
    """The stems, and a row of small integers for each; only its direction means something."""
    numbers: dict[str, int] = {}
    cells: list[tuple[int, int, float]] = []
    column = heading = -1
    for line in "\n".join(texts).splitlines():
        if not line.strip():
            continue
        column += 1
        if line.startswith("#"):
            heading = column
            continue
        for name in line.split(","):
            stems = language.stems(words(fold(name)))
            telling = [it for it in stems if it not in language.stop_words] or stems
            for stem in telling:
                row = numbers.setdefault(stem, len(numbers))
                share = 1 / len(telling)
                cells += [(row, column, share), (row, heading, share)]
    rows, columns, shares = zip(*cells, strict=True)
    counts = sp.csr_array((shares, (rows, columns)), (len(numbers), column + 1))
    holding = np.bincount(counts.indices, minlength=column + 1)
    weighted = counts @ sp.diags_array(np.log(1 + len(numbers) / (1 + holding)))
    left, values, _ = svds(weighted, DIMENSIONS, rng=0)
    found = left * np.sqrt(values)
    scale = 127 / np.maximum(np.abs(found).max(axis=1, keepdims=True), 1e-12)
    return list(numbers), np.round(found * scale).astype(np.int8)


if __name__ == "__main__":
    main()
