"""`/knowledge hide` and `unhide`: which parts of shared packs a server does without."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from discord import app_commands

from bot.chat.curators.access import Interaction
from bot.chat.curators.choices import Choice, choices, search
from bot.chat.curators.desk import desk_of, open_desk
from bot.chat.curators.group import knowledge
from bot.chat.curators.router import tell
from bot.chat.markup import quote
from bot.curating.workspace import Workspace
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
    desk = desk_of(interaction)
    guild_id = desk.server(_(ELSEWHERE))
    found = _named(_shared(desk.workspace), item)
    await desk.workspace.store.servers.hide(guild_id, found)
    said = _("{name} is hidden in this server. `/knowledge unhide` shows it again.").format(
        name=_name(found)
    )
    await tell(interaction, said)


@knowledge.command(name="unhide", description="Show a shared entry or topic again.")
@app_commands.describe(item="What is hidden in this server")
async def unhide(interaction: Interaction, item: str) -> None:
    """Shows it again."""
    desk = desk_of(interaction)
    guild_id = desk.server(_(ELSEWHERE))
    servers = desk.workspace.store.servers
    found = _named(await servers.hidden(guild_id), item)
    await servers.unhide(guild_id, found)
    await tell(interaction, _("{name} is shown in this server again.").format(name=_name(found)))


@hide.autocomplete("item")
async def _complete_hide(interaction: Interaction, current: str) -> list[Choice]:
    desk = await open_desk(interaction)
    guild_id = desk.access.curated
    if guild_id is None:
        return []
    servers = desk.workspace.store.servers
    hidden = await servers.hidden(guild_id)
    used = (await servers.settings(guild_id)).packs
    shared = {
        it: item
        for it, item in _shared(desk.workspace).items()
        if it not in hidden and (used is None or it.pack in used)
    }
    return await _offered(current, shared)


@unhide.autocomplete("item")
async def _complete_unhide(interaction: Interaction, current: str) -> list[Choice]:
    desk = await open_desk(interaction)
    if desk.access.curated is None:
        return []
    hidden = await desk.workspace.store.servers.hidden(desk.access.curated)
    shared = _shared(desk.workspace)
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


def _shared(workspace: Workspace) -> Shared:
    """All that can be hidden, topics first."""
    packs = workspace.shelves.shared.knowledge.packs
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
            _("There is no “{value}” here. Pick one of those that are offered.").format(
                value=quote(value)
            )
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
