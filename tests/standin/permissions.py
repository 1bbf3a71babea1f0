"""The permissions that matter to a bot, by Discord's names and bits."""

from __future__ import annotations

from enum import IntFlag


class Permission(IntFlag):
    """What a role, or an overwrite of a channel, allows or denies."""

    MANAGE_CHANNELS = 1 << 4
    ADMINISTRATOR = 1 << 3
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EXTERNAL_APPS = 1 << 50


EVERY_PERMISSION = Permission((1 << 53) - 1)
ORDINARY_PERMISSIONS = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.SEND_MESSAGES_IN_THREADS
)
BOT_PERMISSIONS = EVERY_PERMISSION & ~Permission.ADMINISTRATOR
"""No administrator, so that a channel's overwrites hold for the bot."""
DIRECT_PERMISSIONS = (
    ORDINARY_PERMISSIONS | Permission.ADD_REACTIONS | Permission.MENTION_EVERYONE
) & ~Permission.SEND_MESSAGES_IN_THREADS
"""What everybody may do where there is no server."""
