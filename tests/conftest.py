"""Small packs for tests, about a subject that the shipped packs do not have."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from bot.answering.answerer import Answerer, Bars
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge, Pack
from bot.matching.kept_learning import FILE, KeptLearning

REPOSITORY = Path(__file__).parents[1]
SHIPPED = REPOSITORY / "knowledge" / "open-source-ai"
TEA = Path(__file__).parent / "packs" / "tea.yaml"


@pytest.fixture(scope="session")
def tea() -> Pack:
    """A pack of four entries about tea; its sources are invented."""
    return read_pack(TEA).sound()


@pytest.fixture(scope="session")
def answerer(tea: Pack) -> Answerer:
    """Answers from the pack about tea."""
    snapshot = Snapshot.build(Knowledge(packs=(tea,)))
    return Answerer(snapshot, Bars(answer=0.5, suggest=0.2))


@pytest.fixture(scope="session")
def learned(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The file of what the shipped pack taught, which the first worker that wants it makes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "learned"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            made = folder.with_suffix(".new")
            knowledge = Knowledge(packs=(read_pack(SHIPPED).sound(),))
            Snapshot.build(knowledge, None, KeptLearning(made))
            made.rename(folder)
    return folder / FILE


@pytest.fixture(scope="session")
def shipped(learned: Path) -> Snapshot:
    """What answers from the shipped pack."""
    knowledge = Knowledge(packs=(read_pack(SHIPPED).sound(),))
    return Snapshot.build(knowledge, None, KeptLearning(learned.parent))


@pytest.fixture
def once_learned(learned: Path, tmp_path: Path) -> None:
    """Has what is started find what the shipped pack taught, as at every start but the first."""
    data = tmp_path / "data"
    data.mkdir()
    shutil.copy(learned, data)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keeps the settings and the data of whoever runs the tests out of them."""
    for name in (
        "DISCORD_TOKEN",
        "REJOINDER_DATABASE_URL",
        "REJOINDER_KNOWLEDGE",
        "REJOINDER_DISCORD_API",
        "REJOINDER_OWNERS",
        "REJOINDER_ENCODER",
        "REJOINDER_ENCODER_SOURCE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REJOINDER_DATA", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Measures the coverage of no process that a test marked `no_cover` starts.

    These tests run long through what others cover, and being measured doubles their time.
    """
    if request.node.get_closest_marker("no_cover"):
        monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
