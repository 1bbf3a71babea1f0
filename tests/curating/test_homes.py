"""Where packs live."""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.answering.answerer import Bars
from bot.curating import homes, shipped
from bot.curating.changes import Put
from bot.curating.curation import BY_HAND, Curation
from bot.curating.homes import FileHome
from bot.curating.workspace import Broken, Mended, open_workspace
from bot.errors import KnowledgeError, SaveError, StoreError
from bot.knowledge.load import PackReading, load_readings, pack_files, read_pack
from bot.knowledge.model import Knowledge, Pack
from bot.store.servers import ServerSettings
from bot.store.store import Store
from tests.curating.conftest import ANN, NEW

BARS = Bars(answer=0.5, suggest=0.2)


@pytest.fixture
def shipped_pack(pack_file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The pack, as if it had come with the package."""
    monkeypatch.setattr(shipped, "shipped_folder", lambda: pack_file.parent)
    return pack_file


async def test_a_pack_that_came_with_the_package_is_changed_in_a_copy(
    shipped_pack: Path, store: Store, tmp_path: Path
) -> None:
    before = shipped_pack.read_bytes()
    data = tmp_path / "data"
    home = FileHome("tea", shipped_pack, store, data, is_named=False)
    other = FileHome("tea", shipped_pack, store, data, is_named=False)
    await Curation(store).publish(home, [Put(NEW)], ANN)
    assert shipped_pack.read_bytes() == before
    assert home.path == data / "knowledge" / "tea.yaml"
    assert NEW.id in read_pack(home.path).sound().entry_by_id
    reading = await Curation(store).reading(other)
    assert reading.pack is not None
    assert NEW.id in reading.pack.entry_by_id


async def test_a_pack_that_somebody_named_is_changed_where_it_is(
    shipped_pack: Path, store: Store, tmp_path: Path
) -> None:
    home = FileHome("tea", shipped_pack, store, tmp_path / "data")
    await Curation(store).publish(home, [Put(NEW)], ANN)
    assert NEW.id in read_pack(shipped_pack).sound().entry_by_id


async def test_a_running_bot_turns_to_the_copy_that_another_process_made(
    shipped_pack: Path, store: Store, tmp_path: Path
) -> None:
    readings = load_readings([shipped_pack])
    knowledge = Knowledge(packs=tuple(it.sound() for it in readings))
    stop = asyncio.Event()
    async with open_workspace(
        store, readings, [shipped_pack], data=tmp_path / "data", bars=BARS, are_named=False
    ) as workspace:
        watching = asyncio.create_task(workspace.watch(stop))
        shell = FileHome("tea", shipped_pack, store, tmp_path / "data", is_named=False)
        await Curation(store).publish(shell, [Put(NEW)], ANN)
        async with asyncio.timeout(20):
            while workspace.shelves.shared.knowledge == knowledge:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        stop.set()
        await watching
        assert NEW.id in workspace.shelves.shared.knowledge.packs[0].entry_by_id


async def test_a_broken_pack_is_told_of_once_and_again_when_it_is_mended(
    pack_file: Path, store: Store, tmp_path: Path
) -> None:
    readings = load_readings([pack_file])
    knowledge = Knowledge(packs=tuple(it.sound() for it in readings))
    async with open_workspace(
        store, readings, [pack_file], data=tmp_path / "data", bars=BARS
    ) as workspace:
        home = workspace.homes["tea"]
        good = pack_file.read_text(encoding="utf-8")
        pack_file.write_text(good.replace("topic: brewing", "topic: brwing"), encoding="utf-8")
        await workspace.refresh(home)
        await workspace.refresh(home)
        assert workspace.shelves.shared.knowledge == knowledge
        pack_file.write_text(good, encoding="utf-8")
        await workspace.refresh(home)
        told = [workspace.news.get_nowait() for _ in range(workspace.news.qsize())]
        assert [type(it) for it in told] == [Broken, Mended]


async def test_a_pack_whose_folder_cannot_be_looked_into_is_told_of_like_a_broken_one(
    pack_file: Path, store: Store, tmp_path: Path
) -> None:
    readings = load_readings([pack_file])
    async with open_workspace(
        store, readings, [pack_file], data=tmp_path / "data", bars=BARS
    ) as workspace:
        pack_file.parent.rename(tmp_path / "away")
        pack_file.parent.symlink_to("x" * 256)  # longer than a name may be
        await workspace.refresh(workspace.homes["tea"])
        news = workspace.news.get_nowait()
        assert isinstance(news, Broken)
        assert str(news.error) == f"{pack_file} cannot be read: File name too long."


async def test_a_file_that_goes_while_its_pack_is_read_is_not_there(
    home: FileHome, pack_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def then_gone(path: Path) -> list[Path]:
        return [*pack_files(path), pack_file.with_name("gone.yaml")]

    monkeypatch.setattr(homes, "pack_files", then_gone)
    monkeypatch.setattr(Path, "exists", lambda _: True)  # for whoever asks before it is gone
    assert (await home.read()).texts.keys() == {"tea.yaml", "tea.expectations.yaml"}


async def test_a_lock_that_is_never_let_go_is_a_plain_error(
    pack_file: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "LOCK_SECONDS", 0.05)
    first, second = (FileHome("tea", pack_file, store, tmp_path / "data") for _ in range(2))
    async with first.lock():
        with pytest.raises(SaveError, match="kept busy by another process"):
            async with second.lock():
                pass


async def test_a_data_folder_that_cannot_be_written_to_is_a_plain_error(
    pack_file: Path, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "flat").write_text("", encoding="utf-8")
    home = FileHome("tea", pack_file, store, tmp_path / "flat")
    with pytest.raises(SaveError, match="REJOINDER_DATA"):
        await Curation(store).publish(home, [Put(NEW)], ANN)


async def test_a_change_that_history_cannot_be_told_of_is_not_made(
    home: FileHome,
    pack_file: Path,
    store: Store,
    curation: Curation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(_: int) -> None:
        raise StoreError("The disk is full.")

    before = pack_file.read_bytes()
    with monkeypatch.context() as full:
        full.setattr(store.revisions, "confirm", fail)
        full.setattr(store.revisions, "abandon", fail)
        with pytest.raises(StoreError, match="The disk is full"):
            await curation.publish(home, [Put(NEW)], ANN)
    assert pack_file.read_bytes() == before
    await curation.publish(home, [Put(NEW)], ANN)
    made = await store.revisions.history(home.key)
    assert [it.author for it in made] == [ANN, BY_HAND]


async def test_a_change_that_cannot_be_put_back_is_told_and_brought_to_its_end(
    home: FileHome,
    pack_file: Path,
    store: Store,
    curation: Curation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fill(_: int) -> None:
        full.setattr(homes, "save_text", refuse)
        raise StoreError("The disk is full.")

    def refuse(*_: object, **__: object) -> None:
        raise SaveError("There is no room. Nothing was changed.")

    with monkeypatch.context() as full:
        full.setattr(store.revisions, "confirm", fill)
        with pytest.raises(
            SaveError, match=r"^The disk is full\. .*tea\.yaml has the change"
        ) as told:
            await curation.publish(home, [Put(NEW)], ANN)
    assert "Nothing was changed" not in str(told.value)
    await curation.refresh(home)
    assert NEW.id in read_pack(pack_file).sound().entry_by_id
    made = await store.revisions.history(home.key)
    assert [it.author for it in made] == [ANN, BY_HAND]


async def test_a_shared_pack_cannot_pass_for_a_servers_own(
    tea: Pack, pack_file: Path, store: Store, tmp_path: Path
) -> None:
    readings = [PackReading(tea.model_copy(update={"id": "server"}), (), ())]
    with pytest.raises(KnowledgeError, match="choose another"):
        async with open_workspace(store, readings, [pack_file], data=tmp_path / "data", bars=BARS):
            pass


@pytest.mark.parametrize("wanted", ["server", "drinks"])
async def test_an_id_that_is_edited_while_the_bot_runs_is_an_error_of_the_file(
    wanted: str, pack_file: Path, store: Store, tmp_path: Path
) -> None:
    other = pack_file.parent / "drinks"
    other.mkdir()
    (other / "pack.yaml").write_text("pack:\n  title: Drinks\n", encoding="utf-8")
    paths = [pack_file, other]
    readings = load_readings(paths)
    knowledge = Knowledge(packs=tuple(it.sound() for it in readings))
    async with open_workspace(
        store, readings, paths, data=tmp_path / "data", bars=BARS
    ) as workspace:
        home = workspace.homes["tea"]
        good = pack_file.read_text(encoding="utf-8")
        pack_file.write_text(good.replace("id: tea\n", f"id: {wanted}\n", 1), encoding="utf-8")
        await workspace.refresh(home)
        assert workspace.shelves.shared.knowledge == knowledge
        assert len(await store.revisions.history(home.key)) == 1
        with pytest.raises(KnowledgeError, match="put back `tea`"):
            await workspace.curation.publish(home, [Put(NEW)], ANN)
        pack_file.write_text(good, encoding="utf-8")
        await workspace.refresh(home)
        broken, mended = [workspace.news.get_nowait() for _ in range(workspace.news.qsize())]
        assert isinstance(broken, Broken)
        line = good[: good.index("id: tea\n")].count("\n") + 1
        assert str(broken.error) == (
            f"{pack_file}:{line}:7: error: pack.id: The id of a pack does not change while the bot "
            "runs: put back `tea`, or restart the bot."
        )
        assert isinstance(mended, Mended)


async def test_a_folder_that_goes_by_its_name_is_given_no_other_while_the_bot_runs(
    curation: Curation, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "drinks"
    folder.mkdir()
    header = folder / "pack.yaml"
    header.write_text("pack:\n  title: Drinks\n", encoding="utf-8")
    home = FileHome("drinks", folder, store, tmp_path / "data")
    await curation.refresh(home)
    header.write_text("pack:\n  title: Drinks\n  id: tea\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"pack\.yaml:3:7: .*put back `drinks`"):
        await curation.refresh(home)
    header.write_text("pack:\n  title: Drinks\n  id: drinks\n", encoding="utf-8")
    await curation.refresh(home)


async def test_an_id_that_is_taken_out_of_the_file_is_missed_where_the_file_begins(
    curation: Curation, store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "tea.yaml"
    file.write_text("pack:\n  id: leaves\n", encoding="utf-8")
    home = FileHome("leaves", file, store, tmp_path / "data")
    await curation.refresh(home)
    file.write_text("topics: []\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"tea\.yaml:1:1: .*put back `leaves`"):
        await curation.refresh(home)


async def test_an_answer_that_cannot_be_remembered_is_logged_and_given_all_the_same(
    pack_file: Path,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise StoreError("The database is full.")

    monkeypatch.setattr(store.questions, "record", fail)
    async with open_workspace(
        store, load_readings([pack_file]), [pack_file], data=tmp_path / "data", bars=BARS
    ) as workspace:
        outcome = (await workspace.shelves.answerer(5)).ask("how long should tea steep")
        assert await workspace.remember(outcome, 5, ServerSettings()) is None
    assert "The database is full." in caplog.text
    assert "steep" not in caplog.text


async def test_what_was_read_to_begin_with_is_not_read_again_until_it_changes(
    pack_file: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[FileHome] = []

    def noted(home: FileHome, texts: Mapping[str, str]) -> PackReading:
        parsed.append(home)
        return homes.parse(home, texts)

    monkeypatch.setattr("bot.curating.curation.parse", noted)
    pack_file.write_bytes(codecs.BOM_UTF8 + pack_file.read_bytes().replace(b"\n", b"\r\n"))
    readings = load_readings([pack_file])
    async with open_workspace(
        store, readings, [pack_file], data=tmp_path / "data", bars=BARS
    ) as workspace:
        [home] = workspace.homes.values()
        assert [it.number for it in await store.revisions.history(home.key)] == [1]
        await workspace.refresh(home)
        assert parsed == []
        pack_file.write_bytes(pack_file.read_bytes() + b"\r\n")
        await workspace.refresh(home)
        assert parsed == [home]
