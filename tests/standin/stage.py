"""Where people act: what all that they do has in common."""

from __future__ import annotations

from typing import Any

from tests.standin import channels, objects, people
from tests.standin.exchanges import Exchanges
from tests.standin.gateway import Gateway
from tests.standin.memory import Memory
from tests.standin.messages import Messages
from tests.standin.people import Person

JSON = dict[str, Any]


class Stage(Memory):
    """The gateway over which the bot hears of people, and where they are."""

    def __init__(self) -> None:
        super().__init__()
        self._gateway = Gateway(self)
        self._messages = Messages(self)
        self._exchanges = Exchanges(self, self._messages)

    async def dispatch(self, name: str, data: JSON) -> None:
        """Sends an event, also to a bot that is away and resumes later."""
        await self._gateway.dispatch(name, data)

    async def tell(self, channel: str, name: str, data: JSON) -> None:
        """Sends an event of a channel, if the bot is there and sees it."""
        if self.places.sees(channel):
            await self.dispatch(name, data)

    def channel(self, channel: str) -> JSON:
        """A channel or a thread as it stands now."""
        return self.places.channel(channel)

    def _channel(self, channel: str | None, guild: str | None, by: Person) -> str:
        """Where somebody acts."""
        self.people.setdefault(by.id, by)
        if channel == channels.DIRECT:
            return channels.direct_channel(by.id)
        found = channel or self.places.channels_of(guild or people.GUILD)[0].id
        assert guild is None or self.places.guild_of(found) == guild, "the channel is elsewhere"
        assert self.places.is_channel(found), f"there is no channel {found}"
        return found

    def _current(self, message: JSON) -> JSON:
        """A message as the bot last saw it; one that a test made up is as it is."""
        kept = self.said.get(message["id"]) or self.messages.get(message["id"]) or message
        return {key: value for key, value in kept.items() if key != "body"}

    def _user(self, person: Person, guild: str | None) -> JSON:
        """Somebody in the list of those whom a message mentions."""
        member = {"member": objects.member(person, guild)} if guild else {}
        return objects.person(person) | member
