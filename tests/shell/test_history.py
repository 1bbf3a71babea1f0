from __future__ import annotations

import pytest

from tests.conftest import TEA
from tests.shell.conftest import Shell

ASK = ("entry", "edit", "milk-first", "--add-phrasing", "milk or tea first")


def test_history_is_empty_at_first(shell: Shell) -> None:
    assert shell.run("history").out == "Nothing was changed yet.\n"
    assert shell.run("history", "--json").data == []


def test_history_names_who_changed_what_through_what(shell: Shell) -> None:
    number = shell.publish(*ASK)
    out = shell.run("history").out
    assert f"│ {number} " in out
    assert "curator" in out
    assert "shell" in out
    assert "Changed entry `milk-first`" in out
    assert "First seen, with 4 entries" in out


def test_history_of_an_entry_and_the_newest_ones(shell: Shell) -> None:
    first = shell.publish(*ASK)
    other = shell.publish("entry", "edit", "how-long-to-steep", "--add-phrasing", "steep")
    numbers = [it["revision"] for it in shell.run("history", "milk-first", "--json").data]
    assert numbers == [first]
    assert [it["revision"] for it in shell.run("history", "--most", "1", "--json").data] == [other]


def test_history_of_an_entry_that_never_was_tells_which_may_be_meant(shell: Shell) -> None:
    done = shell.run("history", "milk-frist")
    assert done.code == 1
    assert done.err == 'There is no entry `milk-frist`. Did you mean "milk-first"?\n'
    assert "milk-frist" in shell.run("history", "milk-frist", "--json").data["error"]
    assert shell.run("history", "milk-first").out == "Nothing was changed yet.\n"


def test_history_of_an_entry_that_was_removed_is_told(shell: Shell) -> None:
    shell.run("entry", "remove", "milk-first", "--yes")
    assert "Removed entry `milk-first`" in shell.run("history", "milk-first").out


def test_a_hand_edit_that_nobody_took_in_is_told_of(shell: Shell) -> None:
    shell.publish(*ASK)
    shell.path.write_text(shell.text.replace("Nobody knows.", "Few know."), encoding="utf-8")
    said = (
        "edited by hand, or is another copy of `tea`; not yet taken in: Changed entry `milk-first`."
    )
    assert said in shell.run("history").out
    shell.path.write_text("entries: [", encoding="utf-8")
    done = shell.run("history")
    assert "not yet taken in: it has errors" in done.out
    assert "Changed entry `milk-first`" in done.out


def test_a_revision_is_shown_as_a_diff(shell: Shell) -> None:
    number = shell.publish(*ASK)
    out = shell.run("show", str(number)).out
    assert out.startswith(f"{number}: Changed entry `milk-first`.\n")
    assert ", by curator, through the shell\n" in out
    assert "+     - milk or tea first\n" in out
    assert "\n-" not in out
    [change] = shell.run("show", str(number), "--json").data["changes"]
    assert "milk or tea first" not in change["before"]
    assert "milk or tea first" in change["after"]


def test_undo_is_a_revision_of_its_own_and_puts_every_byte_back(shell: Shell) -> None:
    number = shell.publish(*ASK)
    done = shell.run("undo", str(number), "--yes", "--json")
    assert done.code == 0, done.err
    assert done.data["undoes"] == number
    assert done.data["summary"] == f"Undid {number}: changed entry `milk-first`"
    assert shell.text == TEA.read_text(encoding="utf-8")
    shell.publish("undo", str(done.data["revision"]))
    assert "milk or tea first" in shell.text


def test_undoing_a_removal_brings_its_links_and_expectations_back(shell: Shell) -> None:
    number = shell.publish("entry", "remove", "tea-is-healthier")
    shell.publish("undo", str(number))
    assert shell.pack.entry_by_id["coffee-is-healthier"].counter == "tea-is-healthier"
    expectations = shell.path.with_suffix(".expectations.yaml").read_text(encoding="utf-8")
    assert "expect: tea-is-healthier" in expectations


def test_undo_is_previewed_and_asked_about(shell: Shell) -> None:
    number = shell.publish(*ASK)
    done = shell.run("undo", str(number), typed="n\n")
    assert done.code == 1
    assert "-     - milk or tea first" in done.out
    assert "milk or tea first" in shell.text


@pytest.mark.parametrize("command", ["show", "undo"])
def test_a_revision_that_is_not_there_is_told(shell: Shell, command: str) -> None:
    done = shell.run(command, "99", *(["--yes"] if command == "undo" else []), "--json")
    assert done.code == 1
    assert done.data == {"error": "There is no revision 99 of `tea`. See: rejoinder history"}


def test_what_changed_nothing_cannot_be_undone(shell: Shell) -> None:
    shell.publish(*ASK)
    done = shell.run("undo", "1", "--yes")
    assert (done.code, done.err) == (
        1,
        "Revision 1 changed nothing that could be undone.\n",
    )


def test_what_was_changed_again_since_is_not_undone(shell: Shell) -> None:
    number = shell.publish(*ASK)
    shell.publish("entry", "edit", "milk-first", "--add-phrasing", "and sugar")
    done = shell.run("undo", str(number), "--yes")
    assert done.code == 1
    assert "The entry `milk-first` has been changed again since." in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "{}"),
        ("undo", "{}", "--yes"),
        ("history", "--most", "{}"),
        ("review", "--json", "--most", "{}"),
    ],
    ids=lambda it: it[0],
)
def test_a_number_beyond_what_a_database_takes_is_a_wrong_argument(
    shell: Shell, arguments: tuple[str, ...]
) -> None:
    shell.publish(*ASK)
    for number, is_wrong in ((2**63, True), (2**31, True), (2**31 - 1, False)):
        done = shell.run(*(it.format(number) for it in arguments))
        assert (done.code == 2) is is_wrong
