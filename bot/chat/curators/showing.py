"""Showing proposals: the form that makes one, its preview, and what stands in its way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime

import discord
from discord import ui

from bot.chat.curators.access import Access, Interaction, author_of, workspace_of
from bot.chat.curators.examining import Examined, examine
from bot.chat.curators.forms import Typed
from bot.chat.curators.modals import whole_modal
from bot.chat.curators.previews import render_preview
from bot.chat.curators.prompts import render_overlap, render_refused
from bot.chat.curators.proposals import (
    Proposed,
    answerer_of,
    composed,
    digest_of,
    pack_of,
    propose,
)
from bot.curating.changes import Overlap, Put, Remove
from bot.errors import ChangeRefused, EditError, KnowledgeError
from bot.knowledge.model import Expectation

ASKED = 100
"""How many of the questions that were asked in a server a change is tried on."""


async def open_form(
    interaction: Interaction,
    access: Access,
    pack_id: str,
    typed: Typed,
    *,
    settles: Iterable[int] = (),
) -> None:
    """Responds with a modal that holds `typed`; its submission is previewed.

    Raises `ChangeRefused` where a modal cannot hold it.
    """
    whole_modal(0, typed, pack_id)
    proposed = await propose(interaction, access, pack_id, typed=typed, settles=settles)
    await interaction.response.send_modal(whole_modal(proposed.number, typed, pack_id))


async def show(
    interaction: Interaction, access: Access, proposed: Proposed, *, note: str = ""
) -> None:
    """Has the preview in place of the deferred response."""
    workspace = workspace_of(interaction)
    try:
        proposed, stamp = await composed(interaction, proposed)
        examined = await examination(interaction, access, proposed)
    except Overlap as error:
        await show_overlap(interaction, proposed, error)
        return
    except (ChangeRefused, EditError, KnowledgeError) as error:
        is_form = proposed.typed is not None
        await respond(
            interaction,
            render_refused(
                proposed.number, str(error), is_form=is_form, is_entry=proposed.is_entry
            ),
        )
        return
    first, *others = render_preview(
        proposed.number,
        proposed.edits,
        await pack_of(workspace, proposed.pack_id, proposed.home),
        examined,
        stamp=stamp,
        is_form=proposed.typed is not None,
        note=note,
    )
    await respond(interaction, first)
    for view in others:
        await interaction.followup.send(
            view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
        )


async def examination(interaction: Interaction, access: Access, proposed: Proposed) -> Examined:
    """What the proposal would do. Raises what `Curation.propose` raises."""
    workspace = workspace_of(interaction)
    proposal = await workspace.curation.propose(
        proposed.home, proposed.edits, author_of(interaction)
    )
    expected: tuple[Expectation, ...] = ()
    if any(isinstance(it, Remove) for it in proposed.edits):
        expected = (await workspace.curation.reading(proposed.home)).expectations
    asked: list[str] = []
    if access.guild_id is not None:
        recent = await workspace.store.questions.recent(access.guild_id, ASKED)
        asked = [it.question for it in recent]
    return await asyncio.to_thread(
        examine,
        proposal,
        proposed.edits,
        await answerer_of(workspace, proposed.home),
        asked,
        datetime.now(UTC).date(),
        expected=expected,
    )


async def show_overlap(interaction: Interaction, proposed: Proposed, error: Overlap) -> None:
    """Shows what somebody else made of the same fields meanwhile, and asks what is to stand."""
    mine = next(
        (
            it.item
            for it in proposed.edits
            if isinstance(it, Put) and it.item.id == error.current.id
        ),
        error.current,
    )
    view = render_overlap(
        proposed.number, error, mine, digest_of(error.current), is_form=proposed.typed is not None
    )
    await respond(interaction, view)


async def respond(interaction: Interaction, view: ui.LayoutView) -> None:
    """Has `view` in place of the response, which was deferred."""
    await interaction.edit_original_response(
        view=view, allowed_mentions=discord.AllowedMentions.none()
    )


async def defer(interaction: Interaction) -> None:
    """Acknowledges: the message that was pressed will be replaced, or a private one will come."""
    if interaction.message is not None:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
