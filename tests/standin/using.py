"""What people do with the bot's commands, buttons, selects and modals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from tests.standin import commands
from tests.standin.commands import Command
from tests.standin.exchanges import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Exchange
from tests.standin.limits import SELECTS, walk
from tests.standin.modals import chosen_values, fill_in
from tests.standin.people import GUILD, OWNER, Person
from tests.standin.resolving import Resolved
from tests.standin.stage import Stage

JSON = dict[str, Any]
Until = Literal["response", "acknowledgement"]
"""What a test waits for: past a deferral, or not."""


class Using(Stage):
    """Interactions. Any number may be under way at once."""

    def is_shown_to(self, person: Person, name: str, guild: str = GUILD) -> bool:
        """Whether Discord offers a command to a person, on a server that changed nothing.

        A server may offer it to others, so that `slash` does not ask.
        """
        command = commands.find(self.commands, name)
        channel = self.places.channels_of(guild)[0].id
        held = self.places.servers[guild].permissions(person)
        return self._is_available(command, channel) and command.is_allowed(held)

    async def slash(
        self,
        name: str,
        options: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        until: Until = "response",
        **more: Any,
    ) -> Exchange:
        """Somebody runs a slash command, by all that is typed of it: `knowledge source add`."""
        channel = self._channel(channel, guild, by)
        command = self._available(name, channel)
        resolved = Resolved(self, channel, by)
        given = commands.typed(command, {**(options or {}), **more}, resolved)
        return await self._interact(COMMAND, command.data(given, resolved), channel, by, until)

    async def complete(
        self,
        name: str,
        option: str,
        text: str,
        options: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        **more: Any,
    ) -> list[JSON]:
        """Somebody types in an option with autocomplete, others filled in; the choices offered."""
        channel = self._channel(channel, guild, by)
        command = self._available(name, channel)
        # Discord sends what the others refer to as ids alone.
        resolved = Resolved(self, channel, by)
        others = {**(options or {}), **more}
        given = commands.half_typed(command, option, text, others, resolved)
        exchange = await self._interact(AUTOCOMPLETE, command.data(given), channel, by)
        choices: list[JSON] = exchange.data["choices"]
        return choices

    async def message_command(
        self, name: str, target: JSON, *, by: Person = OWNER, until: Until = "response"
    ) -> Exchange:
        """Somebody runs a command on a message, whose content Discord then shows."""
        channel = self._channel(target["channel_id"], None, by)
        command = self._available(name, channel, commands.ON_MESSAGE)
        resolved = Resolved(self, channel, by)
        resolved.message(self.written.get(target["id"]) or self._current(target))
        data = command.data([], resolved) | {"target_id": target["id"]}
        return await self._interact(COMMAND, data, channel, by, until)

    async def user_command(
        self,
        name: str,
        target: Person,
        *,
        by: Person = OWNER,
        guild: str | None = None,
        channel: str | None = None,
        until: Until = "response",
    ) -> Exchange:
        """Somebody runs a command on a person."""
        channel = self._channel(channel, guild, by)
        command = self._available(name, channel, commands.ON_USER)
        resolved = Resolved(self, channel, by)
        target_id = resolved.user(target)
        data = command.data([], resolved) | {"target_id": target_id}
        return await self._interact(COMMAND, data, channel, by, until)

    async def press(
        self,
        message: JSON,
        custom_id: str,
        *values: Any,
        by: Person | None = None,
        until: Until = "response",
    ) -> Exchange:
        """Somebody presses a button of a message, or chooses in its select.

        It is whoever sees the message, where that is one person, unless a test says otherwise.
        Any number of people may press at once, with `asyncio.gather`.
        """
        assert message["id"] not in self.deleted, "the message is deleted"
        viewer = self.private.get(message["id"])
        by = by or (self.people[viewer] if viewer else OWNER)
        self.people.setdefault(by.id, by)
        assert viewer in (None, by.id), f"{by.name} does not see the message"
        components = walk(message["components"])
        found = next((it for it in components if it.get("custom_id") == custom_id), None)
        assert found is not None, f"no {custom_id!r} in {custom_ids(message)}"
        assert not found.get("disabled"), f"{custom_id!r} is disabled"
        kind = found["type"]
        data: JSON = {"custom_id": custom_id, "component_type": kind, "id": found.get("id", 1)}
        channel = message["channel_id"]
        if kind in SELECTS:
            resolved = Resolved(self, channel, by)
            data["values"] = chosen_values(found, values, resolved, is_required=True)
            data |= resolved.as_json()
        shown = {key: value for key, value in message.items() if key != "body"}
        self.messages.setdefault(message["id"], shown)
        return await self._interact(COMPONENT, data, channel, by, until, message=shown)

    async def submit(
        self,
        exchange: Exchange,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        by: Person | None = None,
        until: Until = "response",
        **more: Any,
    ) -> Exchange:
        """Submits the modal that an exchange opened; fields that are not named stay as filled.

        Only who opened it can, though with other roles by then.
        """
        assert exchange.modal is not None, f"no modal was opened: {exchange.response}"
        by = by or exchange.by
        assert by.id == exchange.by.id, f"the modal is open for {exchange.by.name}"
        channel = exchange.interaction["channel_id"]
        resolved = Resolved(self, channel, by)
        data = fill_in(exchange.modal, {**(values or {}), **more}, resolved)
        source = {"message": exchange.source} if exchange.source is not None else {}
        return await self._interact(
            MODAL_SUBMIT, data, channel, by, until, origin=exchange, **source
        )

    def _is_available(self, command: Command, channel: str) -> bool:
        is_there = self.places.has_commands(channel)
        return command.is_available(self.places.context_of(channel), is_bot_there=is_there)

    def _available(self, name: str, channel: str, kind: int = commands.SLASH) -> Command:
        command = commands.find(self.commands, name, kind)
        assert self._is_available(command, channel), f"{name!r} is not offered in {channel}"
        return command

    async def _interact(
        self,
        kind: int,
        data: JSON,
        channel: str,
        by: Person,
        until: Until = "response",
        origin: Exchange | None = None,
        **more: Any,
    ) -> Exchange:
        interaction = self.places.interaction(kind, data, channel_id=channel, by=by, **more)
        exchange = self._exchanges.begin(interaction, by, origin)
        await self.dispatch("INTERACTION_CREATE", interaction)
        await self.until(
            lambda: exchange.is_acknowledged if until == "acknowledgement" else exchange.response,
            f"a response to {data}",
        )
        return exchange


def custom_ids(message: JSON) -> list[str]:
    """The ids of a message's buttons and selects, or of a modal's fields."""
    return [it["custom_id"] for it in walk(message["components"]) if "custom_id" in it]
