"""`/knowledge hide` and `unhide`: which parts of shared packs a server does without."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import discord
from discord import app_commands

from bot.chat.curators.access import Access, Interaction, access_of, workspace_of
from bot.chat.curators.choices import Choice, choices, search
from bot.chat.curators.group import knowledge
from bot.chat.look import render_note
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Topic
from bot.store.servers import Hidden
from bot.translation import N_, _

ELSEWHERE = N_("Do that in a server whose curator you are: it is about what that server shows.")

Shared = Mapping[Hidden, Entry | Topic]


@knowledge.command(name="hide", description="Do without a shared entry or topic in this server.")
@app_commands.describe(item="An entry or a topic of a shared pack")
async def hide(interaction: Interaction, item: str) -> None:
    """Hides it, for whoever asks in this server."""
    guild_id = _server(interaction.extras["access"])
    found = _named(_shared(interaction), item)
    await workspace_of(interaction).store.servers.hide(guild_id, found)
    said = _("{name} is hidden in this server. `/knowledge unhide` shows it again.").format(
        name=_name(found)
    )
    await _tell(interaction, said)


@knowledge.command(name="unhide", description="Show a shared entry or topic again.")
@app_commands.describe(item="What is hidden in this server")
async def unhide(interaction: Interaction, item: str) -> None:
    """Shows it again."""
    guild_id = _server(interaction.extras["access"])
    servers = workspace_of(interaction).store.servers
    found = _named(await servers.hidden(guild_id), item)
    await servers.unhide(guild_id, found)
    await _tell(interaction, _("{name} is shown in this server again.").format(name=_name(found)))


@hide.autocomplete("item")
async def _complete_hide(interaction: Interaction, current: str) -> list[Choice]:
    access = await access_of(interaction)
    if access.guild_id is None or not access.is_curator:
        return []
    servers = workspace_of(interaction).store.servers
    hidden = await servers.hidden(access.guild_id)
    used = (await servers.settings(access.guild_id)).packs
    shared = {
        it: item
        for it, item in _shared(interaction).items()
        if it not in hidden and (used is None or it.pack in used)
    }
    return await _offered(current, shared)


@unhide.autocomplete("item")
async def _complete_unhide(interaction: Interaction, current: str) -> list[Choice]:
    access = await access_of(interaction)
    if access.guild_id is None or not access.is_curator:
        return []
    hidden = await workspace_of(interaction).store.servers.hidden(access.guild_id)
    shared = _shared(interaction)
    return await _offered(current, {it: shared[it] for it in hidden if it in shared})


async def _offered(current: str, shared: Shared) -> list[Choice]:
    texts: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    for hidden, item in shared.items():
        value = _value(hidden)
        if isinstance(item, Entry):
            texts[value] = (item.id, *item.asked_as)
            labels[value] = item.question
        else:
            texts[value] = (item.id, item.title)
            labels[value] = _("Topic: {title}").format(title=item.title)
    return choices(await asyncio.to_thread(search, current, texts), labels)


def _shared(interaction: Interaction) -> Shared:
    """All that can be hidden, topics first."""
    packs = workspace_of(interaction).shelves.shared.knowledge.packs
    found: dict[Hidden, Entry | Topic] = {}
    for pack in packs:
        found |= {Hidden(pack.id, "topics", it.id): it for it in pack.topics}
    for pack in packs:
        found |= {Hidden(pack.id, "entries", it.id): it for it in pack.live_entries}
    return found


def _named(known: Shared | frozenset[Hidden], value: str) -> Hidden:
    found = [it for it in known if value in (_value(it), it.item)]
    if not found:
        raise ChangeRefused(
            _("There is no “{value}” here. Pick one of those that are offered.").format(value=value)
        )
    return found[0]


def _value(hidden: Hidden) -> str:
    """What a choice carries, within its 100 characters."""
    return f"{hidden.kind[0]}:{hidden.pack}:{hidden.item}"


def _name(hidden: Hidden) -> str:
    said = _("The entry `{item}` of `{pack}`")
    if hidden.kind == "topics":
        said = _("The topic `{item}` of `{pack}`")
    return said.format(item=hidden.item, pack=hidden.pack)


def _server(access: Access) -> int:
    if access.guild_id is None or not access.is_curator:
        raise ChangeRefused(_(ELSEWHERE))
    return access.guild_id


async def _tell(interaction: Interaction, text: str) -> None:
    await interaction.response.send_message(
        view=render_note(text), ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )
