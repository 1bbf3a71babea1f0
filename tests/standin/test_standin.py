"""The stand-in against discord.py's own client: what it sends is what the client understands."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from tests.standin import payloads
from tests.standin.conftest import TEA, Connect
from tests.standin.people import TeamMember
from tests.standin.server import Discord, text_of

Interaction = discord.Interaction[Any]


async def test_options_arrive_as_what_they_refer_to(standin: Discord, connect: Connect) -> None:
    seen: list[Any] = []

    @app_commands.command(name="add", description="Adds.")
    @app_commands.choices(kind=[app_commands.Choice(name="One", value="one")])
    async def add(
        interaction: Interaction,
        title: app_commands.Range[str, 2, 5],
        kind: str,
        count: int,
        pinned: bool,
        channel: discord.TextChannel,
        who: discord.Member,
        role: discord.Role,
    ) -> None:
        seen.extend((title, kind, count, pinned, channel, who, role))
        await interaction.response.send_message("Added.", ephemeral=True)

    notes = app_commands.Group(name="notes", description="Notes.")
    inner = app_commands.Group(name="source", description="Sources.", parent=notes)
    inner.add_command(add)
    await connect(notes)
    exchange = await standin.slash(
        "notes source add",
        {"channel": payloads.CURATORS_CHANNEL},
        by=payloads.CURATOR,
        title="Tea",
        kind="one",
        count=3,
        pinned=True,
        who=payloads.MEMBER,
        role=payloads.CURATOR_ROLE,
    )
    assert exchange.is_private
    assert text_of(exchange.data) == "Added."
    assert seen[:4] == ["Tea", "one", 3, True]
    assert [str(it.id) for it in seen[4:]] == [
        payloads.CURATORS_CHANNEL,
        payloads.MEMBER.id,
        payloads.CURATOR_ROLE.id,
    ]


async def test_autocomplete_hears_the_other_options(standin: Discord, connect: Connect) -> None:
    @app_commands.command(name="edit", description="Edits.")
    async def edit(interaction: Interaction, pack: str, entry: str) -> None:
        await interaction.response.send_message(pack + entry)

    @edit.autocomplete("entry")
    async def entries(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        text = f"{interaction.namespace.pack}:{typed}"
        return [app_commands.Choice(name=text, value=text)]

    group = app_commands.Group(name="notes", description="Notes.")
    group.add_command(edit)
    await connect(group)
    choices = await standin.complete("notes edit", "entry", "ste", pack="tea")
    assert choices == [{"name": "tea:ste", "value": "tea:ste"}]


async def test_a_persons_file_is_read_and_one_of_the_bots_is_kept(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Sends it back.")
    async def echo(interaction: Interaction, file: discord.Attachment) -> None:
        back = discord.File(io.BytesIO(await file.read()), filename=file.filename)
        view = ui.LayoutView()
        view.add_item(ui.File(back))
        await interaction.response.send_message(view=view, file=back, ephemeral=True)

    await connect(echo)
    exchange = await standin.slash("echo", file=TEA)
    assert exchange.files == {"some_tea.yaml": TEA.content}
    assert exchange.message is not None
    (attachment,) = exchange.message["attachments"]
    assert exchange.message["components"][0]["file"]["url"] == attachment["url"]


async def test_a_deferral_is_edited_followed_up_and_deleted(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Takes its time.")
    async def slow(interaction: Interaction, is_deleted: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        file = discord.File(io.BytesIO(b"a,b"), filename="export.csv")
        await interaction.edit_original_response(content="Done.", attachments=[file])
        extra = await interaction.followup.send("And more.", ephemeral=True, wait=True)
        await extra.edit(content="And less.")
        await interaction.followup.send("The end.")
        if is_deleted:
            await interaction.delete_original_response()

    await connect(slow)
    exchange = await standin.slash("slow")
    await standin.until(lambda: len(exchange.followups) == 2, "follow-ups")
    assert exchange.is_private
    assert text_of(exchange.data) == "Done."
    assert exchange.files == {"export.csv": b"a,b"}
    assert [text_of(it) for it in exchange.followups] == ["And less.", "The end."]
    assert [bool(it["flags"] & 64) for it in exchange.followups] == [True, False]
    deleted = await standin.slash("slow", is_deleted=True)
    await standin.until(lambda: deleted.message is None, "the response to be deleted")


async def test_the_first_follow_up_of_a_deferral_is_its_response(
    standin: Discord, connect: Connect
) -> None:
    @app_commands.command(description="Takes its time.")
    async def slow(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("Done.", ephemeral=True)

    await connect(slow)
    exchange = await standin.slash("slow")
    assert text_of(exchange.data) == "Done."
    assert exchange.is_private
    assert exchange.followups == []


async def test_a_person_has_the_permissions_of_their_roles_on_that_server(
    standin: Discord, connect: Connect
) -> None:
    seen: list[tuple[bool, bool, list[str]]] = []

    @app_commands.command(description="Who am I?")
    @app_commands.allowed_installs(guilds=True, users=True)
    async def whoami(interaction: Interaction) -> None:
        user = interaction.user
        names = [it.name for it in user.roles[1:]] if isinstance(user, discord.Member) else []
        permissions = interaction.permissions
        seen.append((permissions.manage_guild, permissions.administrator, names))
        await interaction.response.send_message("You.")

    await connect(whoami)
    for by in (payloads.OWNER, payloads.ADMIN, payloads.CURATOR, payloads.MEMBER):
        await standin.slash("whoami", by=by)
    await standin.slash("whoami", by=payloads.ADMIN, guild=payloads.GUILD2)
    await standin.slash("whoami", by=payloads.ADMIN2, guild=payloads.GUILD2)
    await standin.slash("whoami", by=payloads.ADMIN, channel=payloads.DIRECT)
    assert seen == [
        (True, True, []),
        (True, False, ["Admins"]),
        (False, False, ["Curators"]),
        (False, False, []),
        (False, False, []),
        (True, False, ["Admins"]),
        (False, False, []),
    ]


async def test_where_the_bot_is_not_it_is_its_users_and_speaks_to_them_alone(
    standin: Discord, connect: Connect
) -> None:
    seen: list[tuple[bool, bool, bool]] = []

    @app_commands.command(description="Where am I?")
    @app_commands.allowed_installs(guilds=True, users=True)
    async def whereami(interaction: Interaction) -> None:
        is_known = interaction.client.get_guild(interaction.guild_id or 0) is not None
        owners = (interaction.is_guild_integration(), interaction.is_user_integration())
        seen.append((*owners, is_known))
        await interaction.response.send_message("There.")

    await connect(whereami)
    public = await standin.slash("whereami", by=payloads.MEMBER)
    private = await standin.slash("whereami", by=payloads.MEMBER, guild=payloads.ELSEWHERE)
    assert seen == [(True, False, True), (False, True, False)]
    assert (public.is_private, private.is_private) == (False, True)


async def test_an_application_belongs_to_a_person_or_to_a_team(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    assert str((await bot.application_info()).owner.id) == payloads.BOT_OWNER.id
    standin.team = [TeamMember(payloads.ADMIN), TeamMember(payloads.MEMBER, is_accepted=False)]
    team = (await bot.application_info()).team
    assert team is not None
    states = [(str(it.id), it.membership_state.name) for it in team.members]
    assert states == [(payloads.ADMIN.id, "accepted"), (payloads.MEMBER.id, "invited")]


async def test_intents_that_were_not_granted_close_the_gateway(
    standin: Discord, connect: Connect
) -> None:
    standin.refused_intents = discord.Intents.guilds.flag
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await connect()


async def test_an_ordered_refusal_comes_once(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    standin.fail_next("POST", "/messages$", 403, code=50013)
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("One.")
    assert refused.value.code == 50013
    await channel.send("Two.")
    assert [text_of(it) for it in standin.sent] == ["Two."]


@pytest.mark.parametrize("is_carried_out", [False, True])
async def test_a_connection_is_cut_before_or_after_a_message_is_sent_under_its_nonce(
    standin: Discord, connect: Connect, is_carried_out: bool
) -> None:
    bot = await connect()
    standin.drop_next("POST", "/messages$", is_carried_out=is_carried_out)
    channel = bot.get_partial_messageable(int(payloads.CHANNEL))
    with pytest.raises(aiohttp.ClientError):
        await channel.send("One.", nonce=1)
    assert [text_of(it) for it in standin.sent] == ["One."] * is_carried_out
    await channel.send("One.", nonce=1)
    await channel.send("Two.", nonce=2)
    assert [text_of(it) for it in standin.sent] == ["One.", "Two."]


async def test_what_the_stand_in_does_not_know_is_a_breach(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    with pytest.raises(discord.NotFound):
        await bot.fetch_sticker(1)
    assert standin.breaches == ["no such route: GET /stickers/1"]
    standin.breaches.clear()


async def test_the_bots_own_messages_are_sent_edited_and_deleted(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    channel = bot.get_partial_messageable(int(payloads.CHANNEL2))
    file = discord.File(io.BytesIO(b"x"), filename="x.txt")
    message = await channel.send("One.", file=file)
    assert standin.content_of(standin.sent[0]["attachments"][0]) == b"x"
    await message.edit(content="Two.")
    assert text_of(standin.latest(standin.sent[0]) or {}) == "Two."
    await message.delete()
    assert standin.latest(standin.sent[0]) is None
    user = await bot.fetch_user(int(payloads.CURATOR.id))
    await user.send("In private.")
    assert standin.sent[1]["channel_id"] == payloads.direct_channel(payloads.CURATOR.id)
    assert [name for name, _ in await bot.hear(4)] == ["message", "edit", "delete", "message"]


async def test_what_people_do_to_messages_is_heard(standin: Discord, connect: Connect) -> None:
    bot = await connect()
    mention = f"<@{payloads.BOT}>"
    asked = await standin.say(f"{mention} one", by=payloads.CURATOR, files=[TEA])
    edited = await standin.edit_message(asked, f"{mention} two")
    await standin.delete_message(edited)
    (_, first), (_, second), (_, third) = await bot.hear(3)
    assert [it.name for it in first.author.roles[1:]] == ["Curators"]
    assert await first.attachments[0].read() == TEA.content
    assert second.content == f"{mention} two"
    assert third.id == first.id


async def test_a_bot_that_is_removed_from_a_server_hears_of_it_and_can_write_no_more(
    standin: Discord, connect: Connect
) -> None:
    bot = await connect()
    await standin.remove_bot(payloads.GUILD2)
    assert [(name, str(it.id)) for name, it in await bot.hear(1)] == [("removed", payloads.GUILD2)]
    channel = bot.get_partial_messageable(int(payloads.CHANNEL2))
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("Still there?")
    assert refused.value.code == 50001
