"""Text as vectors of meaning, from a sentence encoder in a folder on this machine.

The encoder is an ONNX model with its tokenizer, as model hubs publish them. ONNX Runtime and
tokenizers, which run it, are the extra `semantic`; without them only `Encoder.load` fails.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from bot.errors import SettingsError
from bot.matching.kept_encodings import KeptEncodings

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]

MODEL_NAMES = ("model.onnx", "model_quantized.onnx")
TOKENIZER_NAME = "tokenizer.json"
FOLDER = "encoder"
"""Where, in the folder for state, the fetched encoder is."""
PACKAGES = ("onnxruntime", "tokenizers")
INSTALL = "pip install 'rejoinder[semantic]'"
THREADS = 2
"""How many texts are encoded at a time, where there are several; each takes one thread. To share
one text of a question's length between threads takes longer."""
MOST_TOKENS = 64
"""Tokens of a text that are read, some fifty words; what is longer asks more than one question,
and would take more time than a question may."""
RECENT = 64
"""Texts whose vectors are remembered: a message is asked of every pack in turn."""


class Encoder:
    """Encodes texts, so that the product of two vectors says how alike they are in meaning.

    Make one with `Encoder.load`. It may be used from several threads.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        session: InferenceSession,
        fingerprint: str,
        kept: KeptEncodings | None = None,
    ) -> None:
        self._tokenizer = tokenizer
        self._session = session
        self._kept = kept
        self._inputs = {it.name for it in session.get_inputs()}
        self._encode_recent = lru_cache(RECENT)(self._encode)
        self.fingerprint = fingerprint
        """Which encoder it is: a checksum of its files and of how they are used, in hexadecimal."""
        self.dimensions = len(self._encode("a"))
        """How many numbers a vector has."""

    @classmethod
    def load(cls, folder: Path, kept: KeptEncodings | None = None) -> Encoder:
        """The encoder in `folder`, which keeps in `kept` what `encode_lasting` encodes.

        The folder holds `model.onnx` or `model_quantized.onnx`, and `tokenizer.json`. The model
        gives a vector for each token; a text's is the mean of its own. Raises `SettingsError` if
        the extra is not installed, or if a file is missing or cannot be used.
        """
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise SettingsError(
                f"The encoder needs packages that are not installed. Run: {INSTALL}"
            ) from error
        model = next((folder / it for it in MODEL_NAMES if (folder / it).is_file()), None)
        tokens = folder / TOKENIZER_NAME
        if model is None or not tokens.is_file():
            missing = " or ".join(MODEL_NAMES) if model is None else TOKENIZER_NAME
            raise SettingsError(
                f"The folder {folder} holds no encoder: {missing} is missing. "
                "Check REJOINDER_ENCODER, or run: rejoinder encoder get"
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4  # what goes wrong is raised, and said once
        # Both keep memory for the largest text so far, and gain nothing with one text at a time.
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        try:
            tokenizer = Tokenizer.from_file(str(tokens))
            tokenizer.no_padding()
            tokenizer.enable_truncation(MOST_TOKENS)
            session = onnxruntime.InferenceSession(
                str(model), options, providers=["CPUExecutionProvider"]
            )
            return cls(tokenizer, session, _fingerprint(model, tokens), kept)
        except Exception as error:  # neither library has an error of its own to catch
            raise SettingsError(
                f"The encoder in {folder} cannot be used: {_first_line(error)} "
                "Fetch it again with: rejoinder encoder get"
            ) from error

    def encode(self, text: str) -> Floats:
        """The vector of `text`: `dimensions` numbers, of length one."""
        return self._encode_recent(text)

    def encode_lasting(self, texts: Sequence[str]) -> Floats:
        """The vectors of `texts`, one a row, as `encode` gives them.

        They are kept, so that a text is encoded once; a pack's phrasings are encoded with this.
        """
        wanted = list(dict.fromkeys(texts))
        found = self._kept.read(self.fingerprint, self.dimensions, wanted) if self._kept else {}
        missing = [text for text in wanted if text not in found]
        # One text at a time: a quantised model scales the numbers of a whole batch together, so
        # that a vector would depend on what else was encoded with it.
        with ThreadPoolExecutor(THREADS) as pool:
            new = dict(zip(missing, pool.map(self._encode, missing), strict=True))
        if self._kept and new:
            self._kept.write(self.fingerprint, new)
        found |= new
        rows = [found[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), np.float32)

    def _encode(self, text: str) -> Floats:
        # Half of a pair of UTF-16, as a terminal may pass on, is no text to a tokenizer.
        encoding = self._tokenizer.encode(text.encode(errors="replace").decode())
        ids = np.array([encoding.ids], np.int64)
        inputs = {
            "input_ids": ids,
            "attention_mask": np.ones_like(ids),
            "token_type_ids": np.zeros_like(ids),
        }
        if not ids.size:
            return np.zeros(self.dimensions, np.float32)
        tokens = self._session.run(None, {it: inputs[it] for it in self._inputs})[0][0]
        if tokens.ndim != 2:
            raise ValueError("The model does not give a vector for each token.")
        # The marks of beginning and end that a tokenizer adds say little of what the text means.
        said = np.array(encoding.special_tokens_mask) == 0
        vector = (tokens[said] if said.any() else tokens).mean(axis=0, dtype=np.float64)
        vector /= max(float(np.linalg.norm(vector)), 1e-12)
        # As it is kept, so that it makes no difference whether it was.
        found: Floats = vector.astype(np.float16).astype(np.float32)
        return found


def is_installed() -> bool:
    """Whether the packages that run an encoder are there."""
    return all(find_spec(it) is not None for it in PACKAGES)


def find_encoder(named: Path | None, data_folder: Path) -> Encoder | None:
    """The encoder in the folder `named`, or the one fetched to `data_folder`, if it can be run.

    Raises `SettingsError` as `Encoder.load` does.
    """
    fetched = data_folder / FOLDER
    if named is None and not (is_installed() and (fetched / TOKENIZER_NAME).is_file()):
        return None
    return Encoder.load(named or fetched, KeptEncodings(data_folder / "encodings.db"))


def _fingerprint(model: Path, tokens: Path) -> str:
    digest = hashlib.sha256(f"mean of {MOST_TOKENS} own tokens".encode())
    for file in (model, tokens):
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _first_line(error: Exception) -> str:
    line = str(error).strip().partition("\n")[0] or type(error).__name__
    return line if line.endswith(".") else f"{line}."
