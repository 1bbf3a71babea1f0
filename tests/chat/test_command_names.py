"""Commands have names and descriptions in every language, and Discord is told of them once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import translation
from bot.chat.command_names import LOCALISED, CommandTranslator, is_known, is_name, translated
from bot.translation import ENGLISH, languages
from tests.translations import taken_from, tree

JSON = dict[str, Any]

DESCRIPTION_LIMIT, CHOICE_LIMIT, MENU_LIMIT = 100, 100, 32
COMMAND_LIMIT = 8000
"""Characters of a command's names, descriptions and values together, in any one language."""
SLASH = 1
"""The type of a command that is typed."""

FRENCH = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "command"
msgid "brew"
msgstr "{name}"

msgctxt "option"
msgid "tea"
msgstr "thé"

msgctxt "choice"
msgid "green"
msgstr "Vert"

msgid "Brew some tea."
msgstr "Infuse du thé."

msgctxt "command"
msgid "Brew this"
msgstr "Infuser ceci"
"""


@pytest.fixture(scope="module")
def payloads() -> list[JSON]:
    """What Discord is told of the bot's own commands."""
    return asyncio.run(translated(tree(), CommandTranslator()))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with taken_from(tmp_path) as taken:
        yield taken


def brewing() -> app_commands.CommandTree[discord.Client]:
    @app_commands.command(name="brew", description="Brew some tea.")
    @app_commands.choices(tea=[app_commands.Choice(name="green", value="g")])
    async def brew(interaction: discord.Interaction, tea: str) -> None:
        """Never run."""

    @app_commands.context_menu(name="Brew this")
    async def brew_this(interaction: discord.Interaction, message: discord.Message) -> None:
        """Never run."""

    made = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    made.add_command(brew)
    made.add_command(brew_this)
    return made


async def said_in(language: str, folder: Path, name: str = "infuser") -> list[JSON]:
    (folder / f"{language}.po").write_text(FRENCH.replace("{name}", name), encoding="utf-8")
    return await translated(brewing(), CommandTranslator())


async def test_commands_options_and_choices_are_named_in_each_language(folder: Path) -> None:
    brew, brew_this = await said_in("fr", folder)
    (tea,) = brew["options"]
    assert brew["name_localizations"] == {"fr": "infuser"}
    assert brew["description_localizations"] == {"fr": "Infuse du thé."}
    assert tea["name_localizations"] == {"fr": "thé"}
    assert tea["choices"][0]["name_localizations"] == {"fr": "Vert"}
    assert brew_this["name_localizations"] == {"fr": "Infuser ceci"}


async def test_a_language_is_used_for_all_of_its_regions(folder: Path) -> None:
    brew, _ = await said_in("es", folder)
    assert brew["name_localizations"] == {"es-ES": "infuser", "es-419": "infuser"}


async def test_what_has_no_translation_stays_english(folder: Path) -> None:
    brew, _ = await said_in("fr", folder)
    assert "description_localizations" not in brew["options"][0]


@pytest.mark.parametrize("name", ["Infuser", "faire infuser", "i" * 33, "infuser!"])
async def test_a_name_that_discord_would_refuse_is_left_out(
    folder: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    brew, _ = await said_in("fr", folder, name)
    assert brew["name_localizations"] == {}
    assert name in caplog.text


def known_from(wanted: list[JSON]) -> list[JSON]:
    """What Discord says of commands that it was told of."""
    return [{"id": "1", "version": "2", "nsfw": None, **it} for it in wanted]


async def test_the_same_commands_are_known(folder: Path) -> None:
    wanted = await said_in("fr", folder)
    assert is_known(known_from(wanted), wanted)
    assert is_known(known_from(wanted)[::-1], wanted)


async def test_another_translation_is_not_known(folder: Path) -> None:
    before = await said_in("fr", folder)
    translation._catalogue.cache_clear()
    assert not is_known(known_from(before), await said_in("fr", folder, "préparer"))


async def test_a_language_more_or_less_is_not_known(folder: Path) -> None:
    one = await said_in("fr", folder)
    translation.languages.cache_clear()
    two = await said_in("it", folder)
    assert not is_known(known_from(one), two)
    assert not is_known(known_from(two), one)


async def test_permissions_are_told_as_a_number_and_kept_as_text(folder: Path) -> None:
    brew, brew_this = await said_in("fr", folder)
    wanted = [brew | {"default_member_permissions": 32}, brew_this]
    known = known_from([brew | {"default_member_permissions": "32"}, brew_this])
    assert is_known(known, wanted)
    assert not is_known(known_from([brew, brew_this]), wanted)
    assert not is_known(known, [brew | {"default_member_permissions": 8}, brew_this])


async def test_a_command_more_or_less_is_not_known(folder: Path) -> None:
    wanted = await said_in("fr", folder)
    assert not is_known(known_from(wanted[:1]), wanted)
    assert not is_known(known_from(wanted), wanted[:1])


def within(command: JSON) -> Iterator[JSON]:
    """A command, its subcommands, their options and the choices of those."""
    yield command
    for inner in (*command.get("options", ()), *command.get("choices", ())):
        yield from within(inner)


def named(it: JSON, language: str) -> str:
    return str((it.get("name_localizations") or {}).get(language, it["name"]))


def described(it: JSON, language: str) -> str:
    text = it.get("description", "")
    return str((it.get("description_localizations") or {}).get(language, text))


@pytest.mark.parametrize("language", languages())
def test_discord_takes_every_name_and_description(payloads: list[JSON], language: str) -> None:
    for command in payloads:
        is_menu = command.get("type", SLASH) != SLASH
        for it in within(command):
            name = named(it, language)
            if is_menu or "value" in it:
                assert 1 <= len(name) <= (MENU_LIMIT if is_menu else CHOICE_LIMIT), name
            else:
                assert is_name(name), name
                assert 1 <= len(described(it, language)) <= DESCRIPTION_LIMIT, described(
                    it, language
                )
        texts = [named(it, language) + described(it, language) for it in within(command)]
        assert sum(map(len, texts)) <= COMMAND_LIMIT, command["name"]


@pytest.mark.parametrize("language", languages())
def test_no_two_names_side_by_side_are_the_same(payloads: list[JSON], language: str) -> None:
    levels = [[it for it in payloads if it.get("type", SLASH) == SLASH]]
    for level in levels:
        names = [named(it, language) for it in level]
        assert len(names) == len(set(names)), names
        # Nor is one another's in English, by which it is known to the bot.
        english = {it["name"] for it in level}
        assert not [it for it in level if named(it, language) in english - {it["name"]}], names
        levels += [list(it["options"]) for it in level if it.get("options")]


@pytest.mark.parametrize("language", [it for it in languages() if it != ENGLISH])
def test_every_description_is_translated(payloads: list[JSON], language: str) -> None:
    texts = [
        it["description"]
        for command in payloads
        for it in within(command)
        if it.get("description") and language not in (it.get("description_localizations") or {})
    ]
    assert texts == []


def test_payloads_name_each_language_of_discord_alone(payloads: list[JSON]) -> None:
    locales = {it.value for it in discord.Locale}
    for command in payloads:
        for it in within(command):
            for key in LOCALISED:
                assert (it.get(key) or {}).keys() <= locales
