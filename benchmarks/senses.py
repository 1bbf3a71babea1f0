"""Learns what English words mean, as `bot/matching/languages/en/senses.npz`.

    python benchmarks/senses.py --encoder FOLDER

From two teachers. A thesaurus: latent semantic analysis (Deerwester et al., "Indexing by latent
semantic analysis", 1990) of a table in which each group of `thesaurus.txt` and `meanings.txt`, and
each heading over groups, is a column, and each stem a row. And the sentence encoder in FOLDER, as
`rejoinder encoder get` fetches it: what it makes of each word of its vocabulary and of the
thesaurus, alone. Both are put side by side and reduced together.
"""

from __future__ import annotations

import argparse
import re
from importlib import resources
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.sparse.linalg import svds
from tokenizers import Tokenizer

from bot.matching.encoder import TOKENIZER_NAME, Encoder
from bot.matching.language import Language, language_of
from bot.matching.text import fold, words

LANGUAGE = "en"
THESAURUS_DIMENSIONS = 100
"""64 to 300 were within half a point of each other on CLINC150's validation set."""
DIMENSIONS = 128
THESAURUS_SHARE = 0.3
"""What the thesaurus counts in a sense, the encoder the rest."""

Floats = npt.NDArray[np.float64]


def main() -> None:
    """Writes the senses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--encoder", type=Path, required=True)
    options = parser.parse_args()
    folder = Path(str(resources.files("bot.matching").joinpath("languages", LANGUAGE)))
    language = language_of(LANGUAGE)
    texts = [
        (folder / name).read_text(encoding="utf-8") for name in ("meanings.txt", "thesaurus.txt")
    ]
    grouped = from_thesaurus(texts, language)
    encoded = from_encoder(options.encoder, sorted(_words_of(texts)), language)
    stems = sorted(grouped.keys() | encoded.keys())
    both = np.hstack(
        [
            _rows(grouped, stems, THESAURUS_DIMENSIONS) * THESAURUS_SHARE,
            _rows(encoded, stems, len(next(iter(encoded.values())))) * (1 - THESAURUS_SHARE),
        ]
    )
    found = both @ np.linalg.svd(both, full_matrices=False)[2][:DIMENSIONS].T
    scale = 127 / np.maximum(np.abs(found).max(axis=1, keepdims=True), 1e-12)
    file = folder / "senses.npz"
    table = np.round(found * scale).astype(np.int8)
    np.savez_compressed(file, stems=" ".join(stems), table=table)
    print(f"{len(stems)} stems, {file.stat().st_size / 1e6:.2f} MB")


def from_thesaurus(texts: list[str], language: Language) -> dict[str, Floats]:
    """What the groups and headings of `texts` say of each stem in them."""
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
    left, values, _ = svds(weighted, THESAURUS_DIMENSIONS, rng=0)
    return dict(zip(numbers, left * np.sqrt(values), strict=True))


def from_encoder(folder: Path, more: list[str], language: Language) -> dict[str, Floats]:
    """What the encoder makes of each stem: the mean of its words' vectors, less that of all.

    The words are those of its vocabulary, and `more`.
    """
    encoder = Encoder.load(folder)
    vocabulary = Tokenizer.from_file(str(folder / TOKENIZER_NAME)).get_vocab()
    known = sorted({it for it in vocabulary if re.fullmatch("[a-z]{3,}", it)} | set(more))
    by_stem: dict[str, list[Floats]] = {}
    for word, vector in zip(known, encoder.encode_lasting(known), strict=True):
        [stem] = language.stems([word])
        by_stem.setdefault(stem, []).append(vector.astype(np.float64))
    means = {stem: np.mean(vectors, axis=0) for stem, vectors in by_stem.items()}
    middle = np.mean(list(means.values()), axis=0)
    return {stem: vector - middle for stem, vector in means.items()}


def _words_of(texts: list[str]) -> set[str]:
    lines = "\n".join(it for it in "\n".join(texts).splitlines() if not it.startswith("#"))
    return set(words(fold(lines.replace(",", " "))))


def _rows(found: dict[str, Floats], stems: list[str], width: int) -> Floats:
    """A row of length one for each of `stems`, or of zeros where there is none."""
    table = np.stack([found.get(it, np.zeros(width)) for it in stems])
    scaled: Floats = table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-12)
    return scaled


if __name__ == "__main__":
    main()
