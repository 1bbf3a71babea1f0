"""What Discord does not take of the bot's responses, as the log tells it: in a line, by numbers."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord.app_commands import tree

from bot.chat.posting import NETWORK, describe
from bot.errors import RejoinderError

log = logging.getLogger(__name__)

TOO_LATE = (10008, 10015, 10062, 40060, 50027)
"""What Discord says of a message that is gone, a token that has expired, and an interaction that is
unknown or was responded to before: nobody is there to be told of it."""


def log_refused(interaction: discord.Interaction[Any], error: discord.HTTPException) -> None:
    """Tells of a response that Discord refused."""
    log.warning(
        "Discord refused the response to interaction %d: %d (code %d).",
        interaction.id,
        error.status,
        error.code,
    )


def log_lost(interaction: discord.Interaction[Any], error: Exception) -> None:
    """Logs a response that the network kept from Discord, or Discord's reply to it from the bot."""
    log.warning("The response to interaction %d was lost: %s.", interaction.id, describe(error))


def log_choices_plainly() -> None:
    """Has a known failure to offer choices logged as one line.

    discord.py lets nobody handle these errors, and logs each with its traceback. Many come too
    late, as choices are asked for with every letter.
    """
    logging.getLogger(tree.__name__).addFilter(_is_unforeseen)


def _is_unforeseen(record: logging.LogRecord) -> bool:
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, discord.HTTPException):
        log.warning("Discord refused choices: %d (code %d).", error.status, error.code)
    elif isinstance(error, NETWORK):
        log.warning("Choices were lost on their way: %s.", describe(error))
    elif isinstance(error, RejoinderError):
        log.error("No choices could be offered: %s", error)
    else:
        return True
    return False
