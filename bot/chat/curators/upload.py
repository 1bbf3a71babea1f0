"""`/knowledge import` and `export`: whole packs as files."""

from __future__ import annotations

import asyncio
import io

import discord
from discord import app_commands, ui

from bot.chat.curators.access import Interaction
from bot.chat.curators.attachments import fetch
from bot.chat.curators.choices import complete_pack, complete_topic, pack_named
from bot.chat.curators.desk import desk_of
from bot.chat.curators.group import knowledge
from bot.chat.curators.prompts import fold
from bot.chat.curators.proposals import propose
from bot.chat.curators.showing import show
from bot.chat.custom_ids import parse_option_value
from bot.chat.look import panel
from bot.chat.markup import TEXT_LIMIT, escape
from bot.curating.importing import plan_import
from bot.errors import ChangeRefused, KnowledgeError
from bot.exchange.export import export
from bot.exchange.formats import SUFFIX_OF, Format
from bot.exchange.importing import read_import
from bot.translation import _, ngettext


@knowledge.command(name="import", description="Take entries, sources and topics from a file.")
@app_commands.describe(
    file="YAML, CSV, JSON or Markdown, 8 MB at most",
    pack="The pack that it goes into",
    topic="The topic of rows that name none",
)
@app_commands.autocomplete(pack=complete_pack, topic=complete_topic)
async def import_(
    interaction: Interaction,
    file: discord.Attachment,
    pack: str | None = None,
    topic: str | None = None,
) -> None:
    """Shows what the file would change."""
    desk = desk_of(interaction)
    await desk.promise()
    pack_id = pack_named(desk, pack)
    known = await desk.pack(pack_id)
    data = await fetch(file)
    chosen = parse_option_value(topic) if topic else None
    try:
        imported = await asyncio.to_thread(
            read_import, data, file.filename, known=known, topic=chosen[1] if chosen else topic
        )
    except KnowledgeError as error:
        lines = [escape(str(it)) for it in error.problems]
        head = _("Nothing of the file is taken over. Mend this, and import it again:")
        raise ChangeRefused(fold([head, *lines], TEXT_LIMIT)) from error
    plan = plan_import(imported, known)
    told = "\n".join([f"{plan}.", *imported.notes])
    if not plan.edits:
        raise ChangeRefused(_("The file would change nothing.") + f"\n{told}")
    await show(desk, await propose(desk, pack_id, edits=plan.edits), note=told)


@knowledge.command(name="export", description="Get a pack as a file.")
@app_commands.describe(format="What kind of file", pack="Which pack")
@app_commands.autocomplete(pack=complete_pack)
async def export_(
    interaction: Interaction, format: Format = "yaml", pack: str | None = None
) -> None:
    """Sends the pack."""
    desk = desk_of(interaction)
    await desk.promise()
    pack_id = pack_named(desk, pack)
    found = await desk.pack(pack_id)
    data = (await asyncio.to_thread(export, found, format)).encode()
    if len(data) > interaction.filesize_limit:
        raise ChangeRefused(
            _(
                "The file would have {size:.1f} MiB, which is more than Discord takes here. "
                "Run `rejoinder export` where the bot runs."
            ).format(size=len(data) / 2**20)
        )
    name = f"{pack_id}{SUFFIX_OF[format]}"
    n = len(found.entries)
    said = ngettext("`{pack}`: {n} entry.", "`{pack}`: {n} entries.", n)
    view = panel(said.format(pack=pack_id, n=n), ui.File(f"attachment://{name}"))
    await desk.show(view, attachments=[discord.File(io.BytesIO(data), filename=name)])
