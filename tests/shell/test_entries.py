from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import TEA
from tests.shell.conftest import EXPECTATIONS, Shell

GREEN = (
    "entry",
    "add",
    "--question",
    "Is green tea better?",
    "--answer",
    "Some say so.",
    "--topic",
    "Health",
    "--source",
    "leaf-journal",
)
ADDED = """\
  - id: is-green-tea-better
    topic: health
    question: Is green tea better?
    answer: |-
      Some say so. [^leaf-journal]
"""


def test_an_entry_is_added_and_every_other_line_stays(shell: Shell) -> None:
    done = shell.run(*GREEN, "--yes")
    assert done.code == 0, done.err
    assert shell.text == TEA.read_text(encoding="utf-8") + ADDED
    assert done.out.startswith("@@ Added entry `is-green-tea-better` @@\n")
    assert "+   question: Is green tea better?" in done.out
    assert "[short-answer] entries[4].answer: " in done.out
    assert "None of 2 questions gets another answer." in done.out
    assert "Published as revision 2." in done.out


def test_every_option_of_add_is_kept(shell: Shell) -> None:
    shell.publish(
        *GREEN,
        *("--id", "green", "--side", "pro", "--draft"),
        *("--phrasing", "green or black", "--phrasing", "why green", "--not-for", "green coffee"),
        *("--counter", "coffee-is-healthier", "--related", "how-long-to-steep"),
    )
    entry = shell.pack.entry_by_id["green"]
    assert entry.model_dump(exclude={"accept", "reviewed"}) == {
        "id": "green",
        "topic": "health",
        "question": "Is green tea better?",
        "phrasings": ("green or black", "why green"),
        "not_for": ("green coffee",),
        "side": "for",
        "answer": "Some say so. [^leaf-journal]",
        "counter": "coffee-is-healthier",
        "related": ("how-long-to-steep",),
        "status": "draft",
    }


def test_a_new_topic_and_a_new_source_are_added_with_their_entry(shell: Shell) -> None:
    shell.publish(
        *("entry", "add", "--question", "Is tea dear?", "--answer", "It is."),
        *("--topic", "What it costs", "--new-topic"),
        *("--source", "Prices | https://example.org/p | government"),
    )
    assert shell.pack.topics[-1].title == "What it costs"
    source = shell.pack.sources[-1]
    assert (source.title, source.kind, source.url) == (
        "Prices",
        "government",
        "https://example.org/p",
    )
    assert shell.pack.entries[-1].answer == f"It is. [^{source.id}]"


def test_an_answer_is_read_from_a_file(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    file.write_text("One. [^leaf-journal]\n\nTwo. [^bean-board]\n", encoding="utf-8")
    shell.publish("entry", "edit", "how-long-to-steep", "--answer-file", str(file))
    answer = shell.pack.entry_by_id["how-long-to-steep"].answer
    assert answer == "One. [^leaf-journal]\n\nTwo. [^bean-board]"


def test_an_answer_that_is_not_utf_8_is_told_where(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "answer.md"
    file.write_bytes("One.\nTwo caf\xe9.\n".encode("latin-1"))
    done = shell.run("entry", "edit", "milk-first", "--answer-file", str(file), "--yes")
    assert (done.code, done.err) == (
        2,
        f"{file} is not UTF-8, as of byte 0xE9 in line 2. Save it as UTF-8.\n",
    )


def test_a_revision_is_printed_for_machines(shell: Shell) -> None:
    done = shell.run(*GREEN, "--yes", "--json")
    found = done.data
    assert found["made_at"]
    assert found["warnings"][0].startswith(f"{shell.path}:")
    assert {key: found[key] for key in found if key not in ("made_at", "warnings")} == {
        "revision": 2,
        "pack": "tea",
        "author": "curator",
        "through": "shell",
        "summary": "Added entry `is-green-tea-better`",
        "undoes": None,
        "changes": [
            {
                "kind": "entries",
                "item": "is-green-tea-better",
                "file": "tea.yaml",
                "before": None,
                "after": ADDED,
            }
        ],
        "effects": {
            "said": "None of 2 questions gets another answer.",
            "tried": 2,
            "affected": [],
        },
    }


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["plain", "json"])
def test_where_nobody_can_be_asked_nothing_is_published(
    shell: Shell, more: tuple[str, ...]
) -> None:
    done = shell.run(*GREEN, *more)
    sentence = "Nobody can be asked here, so that nothing was changed. Add --yes to publish."
    assert (done.code, done.err) == (2, f"{sentence}\n")
    assert not more or done.data == {"error": sentence}
    assert shell.text == TEA.read_text(encoding="utf-8")


def test_json_asks_nothing_even_at_a_terminal(shell: Shell) -> None:
    assert shell.run(*GREEN, "--json", typed="y\n").code == 2


@pytest.mark.parametrize(
    ("typed", "code"),
    [("y\n", 0), ("YES\n", 0), ("n\n", 1), ("\n", 1), ("", 1)],
    ids=["y", "yes", "n", "nothing", "end of input"],
)
def test_a_person_is_asked(shell: Shell, typed: str, code: int) -> None:
    done = shell.run(*GREEN, "--no-effects", typed=typed)
    assert done.code == code
    assert "Publish? [y/N] " in done.out
    assert ("is-green-tea-better" in shell.text) == (code == 0)
    assert (done.err == "Nothing was changed.\n") == (code == 1)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("add", "--question", "Why?"), 2, "An entry needs --answer and --topic."),
        (("add",), 2, "An entry needs --question and --answer and --topic."),
        ((*GREEN[1:], "--id", "Green!"), 1, "id: `Green!` is no id: lower-case letters, digits"),
        ((*GREEN[1:], "--side", "maybe"), 1, "side: input should be"),
        ((*GREEN[1:], "--id", "milk-first"), 1, "The entry `milk-first` is there already"),
        ((*GREEN[1:], "--counter", "nothing"), 1, "There is no entry `nothing`"),
        ((*GREEN[1:], "--answer-file", "x"), 2, "Give --answer or --answer-file, and not both."),
        ((*GREEN[1:], "--topic", "helth"), 1, 'no topic `helth`. Did you mean "health"?'),
        ((*GREEN[1:], "--topic", "Brewin"), 1, "Add --new-topic to make one with that title."),
        ((*GREEN[1:], "--topic", "zzz"), 1, "no topic `zzz`. There are: health, brewing. Add"),
        (("edit", "milk-first", "--topic", "brewin"), 1, 'Did you mean "brewing"?'),
        (("edit", "milk-frist", "--live"), 1, 'Did you mean "milk-first"?'),
        (("edit", "milk-first"), 2, "Say what is to change"),
        (("edit", "milk-first", "--draft"), 1, "That would change nothing."),
        (("edit", "milk-first", "--live"), 1, "cites no source"),
        (("edit", "milk-first", "--remove-phrasing", "when to add milk"), 1, "Did you mean"),
        (("edit", "milk-first", "--reviewed", "2026-13-01"), 1, "reviewed: there is no month 13"),
        (("edit", "milk-first", "--source", "leaf-journal"), 1, "--source goes with --answer"),
        (("edit", "milk-first", "--pack", "teas", "--live"), 2, 'Did you mean "tea"?'),
        (
            ("edit", "milk-first", "--answer-file", "/none"),
            2,
            "/none cannot be read: No such file or directory. Name a file with the answer, or -",
        ),
        (("remove", "nothing-like-it"), 1, "There is no entry `nothing-like-it`."),
    ],
    ids=lambda it: f"{it[0]} {it[-1]}" if isinstance(it, tuple) else "",
)
def test_what_cannot_be_is_refused_with_a_sentence(
    shell: Shell, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    done = shell.run("entry", *arguments, "--yes", "--json")
    assert done.code == code
    assert sentence in done.err
    assert done.data["error"] + "\n" == done.err
    assert shell.text == TEA.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "old", "new"),
    [
        (("--question", "Steep how long?"), "How long should tea steep?", "Steep how long?"),
        (("--add-phrasing", "steep"), "it too long\n", "it too long\n      - steep\n"),
        (("--remove-phrasing", "steeping time for black tea"), "- steeping time for black tea", ""),
        (("--add-not-for", "cocoa"), "coffee brew?\n", "coffee brew?\n      - cocoa\n"),
        (
            ("--remove-not-for", "how long should coffee brew?"),
            "    not_for:\n      - how long should coffee brew?\n",
            "",
        ),
        (("--reviewed", "2026-02-03"), "page 12]\n", "page 12]\n    reviewed: 2026-02-03\n"),
        (("--draft",), "page 12]\n", "page 12]\n    status: draft\n"),
        (("--counter", "milk-first"), "page 12]\n", "page 12]\n    counter: milk-first\n"),
        (("--related", "milk-first"), "page 12]\n", "page 12]\n    related: [milk-first]\n"),
    ],
    ids=lambda it: it[0] if isinstance(it, tuple) else "",
)
def test_an_option_changes_one_field_and_leaves_the_other_lines(
    shell: Shell, options: tuple[str, ...], old: str, new: str
) -> None:
    before = shell.text
    shell.publish("entry", "edit", "how-long-to-steep", *options)
    wanted = before.replace(old, new, 1)
    assert [it for it in shell.text.splitlines() if it.strip()] == [
        it for it in wanted.splitlines() if it.strip()
    ]


def test_links_are_taken_away_with_none(shell: Shell) -> None:
    shell.publish("entry", "edit", "tea-is-healthier", "--counter", "none", "--related", "none")
    entry = shell.pack.entry_by_id["tea-is-healthier"]
    assert (entry.counter, entry.related) == (None, ())


def test_today_is_a_day_of_review(shell: Shell) -> None:
    shell.publish("entry", "edit", "tea-is-healthier", "--reviewed", "today")
    assert shell.pack.entry_by_id["tea-is-healthier"].reviewed == date.today()


def test_removing_names_what_refers_to_the_entry_and_takes_that_along(shell: Shell) -> None:
    done = shell.run("entry", "remove", "how-long-to-steep", "--yes")
    assert done.code == 0, done.err
    assert "It is related to by tea-is-healthier." in done.out
    assert "1 expectation wants it, and will go." in done.out
    assert "how-long-to-steep" not in shell.text
    expectations = shell.path.with_suffix(".expectations.yaml").read_text(encoding="utf-8")
    assert expectations == '- ask: "is tea good for your heart"\n  expect: tea-is-healthier\n'


def test_a_draft_keeps_its_expectations_until_it_is_live_again(shell: Shell) -> None:
    done = shell.run("entry", "edit", "how-long-to-steep", "--draft", "--yes")
    assert done.code == 0, done.err
    said = "1 expectation of `how-long-to-steep` is kept, and asked again once it is live."
    assert said in done.out
    assert shell.run("check").code == 0
    [run] = shell.run("eval", "--json").data
    assert run["tuning"]["asked"] + run["held-out"]["asked"] == 1
    shell.publish("entry", "edit", "how-long-to-steep", "--live")
    expectations = shell.path.with_suffix(".expectations.yaml").read_text(encoding="utf-8")
    assert expectations == EXPECTATIONS


HEART = "is tea good for your heart"
BREAKING = (
    *("entry", "edit", "tea-is-healthier"),
    *("--remove-phrasing", HEART, "--add-not-for", HEART),
)


def test_yes_does_not_cover_breaking_an_expectation(shell: Shell) -> None:
    done = shell.run(*BREAKING, "--yes", "--json")
    assert done.code == 1
    assert done.data["error"].startswith("This breaks 1 expectation. Nothing was changed.")
    [affected] = done.data["effects"]["affected"]
    assert affected["question"] == HEART
    assert (affected["before"], affected["expected"], affected["breaks"]) == (
        "tea-is-healthier",
        "tea-is-healthier",
        True,
    )
    assert shell.text == TEA.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--break-expectations", "--no-effects"])
def test_breaking_an_expectation_can_be_asked_for(shell: Shell, option: str) -> None:
    assert shell.run(*BREAKING, "--yes", option).code == 0
    assert shell.pack.entry_by_id["tea-is-healthier"].not_for == (HEART,)


@pytest.mark.parametrize(("typed", "code"), [("y\n", 1), ("publish\n", 0)])
def test_breaking_an_expectation_wants_a_word_typed(shell: Shell, typed: str, code: int) -> None:
    done = shell.run(*BREAKING, typed=typed)
    assert "expected tea-is-healthier" in done.out
    assert 'This breaks 1 expectation. Type "publish" to publish it all the same: ' in done.out
    assert done.code == code


@pytest.fixture
def second(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second pack, which has an entry of the first as well as one of its own."""
    path = tmp_path / "cocoa.yaml"
    text = TEA.read_text(encoding="utf-8").replace("id: tea\n", "id: cocoa\n")
    path.write_text(text.replace("milk-first", "milk-last"), encoding="utf-8")
    monkeypatch.setenv("REJOINDER_KNOWLEDGE", f"{shell.path}:{path}")
    return path


def test_of_several_packs_the_one_that_has_the_entry_is_changed(shell: Shell, second: Path) -> None:
    shell.publish("entry", "edit", "milk-last", "--question", "Milk last?")
    assert "Milk last?" in second.read_text(encoding="utf-8")
    assert shell.text == TEA.read_text(encoding="utf-8")


def test_an_entry_of_several_packs_needs_its_pack_named(shell: Shell, second: Path) -> None:
    edit = ("entry", "edit", "how-long-to-steep", "--question", "How long?")
    done = shell.run(*edit, "--yes")
    assert done.code == 2
    assert "Several packs have an entry `how-long-to-steep`. Add --pack: tea, cocoa." in done.err
    shell.publish(*edit, "--pack", "cocoa")
    assert "How long?" in second.read_text(encoding="utf-8")
    assert shell.run(*GREEN, "--yes").err == "Say which pack with --pack: tea, cocoa.\n"


def test_a_pack_with_errors_is_told_of_and_left_alone(shell: Shell) -> None:
    shell.path.write_text(shell.text.replace("side: for", "side: pro"), encoding="utf-8")
    broken = shell.text
    done = shell.run(*GREEN, "--yes", "--json")
    assert done.code == 1
    assert "tea.yaml:36:11: error: entries[0].side: `pro` is none of" in done.data["error"]
    assert shell.text == broken


def test_lines_of_what_is_refused_are_said_to_be_those_that_it_would_have(shell: Shell) -> None:
    done = shell.run(*GREEN, "--side", "for", "--new-topic", "--topic", "Iced tea", "--yes")
    lines = done.err.splitlines()
    assert done.code == 1
    assert lines[0] == "Nothing was changed. These are the lines as they would be then:"
    assert "error: entries[4].side: The topic `iced-tea` has no motion" in lines[1]
    assert shell.text == TEA.read_text(encoding="utf-8")


def test_a_hand_edit_is_taken_into_history_before_the_change(shell: Shell) -> None:
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", "milk then tea")
    shell.path.write_text(
        shell.text.replace("      - milk then tea\n", "") + "# a note\n", encoding="utf-8"
    )
    done = shell.run("entry", "edit", "milk-first", "--add-phrasing", "tea then milk", "--yes")
    assert done.code == 0
    assert "had been edited by hand, or is another copy of `tea`: revision 3." in done.err
    assert "Revision 2 (Changed entry `milk-first`) is not in it" in done.err
    assert shell.text.endswith("# a note\n")


def test_of_two_copies_of_a_pack_none_is_said_to_have_been_edited_by_hand_for_certain(
    shell: Shell, tmp_path: Path
) -> None:
    copy = tmp_path / "copy" / "tea.yaml"
    copy.parent.mkdir()
    copy.write_bytes(shell.path.read_bytes())
    os.utime(copy, (0, 0))
    shell.publish("entry", "edit", "milk-first", "--question", "Milk?")
    change = ("entry", "edit", "milk-first", "--question", "First milk?", "--yes", "--no-effects")
    done = shell.run(*change, "--knowledge", str(copy))
    assert done.err == (
        f"{copy} had been edited by hand, or is another copy of `tea`: revision 3.\n"
        "Revision 2 (Changed entry `milk-first`) is not in it; `rejoinder show 2` shows what it "
        "had changed.\n"
    )
    assert shell.pack.entry_by_id["milk-first"].question == "Milk?"
    said = f"{shell.path} was edited by hand, or is another copy of `tea`; not yet taken in:"
    assert said in shell.run("history").out.replace("\n", " ")
