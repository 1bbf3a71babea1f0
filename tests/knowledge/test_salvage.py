"""What is wrong beside an error is told together with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.load import read_pack

HEAD = """\
pack: {id: x, title: X, language: en}
sources:
  - {id: s, title: S, kind: press}
topics:
  - {id: t, title: T, motion: M}
  - {id: plain, title: Plain}
entries:
  - {id: good, topic: t, question: Q, answer: 'So. [^s]', related: [a]}
"""


def told(folder: Path, text: str, expectations: str = "") -> dict[str, str]:
    """The key of each problem of a pack, with the beginning of what is said."""
    file = folder / "x.yaml"
    file.write_text(text, encoding="utf-8")
    file.with_suffix(".expectations.yaml").write_text(expectations, encoding="utf-8")
    reading = read_pack(file)
    assert reading.pack is None
    found = {it.key: it.message for it in reading.problems}
    assert len(found) == len(reading.problems)
    return found


MISSING = "The key `{}` is missing"
NO_TOPIC, NO_ENTRY, NO_SOURCE = "There is no topic", "There is no entry", "There is no source"
UNCITED = "This paragraph cites no source"
ENTRIES = {
    "no question": (
        "  - {id: a, topic: u, answer: No., counter: gone}\n",
        {
            "question": MISSING.format("question"),
            "topic": NO_TOPIC,
            "answer": UNCITED,
            "counter": NO_ENTRY,
        },
    ),
    "no answer": (
        "  - {id: a, topic: u, question: Q, related: [a, gone]}\n",
        {
            "answer": MISSING.format("answer"),
            "topic": NO_TOPIC,
            "related[0]": "An entry cannot refer to itself",
            "related[1]": NO_ENTRY,
        },
    ),
    "no topic": (
        "  - {id: a, question: Q, side: for, answer: 'No. [^z]'}\n",
        {"topic": MISSING.format("topic"), "answer": NO_SOURCE},
    ),
    "no id": (
        "  - {topic: t, question: Q, answer: No., related: [good]}\n  - {id: a}\n",
        {
            "id": MISSING.format("id"),
            "answer": UNCITED,
            "[2].topic": MISSING.format("topic"),
            "[2].question": MISSING.format("question"),
            "[2].answer": MISSING.format("answer"),
        },
    ),
    "an id that is taken": (
        "  - {id: good, topic: t, answer: 'So. [^s]'}\n  - {id: a, qestion: Q}\n",
        {
            "id": "The id `good` is taken",
            "question": MISSING.format("question"),
            "[2].topic": MISSING.format("topic"),
            "[2].question": MISSING.format("question"),
            "[2].answer": MISSING.format("answer"),
            "[2].qestion": "There is no key `qestion` here",
        },
    ),
    "one bad reference of two": (
        "  - {id: a, topic: t, question: Q, answer: 'So. [^s]', related: [Bad Id, gone]}\n",
        {"related[0]": "`Bad Id` is no id", "related[1]": NO_ENTRY},
    ),
    "a status that is none": (
        "  - {id: a, topic: plain, question: Q, answer: No., status: Draft, side: for}\n",
        {"status": "`Draft` is none of", "side": "The topic `plain` has no motion"},
    ),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_all_that_is_wrong_with_an_entry_is_told_at_once(tmp_path: Path, name: str) -> None:
    text, expected = ENTRIES[name]
    wanted = {
        f"entries{key}" if key.startswith("[") else f"entries[1].{key}": message
        for key, message in expected.items()
    }
    found = told(tmp_path, HEAD + text)
    assert found.keys() == wanted.keys()
    assert all(found[key].startswith(wanted[key]) for key in wanted), found


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("motion: M", "motion: [M]", "topics[0].motion"),
        ("title: T,", "", "topics[0].title"),
        ("title: S, kind: press", "title: S, kind: Press", "sources[0].kind"),
        ("sources:\n", "source:\n", "source"),
        ("topics:\n  - {id: t", "topics:\n  - text\n  - {id: u", "topics[0]"),
        ("  - {id: s, title: S, kind: press}\n", "  {id: s}\n", "sources"),
    ],
    ids=["motion", "title", "kind", "misspelt key", "an item of text", "no list"],
)
def test_what_only_follows_from_an_error_is_not_told(
    tmp_path: Path, old: str, new: str, key: str
) -> None:
    text = HEAD + "  - {id: a, topic: t, question: Q, side: for, answer: 'So. [^s]'}\n"
    assert old in text
    assert list(told(tmp_path, text.replace(old, new))) == [key]


def test_expectations_are_checked_beside_a_pack_with_errors(tmp_path: Path) -> None:
    text = HEAD + "  - {id: a, topic: t, answer: 'So. [^s]'}\n"
    asked = (
        "- {ask: one, expect: godo}\n"
        "- {ask: two, expct: good}\n"
        "- {ask: three, expect: a}\n"
        "- {ask: one, expect: none}\n"
    )
    found = told(tmp_path, text, asked)
    assert found == {
        "entries[1].question": "The key `question` is missing; it is required.",
        "[0].expect": 'There is no entry `godo`. Did you mean "good"?',
        "[1].expect": "The key `expect` is missing; it is required.",
        "[1].expct": 'There is no key `expct` here. Did you mean "expect"?',
        "[3].ask": "The same question stands in line 1 already; remove one.",
    }


def test_expectations_of_entries_that_could_not_be_read_are_left_alone(tmp_path: Path) -> None:
    found = told(tmp_path, HEAD.replace("entries:", "entris:"), "- {ask: one, expect: good}\n")
    assert list(found) == ["entris"]
