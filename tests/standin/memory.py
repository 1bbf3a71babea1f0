"""What the stand-in remembers of what a bot did, and how a test waits for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.standin import schema
from tests.standin.people import PEOPLE, Person, TeamMember
from tests.standin.places import Places
from tests.standin.uploads import Attachments

JSON = dict[str, Any]

WAIT_SECONDS = 30.0


@dataclass(slots=True)
class Failure:
    """A refusal that a test ordered."""

    method: str
    pattern: str
    status: int
    body: JSON
    times: int


@dataclass(slots=True)
class Drop:
    """A connection that a test cuts instead of answering a request."""

    method: str
    pattern: str
    is_carried_out: bool


class Memory:
    """Everything that a test may look at, and the settings that it may change."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []
        self.unchecked: list[tuple[str, str, Any]] = []
        """Requests whose bodies were not yet held against Discord's specification."""
        self.commands: list[JSON] = []
        self.command_updates = 0
        self.sent: list[JSON] = []
        """Each message that the bot sent to a channel, as it was, with the request's `body`."""
        self.said: dict[str, JSON] = {}
        """Each message that a person wrote, with as much of it as the bot was shown."""
        self.messages: dict[str, JSON] = {}
        """Each message of the bot as it stands now, private ones and responses too."""
        self.responses: set[str] = set()
        """The ids of messages that respond to an interaction."""
        self.private: dict[str, str] = {}
        """The id of who alone sees a message, by the message's id."""
        self.deleted: set[str] = set()
        self.attachments = Attachments()
        self.identified = 0
        self.resumed = 0
        self.close_codes: list[int | None] = []
        self.invalid_tokens = 0
        self.places = Places()
        """The servers and channels as they are now."""
        self.people: dict[str, Person] = dict(PEOPLE)
        """Everybody whom Discord knows, by id; who does something for the first time is added."""
        self.written: dict[str, JSON] = {}
        """Each message that a person wrote, whole, whatever the bot was shown of it."""
        self.reactions: dict[str, dict[str, list[str]]] = {}
        """By a message's id and an emoji, the ids of who reacted with it."""
        self.pings: dict[str, frozenset[str]] = {}
        """By the id of a message of the bot, the ids of whom it notified."""
        self.audit_log: dict[str, list[JSON]] = {}
        """Each server's entries, the newest first."""
        self.closed_direct: set[str] = set()
        """The ids of people who take no direct messages."""
        self.team: list[TeamMember] = []
        """Whose the application is; `BOT_OWNER` owns it where there is no team."""
        self.refuses_resumes = False
        self.refused_handshakes = 0
        """How many of the next connections to the gateway come to nothing."""
        self.refused_intents = 0
        """Intents that the application was not granted; the gateway closes with 4014."""
        self.refusals = 0
        """How often a bot asked for one of them."""
        self.clock: Callable[[], float] = time.monotonic
        """Tells the time for what Discord allows some seconds for."""
        self.changed = asyncio.Condition()
        self._breaches: list[str] = []

    def stop_clock(self) -> None:
        """Has nothing come too late from here on.

        How soon a crowd is served depends on what else the machine does, which is no matter of
        tests: what each gets is.
        """
        now = self.clock()
        self.clock = lambda: now

    @property
    def servers(self) -> list[str]:
        """The ids of the servers that the bot is on."""
        return self.places.joined

    @property
    def breaches(self) -> list[str]:
        """What the bot sent that Discord does not allow.

        The specification takes its time, which a hundred people who press at once do not have:
        bodies are held against it when somebody asks.
        """
        while self.unchecked:
            self._breaches += schema.body_breaches(*self.unchecked.pop(0))
        return self._breaches

    def forget_message(self, message_id: str) -> None:
        """Has a message gone, a person's or the bot's."""
        self.said.pop(message_id, None)
        self.written.pop(message_id, None)
        self.reactions.pop(message_id, None)
        if self.messages.pop(message_id, None):
            self.deleted.add(message_id)

    async def notify(self) -> None:
        """Has everybody who waits look again."""
        async with self.changed:
            self.changed.notify_all()

    async def until(self, is_true: Callable[[], object], what: str) -> None:
        """Waits until something has happened; fails, naming it, after some seconds."""
        async with self.changed:
            try:
                async with asyncio.timeout(WAIT_SECONDS):
                    await self.changed.wait_for(lambda: bool(is_true()))
            except TimeoutError:
                recent = [f"{method} {path}" for method, path, _ in self.requests[-10:]]
                raise AssertionError(
                    f"waited for {what}; the last requests: {recent}; breaches: {self.breaches}"
                ) from None
