"""What was learned once, read again."""

from __future__ import annotations

import ast
import logging
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.model import Entry, Pack
from bot.matching import index as indexes
from bot.matching import kept_learning
from bot.matching.encoder import Encoder
from bot.matching.index import Index, build_index
from bot.matching.kept_learning import FILE, KeptLearning, key_of
from tests.conftest import REPOSITORY
from tests.matching.generated import ENTRIES, TEXTS
from tests.tiny_encoder import make_encoder


class Unwanted(Exception):
    """Something was learned that should have been known."""


@contextmanager
def nothing_learned() -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise Unwanted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexes, "learn", refuse)
        yield


def is_known(pack: Pack, folder: Path, encoder: Encoder | None = None) -> bool:
    """Whether building the pack's index in another process would learn nothing."""
    with nothing_learned():
        try:
            build_index(pack, encoder, KeptLearning(folder))
        except Unwanted:
            return False
    return True


def learned(index: Index) -> dict[str, list[float]]:
    return {name: numbers.tolist() for name, numbers in index.learned.to_arrays().items()}


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(ENTRIES, st.sampled_from(["en", "xx"]), st.lists(TEXTS, min_size=1, max_size=5))
def test_what_is_read_again_gives_the_outcomes_of_a_fresh_build(
    entries: tuple[Entry, ...], language: str, questions: list[str]
) -> None:
    pack = Pack(id="p", title="P", language=language, entries=entries)
    fresh = build_index(pack)
    with TemporaryDirectory() as folder:
        build_index(pack, kept=KeptLearning(Path(folder)))
        with nothing_learned():
            again = build_index(pack, kept=KeptLearning(Path(folder)))
    assert learned(again) == learned(fresh)
    for question in [*questions, entries[0].question]:
        assert again.rank(question) == fresh.rank(question)


@pytest.mark.parametrize(
    "change",
    [
        {"language": "de"},
        {"synonyms": (("steep", "brew"),)},
        {"question": "how long is a leaf"},
        {"phrasings": ()},
        {"not_for": ("is tea a plant",)},
        {"answer": "Nobody knows."},
        {"status": "draft"},
        {"id": "a-first"},
    ],
    ids=lambda it: next(iter(it)),
)
def test_what_decides_what_is_learned_has_it_learned_anew(
    tea: Pack, tmp_path: Path, change: dict[str, object]
) -> None:
    build_index(tea, kept=KeptLearning(tmp_path))
    assert is_known(tea, tmp_path)
    if change.keys() & Pack.model_fields.keys() - {"id"}:
        changed = tea.model_copy(update=change)
    else:
        first, *others = tea.entries
        entries = (first.model_copy(update=change), *others)
        changed = tea.model_copy(update={"entries": entries})
    assert not is_known(changed, tmp_path)


def test_what_does_not_decide_it_changes_nothing(tea: Pack, tmp_path: Path) -> None:
    build_index(tea, kept=KeptLearning(tmp_path))
    first, *others = tea.entries
    entries = (*others, first.model_copy(update={"reviewed": date(2026, 2, 3)}))
    assert is_known(tea.model_copy(update={"title": "Another", "entries": entries}), tmp_path)


def test_with_an_encoder_something_else_is_learned(tea: Pack, tmp_path: Path) -> None:
    encoder = Encoder.load(make_encoder(tmp_path))
    build_index(tea, kept=KeptLearning(tmp_path))
    assert not is_known(tea, tmp_path, encoder)
    build_index(tea, encoder, KeptLearning(tmp_path))
    assert is_known(tea, tmp_path, encoder)
    encoder.fingerprint = "another"
    assert not is_known(tea, tmp_path, encoder)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package, as if it were the matcher's code and data."""
    folder = tmp_path / "pretended_matcher"
    (folder / "languages").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "languages" / "words.txt").write_text("one two")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, folder.name, raising=False)
    monkeypatch.setattr(kept_learning, "CODE", {"pretended_matcher": "**/*"})
    yield folder
    kept_learning._machinery.cache_clear()


def key() -> bytes:
    """A key as another process would have it."""
    kept_learning._machinery.cache_clear()
    return key_of("index", ["the same"])


@pytest.mark.parametrize("name", ["__init__.py", "languages/words.txt", "languages/new.txt"])
def test_other_code_or_data_of_the_matcher_is_another_key(package: Path, name: str) -> None:
    before = key()
    assert key() == before
    (package / name).write_text("two = 2")
    assert key() != before


def test_what_python_compiled_is_not_a_part_of_the_key(package: Path) -> None:
    before = key()
    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "x.pyc").write_bytes(b"compiled")
    assert key() == before


def test_another_library_or_interpreter_is_another_key(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key()
    monkeypatch.setattr(kept_learning, "version", lambda name: f"{name} of tomorrow")
    libraries = key()
    monkeypatch.setattr("sys.version", "4.0")
    assert len({before, libraries, key()}) == 3


def test_all_of_ours_that_the_matcher_runs_is_a_part_of_the_key() -> None:
    """What else it imports is told by what it gives, or decides nothing that is learned."""
    used: set[tuple[str, str]] = set()
    for file in (REPOSITORY / "bot" / "matching").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bot."):
                used |= {(node.module or "", it.name) for it in node.names}
    others = {it for it in used if not it[0].startswith("bot.matching")}
    assert others == {
        ("bot.errors", "SettingsError"),
        ("bot.knowledge.model", "Entry"),
        ("bot.knowledge.model", "Pack"),
        ("bot.knowledge.scripts", "UNSPACED"),
        ("bot.memory", "uncollected"),
    }
    assert kept_learning.CODE["bot.knowledge"] == "scripts.py"


def overwrite(folder: Path, value: bytes) -> None:
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        connection.execute("UPDATE learned SET value = ?", (value,))


def kept_value(folder: Path) -> bytes:
    with closing(sqlite3.connect(folder / FILE)) as connection:
        [(value,)] = connection.execute("SELECT value FROM learned").fetchall()
    return bytes(value)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "no database"])
def test_what_is_damaged_is_learned_anew_and_the_log_says_so(
    tea: Pack, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    fresh = build_index(tea, kept=KeptLearning(tmp_path))
    value = kept_value(tmp_path)
    if damage == "no database":
        (tmp_path / FILE).write_bytes(b"this is no database" * 100)
    else:
        half = len(value) // 2
        flipped = value[:half] + bytes([value[half] ^ 1]) + value[half + 1 :]
        overwrite(tmp_path, {"cut": value[:half], "changed": flipped, "empty": b""}[damage])
    with caplog.at_level(logging.WARNING):
        again = build_index(tea, kept=KeptLearning(tmp_path))
    assert "is damaged" in caplog.text
    assert str(tmp_path / FILE) in caplog.text
    assert learned(again) == learned(fresh)
    assert is_known(tea, tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"phrasings": np.array([10**6])},
        {"phrasings": np.array([-1])},
        {"sizes": np.array([1])},
        {"sizes": np.array([-1, 2, 0, 0])},
        {"weights": np.array([1.0])},
        {"coefficients": np.array([object()])},
    ],
    ids=lambda it: next(iter(it)),
)
def test_numbers_that_cannot_be_a_packs_are_refused_though_their_checksum_is_right(
    tea: Pack,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    change: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]],
) -> None:
    kept = KeptLearning(tmp_path)
    fresh = build_index(tea, kept=kept)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        [(name,)] = connection.execute("SELECT key FROM learned").fetchall()
    arrays = {**fresh.learned.to_arrays()}
    for part, numbers in change.items():
        if arrays[part].shape == (len(tea.entries),) or numbers.dtype == object:
            arrays[part] = numbers
        else:
            arrays[part] = np.concatenate([arrays[part][: -len(numbers)], numbers])
    if "weights" in change:
        arrays["weights"] = change["weights"]
    kept.write(name, arrays)
    assert not is_known(tea, tmp_path)
    assert "is damaged" in caplog.text


def test_where_nothing_can_be_kept_it_is_learned_and_the_log_says_so_once(
    tea: Pack, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = KeptLearning(tmp_path / "file")
    for _ in range(2):
        assert build_index(tea, kept=kept).rank("how long to steep tea")
    assert caplog.text.count("Nothing can be kept in") == 1
    assert "Errno" not in caplog.text


def test_what_was_not_used_for_longest_is_dropped(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0
    monkeypatch.setattr("bot.matching.kept.time.time", lambda: now)
    packs = [tea.model_copy(update={"language": code}) for code in ("en", "de", "fr")]
    kept = KeptLearning(tmp_path, most=2)
    for now in (10.0, 20.0):
        build_index(packs[int(now) // 10 - 1], kept=kept)
    now = 100_000.0
    build_index(packs[0], kept=kept)
    now = 100_001.0
    build_index(packs[2], kept=kept)
    assert [is_known(it, tmp_path) for it in packs] == [True, False, True]


def test_who_learns_otherwise_keeps_nothing(tea: Pack, tmp_path: Path) -> None:
    build_index(tea, kept=KeptLearning(tmp_path), fit=lambda _: build_index(tea)._confidence)
    assert not (tmp_path / FILE).exists()
