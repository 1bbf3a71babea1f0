"""Backups: made while the bot runs, restored into either database, and never half."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.backup import backup, restore
from bot.errors import StoreError
from bot.store import archive, rows, schema
from bot.store.database import Database
from bot.store.revisions import Author, Change, Recorded
from bot.store.schema import newest
from bot.store.store import open_store
from tests.conftest import REPOSITORY
from tests.store.clock import Clock
from tests.store.conftest import KINDS
from tests.store.filled import ANN, GUILD, HOMES, Everything, everything, fill

Members = dict[str, bytes]


async def filled(url: str) -> Everything:
    async with open_store(url, now=Clock()) as store:
        await fill(store)
        return await everything(store)


async def contents(url: str) -> Everything:
    async with open_store(url) as store:
        return await everything(store)


def files(folder: Path) -> dict[str, str]:
    return {
        it.relative_to(folder).as_posix(): it.read_text(encoding="utf-8")
        for it in folder.rglob("*")
        if it.is_file()
    }


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        file = folder / name.replace("__", "/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".yaml").write_text(text, encoding="utf-8")
    return folder


def members(file: Path) -> Members:
    with zipfile.ZipFile(file) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def write_members(file: Path, changed: Members) -> None:
    with zipfile.ZipFile(file, "w") as opened:
        for name, content in changed.items():
            opened.writestr(name, content)


def with_manifest(given: Members, **changes: object) -> Members:
    manifest = json.loads(given["manifest.json"])
    return {**given, "manifest.json": json.dumps({**manifest, **changes}).encode()}


def with_file(given: Members, path: str) -> Members:
    return with_manifest({**given, f"folders/knowledge/{path}": b""}, files={"knowledge": 3})


@pytest.fixture
async def backed_up(tmp_path: Path) -> Path:
    """A backup of something of everything, with a folder `knowledge`."""
    url = f"sqlite:///{tmp_path / 'source.db'}"
    await filled(url)
    folder = write(tmp_path / "source", tea="tea", more__coffee="coffee")
    await backup(url, tmp_path / "backup.zip", folders={"knowledge": folder})
    return tmp_path / "backup.zip"


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
async def test_a_backup_of_one_database_restores_into_the_other(
    source: str, target: str, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    old, new = new_database(source), new_database(target)
    before = await filled(old)
    async with open_store(old) as store:
        await store.revisions.commit(
            "pack/lines",
            Change(Author("Ben", "shell"), ""),
            expected=0,
            files={"a": "\r\n\u2028\x85", "b": ""},
        )
        made = await store.revisions.files("pack/lines")

    written = await backup(old, tmp_path / "backup.zip")
    assert await restore(new, tmp_path / "backup.zip") == written
    assert await contents(new) == before

    async with open_store(new) as store:
        assert await store.revisions.files("pack/lines") == made
        newest = (await store.revisions.history("pack/lines"))[0].number
        next_one = await store.revisions.commit(HOMES[0], Change(ANN, ""), expected=2, files={})
        assert next_one.number > newest
        asked = await store.questions.record(GUILD, "next?", "none", retention_days=1)
        assert asked is not None
        assert asked > max(it.id for it in before.questions)
        followed = await store.follows.add(GUILD, 7, "next?")
        assert followed is not None
        assert followed > max(it.id for found in before.follows for it in found)


async def numbered(url: str) -> tuple[int, ...]:
    """The numbers of a revision, a question, a proposal and a follow that are gone again."""
    async with open_store(url) as store:
        made = await store.revisions.commit("server/1", Change(ANN, ""), expected=0, files={})
        asked = await store.questions.record(1, "gone?", "none", retention_days=1)
        proposed = await store.proposals.keep("x", guild_id=1, author_id=7, edits="[]")
        followed = await store.follows.add(1, 7, "gone?")
        await store.servers.forget(1)
    assert asked is not None
    assert followed is not None
    return made.number, asked, proposed, followed


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
async def test_no_number_is_given_again_though_its_row_was_gone_when_it_was_backed_up(
    source: str,
    target: str,
    new_database: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows, "MARGIN", 0)
    old, new = new_database(source), new_database(target)
    for _ in range(3):
        before = await numbered(old)
    await backup(old, tmp_path / "backup.zip")
    await restore(new, tmp_path / "backup.zip")
    assert await numbered(new) == tuple(it + 1 for it in before)


async def test_no_number_is_given_again_that_was_given_after_the_backup(
    database_url: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    await numbered(url)
    await backup(url, tmp_path / "backup.zip")
    for _ in range(3):
        before = await numbered(url)
    await restore(database_url, tmp_path / "backup.zip")
    after = await numbered(database_url)
    assert all(new > old for old, new in zip(before, after, strict=True))


async def test_no_number_is_given_again_that_the_replaced_database_gave(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MARGIN", 0)
    await numbered(database_url)
    await backup(database_url, tmp_path / "backup.zip")
    for _ in range(3):
        before = await numbered(database_url)
    await restore(database_url, tmp_path / "backup.zip", replace=True)
    assert await numbered(database_url) == tuple(it + 1 for it in before)


async def test_a_backup_without_the_last_numbers_goes_on_after_its_rows(
    backed_up: Path, database_url: str, tmp_path: Path
) -> None:
    given = members(backed_up)
    manifest = json.loads(given["manifest.json"])
    del manifest["last_numbers"]
    write_members(backed_up, {**given, "manifest.json": json.dumps(manifest).encode()})
    await restore(database_url, backed_up, folders={"knowledge": tmp_path / "place"})
    async with open_store(database_url) as store:
        asked = await store.questions.record(GUILD, "next?", "none", retention_days=1)
        assert asked is not None
        assert asked > max(it.id for it in await store.questions.recent(GUILD) if it.id != asked)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            lambda it: with_manifest(it, last_numbers={"questions": 2**70}), id="in the manifest"
        ),
        pytest.param(lambda it: with_row(it, "questions", id=2**63 - 1), id="in a row"),
    ],
)
async def test_a_number_after_which_there_is_hardly_another_is_restored(
    change: Callable[[Members], Members], backed_up: Path, database_url: str, tmp_path: Path
) -> None:
    write_members(backed_up, change(members(backed_up)))
    await restore(database_url, backed_up, folders={"knowledge": tmp_path / "place"})
    async with open_store(database_url) as store:
        assert len(await store.questions.recent(GUILD)) == 2


async def test_a_backup_made_while_the_bot_writes_is_of_one_moment(
    database_url: str, new_database: Callable[[str], str], tmp_path: Path
) -> None:
    async with open_store(database_url) as store:

        async def write_on() -> None:
            for version in range(40):
                await store.revisions.commit(
                    HOMES[0], Change(ANN, ""), expected=version, files={"a": str(version + 1)}
                )

        writing = asyncio.create_task(write_on())
        written = await asyncio.gather(
            *(backup(database_url, tmp_path / f"{n}.zip") for n in range(3))
        )
        await writing
    for n, manifest in enumerate(written):
        url = new_database("sqlite")
        await restore(url, tmp_path / f"{n}.zip")
        async with open_store(url) as store:
            recorded = await store.revisions.files(HOMES[0])
            assert len(await store.revisions.history(HOMES[0], most=100)) == recorded.version
            assert recorded.version == manifest.rows["revisions"]
            assert recorded.texts == ({"a": str(recorded.version)} if recorded.version else {})


async def test_folders_are_restored_and_what_is_hidden_stays(
    backed_up: Path, database_url: str, tmp_path: Path
) -> None:
    place = write(tmp_path / "place", old="old", more__old="old")
    place.joinpath(".git").mkdir()
    place.joinpath(".git", "config").write_text("mine")
    await restore(database_url, backed_up, folders={"knowledge": place}, replace=True)
    assert files(place) == {
        "tea.yaml": "tea",
        "more/coffee.yaml": "coffee",
        ".git/config": "mine",
    }


async def test_a_folder_is_backed_up_with_what_its_links_lead_to_and_nothing_hidden(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    await filled(url)
    elsewhere = write(tmp_path / "elsewhere", linked="linked", below__more="more")
    folder = write(tmp_path / "folder", tea="tea")
    folder.joinpath(".secret").write_text("hidden")
    folder.joinpath("linked.yaml").symlink_to(elsewhere / "linked.yaml")
    folder.joinpath("pack").symlink_to(elsewhere / "below")

    manifest = await backup(
        url,
        tmp_path / "backup.zip",
        folders={"knowledge": folder, "missing": tmp_path / "missing"},
    )
    assert manifest.files == {"knowledge": 3}
    await restore(
        f"sqlite:///{tmp_path / 'b.db'}",
        tmp_path / "backup.zip",
        folders={"knowledge": tmp_path / "place"},
    )
    assert files(tmp_path / "place") == {
        "tea.yaml": "tea",
        "linked.yaml": "linked",
        "pack/more.yaml": "more",
    }


async def test_a_database_that_is_not_empty_is_replaced_only_when_asked(
    backed_up: Path, database_url: str, tmp_path: Path
) -> None:
    async with open_store(database_url) as store:
        await store.servers.change(1, curator_role=7)
    place = tmp_path / "place"
    with pytest.raises(StoreError, match=r"is not empty\. Nothing was changed\."):
        await restore(database_url, backed_up, folders={"knowledge": place})
    assert not place.exists()
    async with open_store(database_url) as store:
        assert (await store.servers.settings(1)).curator_role == 7

    await restore(database_url, backed_up, folders={"knowledge": place}, replace=True)
    async with open_store(database_url) as store:
        assert (await store.servers.settings(1)).curator_role is None
    assert await contents(database_url) == await contents(f"sqlite:///{tmp_path / 'source.db'}")


async def test_a_folder_that_is_not_empty_is_replaced_only_when_asked(
    backed_up: Path, tmp_path: Path
) -> None:
    place = write(tmp_path / "place", mine="mine")
    with pytest.raises(StoreError, match=r"is not empty\. Nothing was changed\."):
        await restore(f"sqlite:///{tmp_path / 'new.db'}", backed_up, folders={"knowledge": place})
    assert files(place) == {"mine.yaml": "mine"}
    assert not tmp_path.joinpath("new.db").exists()


async def test_a_backup_of_an_older_version_is_brought_up_to_date(
    backed_up: Path, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(REPOSITORY / "bot" / "store" / "migrations", tmp_path / "migrations")
    tmp_path.joinpath("migrations", "versions", "f00_next.py").write_text(
        "from alembic import op\n"
        f"revision, down_revision = 'f00', {newest()!r}\n"
        "def upgrade():\n"
        "    op.execute('UPDATE servers SET curator_role = curator_role + 1')\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")
    await restore(database_url, backed_up, folders={"knowledge": tmp_path / "place"})
    async with open_store(database_url) as store:
        assert (await store.servers.settings(GUILD)).curator_role == 2
    written = await backup(database_url, tmp_path / "new.zip")
    assert written.schema_revision == "f00"


async def test_files_without_a_place_are_not_left_out_silently(
    backed_up: Path, tmp_path: Path
) -> None:
    with pytest.raises(StoreError, match="has files of 'knowledge', which have no place"):
        await restore(f"sqlite:///{tmp_path / 'new.db'}", backed_up)


async def test_the_database_and_the_folders_stay_if_one_folder_cannot_be_replaced(
    database_url: str, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    await filled(url)
    file = tmp_path / "backup.zip"
    sources = {name: write(tmp_path / "sources" / name, new="new") for name in ("outer", "inner")}
    await backup(url, file, folders=sources)
    async with open_store(database_url) as store:
        await store.servers.change(1, curator_role=7)
    outer = write(tmp_path / "outer", old="old", inner__old="old")

    # Moving the one away takes the other with it.
    places = {"outer": outer, "inner": outer / "inner"}
    with pytest.raises(StoreError, match=r"cannot be restored: .+ Nothing was changed\.$"):
        await restore(database_url, file, folders=places, replace=True)
    assert files(outer) == {"old.yaml": "old", "inner/old.yaml": "old"}
    async with open_store(database_url) as store:
        assert (await store.servers.settings(1)).curator_role == 7


def first_row(given: Members, table: str) -> dict[str, object]:
    row: dict[str, object] = json.loads(given[f"tables/{table}.jsonl"].splitlines()[0])
    return row


def with_row(given: Members, table: str, **changes: object) -> Members:
    name = f"tables/{table}.jsonl"
    lines = given[name].splitlines()
    lines[0] = json.dumps({**first_row(given, table), **changes}).encode()
    return {**given, name: b"\n".join(lines) + b"\n"}


def without(given: Members, name: str) -> Members:
    return {key: content for key, content in given.items() if key != name}


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: with_file(it, "../x"), id="a path that climbs"),
        pytest.param(lambda it: with_file(it, "/etc/x"), id="an absolute path"),
        pytest.param(lambda it: with_file(it, "a\\..\\x"), id="Windows's path"),
        pytest.param(lambda it: with_file(it, "C:x"), id="a drive"),
        pytest.param(lambda it: with_file(it, ".x"), id="a hidden file"),
        pytest.param(lambda it: {**it, "folders/other/x": b""}, id="another folder"),
        pytest.param(lambda it: {**it, "/etc/x": b""}, id="another place"),
        pytest.param(lambda it: {**it, "tables/other.jsonl": b""}, id="another table"),
        pytest.param(
            lambda it: with_manifest({**it, "tables/other.jsonl": b""}, rows={"other": 0}),
            id="another table that is announced",
        ),
        pytest.param(lambda it: without(it, "tables/servers.jsonl"), id="a missing table"),
        pytest.param(lambda it: without(it, "folders/knowledge/tea.yaml"), id="a missing file"),
        pytest.param(
            lambda it: {**it, "tables/servers.jsonl": it["tables/servers.jsonl"] * 2},
            id="a row twice",
        ),
        pytest.param(lambda it: {**it, "tables/servers.jsonl": b""}, id="too few rows"),
        pytest.param(lambda it: {**it, "tables/servers.jsonl": b"\xff\n"}, id="no UTF-8"),
        pytest.param(lambda it: {**it, "tables/servers.jsonl": b"[]\n"}, id="no row"),
        pytest.param(lambda it: {**it, "tables/servers.jsonl": b"[" * 10**6}, id="deep JSON"),
        pytest.param(lambda it: with_row(it, "servers", other=1), id="another column"),
        pytest.param(lambda it: with_row(it, "servers", guild_id="x"), id="a text for a number"),
        pytest.param(lambda it: with_row(it, "servers", guild_id=True), id="a claim for a number"),
        pytest.param(lambda it: with_row(it, "servers", guild_id=2**63), id="too large a number"),
        pytest.param(lambda it: with_row(it, "servers", guild_id=None), id="no key"),
        pytest.param(lambda it: with_row(it, "questions", asked_at="soon"), id="no time"),
        pytest.param(lambda it: with_row(it, "questions", confidence=float("nan")), id="no number"),
        pytest.param(lambda it: with_row(it, "questions", question="\ud83d"), id="half a letter"),
        pytest.param(lambda it: with_row(it, "pack_files", home="none"), id="a broken reference"),
    ],
)
async def test_a_backup_that_was_tampered_with_is_refused_and_nothing_changes(
    change: Callable[[Members], Members], backed_up: Path, database_url: str, tmp_path: Path
) -> None:
    async with open_store(database_url) as store:
        await store.servers.change(1, curator_role=7)
    place = write(tmp_path / "place", mine="mine")
    write_members(backed_up, change(members(backed_up)))

    with pytest.raises(StoreError) as caught:
        await restore(database_url, backed_up, folders={"knowledge": place}, replace=True)
    assert str(caught.value).startswith(f"The backup {backed_up} is damaged: ")
    assert str(caught.value).endswith(". Nothing was changed.")
    assert files(place) == {"mine.yaml": "mine"}
    assert [it.name for it in place.iterdir()] == ["mine.yaml"]
    async with open_store(database_url) as store:
        assert (await store.servers.settings(1)).curator_role == 7
        assert await store.revisions.files(HOMES[0]) == Recorded(0, {})


async def refusal(file: Path, tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    with pytest.raises(StoreError) as caught:
        await restore(url, file, folders={"knowledge": tmp_path / "place"})
    assert not tmp_path.joinpath("new.db").exists()
    assert not tmp_path.joinpath("place").exists()
    return str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(lambda it: b"", id="an empty file"),
        pytest.param(lambda it: b"holiday photographs", id="another file"),
        pytest.param(lambda it: it[: len(it) // 2], id="half of one"),
    ],
)
async def test_what_is_no_backup_is_refused(
    content: Callable[[bytes], bytes], backed_up: Path, tmp_path: Path
) -> None:
    backed_up.write_bytes(content(backed_up.read_bytes()))
    assert await refusal(backed_up, tmp_path) == (
        f"{backed_up} is no backup that Rejoinder made, or the end of it is missing."
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: {"tea.yaml": b""}, id="another zip"),
        pytest.param(lambda it: {**it, "manifest.json": b"{}"}, id="a manifest of nothing"),
        pytest.param(lambda it: with_manifest(it, product="other"), id="another product's"),
    ],
)
async def test_a_zip_that_is_no_backup_is_refused(
    change: Callable[[Members], Members], backed_up: Path, tmp_path: Path
) -> None:
    write_members(backed_up, change(members(backed_up)))
    assert " is no backup that Rejoinder made" in await refusal(backed_up, tmp_path)


@pytest.mark.parametrize(
    ("changes", "what"),
    [({"schema_revision": "f00"}, "f00"), ({"format": 2}, "format 2")],
    ids=["its tables", "its form"],
)
async def test_a_backup_of_a_newer_version_is_refused(
    changes: dict[str, object], what: str, backed_up: Path, tmp_path: Path
) -> None:
    write_members(backed_up, with_manifest(members(backed_up), **changes))
    assert await refusal(backed_up, tmp_path) == (
        f"The backup {backed_up} was made by a newer Rejoinder ({what}). Upgrade first."
    )


async def test_a_byte_that_changed_is_found(backed_up: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backed_up) as opened:
        place = opened.getinfo("tables/questions.jsonl").header_offset + 80
    content = bytearray(backed_up.read_bytes())
    content[place] ^= 0xFF
    backed_up.write_bytes(content)
    assert " is damaged: " in await refusal(backed_up, tmp_path)


@pytest.mark.parametrize(
    ("attributes", "compression", "times"),
    [
        pytest.param(0o120777 << 16, zipfile.ZIP_STORED, 1, id="a link"),
        pytest.param(0o020666 << 16, zipfile.ZIP_STORED, 1, id="a device"),
        pytest.param(0, zipfile.ZIP_LZMA, 1, id="another compression"),
        pytest.param(0, zipfile.ZIP_STORED, 2, id="a file twice"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
async def test_odd_members_are_refused(
    attributes: int, compression: int, times: int, backed_up: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(backed_up, "a") as opened:
        for _ in range(times):
            info = zipfile.ZipInfo("folders/knowledge/odd")
            info.external_attr = attributes
            opened.writestr(info, "/etc/passwd", compress_type=compression)
    assert "'folders/knowledge/odd' is a link, locked, odd or there twice" in await refusal(
        backed_up, tmp_path
    )


@pytest.mark.parametrize(
    ("limit", "value"),
    [
        ("MOST_FILES", 1),
        ("LARGEST_FILE", 5),
        ("LARGEST_FOLDERS", 8),
        ("LARGEST_TABLES", 100),
    ],
)
async def test_a_backup_that_would_fill_the_disk_is_refused(
    limit: str, value: int, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, limit, value)
    assert " is damaged: it is larger than a backup may be" in await refusal(backed_up, tmp_path)


async def test_a_row_that_never_ends_is_refused(
    backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "LONGEST_LINE", 50)
    with pytest.raises(StoreError, match="is damaged: a row is too long"):
        await restore(
            f"sqlite:///{tmp_path / 'new.db'}",
            backed_up,
            folders={"knowledge": tmp_path / "place"},
        )


@pytest.mark.parametrize(
    ("limit", "value"), [("MOST_FILES", 1), ("LARGEST_FILE", 5), ("LARGEST_FOLDERS", 8)]
)
async def test_what_could_not_be_restored_is_not_backed_up(
    limit: str, value: int, backed_up: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = backed_up.read_bytes()
    monkeypatch.setattr(archive, limit, value)
    with pytest.raises(StoreError, match="has too much to be backed up"):
        await backup(
            f"sqlite:///{tmp_path / 'source.db'}",
            backed_up,
            folders={"knowledge": tmp_path / "source"},
        )
    assert backed_up.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize("name", ["a:b", "a\\b", "a\nb", "end.", os.fsdecode(b"\xff")])
async def test_a_name_that_other_systems_lack_is_not_backed_up(name: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    await filled(url)
    folder = write(tmp_path / "folder", tea="tea")
    folder.joinpath(name).touch()
    with pytest.raises(StoreError, match="cannot be backed up for its name"):
        await backup(url, tmp_path / "backup.zip", folders={"knowledge": folder})
    assert not tmp_path.joinpath("backup.zip").exists()


async def test_a_link_in_a_circle_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    await filled(url)
    folder = write(tmp_path / "folder", tea="tea")
    folder.joinpath("again").symlink_to(folder)
    monkeypatch.setattr(archive, "MOST_FILES", 20)
    with pytest.raises(StoreError, match="has too much to be backed up"):
        await backup(url, tmp_path / "backup.zip", folders={"knowledge": folder})


async def test_there_is_nothing_to_back_up_without_a_database(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"^There is no database at .+/none\.db\.$"):
        await backup(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "backup.zip")
    assert list(tmp_path.iterdir()) == []


async def test_an_empty_database_is_not_backed_up(database_url: str, tmp_path: Path) -> None:
    await (await Database.open(database_url)).close()
    with pytest.raises(StoreError, match="is empty: there is nothing"):
        await backup(database_url, tmp_path / "backup.zip")
    assert not tmp_path.joinpath("backup.zip").exists()


async def test_a_folder_that_is_not_there_for_the_backup_is_a_sentence(
    backed_up: Path, tmp_path: Path
) -> None:
    file = tmp_path / "none" / "backup.zip"
    with pytest.raises(StoreError) as caught:
        await backup(f"sqlite:///{tmp_path / 'source.db'}", file)
    assert str(caught.value) == f"The backup {file} cannot be written: No such file or directory."
    assert await refusal(file, tmp_path) == (
        f"The backup {file} cannot be read: No such file or directory."
    )


async def test_a_pipe_or_a_folder_is_not_replaced_by_a_backup(
    backed_up: Path, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, tmp_path / "source"):
        with pytest.raises(StoreError) as caught:
            await backup(f"sqlite:///{tmp_path / 'source.db'}", place)
        assert str(caught.value) == (
            f"The backup {place} cannot be written: that is no file that could be replaced. "
            "Name another file."
        )
    assert pipe.is_fifo()


async def test_a_file_that_is_no_backup_is_not_replaced_by_one(
    backed_up: Path, tmp_path: Path
) -> None:
    database, empty = tmp_path / "source.db", tmp_path / "empty"
    before = database.read_bytes()
    with pytest.raises(StoreError) as caught:
        await backup(f"sqlite:///{database}", database)
    assert str(caught.value) == (
        f"The backup {database} cannot be written: the file that is there is no backup, and would "
        "be lost. Name another file."
    )
    assert database.read_bytes() == before
    empty.touch()
    await backup(f"sqlite:///{database}", empty)
    assert empty.stat().st_size


async def test_a_link_stays_and_the_backup_that_it_leads_to_is_replaced(
    backed_up: Path, tmp_path: Path
) -> None:
    link = tmp_path / "links" / "newest.zip"
    link.parent.mkdir()
    link.symlink_to(backed_up)
    before = backed_up.read_bytes()
    await backup(f"sqlite:///{tmp_path / 'source.db'}", link)
    assert list(link.parent.iterdir()) == [link]
    assert link.is_symlink()
    assert backed_up.read_bytes() != before


async def test_a_backup_is_for_its_owner_alone(backed_up: Path) -> None:
    assert backed_up.stat().st_mode & 0o777 == 0o600
