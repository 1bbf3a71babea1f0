"""Encoding, what is kept of it, and an index that it joins."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing

from bot.errors import SettingsError
from bot.knowledge.model import Entry, Pack
from bot.matching.encoder import MOST_TOKENS, Encoder, find_encoder
from bot.matching.index import build_index
from bot.matching.kept_encodings import KeptEncodings
from tests.conftest import REPOSITORY
from tests.tiny_encoder import GROUPS, make_encoder

REAL = REPOSITORY.parent / "shared" / "models" / "minilm-l6-int8"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("encoder"))


@pytest.fixture
def encoder(folder: Path) -> Encoder:
    return Encoder.load(folder)


def pack() -> Pack:
    """Entries without a word in common, whose words are all in the tiny encoder's groups."""
    asked = {"sell": "sell car swiftly", "eat": "cook rice dinner", "walk": "walk about woods"}
    return Pack(
        id="p",
        title="P",
        language="xx",
        entries=tuple(
            Entry(id=name, topic="t", question=text, phrasings=(f"{text} please",), answer="-")
            for name, text in asked.items()
        ),
    )


def test_a_vector_is_of_length_one_and_says_what_a_text_means(encoder: Encoder) -> None:
    sell, flog, cook = encoder.encode_lasting(["sell car", "flog vehicle", "cook rice"])
    assert encoder.dimensions == 1 + len(GROUPS) == len(sell)
    assert sell.dtype == np.float32
    assert np.linalg.norm(sell) == pytest.approx(1, abs=1e-3)
    assert sell @ flog == pytest.approx(1, abs=1e-3)
    assert sell @ cook == pytest.approx(0, abs=1e-3)


def test_a_vector_does_not_depend_on_what_else_is_encoded(encoder: Encoder) -> None:
    texts = ["sell car", "cook", "sell car", "", "a stranger to the car \ud800"]
    together = encoder.encode_lasting(texts)
    assert np.array_equal(together, [encoder.encode(text) for text in texts])
    assert encoder.encode_lasting([]).shape == (0, encoder.dimensions)


def test_a_long_text_is_read_from_its_beginning(encoder: Encoder) -> None:
    beginning = "car " * MOST_TOKENS
    assert np.array_equal(encoder.encode(beginning + "rice " * 900), encoder.encode(beginning))


def test_the_marks_that_a_tokenizer_adds_are_no_part_of_a_text(
    encoder: Encoder, tmp_path: Path
) -> None:
    folder = make_encoder(tmp_path / "marking")
    file = str(folder / "tokenizer.json")
    tokenizer = Tokenizer.from_file(file)
    mark = ("car", tokenizer.token_to_id("car"))
    tokenizer.post_processor = TemplateProcessing(single="car $0 car", special_tokens=[mark])
    tokenizer.save(file)
    marking = Encoder.load(folder)
    assert np.array_equal(marking.encode("cook rice"), encoder.encode("cook rice"))
    assert not np.array_equal(marking.encode(""), encoder.encode("cook rice"))


def test_another_model_has_another_fingerprint(encoder: Encoder, tmp_path: Path) -> None:
    other = Encoder.load(make_encoder(tmp_path, GROUPS[1:]))
    assert other.fingerprint != encoder.fingerprint


def test_without_the_extra_loading_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_encoder(tmp_path / "encoder")
    assert find_encoder(None, tmp_path) is not None
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SettingsError, match=r"Run: pip install 'rejoinder\[semantic\]'"):
        Encoder.load(folder)
    assert find_encoder(None, tmp_path) is None


def test_a_folder_without_an_encoder_is_named(tmp_path: Path) -> None:
    assert find_encoder(None, tmp_path) is None
    with pytest.raises(SettingsError, match=r"model\.onnx or .* is missing\. Check REJOINDER_"):
        find_encoder(tmp_path, tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"")
    with pytest.raises(SettingsError, match=r"tokenizer\.json is missing"):
        Encoder.load(tmp_path)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_file_is_a_plain_error(tmp_path: Path, name: str) -> None:
    make_encoder(tmp_path)
    (tmp_path / name).write_bytes(b"not what it should be")
    with pytest.raises(SettingsError, match="cannot be used: ") as caught:
        Encoder.load(tmp_path)
    assert "\n" not in str(caught.value)


def test_what_was_encoded_once_is_not_encoded_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptEncodings(tmp_path / "new" / "encodings.db")
    first = Encoder.load(folder, kept).encode_lasting(["sell car", "cook rice"])
    again = Encoder.load(folder, kept)
    asked: list[str] = []
    encode = again._encode

    def noted(text: str) -> npt.NDArray[np.float32]:
        asked.append(text)
        return encode(text)

    monkeypatch.setattr(again, "_encode", noted)
    found = again.encode_lasting(["cook rice", "cook", "sell car"])
    assert asked == ["cook"]
    assert np.array_equal(found[[2, 0]], first)


def test_what_another_encoder_encoded_is_not_used(tmp_path: Path) -> None:
    kept = KeptEncodings(tmp_path / "encodings.db")
    kept.write("one", {"text": np.ones(3, np.float32)})
    assert list(kept.read("one", 3, ["text", "other"])) == ["text"]
    assert kept.read("two", 3, ["text"]) == {}
    assert kept.read("one", 4, ["text"]) == {}


def test_the_longest_unused_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptEncodings(tmp_path / "encodings.db", most=2)
    vector = np.ones(3, np.float32)
    days = iter([1, 2, 200_000, 200_000, 200_000])
    monkeypatch.setattr("bot.matching.kept._now", lambda: next(days))
    kept.write("one", {"used": vector})
    kept.write("one", {"unused": vector})
    kept.read("one", 3, ["used"])
    kept.write("one", {"new": vector})
    assert set(kept.read("one", 3, ["used", "unused", "new"])) == {"used", "new"}


def test_a_damaged_file_is_replaced(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "encodings.db"
    file.write_bytes(b"this is no database" * 100)
    kept = KeptEncodings(file)
    with caplog.at_level(logging.WARNING):
        assert kept.read("one", 3, ["text"]) == {}
    assert "is damaged and will be made anew" in caplog.text
    kept.write("one", {"text": np.ones(3, np.float32)})
    assert list(kept.read("one", 3, ["text"])) == ["text"]


def test_where_nothing_can_be_kept_texts_are_encoded_all_the_same(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = KeptEncodings(tmp_path / "file" / "encodings.db")
    assert len(Encoder.load(folder, kept).encode_lasting(["car"])) == 1
    assert "Nothing can be kept" in caplog.text


def test_a_paraphrase_without_a_common_word_comes_first(encoder: Encoder) -> None:
    question = "flog vehicle fast"
    words = build_index(pack()).rank(question)
    meaning = build_index(pack(), encoder).rank(question)
    assert meaning[0].entry.id == "sell"
    assert meaning[0].evidence.meaning == pytest.approx(1, abs=1e-2)
    sure = {it.entry.id: it.confidence for it in words}
    assert meaning[0].confidence > sure["sell"]


def test_an_encoder_changes_nothing_but_what_it_joins(encoder: Encoder) -> None:
    for question in ("sell car swiftly", "cook rice dinner please", "walk about woods"):
        found = build_index(pack(), encoder).rank(question)
        assert found[0].entry.id == build_index(pack()).rank(question)[0].entry.id
    assert build_index(Pack(id="empty", title="Empty"), encoder).rank("anything") == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the real encoder is not beside the checkout")
def test_a_real_encoder_knows_what_english_words_mean() -> None:
    encoder = Encoder.load(REAL)
    one, same, other = encoder.encode_lasting(
        ["should we outlaw it", "is a ban a good idea", "how do I boil an egg"]
    )
    assert encoder.dimensions == 384
    assert one @ same > 0.3 > one @ other
