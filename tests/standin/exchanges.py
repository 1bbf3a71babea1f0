"""Interactions and what the bot responds, by Discord's rules for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.standin import objects, pings, refusals
from tests.standin.command_limits import choice_breaches
from tests.standin.limits import modal_breaches
from tests.standin.memory import Memory
from tests.standin.messages import EPHEMERAL, Messages
from tests.standin.modals import number
from tests.standin.people import BOT, USE_EXTERNAL_APPS, Person
from tests.standin.places import GRANTED_TO_SERVERS
from tests.standin.refusals import Refused
from tests.standin.uploads import Upload

JSON = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
MESSAGE, DEFERRAL, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: (MESSAGE, DEFERRAL, MODAL),
    COMPONENT: (MESSAGE, DEFERRAL, DEFERRED_UPDATE, UPDATE, MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL_SUBMIT: (MESSAGE, DEFERRAL),
}
RESPONSE_SECONDS = 3.0
TOKEN_SECONDS = 15 * 60.0
MOST_FOLLOWUPS_ELSEWHERE = 5
MESSAGE_TYPES = {COMMAND: 20}


@dataclass(slots=True)
class Exchange:
    """An interaction and what the bot responded."""

    interaction: JSON
    by: Person
    memory: Memory = field(repr=False)
    started: float
    """By the memory's clock."""
    origin: Exchange | None = None
    """Where a modal was opened, of the interaction that submits it."""
    deferral: JSON | None = None
    response: JSON | None = None
    modal: JSON | None = None
    """The modal that the bot opened: its `custom_id`, `title` and `components`."""
    message_id: str | None = None
    followup_ids: list[str] = field(default_factory=list)

    @property
    def data(self) -> JSON:
        """What the response carries."""
        assert self.response is not None
        found: JSON = self.response.get("data") or {}
        return found

    @property
    def message(self) -> JSON | None:
        """The message that the response made or changed, as it stands now.

        Where an update was promised and a message came in its place, that message.
        """
        return self.memory.messages.get(self.message_id or "")

    @property
    def followups(self) -> list[JSON]:
        """The messages after the response, as they stand now."""
        found = self.memory.messages
        return [found[it] for it in self.followup_ids if it in found]

    @property
    def files(self) -> dict[str, bytes]:
        """What is in the files of the message and of those after it, by their names."""
        messages = {it["id"]: it for it in (self.message, *self.followups) if it}
        attachments = [it for message in messages.values() for it in message["attachments"]]
        return {it["filename"]: self.memory.attachments.content(it) for it in attachments}

    @property
    def is_private(self) -> bool:
        """Whether the person alone sees the response."""
        shown = self.message or self.data
        return bool(shown.get("flags", 0) & EPHEMERAL)

    @property
    def is_acknowledged(self) -> bool:
        return self.response is not None or self.deferral is not None

    @property
    def is_of_user(self) -> bool:
        """Whether the bot is there for its user alone, and not as a member."""
        return GRANTED_TO_SERVERS not in self.interaction["authorizing_integration_owners"]

    @property
    def source(self) -> JSON | None:
        """The message whose component was used."""
        found: JSON | None = self.interaction.get("message")
        return found

    def metadata(self) -> JSON:
        """What a response tells of the interaction."""
        base: JSON = {
            "id": self.interaction["id"],
            "type": self.interaction["type"],
            "user": objects.person(self.by),
            "authorizing_integration_owners": self.interaction["authorizing_integration_owners"],
        }
        if self.origin is not None:
            base["triggering_interaction_metadata"] = self.origin.metadata()
        elif self.source is not None:
            base["interacted_message_id"] = self.source["id"]
        return base


class Exchanges:
    """Every interaction, and the requests with which the bot responds to it."""

    def __init__(self, memory: Memory, messages: Messages) -> None:
        self._memory = memory
        self._messages = messages
        self._by_id: dict[str, Exchange] = {}

    def begin(self, interaction: JSON, by: Person, origin: Exchange | None = None) -> Exchange:
        started = self._memory.clock()
        exchange = Exchange(interaction, by, self._memory, started, origin)
        self._by_id[interaction["id"]] = exchange
        return exchange

    def respond(
        self, interaction_id: str, token: str, body: JSON, files: dict[str, Upload]
    ) -> JSON:
        """The first response; what Discord returns about it."""
        exchange = self._by_id.get(interaction_id)
        if exchange is None or exchange.interaction["token"] != token:
            raise Refused(404, refusals.UNKNOWN_INTERACTION, "Unknown interaction")
        if exchange.is_acknowledged:
            message = "Interaction has already been acknowledged."
            raise Refused(400, refusals.ACKNOWLEDGED, message)
        seconds = self._memory.clock() - exchange.started
        if seconds > RESPONSE_SECONDS:
            about = exchange.interaction["data"]
            self._memory.breaches.append(f"a response after {seconds:.1f} s to {about}")
            raise Refused(404, refusals.UNKNOWN_INTERACTION, "Unknown interaction")
        kind = body["type"]
        asked = exchange.interaction["type"]
        allowed = ALLOWED[asked]
        if asked == MODAL_SUBMIT and exchange.source is not None:
            allowed = (*allowed, DEFERRED_UPDATE, UPDATE)
        if kind not in allowed:
            self._messages.refuse([f"a response of type {kind} to an interaction of type {asked}"])
        self._apply(exchange, kind, body.get("data") or {}, files)
        if kind in (DEFERRAL, DEFERRED_UPDATE):
            exchange.deferral = body
        else:
            exchange.response = body
        about = {
            "id": interaction_id,
            "type": asked,
            "response_message_id": exchange.message_id,
        }
        resource = {"type": kind, "message": exchange.message}
        return {"interaction": about, "resource": resource}

    def edit(self, token: str, message_id: str, body: JSON, files: dict[str, Upload]) -> JSON:
        """Edits the response, for which the name is `@original`, or a message after it."""
        exchange = self._open(token)
        found = self._own(exchange, message_id)
        self._note_lost_privacy(body, self._messages.find(found))
        message = self._messages.edit(found, body, files)
        if found == exchange.message_id and exchange.response is None:
            if (exchange.deferral or {}).get("type") == DEFERRAL:
                # Not until now was there anything to be notified of.
                self._messages.notify(message, body, pings.IN_RESPONSES)
            self._complete(exchange, body, message)
        return message

    def follow_up(self, token: str, body: JSON, files: dict[str, Upload]) -> JSON:
        """Sends a message after the response; the first after a deferral is the response itself."""
        exchange = self._open(token)
        if exchange.response is None and (exchange.deferral or {}).get("type") == DEFERRAL:
            return self.edit(token, "@original", body, files)
        if exchange.is_of_user and len(exchange.followup_ids) >= MOST_FOLLOWUPS_ELSEWHERE:
            self._memory.breaches.append("a sixth follow-up")
            raise Refused(400, refusals.TOO_MANY_FOLLOWUPS, "Too many follow-up messages")
        message = self._create(exchange, body, files)
        exchange.followup_ids.append(message["id"])
        if exchange.response is None:
            # An update was promised, and this is what came: no other response is seen.
            exchange.message_id = message["id"]
            exchange.response = {"type": MESSAGE, "data": {**body, "flags": message["flags"]}}
        return message

    def find(self, token: str, message_id: str) -> JSON:
        return self._messages.find(self._own(self._open(token), message_id))

    def delete(self, token: str, message_id: str) -> JSON:
        """Deletes the response, or a message after it; private ones too."""
        exchange = self._open(token)
        gone = self._messages.delete(self._own(exchange, message_id))
        if exchange.response is None:
            # A promised update that deletes instead was all there is to it.
            exchange.response = exchange.deferral
        return gone

    def _apply(self, exchange: Exchange, kind: int, data: JSON, files: dict[str, Upload]) -> None:
        """Does what a response of a type asks for; refuses what breaches a limit."""
        if kind == CHOICES:
            self._messages.refuse(choice_breaches(data.get("choices") or []))
        elif kind == MODAL:
            self._messages.refuse(modal_breaches(data))
            exchange.modal = {**data, "components": number(data["components"])}
        elif kind == MESSAGE:
            exchange.message_id = self._create(exchange, data, files)["id"]
        elif kind == DEFERRAL:
            flags = self._privacy(exchange, data)
            channel = exchange.interaction["channel_id"]
            loading = self._messages.create_loading(channel, flags, **_about(exchange))
            exchange.message_id = self._noted(exchange, loading)["id"]
        else:
            assert exchange.source is not None, "only a component's interaction can get here"
            exchange.message_id = exchange.source["id"]
            if kind == UPDATE:
                self._messages.edit(exchange.source["id"], data, files)

    def _create(self, exchange: Exchange, body: JSON, files: dict[str, Upload]) -> JSON:
        channel = exchange.interaction["channel_id"]
        message = self._messages.create(
            body,
            files,
            channel,
            privacy=self._privacy(exchange, body),
            pinging=pings.IN_RESPONSES,
            **_about(exchange),
        )
        return self._noted(exchange, message)

    def _noted(self, exchange: Exchange, message: JSON) -> JSON:
        self._memory.responses.add(message["id"])
        if message["flags"] & EPHEMERAL:
            self._memory.private[message["id"]] = exchange.by.id
        return message

    def _privacy(self, exchange: Exchange, body: JSON) -> int:
        """The flag of a private message: where apps of users may not speak, Discord sets it."""
        is_muted = False
        if exchange.is_of_user and "guild_id" in exchange.interaction:
            channel = exchange.interaction["channel_id"]
            held = self._memory.places.permissions(exchange.by, channel)
            is_muted = not held & USE_EXTERNAL_APPS
        return EPHEMERAL if is_muted else int(body.get("flags") or 0) & EPHEMERAL

    def _note_lost_privacy(self, body: JSON, message: JSON) -> None:
        """Discord ignores the flag: who sees a message was settled when it was made or deferred."""
        if int(body.get("flags") or 0) & EPHEMERAL and not message["flags"] & EPHEMERAL:
            self._memory.breaches.append("a public response is meant to become private")

    def _complete(self, exchange: Exchange, body: JSON, message: JSON) -> None:
        assert exchange.deferral is not None, "nothing else lacks a response here"
        kind = MESSAGE if exchange.deferral["type"] == DEFERRAL else UPDATE
        exchange.response = {"type": kind, "data": {**body, "flags": message["flags"]}}

    def _open(self, token: str) -> Exchange:
        found = (it for it in self._by_id.values() if it.interaction["token"] == token)
        exchange = next(found, None)
        if exchange is None or not exchange.is_acknowledged:
            raise Refused(404, refusals.UNKNOWN_WEBHOOK, "Unknown Webhook")
        if self._memory.clock() - exchange.started > TOKEN_SECONDS:
            self._memory.breaches.append("a token used after 15 minutes")
            raise Refused(401, refusals.EXPIRED_TOKEN, "Invalid Webhook Token")
        return exchange

    def _own(self, exchange: Exchange, message_id: str) -> str:
        found = exchange.message_id if message_id == "@original" else message_id
        if found not in (exchange.message_id, *exchange.followup_ids) or found is None:
            raise Refused(404, refusals.UNKNOWN_MESSAGE, "Unknown Message")
        return found


def _about(exchange: Exchange) -> JSON:
    """What makes a message a response."""
    return {
        "type": MESSAGE_TYPES.get(exchange.interaction["type"], 0),
        "application_id": BOT,
        "webhook_id": BOT,
        "interaction_metadata": exchange.metadata(),
    }
