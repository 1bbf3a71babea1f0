"""What the stand-in refuses in the commands that a bot registers, and in what it offers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.standin.command_limits import choice_breaches, command_breaches

JSON = dict[str, Any]


def command(**more: Any) -> JSON:
    return {"name": "notes", "description": "Notes.", **more}


def option(name: str = "one", **more: Any) -> JSON:
    return {"type": 3, "name": name, "description": "One.", **more}


COMMANDS: dict[str, list[JSON]] = {
    "name 'Notes'": [command(name="Notes")],
    "command 'notes' twice": [command(), command()],
    "description of 'notes'": [command(description="")],
    "description of 'one'": [command(options=[option(description="d" * 101)])],
    "options of 'notes'": [command(options=[option(), option()])],
    "both subcommands and options": [command(options=[option(), option("two", type=1)])],
    "required option after": [command(options=[option(), option("two", required=True)])],
    "a choice of 'one'": [command(options=[option(choices=[{"name": "c" * 101, "value": "c"}])])],
    "choices of 'one'": [
        command(options=[option(autocomplete=True, choices=[{"name": "c", "value": "c"}])])
    ],
    "of 9083 characters": [
        command(
            options=[
                option(
                    f"o{n}",
                    choices=[{"name": f"{k}", "value": "v" * 50} for k in range(25)],
                )
                for n in range(7)
            ]
        )
    ],
    "name of 'notes' in 'de'": [command(name_localizations={"de": "Meine Notizen"})],
    "description of 'notes' in 'de'": [command(description_localizations={"de": "d" * 101})],
    "'notes' is localised in 'tlh'": [command(name_localizations={"tlh": "qon"})],
    "'one' and 'two' have the same name in 'de'": [
        command(
            options=[
                option(name_localizations={"de": "eins"}),
                option("two", name_localizations={"de": "eins"}),
            ]
        )
    ],
    "a choice of 'one' in 'de'": [
        command(
            options=[
                option(choices=[{"name": "c", "value": "c", "name_localizations": {"de": ""}}])
            ]
        )
    ],
    "of 10295 characters": [
        command(
            options=[
                option(
                    f"s{n}",
                    type=1,
                    options=[
                        option(f"o{k}", description_localizations={"de": "d" * 100, "fr": "f" * 99})
                        for k in range(25)
                    ],
                )
                for n in range(4)
            ]
        )
    ],
    "16 commands": [command(name=f"it{n}", type=3, description="") for n in range(16)],
}


@pytest.mark.parametrize("breach", COMMANDS)
def test_commands_outside_their_limits_are_refused(breach: str) -> None:
    assert any(breach in it for it in command_breaches(COMMANDS[breach]))


def test_a_localised_command_within_its_limits_is_taken() -> None:
    localised = command(
        name_localizations={"de": "notizen", "ja": "メモ"},
        description_localizations={"de": "d" * 100, "fr": None},
        options=[option(name_localizations={"de": "größe", "pt-BR": "tamanho"})],
    )
    of_a_message = {"name": "Answer", "type": 3, "name_localizations": {"de": "Das beantworten"}}
    assert command_breaches([localised, of_a_message]) == []


def test_choices_that_are_offered_while_one_types_have_limits_too() -> None:
    assert choice_breaches([{"name": "n" * 100, "value": "v"}] * 25) == []
    assert choice_breaches([{"name": "n", "value": "v"}] * 26) == ["over 25 choices"]
    assert choice_breaches([{"name": "", "value": "v"}]) == ["choice name of 0 characters"]
