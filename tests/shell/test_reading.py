from __future__ import annotations

import pytest

from tests.shell.conftest import Shell


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ((), ["tea-is-healthier", "coffee-is-healthier", "how-long-to-steep", "milk-first"]),
        (("--topic", "brewing"), ["how-long-to-steep", "milk-first"]),
        (("--topic", "HEALTH"), ["tea-is-healthier", "coffee-is-healthier"]),
        (("--drafts",), ["milk-first"]),
        (("--drafts", "--topic", "health"), []),
        (("--pack", "tea", "--drafts"), ["milk-first"]),
    ],
    ids=["all", "a topic's id", "a topic's title", "drafts", "no drafts", "a pack"],
)
def test_entries_are_listed(shell: Shell, options: tuple[str, ...], ids: list[str]) -> None:
    assert [it["id"] for it in shell.run("entry", "list", *options, "--json").data] == ids
    table = shell.run("entry", "list", *options).out
    assert all(it in table for it in ids)
    assert ("coffee-is-healthier" in table) == ("coffee-is-healthier" in ids)


@pytest.mark.parametrize("width", ["40", "50", "60", "80"])
@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("entry", "list"), {"coffee-is-healthier", "how-long-to-steep", "2026-01-31"}),
        (("sources",), {"leaf-journal", "bean-board", "tea-is-healthier,"}),
        (("history",), {"`milk-first`", "curator"}),
        (("balance",), {"Brewing", "Health", "academic"}),
    ],
    ids=lambda it: it[0] if isinstance(it, tuple) else "",
)
def test_ids_can_be_copied_from_a_narrow_terminal(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    command: tuple[str, ...],
    words: set[str],
    width: str,
) -> None:
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", "milk or tea first")
    monkeypatch.setenv("COLUMNS", width)
    out = shell.run(*command).out
    assert words <= {it.strip("│.") for it in out.split()}
    assert "…" not in out


def test_a_topic_that_is_not_there_is_told(shell: Shell) -> None:
    done = shell.run("entry", "list", "--topic", "helth", "--json")
    assert done.code == 1
    assert done.data == {"error": 'There is no topic `helth`. Did you mean "health"?'}


def test_an_entry_is_shown_as_readers_see_it_with_what_they_do_not_see(shell: Shell) -> None:
    out = shell.run("entry", "show", "tea-is-healthier").out
    assert "[1] The Leaf Journal" in out
    assert "For: Tea is better for people than coffee. Reviewed 2026-01-31." in out
    assert "Asked as: whats so healthy about tea; " in out
    assert "Other side: coffee-is-healthier" in out
    assert "A draft: it answers nobody." in shell.run("entry", "show", "milk-first").out


def test_an_entry_is_shown_as_its_lines(shell: Shell) -> None:
    out = shell.run("entry", "show", "milk-first", "--yaml").out
    assert out == shell.text[shell.text.index("  - id: milk-first") :]


def test_an_entry_that_ends_its_file_without_a_line_ending_is_shown_without_those_above_it(
    shell: Shell,
) -> None:
    last = (
        "  - id: tea-is\n    topic: brewing\n    question: Is it tea?\n    # yes\n"
        "    status: draft\n    answer: |\n      It is."
    )
    shell.path.write_text(shell.text + last, encoding="utf-8")
    assert shell.run("entry", "show", "tea-is", "--yaml").out == f"{last}\n"


def test_an_entry_is_shown_to_machines_with_every_key(shell: Shell) -> None:
    found = shell.run("entry", "show", "milk-first", "--json").data
    assert (found["pack"], found["status"], found["reviewed"], found["not_for"]) == (
        "tea",
        "draft",
        None,
        [],
    )


def test_what_a_terminal_would_obey_is_not_printed(shell: Shell) -> None:
    shell.path.write_text(
        shell.text.replace("What does tea", "x").replace(
            "question: Does the milk go in first?", 'question: "Milk \\e]0;gone\\a first?"'
        ),
        encoding="utf-8",
    )
    for command in (("list",), ("show", "milk-first"), ("show", "milk-first", "--yaml")):
        out = shell.run("entry", *command).out
        assert "\x1b]" not in out
        assert "\x07" not in out


def test_what_joins_letters_and_the_spaces_of_other_languages_are_printed(shell: Shell) -> None:
    asked = (
        "le th\u00e9\u202f: vert\u00a0? \u8336\u3000\u8336 "
        "\u0645\u06cc\u200c\u0631\u0648\u062f \U0001f469\u200d\U0001f467"
    )
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", asked)
    for arguments in (("entry", "show", "milk-first", "--yaml"), ("show", "2")):
        assert asked in shell.run(*arguments).out
