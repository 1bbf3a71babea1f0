"""Being removed from a server: its pack is offered to its owner, and later all is deleted."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import discord
from discord import ui
from discord.ext import commands, tasks
from discord.utils import DEFAULT_FILE_SIZE_LIMIT_BYTES, format_dt

from bot.chat.door import language_in, settings_of
from bot.chat.look import panel
from bot.chat.markup import quote
from bot.chat.posting import write
from bot.curating.homes import SERVER_PACK, parse
from bot.curating.workspace import Workspace
from bot.errors import StoreError
from bot.exchange.export import export
from bot.translation import N_, _, speaking

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

KEPT_DAYS = 30
"""For how long what is stored about a server is kept after the bot was removed from it."""
FILE = f"{SERVER_PACK}.yaml"
HERE_IT_IS = N_(
    "Here is the pack that its curators wrote. `/knowledge import` takes it, in any server."
)
TOO_LARGE = N_(
    "The pack that its curators wrote is too large for a message. Whoever runs me can export it."
)


class Leaving(commands.Cog):
    """Hears that the bot was removed from a server, and forgets servers when it is time."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def cog_load(self) -> None:
        """Begins to look."""
        self.look.start()

    async def cog_unload(self) -> None:
        """Looks no more."""
        self.look.cancel()

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Notes the time, and offers the owner the pack that was written there."""
        now = datetime.now(UTC)
        workspace = self._client.workspace
        try:
            await workspace.store.servers.left(guild.id, now)
            settings = await settings_of(workspace, guild.id)
            text = await own_pack(workspace, guild.id)
        except StoreError as error:
            # The daily look finds that it was left.
            log.error(
                "Nobody is offered the pack of server %d, which was left: %s", guild.id, error
            )
            return
        log.info("Server %d was left.", guild.id)
        if text is None or guild.owner_id is None:
            return
        data = text.encode()
        fits = len(data) <= DEFAULT_FILE_SIZE_LIMIT_BYTES
        files = [discord.File(io.BytesIO(data), FILE)] if fits else []
        with speaking(language_in(settings, guild)):
            view = render_farewell(guild.name, now + timedelta(days=KEPT_DAYS), has_file=fits)
        about = f"The pack of server {guild.id} was not offered to user {guild.owner_id}"
        await write(self._client, guild.owner_id, view, *files, about=about)

    @tasks.loop(hours=24)
    async def look(self) -> None:
        """Finds out which servers the bot is in, and forgets those it left long enough ago."""
        try:
            await settle(
                self._client.workspace,
                self._is_present,
                self._is_ours,
                datetime.now(UTC),
            )
        except StoreError as error:
            log.warning("Servers that were left could not be forgotten today: %s", error)
        except Exception:
            # An error here would end the loop, and tomorrow's look with it.
            log.exception("The look for servers that were left failed.")

    @look.before_loop
    async def _wait(self) -> None:
        await self._client.wait_until_ready()

    def _is_present(self, guild_id: int) -> bool:
        """Whether the bot is in the server now."""
        return self._client.get_guild(guild_id) is not None

    def _is_ours(self, guild_id: int) -> bool:
        """Whether this process, of several that share the work, would hear of the server."""
        return (guild_id >> 22) % (self._client.shard_count or 1) in self._client.shards


COGS = (Leaving,)


async def settle(
    workspace: Workspace,
    is_present: Callable[[int], bool],
    is_ours: Callable[[int], bool],
    now: datetime,
) -> None:
    """Brings the store up to date with the servers that the bot is in, which are present.

    One that was left while nobody listened counts as left `now`. What is kept of one that was left
    `KEPT_DAYS` ago is deleted. Servers that another process looks after are not `is_ours`.
    `is_present` is asked each time that it matters: a server may be joined meanwhile.
    """
    servers = workspace.store.servers
    for guild_id in await servers.kept():
        if is_ours(guild_id) and not is_present(guild_id):
            await servers.left(guild_id, now)
            if is_present(guild_id):
                # Joined since, and perhaps told that it returned before it was noted as left.
                await servers.returned(guild_id)
    for guild_id in await servers.gone(now):
        if is_present(guild_id):
            await servers.returned(guild_id)
    for guild_id in await servers.gone(now - timedelta(days=KEPT_DAYS)):
        if is_ours(guild_id) and not is_present(guild_id):
            await servers.forget(guild_id)
            await workspace.shelves.forget(guild_id)
            log.info("All that was kept of server %d, which was left, is deleted.", guild_id)


async def own_pack(workspace: Workspace, guild_id: int) -> str | None:
    """A server's own pack as YAML; None if it was never written to."""
    home = workspace.own(guild_id)
    version = await home.read()
    pack = (await asyncio.to_thread(parse, home, version.texts)).pack
    if pack is None:
        # What cannot be used can be handed over all the same.
        return version.texts[home.path.name]
    has_items = pack.entries or pack.sources or pack.topics
    return await asyncio.to_thread(export, pack, "yaml") if has_items else None


def render_farewell(server: str, deleted_at: datetime, *, has_file: bool) -> ui.LayoutView:
    """Hands an owner the pack of the server from which the bot was removed."""
    heading = _("I was removed from {server}").format(server=quote(server))
    said = _(
        "All that I keep of the server is deleted on {date}. If I am added again before, "
        "everything is as it was."
    ).format(date=format_dt(deleted_at, "D"))
    text = f"### {heading}\n{_(HERE_IT_IS if has_file else TOO_LARGE)}\n{said}"
    return panel(text, *([ui.File(f"attachment://{FILE}")] if has_file else []))
