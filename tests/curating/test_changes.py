"""What curators want of a pack, applied to the texts of its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from bot.curating import kept
from bot.curating.applying import apply
from bot.curating.changes import Edit, Overlap, Put, PutHeader, Remove, Replace, Restore
from bot.errors import ChangeRefused, EditError
from bot.knowledge import edit
from bot.knowledge.edit import blocks
from bot.knowledge.load import PackReading, parse_pack
from bot.knowledge.model import Entry, Pack, PackHeader, Source, Topic

HEAD = """\
# The pack.
pack:
  id: tea
  title: Tea
"""
TOPICS = """\
synonyms:
  - [cup, mug]
topics:
  - id: brewing
    title: Brewing
  - id: health
    title: Health
"""
ENTRIES = """\
entries:
  # The first.
  - id: steep
    topic: brewing
    question: How long?
    answer: Three minutes.
    related: [milk]
    status: draft
  - id: milk
    topic: brewing
    question: Milk first?
    answer: No.
    counter: steep
    status: draft
"""
ASKED = "# agreed\n- ask: milk before tea\n  expect: none\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack in three files with expectations; nothing of it is read from disk."""
    folder = tmp_path / "tea"
    folder.mkdir()
    return folder


@pytest.fixture
def texts() -> dict[str, str]:
    return {"a.yaml": HEAD, "b.yaml": TOPICS, "c.yaml": ENTRIES, "expectations.yaml": ASKED}


def read(texts: Mapping[str, str], folder: Path) -> PackReading:
    files = {folder / name: text for name, text in texts.items() if name != "expectations.yaml"}
    return parse_pack(folder, files, texts.get("expectations.yaml"))


def pack_of(texts: Mapping[str, str], folder: Path) -> Pack:
    reading = read(texts, folder)
    assert reading.pack is not None, reading.problems
    return reading.pack


def made(edits: Sequence[Edit], texts: Mapping[str, str], folder: Path) -> dict[str, str]:
    return apply(edits, texts, read(texts, folder), folder)


def draft(entry_id: str, topic: str = "brewing", **more: object) -> Entry:
    values = {"question": "Q", "answer": "A.", "status": "draft", "topic": topic}
    return Entry.model_validate({"id": entry_id, **values, **more})


def test_a_new_item_goes_where_its_like_stands(texts: dict[str, str], folder: Path) -> None:
    texts["d.yaml"] = (
        ENTRIES.replace("steep", "s").replace("milk", "m").replace("brewing", "health")
    )
    edits = [
        Put(Source(id="book", title="Book", kind="press")),
        Put(Topic(id="pots", title="Pots")),
        Put(draft("a", "brewing")),
        Put(draft("b", "health")),
        Put(draft("c", "pots")),
        Put(draft("d", "pots")),
    ]
    after = made(edits, texts, folder)
    found = {
        item_id: name
        for name, text in after.items()
        if name != "expectations.yaml"
        for _, item_id in blocks(text, Path(name))
    }
    assert {it: found[it] for it in ("book", "pots", "a", "b", "c", "d")} == {
        "book": "a.yaml",
        "pots": "b.yaml",
        "a": "c.yaml",
        "b": "d.yaml",
        "c": "b.yaml",
        "d": "b.yaml",
    }


def test_a_folder_without_files_gets_one(folder: Path) -> None:
    header = PutHeader(PackHeader(title="Tea"), PackHeader(title="tea"), (("cup", "mug"),))
    edits: list[Edit] = [header, Put(Topic(id="t", title="T")), Put(draft("a", "t"))]
    after = apply(edits, {}, PackReading(Pack(id="tea", title="tea"), (), ()), folder)
    assert list(after) == ["pack.yaml"]
    pack = pack_of(after, folder)
    assert (pack.title, pack.synonyms, len(pack.entries)) == ("Tea", (("cup", "mug"),), 1)


def test_the_files_of_hundreds_of_edits_are_edited_once_each(
    texts: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [draft(f"e{it}", related=("milk",)) for it in range(200)]
    texts = made([Put(it) for it in entries], texts, folder)
    files: list[str] = []
    edit_items = edit.edit_items

    def counted(*arguments: object, path: Path) -> str:
        files.append(path.name)
        found: str = edit_items(*arguments, path=path)  # type: ignore[arg-type]  # passed on
        return found

    monkeypatch.setattr("bot.curating.applying.edit_items", counted)
    edits: list[Edit] = [Remove("entries", "milk")]
    edits += [Remove("entries", it.id) for it in entries[:99]]
    edits += [Put(it.model_copy(update={"question": "New?"}), it) for it in entries[99:]]
    edits += [Put(Topic(id=f"t{it}", title="T")) for it in range(200)]
    after = pack_of(made(edits, texts, folder), folder)
    assert sorted(files) == ["b.yaml", "c.yaml"]
    assert [it.id for it in after.entries] == ["steep", *(it.id for it in entries[99:])]
    assert {it.related for it in after.entries} == {()}
    assert {it.question for it in after.entries[1:]} == {"New?"}
    assert len(after.topics) == 202


def test_edits_of_one_item_add_up(texts: dict[str, str], folder: Path) -> None:
    milk, new = pack_of(texts, folder).entry_by_id["milk"], draft("new")
    second = milk.model_copy(update={"question": "Second?"})
    third = milk.model_copy(update={"counter": None})
    edits: list[Edit] = [
        Put(second, milk),
        Put(third, milk),
        Put(new),
        Put(new.model_copy(update={"answer": "B."}), new),
        Put(draft("passing")),
        Remove("entries", "passing"),
        Remove("entries", "steep"),
        Put(draft("steep", question="Again?")),
    ]
    after = pack_of(made(edits, texts, folder), folder).entry_by_id
    assert after["milk"] == second.model_copy(update={"counter": None})
    assert after["new"].answer == "B."
    assert after["steep"].question == "Again?"
    assert "passing" not in after


def test_a_removed_entry_is_linked_to_no_more_and_all_other_links_stay(
    texts: dict[str, str], folder: Path
) -> None:
    edits: list[Edit] = [
        Put(draft("both", counter="milk", related=["steep", "milk"])),
        Put(draft("other", counter="milk", related=["both"])),
        Remove("entries", "steep"),
    ]
    after = pack_of(made(edits, texts, folder), folder).entry_by_id
    assert (after["milk"].counter, after["milk"].related) == (None, ())
    assert (after["both"].counter, after["both"].related) == ("milk", ("milk",))
    assert (after["other"].counter, after["other"].related) == ("milk", ("both",))


def test_an_entry_that_somebody_else_has_changed_since_it_was_looked_at_is_not_removed(
    texts: dict[str, str], folder: Path
) -> None:
    seen = pack_of(texts, folder).entry_by_id["milk"]
    remove = Remove("entries", "milk", base=seen)
    now = made([Put(seen.model_copy(update={"question": "Theirs?"}), seen)], texts, folder)
    with pytest.raises(ChangeRefused, match="changed question of `milk` meanwhile"):
        made([remove], now, folder)
    assert "milk" not in pack_of(made([remove], texts, folder), folder).entry_by_id


def test_a_removed_entry_takes_its_expectations_along_and_a_draft_keeps_them(
    texts: dict[str, str], folder: Path
) -> None:
    texts["c.yaml"] = ENTRIES.replace("    status: draft\n", "").replace(".\n", ". [^b]\n")
    texts["a.yaml"] = HEAD + "sources:\n  - {id: b, title: B, kind: press}\n"
    texts["expectations.yaml"] += "- {ask: a, expect: steep}\n- {ask: b, expect: milk}\n"
    pack = pack_of(texts, folder)
    edits: list[Edit] = [Remove("entries", "steep")]
    assert made(edits, texts, folder)["expectations.yaml"] == ASKED + "- {ask: b, expect: milk}\n"
    hidden = pack.entry_by_id["milk"].model_copy(update={"status": "draft"})
    edits.append(Put(hidden, pack.entry_by_id["milk"]))
    assert made(edits, texts, folder)["expectations.yaml"] == ASKED + "- {ask: b, expect: milk}\n"


def test_lines_are_replaced_in_the_text_that_the_edits_before_left(
    texts: dict[str, str], folder: Path
) -> None:
    edits: list[Edit] = [
        Put(draft("new", question="Old?")),
        Replace("c.yaml", "question: Old?", "question: New?"),
        Remove("entries", "steep"),
        Restore(blocks(ENTRIES, Path("c.yaml"))["entries", "steep"], "c.yaml"),
    ]
    after = pack_of(made(edits, texts, folder), folder)
    assert after.entry_by_id["new"].question == "New?"
    assert after.entry_by_id["steep"].related == ("milk",)


def test_lines_around_which_there_was_nothing_go_to_the_top(
    texts: dict[str, str], folder: Path
) -> None:
    texts["b.yaml"] = "\ufeff" + TOPICS
    after = made([Replace("b.yaml", "", "# Above.")], texts, folder)
    assert after["b.yaml"] == "\ufeff# Above.\n" + TOPICS


BASE = PackHeader(title="Tea")


def test_a_header_is_put_where_it_stands_and_synonyms_join_those_that_are_there(
    texts: dict[str, str], folder: Path
) -> None:
    header = PackHeader(id="other", title="Tea, and more", language="en")
    groups = (("cup", "mug"), ("pot", "kettle"))
    after = made([PutHeader(header, BASE, groups)], texts, folder)
    assert after["a.yaml"] == HEAD.replace("title: Tea", "title: Tea, and more\n  language: en")
    assert after["b.yaml"] == TOPICS.replace("mug]\n", "mug]\n  - [pot, kettle]\n")
    pack = pack_of(after, folder)
    assert (pack.id, pack.title, pack.language) == ("tea", "Tea, and more", "en")
    assert {it: after[it] for it in ("c.yaml", "expectations.yaml")} == {
        "c.yaml": ENTRIES,
        "expectations.yaml": ASKED,
    }


def test_synonyms_go_to_the_headers_file_where_there_are_none(
    texts: dict[str, str], folder: Path
) -> None:
    texts["b.yaml"] = TOPICS.partition("topics:")[1] + TOPICS.partition("topics:")[2]
    after = made([PutHeader(PackHeader(), BASE, (("cup", "mug"),))], texts, folder)
    assert after["a.yaml"] == HEAD + "synonyms:\n  - [cup, mug]\n"


def test_a_title_that_somebody_else_has_changed_is_not_overwritten(
    texts: dict[str, str], folder: Path
) -> None:
    seen = PackHeader(title="Tee")
    with pytest.raises(ChangeRefused, match="made the pack's title “Tea” meanwhile"):
        made([PutHeader(PackHeader(title="Drinks"), seen)], texts, folder)
    assert made([PutHeader(PackHeader(title="Tee"), seen)], texts, folder) == texts
    assert made([PutHeader(PackHeader(title="Tea"), seen)], texts, folder) == texts


HALF = Topic(id="x", title="X").model_copy(update={"title": "\ud800"})
REFUSED: dict[str, tuple[Callable[[Pack], list[Edit]], type[Exception], str]] = {
    "what is there": (
        lambda _: [Put(draft("milk"))],
        ChangeRefused,
        "The entry `milk` is there already",
    ),
    "what is gone": (
        lambda pack: [Remove("entries", "milk"), Put(draft("milk"), pack.entry_by_id["milk"])],
        ChangeRefused,
        "`milk` is not there any more",
    ),
    "a removal of nothing": (
        lambda _: [Remove("topics", "milk")],
        ChangeRefused,
        "There is no topic `milk`",
    ),
    "lines that are others now": (
        lambda _: [Replace("a.yaml", "title: Tee", "")],
        ChangeRefused,
        "The lines of a.yaml that are to be put back have changed since",
    ),
    "two changes of one field": (
        lambda pack: [
            Put(draft("milk", question=it), pack.entry_by_id["milk"]) for it in ("One?", "Two?")
        ],
        Overlap,
        "Somebody else has changed question",
    ),
    "what cannot be written": (
        lambda _: [*(Put(draft(f"e{it}")) for it in range(9)), Put(HALF)],
        EditError,
        "b.yaml:8: with this edit the file would not read as it should",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_edits_are_refused_for(name: str, texts: dict[str, str], folder: Path) -> None:
    edits, error, message = REFUSED[name]
    with pytest.raises(error) as caught:
        made(edits(pack_of(texts, folder)), texts, folder)
    assert message in str(caught.value)


def test_what_curators_ask_for_is_kept_as_text() -> None:
    wishes = (
        PutHeader(PackHeader(title="Tea", language="en"), BASE, (("cup", "mug"), ())),
        Put(draft("a", reviewed="2026-11-21", accept={"stale": "known"}), draft("a")),
        Put(Topic(id="t", title="T")),
        Remove("sources", "s", is_alone=True),
    )
    assert kept.from_text(kept.to_text(wishes)) == wishes
