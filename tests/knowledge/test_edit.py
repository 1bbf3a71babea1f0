"""Edits of a knowledge file's text: what changes, and what must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import unified_diff
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from bot.errors import EditError
from bot.knowledge.block import Block
from bot.knowledge.document import parse_document
from bot.knowledge.edit import blocks, edit_items, outside
from bot.knowledge.load import read_pack
from bot.knowledge.model import MODEL_OF, Entry, Item, ItemKind, Source, Topic, kind_of
from tests.conftest import REPOSITORY
from tests.knowledge.generated import KEYS, Author, answer, item, line

PATH = Path("pack.yaml")
Items = dict[tuple[ItemKind, str], Item]

BOUNDED = settings(
    max_examples=90,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
    ],
)


def read(text: str) -> Items:
    """Every item of a text, in order, and nothing else that it may hold."""
    document = parse_document(text.removeprefix("\ufeff"), PATH)
    assert not document.problems
    data = document.data()
    found: Items = {}
    for kind, model in MODEL_OF.items():
        for it in (data.get(kind) or []) if isinstance(data, dict) else []:
            read_item = model.model_validate(it)
            assert (kind, read_item.id) not in found
            found[kind, read_item.id] = read_item
    return found


def is_readable(text: str) -> bool:
    try:
        read(text)
    except (AssertionError, ValueError):
        return False
    return True


def has_aliases(text: str) -> bool:
    return bool(parse_document(text.removeprefix("\ufeff"), PATH).aliases)


def edited(edit: Callable[[], str], *texts: str) -> str:
    """An edit's result; only where one of `texts` has aliases may it be refused."""
    try:
        return edit()
    except EditError:
        assert any(has_aliases(text) for text in texts)
        reject()


def squashed(text: str) -> str:
    """A text without what may come and go beside an item."""
    return "".join(it for it in text if not it.isspace() and it not in ",-")


def is_grown(short: str, long: str, words: Iterable[str]) -> bool:
    """Whether `long` is `short` with one of `words` put in somewhere."""
    return any(
        long == short[:at] + word + short[at:] for word in words for at in range(len(short) + 1)
    )


def cut_short(text: str) -> int:
    """How many texts of a file the loader refuses, as a comment behind them cuts them short."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "pack.yaml")
        file.write_bytes(text.encode())
        return sum("ends unquoted text" in it.message for it in read_pack(file).problems)


def check_others(old: str, new: str, but: tuple[ItemKind, str]) -> None:
    """Every item but one says the same, in the same lines and the same order."""
    olds, news = read(old), read(new)
    assert [it for it in olds.items() if it[0] != but] == [
        it for it in news.items() if it[0] != but
    ] or sorted(olds.keys() ^ news.keys()) == [but]
    old_blocks, new_blocks = blocks(old, PATH), blocks(new, PATH)
    for key in olds.keys() - {but}:
        assert olds[key] == news[key]
        assert squashed(old_blocks[key].text) == squashed(new_blocks[key].text)
        if not is_unended(old):
            assert old_blocks[key] == new_blocks[key]


def is_unended(text: str) -> bool:
    return not text.endswith(("\n", "\r"))


def check_put(old: str, new: str, it: Item) -> None:
    key = kind_of(it), it.id
    assert read(new)[key] == it
    assert list(read(new)) == list(read(old))
    check_others(old, new, key)
    was, now = blocks(old, PATH)[key].text, blocks(new, PATH)[key].text
    if was in old:
        before, _, after = old.partition(was)
        assert new.startswith(before + now)
        assert new.endswith(after)
        rest = new[len(before + now) : len(new) - len(after)]
        assert rest or outside(new, PATH) == outside(old, PATH)
    else:
        assert is_unended(old)
        before, _, rest = new.partition(now)
        assert old.startswith(before)
    # Comments above a key that went, at the end of the item, are no longer in it.
    assert new == old or all(row.lstrip()[:1] in ("", "#") for row in rest.splitlines())


def check_added(old: str, new: str, it: Item) -> None:
    key = kind_of(it), it.id
    assert read(new)[key] == it
    assert [name for name in read(new) if name[0] == key[0]][-1] == key
    check_others(old, new, key)
    before, found, after = new.partition(blocks(new, PATH)[key].text)
    assert found
    rest, whole = squashed(before + after), squashed(old)
    heads = [f"{key[0]}:", f"{key[0]}:[]", "[]"]
    assert rest == whole or is_grown(whole, rest, heads) or is_grown(rest, whole, ["[]"])


def check_removed(old: str, new: str, key: tuple[ItemKind, str]) -> None:
    assert key not in read(new)
    check_others(old, new, key)
    before, found, after = old.partition(blocks(old, PATH)[key].text)
    if found:
        rest = squashed(before + after)
        assert squashed(new) == rest or is_grown(rest, squashed(new), ["[]"])
    else:
        assert is_unended(old)


def changed(random: Random, it: Item) -> Item:
    """The item with some of its values, and some of another's."""
    other = item(random, kind_of(it), it.id)
    values, others = it.model_dump(exclude_unset=True), other.model_dump(exclude_unset=True)
    names = [name for name in {**values, **others} if name != "id"]
    for name in sorted(random.sample(names, min(len(names), random.choice([1, 1, 2, 4])))):
        texts = values.get(name)
        is_list = isinstance(texts, tuple) and name in ("phrasings", "not_for")
        if is_list and isinstance(texts, tuple) and random.random() < 0.7:
            found = list(texts)
            at = random.randrange(len(found) + 1)
            choice = random.random()
            if choice < 0.4:
                found.insert(at, line(random))
            elif choice < 0.7:
                del found[at : at + 1]
            else:
                found[at : at + 1] = [line(random)]
            values[name] = found
        elif name == "answer":
            values[name] = answer(random)
        elif name in others:
            values[name] = others[name]
        else:
            values.pop(name)
    return type(it).model_validate(values)


def picked(random: Random, text: str) -> Item:
    """An item of a text that can be read and has one."""
    assume(is_readable(text))
    items = list(read(text).values())
    assume(items)
    return random.choice(items)


RANDOM = st.randoms(use_true_random=False)


@BOUNDED
@given(RANDOM)
def test_putting_an_item_changes_its_own_lines_alone(random: Random) -> None:
    text = Author(random).pack()
    it = changed(random, picked(random, text))
    new = edited(lambda: edit_items(text, [it], path=PATH), text)
    check_put(text, new, it)
    assert edit_items(new, [it], path=PATH) == new
    assert cut_short(new) <= cut_short(text)


@BOUNDED
@given(RANDOM)
def test_adding_an_item_changes_no_other(random: Random) -> None:
    text = Author(random).pack()
    assume(is_readable(text))
    it = item(random, random.choice(KEYS), "new")
    new = edited(lambda: edit_items(text, [it], path=PATH), text)
    check_added(text, new, it)
    assert cut_short(new) <= cut_short(text)


@BOUNDED
@given(RANDOM)
def test_removing_an_item_changes_no_other(random: Random) -> None:
    text = Author(random).pack()
    it = picked(random, text)
    key = kind_of(it), it.id
    check_removed(text, edited(lambda: edit_items(text, [], [key], path=PATH), text), key)


@BOUNDED
@given(RANDOM)
def test_what_was_put_is_undone_by_the_earlier_text(random: Random) -> None:
    text = Author(random).pack()
    it = picked(random, text)
    block = blocks(text, PATH)[kind_of(it), it.id]
    other = changed(random, it)
    later = edited(lambda: edit_items(text, [other], path=PATH), text)
    new = edited(lambda: edit_items(later, [block], path=PATH), text)
    check_put(later, new, it)
    if not is_unended(text) and outside(later, PATH) == outside(text, PATH):
        assert new == text


@BOUNDED
@given(RANDOM, st.booleans())
def test_an_earlier_text_is_added_to_a_file_without_the_item(random: Random, is_same: bool) -> None:
    text = Author(random).pack()
    it = picked(random, text)
    key = kind_of(it), it.id
    block = blocks(text, PATH)[key]
    later = edited(lambda: edit_items(text, [], [key], path=PATH), text)
    if not is_same:
        later = Author(random).pack()
        assume(is_readable(later) and key not in read(later))
    new = edited(lambda: edit_items(later, [block], path=PATH), text, later)
    check_added(later, new, it)


SHIPPED = [
    REPOSITORY / "knowledge" / "open-source-ai" / name
    for name in ("china.yaml", "sources.yaml", "languages.yaml")
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda it: it.stem)
def test_the_shipped_files_take_edits_and_give_them_back(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    items = read(text)
    for it in items.values():
        assert edit_items(text, [it], path=path) == text
    for key in [*items][:: max(1, len(items) // 8)]:
        block = blocks(text, path)[key]
        shorter = edit_items(text, [], [key], path=path)
        check_removed(text, shorter, key)
        assert blocks(edit_items(shorter, [block], path=path), path)[key] == block
        new = items[key].model_copy(update={"id": "brand-new"})
        longer = edit_items(text, [new], path=path)
        assert edit_items(longer, [], [(key[0], "brand-new")], path=path) == text


TEXT = """\
# yaml-language-server: $schema=../schema.json
topics:
  - id: tea   # the leaf
    title: "Tea"

entries:
  # on brewing
  - id: steep
    topic: tea
    question: 'How long to steep?'  # asked often
    phrasings:   # informal
      - how long
      # of green tea
      - "how long for green tea"
    # three minutes, or so
    answer: |
      Three minutes. [^a]

      Or four. [^a]
    related: [milk, cup]

  # on milk
  - id: milk
    answer: Before. [^a]
    topic: tea
    question: Milk before or after?
"""


def entry(item_id: str, text: str = TEXT) -> Entry:
    found = read(text)["entries", item_id]
    assert isinstance(found, Entry)
    return found


def put(item_id: str, text: str, **values: object) -> str:
    """The text with other values for one entry."""
    known = entry(item_id, text).model_dump(exclude_unset=True)
    return edit_items(text, [Entry.model_validate(known | values)], path=PATH)


def differing(old: str, new: str) -> list[str]:
    """The lines that went, and those that came, in order."""
    rows = list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))
    return [row for row in rows[2:] if not row.startswith("@@")]


CHANGES: dict[str, tuple[dict[str, object], list[str]]] = {
    "a phrasing more is a line more": (
        {"phrasings": ["how long", "for how long", "how long for green tea"]},
        ["+      - for how long"],
    ),
    "a phrasing less is a line less, and comments stay": (
        {"phrasings": ["how long for green tea"]},
        ["-      - how long"],
    ),
    "a changed text keeps the comment beside it, and quotes in front of that": (
        {"question": "How long?"},
        [
            "-    question: 'How long to steep?'  # asked often",
            '+    question: "How long?"  # asked often',
        ],
    ),
    "a new key goes where the model has it": (
        {"side": "for", "status": "draft"},
        ["+    side: for", "+    status: draft"],
    ),
    "a key that goes leaves the comment above it": (
        {"phrasings": [], "related": []},
        [
            "-    phrasings:   # informal",
            "-      - how long",
            "-      # of green tea",
            '-      - "how long for green tea"',
            "-    related: [milk, cup]",
        ],
    ),
    "a list in brackets stays in them": (
        {"related": ["milk", "pot", "cup"]},
        ["-    related: [milk, cup]", "+    related: [milk, pot, cup]"],
    ),
    "an answer is a literal block": (
        {"answer": "Three. [^a]"},
        [
            "-    answer: |",
            "-      Three minutes. [^a]",
            "-",
            "-      Or four. [^a]",
            "+    answer: |-",
            "+      Three. [^a]",
        ],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_inside_of_an_item_only_what_changes_is_written_anew(name: str) -> None:
    values, rows = CHANGES[name]
    assert differing(TEXT, put("steep", TEXT, **values)) == rows


def test_a_new_item_is_laid_out_as_its_neighbours_are() -> None:
    new = Entry(id="pot", topic="tea", question="Which pot?", phrasings=("a pot",), answer="Any.\n")
    assert differing(TEXT, edit_items(TEXT, [new], path=PATH)) == [
        "+",
        "+  - id: pot",
        "+    topic: tea",
        "+    question: Which pot?",
        "+    phrasings:",
        "+      - a pot",
        "+    answer: |",
        "+      Any.",
    ]


NEW = Topic(id="new", title="New")
PLACES = {
    "an empty file": ("", "topics:\n  - id: new\n    title: New\n"),
    "comments alone": ("# a", "# a\ntopics:\n  - id: new\n    title: New\n"),
    "a document's markers": ("---\n...\n", "---\ntopics:\n  - id: new\n    title: New\n...\n"),
    "a byte order mark": ("\ufeff", "\ufefftopics:\n  - id: new\n    title: New\n"),
    "an empty list": (
        "topics: []  # none yet\nsources: []\n",
        "topics:  # none yet\n  - id: new\n    title: New\nsources: []\n",
    ),
    "a key without a value": (
        "topics:  # none yet\nsources: []",
        "topics:  # none yet\n  - id: new\n    title: New\nsources: []",
    ),
    "a file without the key": (
        "pack:\r\n  id: x",
        "pack:\r\n  id: x\r\ntopics:\r\n  - id: new\r\n    title: New\r\n",
    ),
    "dashes below the key": (
        "topics:\n- id: a\n  title: A\n",
        "topics:\n- id: a\n  title: A\n- id: new\n  title: New\n",
    ),
    "brackets": (
        "topics: [{id: a, title: A}]",
        "topics: [{id: a, title: A}, {id: new, title: New}]",
    ),
    "braces": (
        '{"topics": [], x: y}',
        '{"topics": [{id: new, title: New}], x: y}',
    ),
    "braces without the key": ("{}", "{topics: [{id: new, title: New}]}"),
    "a comment that ends the file": (
        "topics:\n  - id: a\n    title: A\n# end",
        "topics:\n  - id: a\n    title: A\n  - id: new\n    title: New\n# end",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_item_is_added_to(name: str) -> None:
    old, new = PLACES[name]
    assert edit_items(old, [NEW], path=PATH) == new


def test_a_block_that_ends_the_file_says_the_same_when_lines_follow() -> None:
    text = "entries:\n  - id: a\n    topic: t\n    question: q\n    answer: |\n      Last."
    new = edit_items(text, [Entry(id="b", topic="t", question="q", answer="x")], path=PATH)
    assert entry("a", new).answer == entry("a", text).answer == "Last."
    assert new.startswith(text.replace("|", "|-") + "\n  - id: b\n")
    assert blocks(new, PATH)["entries", "a"] == blocks(text, PATH)["entries", "a"]


def test_the_last_item_leaves_an_empty_list() -> None:
    text = "topics:  # all\n  # one\n  - id: new\n    title: New\n"
    empty = edit_items(text, [], [("topics", "new")], path=PATH)
    assert empty == "topics: []  # all\n  # one\n"
    assert outside(empty, PATH) == [empty]


def test_an_answer_above_a_comment_that_would_join_it_is_quoted() -> None:
    text = TEXT + "        # after\n"
    new = put("milk", text, answer="Never.\nOr so.")
    assert "    answer: |-\n      Never.\n      Or so.\n" in new
    moved = (
        text.replace("    answer: Before. [^a]\n", "") + "    answer: Before. [^a]\n        # x\n"
    )
    assert '    answer: "Never.\\nOr so."\n        # x\n' in put(
        "milk", moved, answer="Never.\nOr so."
    )


def test_an_items_block_is_its_lines() -> None:
    block = blocks(TEXT, PATH)["entries", "milk"]
    assert block.text == TEXT[TEXT.index("  - id: milk") :]
    assert "# on milk" in "".join(outside(TEXT, PATH))
    assert "# asked often" not in "".join(outside(TEXT, PATH))


def test_an_earlier_text_is_indented_as_its_new_neighbours_are() -> None:
    block = Block("topics", "a", "- id: a # x\n# low\n  title: |\n    A\n")
    text = "topics:\n    - id: b\n      title: B\n"
    new = edit_items(text, [block], path=PATH)
    assert new == text + "    - id: a # x\n    # low\n      title: |\n        A\n"
    assert edit_items(new, [block], path=PATH) == new
    back = edit_items(
        "topics:\n- id: b\n  title: B\n", [blocks(new, PATH)["topics", "a"]], path=PATH
    )
    assert back.endswith(block.text)


ANCHORS = """\
topics:
  - id: tea
    title: &name Tea
  - id: milk
    title: *name
sources: &all
  - id: a
    title: A
    kind: press
"""

REFUSED: dict[str, tuple[str, Callable[[str], str], str]] = {
    "an anchor that is used elsewhere": (
        ANCHORS,
        lambda text: edit_items(text, [Topic(id="tea", title="Teas")], path=PATH),
        "pack.yaml:3: `&name` marks a value here that line 5 repeats as `*name`. Write it out",
    ),
    "an anchor that goes": (
        ANCHORS,
        lambda text: edit_items(text, [], [("topics", "tea")], path=PATH),
        "line 5 repeats as `*name`",
    ),
    "an item that is an alias": (
        "topics:\n  - &t {id: a, title: A}\nx:\n  - *t\nsources:\n  - *t\n",
        lambda text: edit_items(text, [], [("sources", "a")], path=PATH),
        "pack.yaml:6: this item stands elsewhere",
    ),
    "a merge": (
        "topics:\n  - id: a\n    <<: {title: A}\n",
        lambda text: edit_items(text, [Topic(id="a", title="B")], path=PATH),
        "pack.yaml:2: this item stands elsewhere",
    ),
    "a list that is an alias": (
        "x: &x []\ntopics: *x\n",
        lambda text: edit_items(text, [NEW], path=PATH),
        "pack.yaml:2: `topics` is an alias",
    ),
    "an earlier text that needs another": (
        ANCHORS,
        lambda text: edit_items(text, [blocks(text, PATH)["topics", "milk"]], path=PATH),
        "cannot stand by itself",
    ),
    "an earlier text of something else": (
        TEXT,
        lambda text: edit_items(text, [Block("topics", "b", "- id: c\n  title: C\n")], path=PATH),
        "does not hold that item",
    ),
    "an earlier text with more in it": (
        TEXT,
        lambda text: edit_items(
            text, [Block("topics", "c", "- id: c\n  title: C\npack: {id: evil}\n")], path=PATH
        ),
        "does not hold that item",
    ),
    "an id that is not here": (
        TEXT,
        lambda text: edit_items(text, [], [("topics", "new")], path=PATH),
        "there is no `new` under `topics` here",
    ),
    "an id that two items have": (
        "topics:\n  - id: a\n    title: A\n  - id: a\n    title: B\n",
        lambda text: edit_items(text, [], [("topics", "a")], path=PATH),
        "pack.yaml:4: the id `a` is taken in line 2",
    ),
    "a file that is no YAML": (
        "topics: [",
        lambda text: edit_items(text, [NEW], path=PATH),
        "Until then nothing can be edited.",
    ),
    "a file that is no mapping": (
        "- a\n",
        lambda text: edit_items(text, [NEW], path=PATH),
        "is no pack",
    ),
    "a text in place of a list": (
        "topics: none\n",
        lambda text: edit_items(text, [NEW], path=PATH),
        "pack.yaml:1: `topics` is no list",
    ),
    "an item that would not load": (
        TEXT,
        lambda text: edit_items(text, [NEW.model_copy(update={"title": " padded "})], path=PATH),
        "would not read as it should",
    ),
    "a lone surrogate in the item": (
        TEXT,
        lambda text: edit_items(text, [NEW.model_copy(update={"title": "a\ud800"})], path=PATH),
        "would not read as it should",
    ),
    "a lone surrogate in the file": (
        "# \ud800",
        lambda text: edit_items(text, [NEW], path=PATH),
        "U+D800",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_edit_is_refused_with_the_place_and_the_reason(name: str) -> None:
    text, edit, message = REFUSED[name]
    with pytest.raises(EditError) as caught:
        edit(text)
    assert message in str(caught.value)


def test_an_anchor_that_stays_is_no_hindrance() -> None:
    text = edit_items(ANCHORS, [NEW], path=PATH)
    source = Source(id="a", title="B", kind="press")
    text = edit_items(text, [source], path=PATH)
    text = edit_items(text, [Topic(id="milk", title="Milk")], path=PATH)
    text = edit_items(text, [Topic(id="tea", title="Tea", motion="Tea is best.")], path=PATH)
    assert "    title: &name Tea\n    motion: Tea is best.\n" in text
    assert read(text)["sources", "a"] == source


def test_an_item_that_does_not_load_is_mended_by_an_edit() -> None:
    text = "topics:\n  - id: a # x\n    titel: A\n    motion: M\n  - id: b\n    wrong: [x]\n"
    new = edit_items(text, [Topic(id="a", title="A", motion="M")], path=PATH)
    assert new == text.replace("    titel: A\n", "    title: A\n")


def test_a_list_that_an_alias_stands_for_is_written_out() -> None:
    text = TEXT.replace("[milk, cup]", "&r [milk, cup]") + "    related: *r  # both\n"
    new = put("milk", text, related=["cup"], phrasings=["with milk"])
    assert differing(text, new) == [
        "-    related: *r  # both",
        "+    phrasings:",
        "+      - with milk",
        "+    related: [cup]  # both",
    ]
    text = text.replace("*r  # both", "[cup]").replace("phrasings:   #", "phrasings: &p   #")
    text += "    phrasings: *p  # all\n"
    rows = ["-    phrasings: *p  # all", "+    phrasings:  # all", "+      - one"]
    assert differing(text, put("milk", text, phrasings=["one"])) == rows


def test_blank_lines_do_not_become_part_of_the_text_above_an_item_that_goes() -> None:
    kept = "entries:\n- id: a\n  topic: t\n  question: q\n  answer: |+\n    A\n\n"
    text = kept + "- {id: b, topic: t, question: q, answer: B}\n\n\n- id: c\n  topic: t\n"
    new = edit_items(text, [], [("entries", "b")], path=PATH)
    assert new == kept + "- id: c\n  topic: t\n"
    assert edit_items(text, [], [("entries", "c")], path=PATH).startswith(kept + "- {id: b")


def test_a_file_does_not_grow_beyond_what_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.proof.MAX_BYTES", len(TEXT) + 20)
    with pytest.raises(EditError, match="another file of the pack"):
        edit_items(TEXT, [NEW], path=PATH)
    assert put("milk", TEXT, question="Milk after or before?") != TEXT


def test_an_explicit_key_is_left_alone_or_refused() -> None:
    text = "topics:\n  - ? id\n    : a\n    ? title\n    : A\n"
    with pytest.raises(EditError, match="Edit these lines by hand"):
        edit_items(text, [Topic(id="a", title="A", motion="M")], path=PATH)
    assert read(edit_items(text, [NEW], path=PATH))["topics", "new"] == NEW
