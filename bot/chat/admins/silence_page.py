"""The page of `/settings` that tells why the bot is silent in a channel."""

from __future__ import annotations

from collections.abc import Iterable

import discord
from discord import ui

from bot.chat.admins.decisions import ANSWERING_CHANNELS
from bot.chat.admins.silence import Finding
from bot.chat.curators.router import custom_id
from bot.chat.look import Item
from bot.translation import _


def silence_page(place: str, found: Iterable[Finding], me: int) -> list[str | Item]:
    """What is on the page, in order; `place` mentions the channel, `me` is the bot's id."""
    causes = [it.text for it in found if it.is_cause]
    limits = [it.text for it in found if not it.is_cause]
    if causes:
        said = "\n".join(
            [
                _("**In {channel} I cannot answer**, because of this:").format(channel=place),
                *(f"- {it}" for it in causes),
            ]
        )
    else:
        said = _(
            "**In {channel} nothing is missing.** Mention me there with a question, {me}, and I "
            "answer."
        ).format(channel=place, me=f"<@{me}>")
    known = [_("**Good to know:**"), *(f"-# {it}" for it in limits)] if limits else []
    other: ui.ChannelSelect[ui.LayoutView] = ui.ChannelSelect(
        custom_id=custom_id("settings", "silence-in"),
        placeholder=_("Ask about another channel"),
        channel_types=[
            *ANSWERING_CHANNELS,
            discord.ChannelType.public_thread,
            discord.ChannelType.private_thread,
            discord.ChannelType.news_thread,
        ],
    )
    return [said, *known, ui.ActionRow(other)]
