"""Learns what English words mean, as `bot/matching/languages/en/senses.npz`.

    python benchmarks/senses.py --encoder FOLDER --wordnet FOLDER

A sentence encoder, as `rejoinder encoder get` fetches it, is the teacher: each stem, and each of
the commonest pairs of neighbouring stems, gets a vector such that the sum over a text points where
the encoder puts the text. That is a linear model of the encoder, fitted by ridge regression, as
"static embeddings" are distilled from encoders elsewhere (Model2Vec; Tulkens and van Dongen, 2024).

The texts are the definitions and examples of WordNet 3.0, the folder with its `data.noun` and the
like, and questions and sentences as people type them: the frames of `frames.txt` filled with its
words and definitions, and with each of the commonest words as wordfreq lists them.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import chain, pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from rich.console import Console
from wordfreq import top_n_list

from bot.matching.encoder import Encoder
from bot.matching.language import language_of
from bot.matching.text import fold, words
from bot.progress import progress_bar

LANGUAGE = "en"
WORDS = 40_000
"""How many of the commonest words get a sense: of 20,000 those that name things of today, which
people ask of, are missing."""
FILLING = 20_000
"""How many of them fill frames at random: rarer ones taught less of how questions are put."""
FRAMED = 400_000
"""How many sentences are made of frames at random."""
FRAMES_A_WORD = 2
"""In how many frames each word of the vocabulary stands besides."""
PAIRS = 4000
DIMENSIONS = 128
"""256 did no better."""
RIDGE = 1.0
"""0.3 to 4 were within half a point of each other."""
STEPS = 30
EVERY = 8
"""Of so many texts one is looked at to find the directions that are kept."""
LONGEST_DEFINITION = 10
"""Words of the longest definition that fills a frame."""
CHUNK = 500
SMALLEST = np.float32(1e-20)
"""Keeps what is nothing from being divided by nothing."""

_SLOT = re.compile(r"\{([nva])\}")
_QUOTED = re.compile(r';\s*(?=")|"\s*;\s*|;\s+')
_VOWELS = re.compile("[aeiou]+")
_PARTS = {"n": "noun", "v": "verb", "a": "adj"}

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """WordNet, as far as it is used."""

    texts: list[str]
    """Definitions and examples."""
    lemmas: dict[str, list[str]]
    """The words of each part of speech, by its letter in frames."""
    definitions: dict[str, list[str]]
    """Likewise the short definitions."""


def main() -> None:
    """Writes the senses."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--wordnet", type=Path, required=True)
    options = parser.parse_args()
    known = [it for it in top_n_list(LANGUAGE, WORDS) if it.isascii() and it.isalnum()]
    dictionary = read_wordnet(options.wordnet)
    frames = Path(__file__).with_name("frames.txt").read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys([*dictionary.texts, *framed(frames, dictionary, known)]))
    language = language_of(LANGUAGE)
    read = [language.stems(words(fold(it))) for it in texts]
    names = named(read, dict.fromkeys(language.stems(known)))
    forms = compared(dictionary.lemmas["a"], names)
    held = holding(read, names)
    senses = learn(held, encode(texts, options.encoder))
    table = senses @ directions(held[::EVERY] @ senses)
    scale = np.maximum(np.abs(table).max(axis=1), 1e-12) / 127
    file = Path(str(resources.files("bot.matching"))) / "languages" / LANGUAGE / "senses.npz"
    np.savez_compressed(
        file,
        names=np.array("\n".join(names)),
        forms=np.array("\n".join(forms)),
        bases=np.array(list(forms.values()), np.int32),
        table=np.round(table / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float16),
    )
    print(f"{len(texts)} texts, {len(names)} names, {file.stat().st_size / 1e6:.2f} MB")


def read_wordnet(folder: Path) -> Dictionary:
    """WordNet's database files in `folder`; see its manual, `wndb(5WN)`."""
    texts: list[str] = []
    lemmas: dict[str, list[str]] = {it: [] for it in _PARTS}
    definitions: dict[str, list[str]] = {it: [] for it in _PARTS}
    letters = {name: letter for letter, name in _PARTS.items()}
    for file in sorted(folder.glob("data.*")):
        letter = letters.get(file.suffix[1:])
        for line in file.read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):  # its licence
                continue
            entry, gloss = line.split(" | ", 1)
            parts = (it.strip().strip('"').strip() for it in _QUOTED.split(gloss.strip()))
            texts += [it for it in parts if " " in it]
            if letter is None:
                continue
            fields = entry.split()
            lemmas[letter] += [
                fields[4 + 2 * it].partition("(")[0].replace("_", " ")
                for it in range(int(fields[3], 16))
            ]
            definition = re.sub(r"\([^)]*\)", "", gloss.split(";")[0]).strip()
            if 1 < len(definition.split()) <= LONGEST_DEFINITION and '"' not in definition:
                definitions[letter].append(definition)
    return Dictionary(texts, lemmas, definitions)


def framed(frames: Sequence[str], dictionary: Dictionary, known: Sequence[str]) -> list[str]:
    """The frames filled at random, mostly with common words, and each that is `known` in some.

    Every frame's slots are `{n}`, `{v}` and `{a}`, for nouns, verbs and adjectives; `known` are
    words from the commonest on.
    """
    generator = random.Random(0)
    vocabulary = set(known[:FILLING])
    common = {
        letter: [it for it in lemmas if vocabulary.issuperset(it.lower().split())]
        for letter, lemmas in dictionary.lemmas.items()
    }
    listed = {it.lower() for lemmas in dictionary.lemmas.values() for it in lemmas}
    names = sorted(vocabulary - listed)

    def fill(slot: re.Match[str]) -> str:
        letter = slot[1]
        if letter == "n" and generator.random() < 0.12:
            return generator.choice(names)
        kinds = (common, dictionary.lemmas, dictionary.definitions)
        [kind] = generator.choices(kinds, (0.75, 0.13, 0.12))
        return generator.choice(kind[letter])

    found = [_SLOT.sub(fill, generator.choice(frames)) for _ in range(FRAMED)]
    single = [it for it in frames if _SLOT.findall(it) == ["n"]]
    for word in sorted(known):
        found += [it.replace("{n}", word) for it in generator.sample(single, FRAMES_A_WORD)]
    return found


def named(read: Sequence[Sequence[str]], known: Iterable[str]) -> list[str]:
    """The `known` stems in texts, as they come, and the commonest pairs of neighbours.

    `read` are the texts' stems.
    """
    used = frozenset(chain.from_iterable(read))
    # Dictionaries rather than sets, whose order would decide between pairs that are as common.
    pairs = Counter(f"{a} {b}" for it in read for a, b in dict.fromkeys(pairwise(it)))
    return [*(it for it in known if it in used), *sorted(it for it, _ in pairs.most_common(PAIRS))]


def compared(adjectives: Iterable[str], names: Sequence[str]) -> dict[str, int]:
    """The stems of comparatives and superlatives that are none of `names`.

    Each has the number of its adjective's stem. The stemmer leaves "riskier" as it is, and texts
    hold such forms too seldom to learn them from.
    """
    numbers = {it: number for number, it in enumerate(names)}
    found: dict[str, int] = {}
    for word in sorted({it.lower() for it in adjectives if it.isalpha()}):
        root = word.removesuffix("y").removesuffix("e")
        if len(_VOWELS.findall(root)) > (2 if word.endswith("y") else 1):
            continue  # it is compared by "more"
        if word.endswith("y"):
            root += "i"
        forms = [f"{root}er", f"{root}est"]
        [base, *stems] = language_of(LANGUAGE).stems([word, *forms])
        if base in numbers:
            found |= {it: numbers[base] for it in stems if it not in numbers}
    return found


def holding(read: Sequence[Sequence[str]], names: Sequence[str]) -> sp.csr_array:
    """A row for each text: for each name that it holds one over the root of how many stems."""
    numbers = {it: number for number, it in enumerate(names)}
    columns: list[int] = []
    sizes: list[int] = []
    stems: list[int] = []
    for it in read:
        alone = numbers.keys() & it
        held = alone | (numbers.keys() & {f"{a} {b}" for a, b in pairwise(it)})
        columns += sorted(numbers[name] for name in held)
        sizes.append(len(held))
        stems.append(len(alone))
    shares = np.repeat(1 / np.sqrt(np.maximum(stems, 1)), sizes).astype(np.float32)
    starts = np.cumsum([0, *sizes])
    return sp.csr_array((shares, np.array(columns), starts), (len(read), len(names)))


def learn(held: sp.csr_array, targets: Floats) -> Floats:
    """The ridge regression of `targets`, less their mean, on what texts hold.

    By conjugate gradients with Jacobi's preconditioner, for all columns at once.
    """
    transposed = held.T.tocsr()
    scale = 1 / (np.asarray(held.multiply(held).sum(axis=0)).ravel() + RIDGE)[:, None]
    scale = scale.astype(np.float32)
    rest = transposed @ (targets - targets.mean(axis=0))
    found: Floats = np.zeros_like(rest)
    scaled = scale * rest
    direction = scaled.copy()
    length = (rest * scaled).sum(axis=0)
    for _ in range(STEPS):
        change = transposed @ (held @ direction) + np.float32(RIDGE) * direction
        # Some encoders have numbers that are the same for all texts; there is nothing to learn.
        step = length / np.maximum((direction * change).sum(axis=0), SMALLEST)
        found += step * direction
        rest -= step * change
        scaled = scale * rest
        before, length = length, (rest * scaled).sum(axis=0)
        direction = scaled + length / np.maximum(before, SMALLEST) * direction
    return found


def directions(sums: Floats) -> Floats:
    """The directions, one a column, in which texts of length one differ most."""
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    scaled = (sums / np.maximum(lengths, 1e-12)).astype(np.float64)
    found: Floats = np.linalg.eigh(scaled.T @ scaled)[1][:, : -DIMENSIONS - 1 : -1]
    return found.astype(np.float32)


def encode(texts: Sequence[str], folder: Path) -> Floats:
    """The encoder's vector of each text, on all cores."""
    chunks = [texts[it : it + CHUNK] for it in range(0, len(texts), CHUNK)]
    found: list[Floats] = []
    with ProcessPoolExecutor() as pool, progress_bar("Encoding", Console(stderr=True)) as tell:
        for rows in pool.map(_encode, chunks, [folder] * len(chunks)):
            found.append(rows)
            tell(len(found), len(chunks))
    return np.concatenate(found)


def _encode(texts: Sequence[str], folder: Path) -> Floats:
    return np.stack([_encoder(folder).encode(it) for it in texts])


@cache
def _encoder(folder: Path) -> Encoder:
    return Encoder.load(folder)


if __name__ == "__main__":
    main()
