"""What an uploaded file would do to a pack."""

from __future__ import annotations

from bot.chat.curators.upload import compare
from bot.curating.changes import Put
from bot.exchange.export import export
from bot.exchange.importing import read_import
from bot.knowledge.model import Pack
from tests.conftest import TEA


def test_an_empty_pack_gets_everything_sources_first(tea: Pack) -> None:
    empty = Pack(id="server", title="server")
    found = compare(read_import(TEA.read_bytes(), "tea.yaml", known=empty), empty)
    assert [it.item for it in found.edits] == [*tea.sources, *tea.topics, *tea.entries]
    assert str(found).startswith("8 added, 0 changed, 0 unchanged.\nIts synonyms")


def test_what_a_pack_has_is_left_alone_and_what_differs_is_changed(tea: Pack) -> None:
    entry = tea.entry_by_id["milk-first"].model_copy(update={"question": "Milk first?"})
    others = tuple(it for it in tea.entries if it.id != entry.id)
    known = tea.model_copy(update={"entries": (*others, entry)})
    found = compare(read_import(export(tea, "json").encode(), "tea.json", known=known), known)
    assert found.edits == (Put(tea.entry_by_id["milk-first"], entry),)
    assert str(found) == "0 added, 1 changed, 7 unchanged."
