"""Panels and modals of the stand-in against discord.py's own client."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from tests.standin import payloads
from tests.standin.conftest import TEA, Connect
from tests.standin.server import Discord, custom_ids, text_of

Interaction = discord.Interaction[Any]


class Form(ui.Modal, title="A form"):
    """One of each field that a modal can have."""

    intro = ui.TextDisplay[Any]("Fill it in.")
    name = ui.Label[Any](
        text="Name", component=ui.TextInput(custom_id="name", default="tea", max_length=9)
    )
    topics = ui.Label[Any](
        text="Topics",
        component=ui.Select(
            custom_id="topics",
            max_values=2,
            options=[discord.SelectOption(label=it, default=it == "b") for it in "abc"],
        ),
    )
    files = ui.Label[Any](
        text="Files", component=ui.FileUpload(custom_id="files", required=False, max_values=2)
    )
    more = ui.Label[Any](
        text="More", component=ui.RoleSelect[Any](custom_id="more", required=False)
    )


class Ticks(ui.Modal, title="Ticks"):
    """What can be ticked in a modal."""

    side = ui.Label[Any](
        text="Side",
        component=ui.RadioGroup(
            custom_id="side", options=[discord.RadioGroupOption(label=it) for it in ("for", "no")]
        ),
    )
    flags = ui.Label[Any](
        text="Flags",
        component=ui.CheckboxGroup(
            custom_id="flags",
            required=False,
            min_values=0,
            options=[discord.CheckboxGroupOption(label=it) for it in "xyz"],
        ),
    )
    sure = ui.Label[Any](text="Sure", component=ui.Checkbox(custom_id="sure", default=True))


class Panel(ui.LayoutView):
    """A panel with a button and a select."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        row: ui.ActionRow[Any] = ui.ActionRow(ui.Button(label="Go", custom_id=f"go:{text}"))
        channels: ui.ActionRow[Any] = ui.ActionRow(ui.ChannelSelect(custom_id="where"))
        self.add_item(ui.Container(ui.TextDisplay(text), row, channels))


async def test_a_modal_is_submitted_as_it_was_filled_in(standin: Discord, connect: Connect) -> None:
    seen: list[Any] = []

    class Filled(Form):
        async def on_submit(self, interaction: Interaction, /) -> None:
            fields = (self.name, self.topics, self.files, self.more)
            for field in (it.component for it in fields):
                assert isinstance(field, ui.TextInput | ui.Select | ui.FileUpload | ui.RoleSelect)
                seen.append(field.value if isinstance(field, ui.TextInput) else field.values)
            seen.append([await it.read() for it in seen[2]])
            await interaction.response.send_message("Saved.")

    @app_commands.command(description="Opens it.")
    async def form(interaction: Interaction) -> None:
        await interaction.response.send_modal(Filled())

    await connect(form)
    opened = await standin.slash("form", by=payloads.CURATOR)
    assert opened.modal is not None
    assert opened.modal["title"] == "A form"
    await standin.submit(opened)
    assert seen == ["tea", ["b"], [], [], []]
    seen.clear()
    opened = await standin.slash("form", by=payloads.CURATOR)
    values = {"topics": ["a", "c"], "files": TEA, "more": payloads.CURATOR_ROLE}
    saved = await standin.submit(opened, values, name="coffee")
    assert seen[:2] == ["coffee", ["a", "c"]]
    assert [str(it.id) for it in seen[3]] == [payloads.CURATOR_ROLE.id]
    assert seen[4] == [TEA.content]
    assert text_of(saved.data) == "Saved."


async def test_ticks_of_a_modal_are_submitted(standin: Discord, connect: Connect) -> None:
    seen: list[Any] = []

    class Ticked(Ticks):
        async def on_submit(self, interaction: Interaction, /) -> None:
            side, flags, sure = (it.component for it in (self.side, self.flags, self.sure))
            assert isinstance(side, ui.RadioGroup)
            assert isinstance(flags, ui.CheckboxGroup)
            assert isinstance(sure, ui.Checkbox)
            seen.append((side.value, flags.values, sure.value))
            await interaction.response.send_message("Saved.")

    @app_commands.command(description="Opens it.")
    async def form(interaction: Interaction) -> None:
        await interaction.response.send_modal(Ticked())

    await connect(form)
    opened = await standin.slash("form")
    await standin.submit(opened, side="for")
    # The client forgets a modal once it was submitted.
    opened = await standin.slash("form")
    await standin.submit(opened, side="no", flags=["x", "z"], sure=False)
    assert seen == [("for", [], True), ("no", ["x", "z"], False)]


async def test_a_private_panel_is_updated_by_its_button_and_by_its_modal(
    standin: Discord, connect: Connect
) -> None:
    class Renamed(Form):
        async def on_submit(self, interaction: Interaction, /) -> None:
            assert interaction.message is not None
            await interaction.response.edit_message(view=Panel("three"))

    @app_commands.command(description="Shows it.")
    async def panel(interaction: Interaction) -> None:
        await interaction.response.send_message(view=Panel("one"), ephemeral=True)

    bot = await connect(panel)

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.custom_id == "go:one":
            await interaction.response.edit_message(view=Panel("two"))
        elif interaction.custom_id == "go:two":
            await interaction.response.send_modal(Renamed())

    bot.event(on_interaction)
    shown = await standin.slash("panel", by=payloads.CURATOR)
    first = shown.message
    assert first is not None
    updated = await standin.press(first, "go:one")
    assert updated.message is not None
    assert updated.message["id"] == first["id"]
    assert updated.is_private
    assert custom_ids(updated.message) == ["go:two", "where"]
    assert shown.message == updated.message
    opened = await standin.press(updated.message, "go:two")
    submitted = await standin.submit(opened)
    assert submitted.message is not None
    assert text_of(submitted.message) == "three"
    assert text_of(first) == "one"


async def test_a_press_that_is_only_acknowledged_changes_nothing(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Shows it.")
    async def panel(interaction: Interaction) -> None:
        await interaction.response.send_message(view=Panel("one"))

    bot = await connect(panel)

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            await interaction.response.defer()

    bot.event(on_interaction)
    shown = await standin.slash("panel")
    assert shown.message is not None
    pressed = await standin.press(shown.message, "go:one", until="acknowledgement")
    assert pressed.response is None
    assert pressed.message == shown.message


async def test_a_channel_is_chosen_in_a_select(standin: Discord, connect: Connect) -> None:
    @app_commands.command(description="Shows it.")
    async def panel(interaction: Interaction) -> None:
        await interaction.response.send_message(view=Panel("one"))

    bot = await connect(panel)

    async def on_interaction(interaction: Interaction) -> None:
        if interaction.type is discord.InteractionType.component:
            assert interaction.data is not None
            await interaction.response.send_message(f"In {interaction.data.get('values')}.")

    bot.event(on_interaction)
    shown = await standin.slash("panel")
    assert shown.message is not None
    chosen = await standin.press(shown.message, "where", payloads.CURATORS_CHANNEL)
    assert payloads.CURATORS_CHANNEL in text_of(chosen.data)
