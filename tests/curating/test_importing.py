"""Packs that are exported, and imported into others."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import assume, given, settings

from bot.curating.changes import Put, PutHeader
from bot.curating.curation import Curation
from bot.curating.homes import FileHome, Home, ServerHome
from bot.curating.importing import plan_import
from bot.errors import ChangeRefused
from bot.exchange.export import export
from bot.exchange.formats import SUFFIX_OF, Format
from bot.exchange.importing import read_import
from bot.knowledge.load import read_pack
from bot.knowledge.model import Pack, PackHeader
from bot.store.store import Store, open_store
from tests.conftest import REPOSITORY, TEA
from tests.curating.conftest import ANN
from tests.exchange.packs import packs

FORMATS: tuple[Format, ...] = get_args(Format)
SHIPPED = REPOSITORY / "knowledge" / "open-source-ai"


async def pack_at(curation: Curation, home: Home) -> Pack:
    pack = (await curation.reading(home)).pack
    assert pack is not None
    return pack


async def import_into(curation: Curation, home: Home, data: bytes, name: str) -> int:
    """The number of the revision that takes an import over."""
    known = await pack_at(curation, home)
    plan = plan_import(read_import(data, name, known=known), known)
    return (await curation.publish(home, plan.edits, ANN)).number


def same(pack: Pack, pack_id: str) -> Pack:
    return pack.model_copy(update={"id": pack_id})


@pytest.fixture(scope="module")
def running() -> Iterator[asyncio.Runner]:
    """A loop that outlives one example of a test."""
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def filled(
    running: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Iterator[int]]]:
    """A store, and servers of which nothing is in it."""
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('data') / 'rejoinder.db'}")
    store = running.run(opened.__aenter__())
    yield store, count(1)
    running.run(opened.__aexit__(None, None, None))


@pytest.mark.parametrize("format", FORMATS)
@given(pack=packs())
@settings(max_examples=25, deadline=None)
def test_an_export_imported_into_a_servers_empty_pack_is_the_same_pack(
    running: asyncio.Runner, filled: tuple[Store, Iterator[int]], format: Format, pack: Pack
) -> None:
    store, numbers = filled
    home, curation = ServerHome(next(numbers), store), Curation(store)
    data = export(pack, format).encode()
    assume(same(pack, "server") != Pack(id="server", title="server"))

    async def imported() -> Pack:
        await import_into(curation, home, data, "pack" + SUFFIX_OF[format])
        return await pack_at(curation, home)

    found = running.run(imported())
    assert found == same(pack, "server")
    assert (
        plan_import(read_import(data, "pack" + SUFFIX_OF[format], known=found), found).edits == ()
    )


@pytest.mark.parametrize(
    ("path", "format"),
    [*((TEA, it) for it in FORMATS), (SHIPPED, "csv")],
    ids=[*FORMATS, "shipped"],
)
async def test_an_import_is_one_revision_that_can_be_undone_and_done_again(
    curation: Curation, store: Store, path: Path, format: Format
) -> None:
    home, pack = ServerHome(5, store), read_pack(path).sound()
    name = "pack" + SUFFIX_OF[format]
    made = await import_into(curation, home, export(pack, format).encode(), name)
    assert await pack_at(curation, home) == same(pack, "server")
    undone = await curation.undo(home, made, ANN)
    assert await pack_at(curation, home) == Pack(id="server", title="server")
    await curation.undo(home, undone.number, ANN)
    assert await pack_at(curation, home) == same(pack, "server")


async def test_an_import_over_a_pack_changes_its_heading_and_undo_gives_it_back_to_the_letter(
    curation: Curation, home: FileHome, pack_file: Path
) -> None:
    before = pack_file.read_text(encoding="utf-8")
    text = "pack: {title: Drinks, language: de}\nsynonyms: [[cup, mug], [pot, kettle]]\n"
    made = await import_into(curation, home, text.encode(), "drinks.yaml")
    pack = read_pack(pack_file).sound()
    assert (pack.id, pack.title, pack.language) == ("tea", "Drinks", "de")
    assert pack.synonyms[1:] == (("cup", "mug"), ("pot", "kettle"))
    await curation.undo(home, made, ANN)
    assert pack_file.read_text(encoding="utf-8") == before


async def test_a_heading_that_was_imported_with_items_is_undone_alone_of_those_that_came_later(
    curation: Curation, store: Store
) -> None:
    home = ServerHome(5, store)
    text = "pack: {title: Drinks}\ntopics: [{id: a, title: A}]\n"
    made = await import_into(curation, home, text.encode(), "drinks.yaml")
    await import_into(curation, home, b"topics: [{id: b, title: B}]\n", "more.yaml")
    await curation.undo(home, made, ANN)
    pack = await pack_at(curation, home)
    assert (pack.title, [it.id for it in pack.topics]) == ("server", ["b"])


async def test_an_import_of_what_is_there_changes_nothing(
    curation: Curation, home: FileHome, tea: Pack
) -> None:
    data = export(tea, "json").encode()
    known = await pack_at(curation, home)
    plan = plan_import(read_import(data, "tea.json", known=known), known)
    assert (plan.edits, str(plan)) == ((), "0 added, 0 changed, 8 unchanged")
    with pytest.raises(ChangeRefused, match="change nothing"):
        await import_into(curation, home, data, "tea.json")


def test_a_plan_has_the_heading_first_and_leaves_out_what_is_the_same(tea: Pack) -> None:
    entry = tea.entry_by_id["milk-first"].model_copy(update={"question": "Milk first?"})
    others = tuple(it for it in tea.entries if it.id not in (entry.id, "how-long-to-steep"))
    known = tea.model_copy(update={"entries": (*others, entry), "title": "Tea", "synonyms": ()})
    plan = plan_import(read_import(export(tea, "csv").encode(), "tea.csv", known=known), known)
    assert plan.edits == (
        PutHeader(
            PackHeader(title=tea.title), PackHeader(title="Tea", language="en"), tea.synonyms
        ),
        *(
            Put(it, entry if it.id == entry.id else None)
            for it in tea.entries
            if it.id in (entry.id, "how-long-to-steep")
        ),
    )
    assert str(plan) == "1 added, 1 changed, 6 unchanged"
