"""Edits of what a knowledge file says of its pack as a whole."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.errors import EditError
from bot.knowledge.document import Data, Mapping, parse_document
from bot.knowledge.edit import blocks
from bot.knowledge.heading import add_synonyms, put_header
from bot.knowledge.model import PackHeader
from tests.knowledge.generated import Author, line
from tests.knowledge.test_edit import BOUNDED, edited, is_readable, is_unended, read

PATH = Path("pack.yaml")
RANDOM = st.randoms(use_true_random=False)
HEADER = PackHeader(title="Tea, and more", language="en-GB")

HEADERS = {
    "an empty file": ("", "pack:\n  title: Tea, and more\n  language: en-GB\n"),
    "comments alone": ("# a", "# a\npack:\n  title: Tea, and more\n  language: en-GB\n"),
    "a byte order mark": (
        "\ufefftopics: []\n",
        "\ufeffpack:\n  title: Tea, and more\n  language: en-GB\ntopics: []\n",
    ),
    "a file without the key": (
        "# A pack.\r\nsources: []",
        "# A pack.\r\npack:\r\n  title: Tea, and more\r\n  language: en-GB\r\nsources: []",
    ),
    "a key without a value": (
        "pack:  # none yet\ntopics: []\n",
        "pack:  # none yet\n  title: Tea, and more\n  language: en-GB\ntopics: []\n",
    ),
    "a header with comments": (
        "pack:\n    # The name.\n    id: tea\n    title: 'Tea'  # For now.\n\ntopics: []\n",
        'pack:\n    # The name.\n    id: tea\n    title: "Tea, and more"  # For now.\n'
        "    language: en-GB\n\ntopics: []\n",
    ),
    "a header that ends the file": (
        "topics: []\npack:\n  language: en",
        "topics: []\npack:\n  title: Tea, and more\n  language: en-GB\n",
    ),
    "braces": (
        "pack: {id: tea, title: Tea}  # In short.\n",
        'pack: {id: tea, title: "Tea, and more", language: en-GB}  # In short.\n',
    ),
    "a file in braces": (
        "{topics: []}",
        '{topics: [], pack: {title: "Tea, and more", language: en-GB}}',
    ),
}


@pytest.mark.parametrize("name", HEADERS)
def test_title_and_language_are_written_into(name: str) -> None:
    old, new = HEADERS[name]
    assert put_header(old, HEADER, path=PATH) == new
    assert put_header(new, HEADER, path=PATH) == new


def test_what_a_header_leaves_out_stays() -> None:
    text = "pack:\n  id: tea\n  title: Tea\n  language: en\n"
    assert put_header(text, PackHeader(language="de"), path=PATH) == text.replace("en\n", "de\n")
    assert put_header(text, PackHeader(), path=PATH) == text


GROUPS = (("cup", "mug"), ("a, b", "no"))
ROWS = '- [cup, mug]\n  - ["a, b", no]\n'
SYNONYMS = {
    "an empty file": ("", f"synonyms:\n  {ROWS}"),
    "a file with a header": (
        "pack:\n  id: tea\n\n# Below.\ntopics: []\n",
        f"pack:\n  id: tea\nsynonyms:\n  {ROWS}\n# Below.\ntopics: []\n",
    ),
    "a file without one": ("topics: []\n", f"synonyms:\n  {ROWS}topics: []\n"),
    "groups with comments": (
        "synonyms:  # All.\n  # One.\n  - [a, b]  # Two.\ntopics: []\n",
        f"synonyms:  # All.\n  # One.\n  - [a, b]  # Two.\n  {ROWS}topics: []\n",
    ),
    "brackets": (
        "synonyms: [[a, b]]\n",
        'synonyms: [[a, b], [cup, mug], ["a, b", no]]\n',
    ),
    "an empty list": ("synonyms: []\n", f"synonyms:\n  {ROWS}"),
    "a key without a value": ("synonyms:\ntopics: []\n", f"synonyms:\n  {ROWS}topics: []\n"),
    "a file in braces": ("{}", '{synonyms: [[cup, mug], ["a, b", no]]}'),
}


@pytest.mark.parametrize("name", SYNONYMS)
def test_groups_of_synonyms_are_added_to(name: str) -> None:
    old, new = SYNONYMS[name]
    assert add_synonyms(old, GROUPS, path=PATH) == new
    assert add_synonyms(old, [], path=PATH) == old


def data(text: str) -> dict[str, Data]:
    document = parse_document(text.removeprefix("\ufeff"), PATH)
    assert not document.problems
    found = document.data()
    return dict(found) if isinstance(found, dict) else {}


def check_rest(old: str, new: str, key: str) -> None:
    """Nothing but what stands under a key differs, in values and in lines."""
    olds, news = data(old), data(new)
    olds.pop(key, None)
    news.pop(key, None)
    assert olds == news
    if is_unended(old):
        return
    assert blocks(old, PATH) == blocks(new, PATH)
    root = parse_document(old.removeprefix("\ufeff"), PATH).root
    if isinstance(root, Mapping) and root.is_flow:
        return
    starts = [pair[0].line for pair in root.pairs.values()] if isinstance(root, Mapping) else []
    start = root.pairs[key][0].line if isinstance(root, Mapping) and key in root.pairs else 0
    stop = min((it for it in starts if it > start), default=len(old) + 1) if start else 1
    assert old[:1] != "\ufeff" or new[:1] == "\ufeff"
    lines, new_lines = (text.removeprefix("\ufeff").splitlines() for text in (old, new))
    for tag, first, last, _, _ in SequenceMatcher(None, lines, new_lines, False).get_opcodes():
        assert tag in ("equal", "insert") or start - 1 <= first < last < stop


@pytest.mark.no_cover
@BOUNDED
@given(RANDOM)
def test_putting_a_header_changes_nothing_else(random: Random) -> None:
    text = Author(random, is_headed=True).pack()
    assume(is_readable(text))
    header = PackHeader(title=line(random), language=random.choice([None, "en", "de-AT"]))
    new = edited(lambda: put_header(text, header, path=PATH), text)
    old = data(text).get("pack")
    known = old if isinstance(old, dict) else {}
    assert data(new)["pack"] == {**known, **header.model_dump(exclude_none=True)}
    check_rest(text, new, "pack")


@pytest.mark.no_cover
@BOUNDED
@given(RANDOM)
def test_adding_synonyms_changes_nothing_else(random: Random) -> None:
    text = Author(random, is_headed=True).pack()
    assume(is_readable(text))
    groups = [[line(random) for _ in range(random.choice([0, 1, 3]))] for _ in range(2)]
    new = edited(lambda: add_synonyms(text, groups, path=PATH), text)
    old = data(text).get("synonyms")
    assert data(new)["synonyms"] == [*(old if isinstance(old, list) else []), *groups]
    check_rest(text, new, "synonyms")
    assert read(new) == read(text)


REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "an alias": (
        lambda: put_header("x: &x {id: a}\npack: *x\n", HEADER, path=PATH),
        "pack.yaml:2: `pack` is an alias",
    ),
    "a text in place of a header": (
        lambda: put_header("pack: tea\n", HEADER, path=PATH),
        "pack.yaml:1: `pack` is no mapping of texts",
    ),
    "a list in place of a text": (
        lambda: put_header("pack:\n  title: [a]\n  id: b\n", PackHeader(id="c"), path=PATH),
        "pack.yaml:2: `pack` is no mapping of texts",
    ),
    "a text in place of synonyms": (
        lambda: add_synonyms("synonyms: none\n", GROUPS, path=PATH),
        "pack.yaml:1: `synonyms` is no list",
    ),
    "a file that is no mapping": (
        lambda: add_synonyms("- a\n", GROUPS, path=PATH),
        "is no pack",
    ),
    "an anchor that is used elsewhere": (
        lambda: put_header("pack:\n  title: &t Tea\nx: *t\n", HEADER, path=PATH),
        "pack.yaml:2: `&t` marks a value here that line 3 repeats as `*t`",
    ),
    "a lone surrogate": (
        lambda: add_synonyms("", [["\ud800"]], path=PATH),
        "would not read as it should",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_edit_of_the_heading_is_refused_with_the_place_and_the_reason(name: str) -> None:
    edit, message = REFUSED[name]
    with pytest.raises(EditError) as caught:
        edit()
    assert message in str(caught.value)
