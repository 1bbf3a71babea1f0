"""Many edits of a knowledge file's text at once: what they are one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st

from bot.errors import EditError
from bot.knowledge import document
from bot.knowledge.edit import ItemKey, blocks, edit_items, outside
from bot.knowledge.model import Item, Source, Topic, kind_of
from tests.knowledge.generated import KEYS, Author, item
from tests.knowledge.test_edit import (
    ANCHORS,
    BOUNDED,
    PATH,
    changed,
    cut_short,
    edited,
    is_readable,
    is_unended,
    read,
    squashed,
)

RANDOM = st.randoms(use_true_random=False)


def wanted(random: Random, text: str) -> tuple[list[Item], list[ItemKey]]:
    """Items to put and to remove: of what a text has about two thirds, and some new ones."""
    assume(is_readable(text))
    put: list[Item] = []
    gone: list[ItemKey] = []
    for key, it in read(text).items():
        fate = random.random()
        if fate < 0.35:
            put.append(changed(random, it))
        elif fate < 0.7:
            gone.append(key)
    for kind in KEYS:
        put += [item(random, kind, f"new{it}") for it in range(random.choice([0, 0, 1, 2]))]
    assume(len(put) + len(gone) > 1)
    return put, gone


def one_by_one(text: str, put: Sequence[Item], gone: Sequence[ItemKey]) -> str:
    here = read(text)
    for key in gone:
        text = edit_items(text, [], [key], path=PATH)
    for it in put:
        if (kind_of(it), it.id) in here:
            text = edit_items(text, [it], path=PATH)
    for it in put:
        if (kind_of(it), it.id) not in here:
            text = edit_items(text, [it], path=PATH)
    return text


def without_depth(text: str) -> str:
    """A text but for its blank space, and for how deep a block of text says that it is indented.

    New lines are laid out as those around them, which may be others after another edit.
    """
    return re.sub(r"[|][0-9]", "|", squashed(text))


@BOUNDED
@given(RANDOM)
def test_many_edits_are_what_they_are_one_by_one(random: Random) -> None:
    text = Author(random).pack()
    put, gone = wanted(random, text)
    try:
        single = one_by_one(text, put, gone)
    except EditError:
        reject()
    new = edit_items(text, put, gone, path=PATH)
    assert list(read(new).items()) == list(read(single).items())
    assert without_depth(new) == without_depth(single)


@BOUNDED
@given(RANDOM)
def test_many_edits_leave_everything_else_alone(random: Random) -> None:
    text = Author(random).pack()
    put, gone = wanted(random, text)
    new = edited(lambda: edit_items(text, put, gone, path=PATH), text)
    olds, news = read(text), read(new)
    meant = {(kind_of(it), it.id): it for it in put}
    assert news == {key: it for key, it in (olds | meant).items() if key not in gone}
    rest = [key for key in olds if key not in meant and key not in gone]
    assert [key for key in news if key in rest] == rest
    if not is_unended(text):
        old_blocks, new_blocks = blocks(text, PATH), blocks(new, PATH)
        assert all(old_blocks[key] == new_blocks[key] for key in rest)
    assert cut_short(new) <= cut_short(text)
    assert edit_items(new, put, path=PATH) == new


@BOUNDED
@given(RANDOM)
def test_putting_many_items_leaves_every_byte_outside_of_them_alone(random: Random) -> None:
    text = Author(random).pack()
    assume(is_readable(text) and not is_unended(text))
    items = read(text)
    put = [changed(random, it) for it in items.values() if random.random() < 0.7]
    new = edited(lambda: edit_items(text, put, path=PATH), text)
    olds, news = outside(text, PATH), outside(new, PATH)
    assert len(olds) == len(news)
    assert text.startswith("\ufeff") == new.startswith("\ufeff")
    for old, found in zip(olds, news, strict=True):
        # Comments above a key that went, at the end of an item, are no longer in it.
        assert found.endswith(old)
        above = found[: len(found) - len(old)]
        assert all(row.lstrip()[:1] in ("", "#") for row in above.splitlines())


@BOUNDED
@given(RANDOM)
def test_the_earlier_texts_of_many_items_undo_what_became_of_them(random: Random) -> None:
    text = Author(random).pack()
    put, gone = wanted(random, text)
    items, earlier = read(text), blocks(text, PATH)
    later = edited(lambda: edit_items(text, put, gone, path=PATH), text)
    keys = [key for key in earlier if key in gone or random.random() < 0.6]
    random.shuffle(keys)
    new = edited(lambda: edit_items(later, [earlier[key] for key in keys], path=PATH), text, later)
    expected = read(later) | {key: items[key] for key in keys}
    assert read(new) == expected


def sources(count: int) -> str:
    rows = "".join(f"  - id: s{it}\n    title: T {it}\n    kind: press\n\n" for it in range(count))
    return f"# All.\nsources:\n{rows}"


def source(number: int) -> Source:
    return Source(id=f"s{number}", title="Changed", kind="other")


@pytest.mark.parametrize("count", [10, 300])
def test_however_many_edits_there_are_the_file_is_read_a_few_times(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[int] = []
    parse = document.parse_document

    def counted(text: str, path: object) -> document.Document:
        parsed.append(len(text))
        return parse(text, PATH)

    monkeypatch.setattr("bot.knowledge.file_text.parse_document", counted)
    put: list[Item] = [source(it) for it in range(0, count, 3)]
    put += [source(it) for it in range(count, 2 * count)]
    put += [Topic(id=f"t{it}", title="T") for it in range(count)]
    gone: list[ItemKey] = [("sources", f"s{it}") for it in range(1, count, 3)]
    new = edit_items(sources(count), put, gone, path=PATH)
    assert len(parsed) == 4
    assert len(read(new)) == count + count + count - len(gone)


def test_an_edit_among_many_that_cannot_be_made_is_refused_with_its_place() -> None:
    tail = "topics:\n  - id: a\n    title: &a A\nx: *a\n"
    put: list[Item] = [source(it) for it in range(30)]
    put.insert(17, Topic(id="a", title="B"))
    with pytest.raises(EditError, match=r"pack\.yaml:125: `&a` marks a value .* line 126 repeats"):
        edit_items(sources(30) + tail, put, path=PATH)


CANNOT: dict[str, tuple[Callable[[], str], str]] = {
    "one that is not here": (
        lambda: edit_items(sources(9), [source(1)], [("topics", "a")], path=PATH),
        "there is no `a` under `topics` here",
    ),
    "one that would not load": (
        lambda: edit_items(
            sources(9), [source(1), source(2).model_copy(update={"title": " "})], path=PATH
        ),
        "pack.yaml:11: with this edit the file would not read as it should",
    ),
}


@pytest.mark.parametrize("name", CANNOT)
def test_many_edits_are_refused_for(name: str) -> None:
    edit, message = CANNOT[name]
    with pytest.raises(EditError) as caught:
        edit()
    assert message in str(caught.value)


def test_items_that_hold_each_other_may_go_together() -> None:
    gone: list[ItemKey] = [("topics", "tea"), ("topics", "milk")]
    with pytest.raises(EditError):
        edit_items(ANCHORS, [], [gone[0]], path=PATH)
    assert edit_items(ANCHORS, [], gone, path=PATH).startswith("topics: []\nsources: &all\n")


def test_earlier_texts_that_cannot_be_put_in_at_once_are_put_in_one_by_one() -> None:
    head = "  topic: t\n  question: q\n  answer: "
    rows = {
        "a": f"- id: a  # A\n{head}A\n",
        "b": f"- id: b  # B\n{head}|+\n    B\n\n",  # to which a blank line below would belong
        "c": f"- id: c  # C\n{head}C\n",
    }
    earlier = blocks("entries:\n" + "".join(rows.values()), PATH)
    later = f"entries:\n- id: x\n{head}X\n\n- id: y\n{head}Y\n"
    new = edit_items(later, earlier.values(), path=PATH)
    assert new == later + "\n" + rows["a"] + "\n" + rows["b"] + rows["c"]


REMOVALS = {
    "neighbours": ([1, 2, 5], [0, 3, 4, 6]),
    "the first ones": ([0, 1], [2, 3, 4, 5, 6]),
    "the last ones": ([5, 6], [0, 1, 2, 3, 4]),
    "all but one": ([0, 1, 2, 4, 5, 6], [3]),
}


@pytest.mark.parametrize("name", REMOVALS)
def test_a_blank_line_that_sets_items_apart_goes_with_each(name: str) -> None:
    gone, kept = REMOVALS[name]
    rows = [f"  - id: s{it}\n    title: T\n    kind: press\n" for it in range(7)]
    text = "sources:\n" + "\n".join(rows) + "# end\n"
    new = edit_items(text, [], [("sources", f"s{it}") for it in gone], path=PATH)
    # Above a list's first item there is no line to go with it.
    above = "\n" * kept[0]
    assert new == "sources:\n" + above + "\n".join(rows[it] for it in kept) + "# end\n"


def test_comments_between_items_that_all_go_stay() -> None:
    text = (
        "topics:  # all\n  # one\n  - id: a\n    title: A\n\n"
        "  # two\n  - id: b\n    title: B\n\n  - id: c\n    title: C\nx: y\n"
    )
    new = edit_items(text, [], [("topics", it) for it in "abc"], path=PATH)
    assert new == "topics: []  # all\n  # one\n\n  # two\nx: y\n"
