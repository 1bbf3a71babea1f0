"""History is kept in English, and retold in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.curating.changes import Put, Remove
from bot.curating.curation import Curation
from bot.curating.differences import summary_of
from bot.curating.homes import FileHome
from bot.translation import speaking
from tests.curating.conftest import ANN, NEW
from tests.translations import taken_from

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgid "entry"
msgstr "l’article"

msgid "Added {items}"
msgstr "Ajout de {items}"

msgid "removed {items}"
msgstr "retrait de {items}"

msgid "Undid {number}: {what}"
msgstr "Annulation de {number} : {what}"
"""


@pytest.fixture
def french(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "fr.po").write_text(FRENCH, encoding="utf-8")
    with taken_from(tmp_path), speaking("fr"):
        yield


@pytest.mark.usefixtures("french")
async def test_what_is_kept_is_english_whoever_made_the_change(
    curation: Curation, home: FileHome
) -> None:
    made = await curation.publish(home, [Put(NEW)], ANN)
    assert made.summary == "Added entry `kettle-descaling`"
    assert summary_of(made) == "Ajout de l’article `kettle-descaling`"


@pytest.mark.usefixtures("french")
async def test_what_took_a_change_back_is_retold_as_that(
    curation: Curation, home: FileHome
) -> None:
    made = await curation.publish(home, [Put(NEW)], ANN)
    undone = await curation.undo(home, made.number, ANN)
    assert undone.summary == f"Undid {made.number}: removed entry `kettle-descaling`"
    said = f"Annulation de {made.number} : retrait de l’article `kettle-descaling`"
    assert summary_of(undone) == said


async def test_in_english_it_is_retold_as_it_was_kept(curation: Curation, home: FileHome) -> None:
    made = await curation.publish(home, [Put(NEW)], ANN)
    gone = await curation.publish(home, [Remove("entries", NEW.id)], ANN)
    assert [summary_of(it) for it in (made, gone)] == [made.summary, gone.summary]
