"""Which messages are questions to the bot, and what they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

import discord

from bot.chat.custom_ids import CustomId, parse_custom_id

_CUSTOM_EMOJI = re.compile(r"<a?:(\w+):\d+>")
_MENTION = re.compile(r"<(?:(?:@[!&]?|#)\d+|t:-?\d+(?::\w)?|/[^<>:]+:\d+|id:\w+)>")
"""People, roles, channels, times, commands and pages of the server, as Discord keeps them."""
SMALL = "-# "
"""What small lines begin with."""
_QUESTION_TYPES = frozenset({discord.MessageType.default, discord.MessageType.reply})


def is_addressed(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a person addresses the bot: directly, by mention or by replying to it.

    A mention of the role that Discord made for the bot, which has its name, counts too. Bots,
    webhooks and Discord's own notices never address it, and `@everyone` addresses everyone else.
    """
    if message.author.bot or message.webhook_id is not None:
        return False
    if message.type not in _QUESTION_TYPES:
        return False
    if server_id_of(message) is None or any(user.id == me.id for user in message.mentions):
        return True
    if mentions_role_of(message, me):
        return True
    return is_reply_to(message, me) and bool(message.content)


def mentions_role_of(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether the message mentions the role that Discord made for the bot."""
    tags = (it.tags for it in message.role_mentions)
    return any(it is not None and it.bot_id == me.id for it in tags)


def is_reply_to(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether the message replies to one of the bot's."""
    reference = reply_reference(message)
    replied = reference.resolved if reference else None
    return isinstance(replied, discord.Message) and replied.author.id == me.id


def reply_reference(message: discord.Message) -> discord.MessageReference | None:
    """What a message replies to; None if it replies to nothing, even if it forwards something."""
    reference = message.reference
    is_reply = reference is not None and reference.type is discord.MessageReferenceType.reply
    return reference if is_reply else None


def pointed_at(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """The message that a message replies to, if it is not the bot's own; else None."""
    reference = reply_reference(message)
    replied = reference.resolved if reference else None
    if isinstance(replied, discord.Message) and replied.author.id != me.id:
        return replied
    return None


def server_id_of(message: discord.Message) -> int | None:
    """The id of the server that a message was written in, also of one that is not known yet.

    None for direct messages.
    """
    if message.guild is not None:
        return message.guild.id
    found: int | None = getattr(message.channel, "guild_id", None)
    return found


def question_in(content: str) -> str:
    """What a message asks, without mentions; a server's own emoji become their names, as typed.

    Empty where that has no letter or digit: "?" asks nothing by itself.
    """
    text = _CUSTOM_EMOJI.sub(r" :\1: ", _MENTION.sub(" ", content)).strip()
    return text if any(map(str.isalnum, text)) else ""


def said_in(message: discord.Message) -> str:
    """What somebody wrote in a message, as `question_in` reads it.

    If they wrote nothing themselves, it is what their poll asks, or what they forward, whose author
    is not known.
    """
    polled = message.poll.question if message.poll else ""
    written = [message.content, polled or "", *(it.content for it in message.message_snapshots)]
    return next(filter(None, map(question_in, written)), "")


def entry_on(message: discord.Message) -> tuple[str, str] | None:
    """The ids of the pack and the entry whose answer a message of the bot shows."""
    for found in _ids_on(message):
        if found.action == "why" and len(found.parts) >= 2:
            return found.parts[0], found.parts[1]
    return None


def asker_on(message: discord.Message) -> int | None:
    """The id of the person who may dismiss a message of the bot; None if it has no such button."""
    for found in _ids_on(message):
        if found.action == "dismiss" and found.parts and found.parts[0].isdigit():
            return int(found.parts[0])
    return None


def takes_votes(message: discord.Message) -> bool:
    """Whether a message of the bot asks if its answer helped."""
    return any(found.action == "up" for found in _ids_on(message))


def notes_on(message: discord.Message) -> tuple[str, ...]:
    """The small lines above a reply, for example the question that it repeats."""
    found = []
    for line in text_on(message).split("\n"):
        if not line.startswith(SMALL):
            break
        found.append(line.removeprefix(SMALL))
    return tuple(found)


def text_on(message: discord.Message) -> str:
    """The first text that a message of the bot shows; empty where it shows none."""
    for component in message.components:
        if isinstance(component, discord.Container):
            for child in component.children:
                if isinstance(child, discord.TextDisplay):
                    return child.content
    return ""


def _ids_on(message: discord.Message) -> Iterator[CustomId]:
    """The ids of the buttons and selects in a message of the bot."""
    waiting: list[object] = list(message.components)
    while waiting:
        component = waiting.pop(0)
        found = parse_custom_id(getattr(component, "custom_id", None) or "")
        if found:
            yield found
        waiting[:0] = getattr(component, "children", ())
