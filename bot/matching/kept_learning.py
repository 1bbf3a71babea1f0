"""What packs taught, kept in a file, so that nothing is learned twice from the same."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import platform
import sys
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from bot.matching.kept import Kept

FILE = "learned.db"
"""What it is called in the folder for state."""
MOST = 20
"""Packs as they were at some time, of which what they taught is kept: 1 MB for a large one."""
CODE = {"bot.matching": "**/*", "bot.knowledge": "scripts.py"}
"""The files of which packages decide what is learned from a text."""
LIBRARIES = ("numpy", "scipy", "rapidfuzz", "PyStemmer", "stop-words", "PyYAML")
"""What else does."""

Arrays = Mapping[str, npt.NDArray[Any]]
_Learned = TypeVar("_Learned")

log = logging.getLogger(__name__)


class KeptLearning:
    """A file of what was learned from packs, under keys that cover everything that decides it.

    So nothing is ever found that belongs to another pack, or to other code. It holds numbers alone,
    and can be deleted at any time; see `Kept`.
    """

    def __init__(self, data_folder: Path, *, most: int = MOST) -> None:
        self._kept = Kept(data_folder / FILE, "learned", most)

    def read(self, key: bytes, make: Callable[[Arrays], _Learned]) -> _Learned | None:
        """What `make` makes of the numbers that are kept under a key of `key_of`, if any are.

        It raises `ValueError` or `KeyError` where they cannot be right.
        """
        value = self._kept.read([key]).get(key)
        if value is None:
            return None
        digest, packed = value[: len(key)], value[len(key) :]
        try:
            if digest != hashlib.sha256(packed).digest():
                raise ValueError("the checksum is another")
            # Without pickled objects, which could be anything that runs.
            with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
                return make(arrays)
        except (ValueError, KeyError, zipfile.BadZipFile) as error:
            log.warning("What %s holds is damaged, and learned anew: %s.", self._kept.file, error)
            return None

    def write(self, key: bytes, arrays: Arrays) -> None:
        """Keeps numbers under a key of `key_of`."""
        stream = io.BytesIO()
        named: dict[str, Any] = dict(arrays)
        np.savez(stream, **named)
        packed = stream.getvalue()
        self._kept.write({key: hashlib.sha256(packed).digest() + packed})


def key_of(kind: str, learned_from: object) -> bytes:
    """The key of a kind of learning, given all that it reads, as JSON has it.

    What reads it counts as well: the code, the libraries, the interpreter and the machine.
    """
    said = json.dumps([kind, _machinery(), learned_from])
    return hashlib.sha256(said.encode()).digest()


@cache
def _machinery() -> list[str]:
    digest = hashlib.sha256()
    for package, pattern in CODE.items():
        with resources.as_file(resources.files(package)) as folder:
            for file in sorted(it for it in folder.glob(pattern) if it.is_file()):
                if file.parent.name != "__pycache__":
                    content = file.read_bytes()
                    name = file.relative_to(folder).as_posix()
                    digest.update(f"{package} {name} {len(content)}\n".encode() + content)
    libraries = [f"{it} {version(it)}" for it in LIBRARIES]
    return [digest.hexdigest(), *libraries, sys.version, sys.byteorder, platform.machine()]
