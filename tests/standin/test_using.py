"""Commands on people, languages, and many people at once, by discord.py's own client."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands, ui

from tests.standin import payloads
from tests.standin.conftest import Connect
from tests.standin.people import crowd
from tests.standin.server import Discord, text_of

Interaction = discord.Interaction[Any]


async def test_a_command_on_a_person_gets_the_person_with_their_roles(
    standin: Discord, connect: Connect
) -> None:
    seen: list[Any] = []

    @app_commands.context_menu(name="Look at")
    @app_commands.allowed_installs(guilds=True, users=True)
    async def look(interaction: Interaction, who: discord.User | discord.Member) -> None:
        roles = [it.name for it in who.roles[1:]] if isinstance(who, discord.Member) else None
        seen.append((str(who.id), roles))
        await interaction.response.send_message("Seen.")

    await connect(look)
    await standin.user_command("Look at", payloads.CURATOR, by=payloads.MEMBER)
    await standin.user_command("Look at", payloads.OWNER, channel=payloads.DIRECT)
    await standin.leave(payloads.CURATOR)
    await standin.user_command("Look at", payloads.CURATOR)
    assert seen == [
        (payloads.CURATOR.id, ["Curators"]),
        (payloads.OWNER.id, None),
        (payloads.CURATOR.id, None),
    ]


async def test_an_interaction_is_in_the_language_of_its_person_and_of_its_server(
    standin: Discord, connect: Connect
) -> None:
    seen: list[Any] = []

    @app_commands.command(description="Language?")
    async def language(interaction: Interaction) -> None:
        guild = interaction.guild
        seen.append((interaction.locale, interaction.guild_locale))
        seen.append(guild.preferred_locale if guild else None)
        await interaction.response.send_message("That.")

    class Translator(app_commands.Translator):
        async def translate(
            self,
            string: app_commands.locale_str,
            locale: discord.Locale,
            context: app_commands.TranslationContextTypes,
        ) -> str | None:
            german = {"language": "sprache", "Language?": "Welche Sprache?"}
            return german.get(string.message) if locale is discord.Locale.german else None

    bot = await connect(language)
    await bot.tree.set_translator(Translator())
    await bot.tree.sync()
    (command,) = standin.commands
    assert command["name_localizations"] == {"de": "sprache"}
    assert command["description_localizations"] == {"de": "Welche Sprache?"}
    await standin.change_server(payloads.GUILD, locale="de")
    await standin.slash("language", by=replace(payloads.MEMBER, locale="fr"))
    await standin.slash("language", channel=payloads.DIRECT)
    german, french = discord.Locale.german, discord.Locale.french
    assert seen == [(french, german), german, (discord.Locale.american_english, None), None]


async def test_a_hundred_people_press_at_once_and_each_gets_their_own_reply(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Shows it.")
    async def panel(interaction: Interaction) -> None:
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.ActionRow(ui.Button(label="Go", custom_id="go")))
        await interaction.response.send_message(view=view)

    bot = await connect(panel)

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_message(interaction.user.name, ephemeral=True)

    bot.event(on_interaction)
    shown = (await standin.slash("panel")).message
    assert shown is not None
    people = crowd(100)
    standin.stop_clock()
    pressed = await asyncio.gather(*(standin.press(shown, "go", by=it) for it in people))
    assert [text_of(it.data) for it in pressed] == [it.name for it in people]
    assert all(it.is_private for it in pressed)
    assert [standin.private[it.message["id"]] for it in pressed if it.message] == [
        it.id for it in people
    ]
