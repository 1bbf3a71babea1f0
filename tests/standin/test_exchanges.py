"""Discord's rules for what responds to an interaction."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from tests.standin import payloads
from tests.standin.exchanges import (
    AUTOCOMPLETE,
    CHOICES,
    COMMAND,
    COMPONENT,
    DEFERRAL,
    DEFERRED_UPDATE,
    MESSAGE,
    MODAL,
    MODAL_SUBMIT,
    UPDATE,
    Exchange,
    Exchanges,
)
from tests.standin.limits import COMPONENTS_V2
from tests.standin.memory import Memory
from tests.standin.messages import EPHEMERAL, Messages
from tests.standin.refusals import Refused
from tests.standin.uploads import Upload

JSON = dict[str, Any]

TEXT = {"type": 10, "content": "text"}
LAYOUT = {"components": [TEXT], "flags": COMPONENTS_V2}
FORM = {
    "custom_id": "form",
    "title": "A form",
    "components": [
        {
            "type": 18,
            "label": "Name",
            "component": {"type": 4, "custom_id": "name", "style": 1},
        }
    ],
}


class Bench:
    """An exchange with the bot's part of it."""

    def __init__(self, kind: int = COMMAND, *, guild: str = payloads.GUILD, **more: Any) -> None:
        self.memory = Memory()
        self.seconds = 0.0
        self.memory.clock = lambda: self.seconds
        self.messages = Messages(self.memory)
        self.exchanges = Exchanges(self.memory, self.messages)
        self.source = self.messages.create({"content": "Press."}, {}, payloads.CHANNEL)
        if kind == COMPONENT:
            more["message"] = self.source
        interaction = payloads.interaction(
            kind, {}, channel_id=payloads.CHANNELS[guild][0], by=payloads.MEMBER, **more
        )
        self.exchange: Exchange = self.exchanges.begin(interaction, payloads.MEMBER)
        self.token: str = interaction["token"]

    def respond(self, kind: int, data: JSON | None = None, **files: bytes) -> JSON:
        body = {"type": kind, "data": data}
        uploads = _uploads(files)
        return self.exchanges.respond(self.exchange.interaction["id"], self.token, body, uploads)

    def edit(self, body: JSON, **files: bytes) -> JSON:
        return self.exchanges.edit(self.token, "@original", body, _uploads(files))

    def follow_up(self, body: JSON) -> JSON:
        return self.exchanges.follow_up(self.token, body, {})


def _uploads(files: dict[str, bytes]) -> dict[str, Upload]:
    return {str(n): Upload(name, it) for n, (name, it) in enumerate(files.items())}


DATA: dict[int, JSON] = {
    MODAL: FORM,
    CHOICES: {"choices": []},
    MESSAGE: LAYOUT,
    UPDATE: {"content": "New."},
}


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        pytest.param(COMMAND, {MESSAGE, DEFERRAL, MODAL}, id="a command"),
        pytest.param(
            COMPONENT, {MESSAGE, DEFERRAL, DEFERRED_UPDATE, UPDATE, MODAL}, id="a component"
        ),
        pytest.param(AUTOCOMPLETE, {CHOICES}, id="autocomplete"),
        pytest.param(MODAL_SUBMIT, {MESSAGE, DEFERRAL}, id="a modal of a command"),
    ],
)
def test_each_interaction_takes_its_own_responses(asked: int, allowed: set[int]) -> None:
    taken = set()
    for kind in (MESSAGE, DEFERRAL, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL):
        bench = Bench(asked)
        with contextlib.suppress(Refused):
            bench.respond(kind, DATA.get(kind))
        if not bench.memory.breaches:
            taken.add(kind)
    assert taken == allowed


def test_a_modal_that_a_component_opened_may_update_its_message_and_open_no_other() -> None:
    bench = Bench(COMPONENT)
    submitted = Bench(MODAL_SUBMIT, message=bench.source)
    submitted.memory.messages[bench.source["id"]] = bench.source
    submitted.respond(UPDATE, {"content": "New."})
    assert submitted.exchange.message is not None
    assert submitted.exchange.message["id"] == bench.source["id"]
    assert submitted.exchange.message["content"] == "New."
    with pytest.raises(Refused, match="type 9 to an interaction of type 5"):
        Bench(MODAL_SUBMIT, message=bench.source).respond(MODAL, FORM)


def test_a_second_response_is_refused() -> None:
    bench = Bench()
    bench.respond(DEFERRAL)
    with pytest.raises(Refused) as refused:
        bench.respond(MESSAGE, LAYOUT)
    assert (refused.value.status, refused.value.code) == (400, 40060)


def test_a_response_after_three_seconds_is_a_breach() -> None:
    bench = Bench()
    bench.seconds = 3.1
    with pytest.raises(Refused) as refused:
        bench.respond(MESSAGE, LAYOUT)
    assert refused.value.code == 10062
    assert bench.memory.breaches == ["a response after 3.1 s to {}"]


def test_a_token_lives_for_fifteen_minutes() -> None:
    bench = Bench()
    bench.respond(DEFERRAL)
    bench.seconds = 15 * 60
    bench.edit({"content": "Just in time."})
    bench.seconds += 1
    with pytest.raises(Refused) as refused:
        bench.edit({"content": "Too late."})
    assert refused.value.code == 50027
    assert bench.memory.breaches == ["a token used after 15 minutes"]


def test_another_token_or_interaction_is_unknown() -> None:
    bench = Bench()
    with pytest.raises(Refused, match="Unknown interaction"):
        bench.exchanges.respond("1", bench.token, {"type": DEFERRAL}, {})
    with pytest.raises(Refused, match="Unknown interaction"):
        bench.exchanges.respond(bench.exchange.interaction["id"], "another", {"type": DEFERRAL}, {})
    with pytest.raises(Refused, match="Unknown Webhook"):
        bench.edit({"content": "Before there was a response."})


@pytest.mark.parametrize("is_private", [True, False], ids=["private", "public"])
def test_a_deferral_settles_who_sees_the_response(is_private: bool) -> None:
    bench = Bench()
    bench.respond(DEFERRAL, {"flags": EPHEMERAL} if is_private else {})
    bench.edit(LAYOUT)
    assert bench.exchange.is_private == is_private
    assert bench.exchange.data["components"] == [TEXT]


def test_privacy_that_comes_after_a_public_deferral_is_a_breach() -> None:
    bench = Bench()
    bench.respond(DEFERRAL)
    bench.follow_up({"content": "A secret.", "flags": EPHEMERAL})
    assert not bench.exchange.is_private
    assert bench.memory.breaches == ["a public response is meant to become private"]


def test_a_deferred_update_ends_with_the_edit_of_the_message_it_came_from() -> None:
    bench = Bench(COMPONENT)
    bench.respond(DEFERRED_UPDATE)
    assert bench.exchange.response is None
    bench.edit({"content": "Pressed."})
    edited = bench.exchange.message
    assert edited is not None
    assert edited["edited_timestamp"] > payloads.STAMP
    assert edited == {
        **bench.source,
        "content": "Pressed.",
        "edited_timestamp": edited["edited_timestamp"],
    }


def test_a_message_in_place_of_a_promised_update_is_the_response() -> None:
    bench = Bench(COMPONENT)
    bench.respond(DEFERRED_UPDATE)
    sent = bench.follow_up({"content": "Noted.", "flags": EPHEMERAL})
    assert bench.exchange.message == sent
    assert bench.exchange.data["content"] == "Noted."
    assert bench.exchange.is_private
    assert bench.exchange.followups == [sent]


def test_an_edit_leaves_what_it_does_not_name() -> None:
    bench = Bench()
    bench.respond(MESSAGE, {"content": "One.", "attachments": []}, **{"a.txt": b"a"})
    bench.edit({"content": "Two."})
    assert bench.exchange.files == {"a.txt": b"a"}
    bench.edit({"attachments": [{"id": "0"}]}, **{"b.txt": b"b"})
    assert bench.exchange.files == {"b.txt": b"b"}
    assert bench.exchange.message is not None
    assert bench.exchange.message["content"] == "Two."


@pytest.mark.parametrize(
    ("body", "breach"),
    [
        pytest.param({"content": "text"}, "beside components v2", id="content"),
        pytest.param({**LAYOUT, "flags": 0}, "flag of components v2 is dropped", id="no flag"),
        pytest.param({"components": []}, "an empty message", id="nothing"),
        pytest.param({"attachments": [{"id": "7"}]}, "no attachment 7", id="no such file"),
    ],
)
def test_components_v2_stay(body: JSON, breach: str) -> None:
    bench = Bench()
    bench.respond(MESSAGE, LAYOUT)
    with pytest.raises(Refused, match=breach):
        bench.edit(body)
    assert bench.memory.breaches


def test_a_plain_message_turns_into_a_layout_once_its_content_is_taken_away() -> None:
    bench = Bench()
    bench.respond(MESSAGE, {"content": "text"})
    with pytest.raises(Refused, match="beside components v2"):
        bench.edit(LAYOUT)
    bench.edit({**LAYOUT, "content": None})
    assert bench.exchange.message is not None
    assert bench.exchange.message["flags"] == COMPONENTS_V2


def test_a_component_shows_a_file_that_is_there_and_every_file_is_shown() -> None:
    file = {"type": 13, "file": {"url": "attachment://a.txt"}}
    shown = {"components": [file], "flags": COMPONENTS_V2}
    with pytest.raises(Refused, match=r"attachment://a\.txt was not uploaded"):
        Bench().respond(MESSAGE, shown)
    bench = Bench()
    bench.respond(MESSAGE, shown, **{"a.txt": b"a", "b.txt": b"b"})
    assert bench.memory.breaches == ["no component shows b.txt"]
    assert bench.exchange.message is not None
    assert bench.exchange.message["components"][0]["size"] == 1
    assert file == {"type": 13, "file": {"url": "attachment://a.txt"}}


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        Bench().respond(MESSAGE, {"content": "x"}, **{"a.bin": bytes(payloads.UPLOAD_LIMIT + 1)})
    assert refused.value.status == 413


def test_where_the_bot_is_not_five_messages_may_follow() -> None:
    bench = Bench(guild=payloads.ELSEWHERE)
    bench.respond(MESSAGE, LAYOUT)
    for _ in range(5):
        bench.follow_up(LAYOUT)
    with pytest.raises(Refused, match="Too many"):
        bench.follow_up(LAYOUT)
    assert len(bench.exchange.followups) == 5


def test_a_message_of_another_interaction_is_out_of_reach() -> None:
    bench = Bench()
    bench.respond(MESSAGE, LAYOUT)
    with pytest.raises(Refused, match="Unknown Message"):
        bench.exchanges.edit(bench.token, bench.source["id"], {"content": "Mine now."}, {})
    bench.exchanges.delete(bench.token, "@original")
    with pytest.raises(Refused, match="Unknown Message"):
        bench.edit(LAYOUT)
