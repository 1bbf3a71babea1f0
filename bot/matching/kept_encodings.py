"""Vectors of texts that were encoded once, kept in a file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.matching.kept import Kept

Floats = npt.NDArray[np.float32]

MOST = 200_000
"""Vectors kept. Those of 384 numbers take some 170 MB."""
NUMBERS = "<f2"
BYTES_A_NUMBER = 2


class KeptEncodings:
    """A file of vectors by what was encoded, and with which encoder; see `Kept`."""

    def __init__(self, file: Path, *, most: int = MOST) -> None:
        self._kept = Kept(file, "encodings", most)

    def read(self, fingerprint: str, dimensions: int, texts: Sequence[str]) -> dict[str, Floats]:
        """The vectors of those of `texts` that are kept, of `dimensions` numbers each."""
        text_by_key = {_key(fingerprint, text): text for text in texts}
        return {
            text_by_key[key]: np.frombuffer(vector, NUMBERS).astype(np.float32)
            for key, vector in self._kept.read(text_by_key).items()
            if len(vector) == BYTES_A_NUMBER * dimensions
        }

    def write(self, fingerprint: str, vectors: Mapping[str, Floats]) -> None:
        """Keeps `vectors`, by text, to half precision."""
        self._kept.write(
            {
                _key(fingerprint, text): vector.astype(NUMBERS).tobytes()
                for text, vector in vectors.items()
            }
        )


def _key(fingerprint: str, text: str) -> bytes:
    return hashlib.sha256(f"{fingerprint}\n{text}".encode(errors="replace")).digest()
