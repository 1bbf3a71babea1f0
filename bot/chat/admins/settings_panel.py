"""`/settings`: what a server's managers decide, in one panel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Protocol, cast

import discord
from discord import app_commands, ui

from bot.chat.admins.bars import CHOICES, MOST_QUESTIONS, Effect, effects
from bot.chat.admins.blocklist import change_of
from bot.chat.admins.channel_facts import UNSEEN, me_in
from bot.chat.admins.decisions import (
    OF_CHANNELS,
    SELECTS,
    Chosen,
    Decision,
    chosen_id,
    merged,
    toggle,
)
from bot.chat.admins.selecting import resolved_of, shown_in
from bot.chat.admins.settings_pages import (
    ANSWERING,
    CURATING,
    KEEPING,
    PAGES,
    PEOPLE,
    SILENCE,
    render_page,
)
from bot.chat.admins.settings_state import State
from bot.chat.admins.silence_panel import explain_silence
from bot.chat.curators.access import Interaction, refusal, workspace_of
from bot.chat.curators.desk import Desk, open_desk
from bot.chat.curators.router import Handler, custom_id, tell
from bot.chat.door import language_in
from bot.chat.payloads import values_of
from bot.curating.homes import SERVER_PACK
from bot.errors import ChangeRefused
from bot.store.servers import ServerSettings, SettingsChange
from bot.translation import N_, _, speak

REFUSED = N_("Only members who may manage this server may see and change its settings.")
TOO_OLD = N_("This panel is from another version of me. Run `/settings` again.")

_PAGE_OF: Mapping[str, str] = {
    "channels": ANSWERING,
    "unasked": ANSWERING,
    "bar": ANSWERING,
    "packs": ANSWERING,
    "role": CURATING,
    "channel": CURATING,
    "digest": CURATING,
    "retention": KEEPING,
    "votes": KEEPING,
    "language": PEOPLE,
    "blocklist": PEOPLE,
}
"""Where each setting stands."""


class _Client(Protocol):
    """What an interaction's client is, as far as the text of messages goes."""

    reads_content: bool

    async def ask_for_content(self, guild_id: int, /) -> None: ...


@app_commands.command(name="settings", description="Where and how I answer here, and who curates.")
@app_commands.default_permissions(manage_guild=True)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
async def settings(interaction: Interaction) -> None:
    """Shows the settings of the server."""
    desk = await open_desk(interaction)
    if not desk.access.is_manager or interaction.guild is None:
        await tell(interaction, refusal(interaction, _(REFUSED)))
        return
    await desk.promise()
    await desk.show(await _page(interaction, interaction.guild, ANSWERING))


async def handle_settings(desk: Desk, *arguments: str) -> None:
    """Turns to a page, or saves what was chosen on one and shows it with the new settings."""
    interaction, guild = desk.interaction, desk.interaction.guild
    if not desk.access.is_manager or guild is None:
        raise ChangeRefused(refusal(interaction, _(REFUSED)))
    # What was logged is measured anew, and a server's own pack may have to be built.
    await desk.defer()
    wants_content = False
    match arguments:
        case ("page", name) if name in PAGES:
            view = await _page(interaction, guild, name)
        case ("page", name) if name == SILENCE:
            view = await _silence(interaction, guild, str(interaction.channel_id))
        case ("silence-in",):
            view = await _silence(interaction, guild, "".join(values_of(interaction)))
        case ("blocklist",):
            notes = await _block(interaction, guild)
            view = await _page(interaction, guild, PEOPLE, notes)
        case (setting,) if setting in SELECTS:
            current, decision = await _choose(interaction, guild, setting)
            view = await _page(interaction, guild, _PAGE_OF[setting], decision.notes)
            unasked = decision.change.get("unasked_channels", ())
            wants_content = not {*unasked} <= {*current.unasked_channels}
        case (setting, turned) if change := toggle(setting, turned):
            await desk.workspace.store.servers.change(guild.id, **change)
            view = await _page(interaction, guild, _PAGE_OF[setting])
        case _:
            raise ChangeRefused(_(TOO_OLD))
    try:
        await desk.show(view)
    finally:
        if wants_content:
            # Last, since the bot may connect anew for it.
            await _client(interaction).ask_for_content(guild.id)


HANDLERS: Mapping[str, Handler] = {"settings": handle_settings}
"""By action."""


async def _page(
    interaction: Interaction, guild: discord.Guild, page: str, notes: Iterable[str] = ()
) -> ui.LayoutView:
    workspace = workspace_of(interaction)
    current = await workspace.store.servers.settings(guild.id)
    # It may have been the language that was chosen.
    speak(language_in(current, guild))
    default = (await workspace.shelves.answerer(None)).bars.answer
    state = State(
        current,
        workspace.shelves.shared.knowledge,
        frozenset(it.id for it in (*guild.channels, *guild.threads, *guild.roles)),
        default_bar=default,
        default_language=str(guild.preferred_locale),
        effects=await _effects(interaction, guild, default) if page == ANSWERING else {},
        blocked=await _blocked(interaction, guild) if page == PEOPLE else (),
        reads_content=_client(interaction).reads_content,
    )
    return render_page(page, state, notes)


async def _effects(
    interaction: Interaction, guild: discord.Guild, default: float
) -> Mapping[float, Effect]:
    """What each bar would have meant for the last questions that were asked in the server."""
    workspace = workspace_of(interaction)
    # A report of a wrong match stands among the questions, beside the question that it is about.
    recent = await workspace.store.questions.recent(guild.id, 2 * MOST_QUESTIONS)
    asked = [it.question for it in recent if it.outcome != "wrong"][:MOST_QUESTIONS]
    answerer = await workspace.shelves.answerer(guild.id)
    return await asyncio.to_thread(
        effects,
        answerer.snapshot,
        {*CHOICES, default, answerer.bars.answer},
        asked,
        suggest=answerer.bars.suggest,
        first=SERVER_PACK,
    )


async def _silence(interaction: Interaction, guild: discord.Guild, channel: str) -> ui.LayoutView:
    reads_content = _client(interaction).reads_content
    return await explain_silence(
        interaction, guild, chosen_id(channel), reads_content=reads_content
    )


async def _choose(
    interaction: Interaction, guild: discord.Guild, setting: str
) -> tuple[ServerSettings, Decision]:
    """What was decided before, and what is from now on."""
    if setting in OF_CHANNELS and not guild.channels:
        raise ChangeRefused(_(UNSEEN))
    workspace = workspace_of(interaction)
    values = values_of(interaction)
    shown = shown_in(interaction, custom_id("settings", setting))
    shared = workspace.shelves.shared.knowledge

    def decide(current: ServerSettings) -> tuple[SettingsChange, tuple[ServerSettings, Decision]]:
        decision = SELECTS[setting](Chosen(values, shown, guild, current, shared))
        return decision.change, (current, decision)

    return await workspace.store.servers.decide(guild.id, decide)


async def _block(interaction: Interaction, guild: discord.Guild) -> tuple[str, ...]:
    servers = workspace_of(interaction).store.servers
    blocked = await servers.blocked(guild.id)
    wanted = merged(
        map(str, blocked),
        values_of(interaction),
        shown_in(interaction, custom_id("settings", "blocklist")),
    )
    members = resolved_of(interaction, "members")
    known = {
        chosen_id(it): discord.Permissions(int(members.get(it, {}).get("permissions", 0)))
        for it in resolved_of(interaction, "users")
    }
    change = change_of(blocked, [chosen_id(it) for it in wanted], known, me_in(guild).id)
    for user_id in change.added:
        await servers.block(guild.id, user_id)
    for user_id in change.removed:
        await servers.unblock(guild.id, user_id)
    return change.notes


async def _blocked(interaction: Interaction, guild: discord.Guild) -> tuple[int, ...]:
    return tuple(sorted(await workspace_of(interaction).store.servers.blocked(guild.id)))


def _client(interaction: Interaction) -> _Client:
    return cast(_Client, interaction.client)  # the tree is this bot's own
