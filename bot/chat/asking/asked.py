"""The question behind a reply, found again: nothing but ids is kept of it.

It stands in the message that was replied to, or in one that this points at, or is repeated in the
reply itself.
"""

from __future__ import annotations

import discord

from bot.chat.asking.forums import asked_by
from bot.chat.messages import reply_reference, text_on
from bot.chat.presses import Press
from bot.chat.rendering import asked_in, may_be_to


async def question_behind(press: Press) -> str | None:
    """What the message with the pressed button answers; None where it cannot be read any more.

    Where it has to be looked for, the press is deferred: what follows is an edit.
    """
    message = press.interaction.message
    if message is None:
        return None
    told = text_on(message)
    question = asked_in(told)
    reference = message.reference
    if question is None and reference is not None and reference.message_id is not None:
        if not press.interaction.response.is_done():
            await press.interaction.response.defer(ephemeral=True, thinking=True)
        channel = press.interaction.client.get_partial_messageable(reference.channel_id)
        try:
            asking: discord.Message = await channel.fetch_message(reference.message_id)
        except discord.HTTPException:
            return None
        # What repeats a question, if not whole, was not asked that but what it points at.
        pointing = reply_reference(asking)
        pointed = pointing.resolved if pointing else None
        read = [it for it in (asking, pointed) if isinstance(it, discord.Message)]
        asked = (asked_by(it, press.interaction.channel) for it in read)
        question = next((it for it in asked if may_be_to(told, it)), None)
    return question or None
