"""A pack in a file, with its history in a database of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.curating.curation import Curation
from bot.curating.homes import FileHome
from bot.knowledge.model import Entry
from bot.store.revisions import Author
from bot.store.store import Store, open_store
from tests.conftest import TEA

ANN = Author("Ann", "discord", 7)
BOB = Author("bob", "shell")
NEW = Entry(
    id="kettle-descaling",
    topic="brewing",
    question="How do I descale a kettle?",
    phrasings=("limescale in my kettle", "getting chalk out of the kettle"),
    answer="Boil vinegar in it, says the Leaf Journal. [^leaf-journal]\n",
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'data' / 'rejoinder.db'}") as opened:
        yield opened


@pytest.fixture
def pack_file(tmp_path: Path) -> Path:
    """The pack about tea, with a comment to lose and an expectation of each entry."""
    file = tmp_path / "knowledge" / "tea.yaml"
    file.parent.mkdir()
    shutil.copy(TEA, file)
    asked = file.with_suffix(".expectations.yaml")
    asked.write_text(
        "# agreed on\n- ask: is tea wholesome\n  expect: tea-is-healthier\n"
        "- ask: steeping time\n  expect: how-long-to-steep\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def home(pack_file: Path, store: Store, tmp_path: Path) -> FileHome:
    return FileHome("tea", pack_file, store, tmp_path / "data")


@pytest.fixture
def curation(store: Store) -> Curation:
    return Curation(store)
