"""Small packs for tests, about a subject that the shipped packs do not have."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge, Pack

REPOSITORY = Path(__file__).parents[1]
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
