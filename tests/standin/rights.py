"""What the bot may do in a channel, and how Discord refuses the rest."""

from __future__ import annotations

from tests.standin import refusals
from tests.standin.channels import Channel, is_direct, recipient
from tests.standin.memory import Memory
from tests.standin.permissions import Permission
from tests.standin.refusals import Refused


class Rights:
    """Checks each request of the bot against its permissions as they are now."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._places = memory.places

    def see(self, channel_id: str) -> None:
        """Refuses a channel that is not there, or is none of the bot's business."""
        if not self._places.is_channel(channel_id):
            raise Refused(404, refusals.UNKNOWN_CHANNEL, "Unknown Channel")
        if not self.has(channel_id, Permission.VIEW_CHANNEL):
            raise Refused(403, refusals.MISSING_ACCESS, "Missing Access")

    def has(self, channel_id: str, needed: int) -> bool:
        return self._places.bot_permissions(channel_id) & needed == needed

    def require(self, channel_id: str, needed: int) -> None:
        if not self.has(channel_id, needed):
            raise Refused(403, refusals.MISSING_PERMISSIONS, "Missing Permissions")

    def require_on(self, guild: str, needed: int) -> None:
        """The same for what concerns a whole server."""
        if self._places.bot_permissions_on(guild) & needed != needed:
            raise Refused(403, refusals.MISSING_PERMISSIONS, "Missing Permissions")

    def read(self, channel_id: str) -> None:
        """Refuses to show messages that were sent before."""
        if not self.has(channel_id, Permission.READ_MESSAGE_HISTORY):
            raise Refused(403, refusals.MISSING_ACCESS, "Missing Access")

    def write(self, channel_id: str) -> None:
        """Refuses to have the bot write, or show that it is typing."""
        found = self._places.channels.get(channel_id)
        if found is None:
            self._write_to_person(channel_id)
            return
        if self._places.is_forum(channel_id):
            message = "Cannot send messages in a non-text channel"
            raise Refused(400, refusals.NO_TEXT_CHANNEL, message)
        needed = Permission.SEND_MESSAGES
        if found.is_thread:
            needed = Permission.SEND_MESSAGES_IN_THREADS
        self.require(channel_id, needed)
        if found.is_locked and not self.has(channel_id, Permission.MANAGE_THREADS):
            raise Refused(403, refusals.IS_LOCKED, "Thread is locked")

    def send(self, channel_id: str, *, embeds: bool, files: bool, replies: bool) -> None:
        """Refuses a message for what is in it."""
        self.write(channel_id)
        if embeds:
            # Layouts of components need no such permission.
            self.require(channel_id, Permission.EMBED_LINKS)
        if files:
            self.require(channel_id, Permission.ATTACH_FILES)
        if replies and not self.has(channel_id, Permission.READ_MESSAGE_HISTORY):
            message = "Cannot reply without permission to read message history"
            raise Refused(403, refusals.NO_HISTORY, message)

    def change(self, channel_id: str) -> None:
        """Refuses to change anything in a thread that is archived."""
        found = self._places.channels.get(channel_id)
        if found is not None and found.is_archived:
            raise Refused(400, refusals.IS_ARCHIVED, "Thread is archived")

    def delete_of_others(self, channel_id: str) -> None:
        if self._places.guild_of(channel_id) is None:
            message = "Cannot execute action on a DM channel"
            raise Refused(403, refusals.NOT_IN_DIRECT, message)
        self.require(channel_id, Permission.MANAGE_MESSAGES)

    def reopen(self, thread: Channel) -> None:
        """Refuses to take a thread out of the archive."""
        if thread.is_locked:
            self.require(thread.id, Permission.MANAGE_THREADS)
        self.require(thread.id, Permission.SEND_MESSAGES_IN_THREADS)

    def _write_to_person(self, channel_id: str) -> None:
        assert is_direct(channel_id), "a group is out of the bot's sight"
        person = recipient(channel_id)
        code = refusals.CLOSED_DIRECT if person in self._memory.closed_direct else 0
        if all((it, person) in self._places.gone for it in self._places.joined):
            code = refusals.NO_SERVER_IN_COMMON
        if code:
            raise Refused(403, code, "Cannot send messages to this user")
