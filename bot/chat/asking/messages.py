"""Which messages are questions to the bot, and what they ask."""

from __future__ import annotations

import re

import discord

_CUSTOM_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_MENTION = re.compile(r"<(?:@[!&]?|#)\d+>")
_QUESTION_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a person put this message to the bot: directly, by mention, or by replying to it.

    Bots, webhooks and Discord's own notices never address it, and `@everyone` addresses everyone
    but it.
    """
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in _QUESTION_TYPES:
        return False
    if message.guild is None or any(user.id == me.id for user in message.mentions):
        return True
    return is_reply_to(message, me) and bool(message.content)


def is_reply_to(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether the message replies to one of the bot's."""
    replied = message.reference.resolved if message.reference else None
    return isinstance(replied, discord.Message) and replied.author.id == me.id


def question_in(content: str) -> str:
    """What a message asks, without mentions; a server's own emoji become their names."""
    return _CUSTOM_EMOJI.sub(r" \1 ", _MENTION.sub(" ", content)).strip()
