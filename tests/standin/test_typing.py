"""What the stand-in, like Discord's client, lets nobody type, press or submit."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from tests.standin import payloads
from tests.standin.commands import find, half_typed, typed
from tests.standin.memory import Memory
from tests.standin.modals import fill_in, number
from tests.standin.places import DIRECT_CONTEXT, SERVER_CONTEXT
from tests.standin.resolving import Resolved
from tests.standin.server import Discord
from tests.standin.uploads import Upload

JSON = dict[str, Any]

ADD: JSON = {
    "type": 1,
    "name": "add",
    "description": "Adds.",
    "options": [
        {"type": 3, "name": "title", "description": "T", "required": True, "max_length": 5},
        {"type": 3, "name": "kind", "description": "K", "choices": [{"name": "A", "value": "a"}]},
        {"type": 4, "name": "count", "description": "C", "min_value": 1, "max_value": 3},
        {"type": 5, "name": "pinned", "description": "P"},
        {"type": 7, "name": "where", "description": "W", "channel_types": [0]},
        {"type": 8, "name": "role", "description": "R"},
        {"type": 11, "name": "file", "description": "F"},
        {"type": 3, "name": "entry", "description": "E", "autocomplete": True},
    ],
}
COMMANDS: list[JSON] = [
    {
        "id": "1",
        "type": 1,
        "name": "notes",
        "description": "Notes.",
        "default_member_permissions": "32",
        "contexts": [0],
        "options": [ADD],
    },
    {"id": "2", "type": 1, "name": "admin", "default_member_permissions": "0"},
    {"id": "3", "type": 1, "name": "ask", "integration_types": [0, 1]},
]


def resolved() -> Resolved:
    return Resolved(Memory(), payloads.CHANNEL, payloads.OWNER)


def test_options_are_sent_within_their_subcommand() -> None:
    add = find(COMMANDS, "notes add")
    data = add.data(typed(add, {"title": "tea"}, resolved()))
    title = {"name": "title", "type": 3, "value": "tea"}
    assert data == {
        "id": "1",
        "name": "notes",
        "type": 1,
        "options": [{"name": "add", "type": 1, "options": [title]}],
    }


def test_a_file_is_sent_as_an_attachment_that_can_be_read() -> None:
    add = find(COMMANDS, "notes add")
    memory = Memory()
    found = Resolved(memory, payloads.CHANNEL, payloads.OWNER)
    data = add.data(typed(add, {"title": "t", "file": Upload("a b.csv", b"1")}, found), found)
    (attachment,) = data["resolved"]["attachments"].values()
    assert (attachment["filename"], attachment["size"]) == ("a_b.csv", 1)
    assert attachment["content_type"] == "text/csv"
    assert memory.attachments.content(attachment) == b"1"


@pytest.mark.parametrize("name", ["note", "notes", "notes remove", "notes add title"])
def test_what_is_no_command_cannot_be_run(name: str) -> None:
    with pytest.raises(AssertionError, match=r"registered no command|wants one of"):
        find(COMMANDS, name)


UNFIT: dict[str, JSON] = {
    "requires": {},
    "no option 'nothing'": {"title": "tea", "nothing": 1},
    "0 to 5 characters, not 6": {"title": "coffee"},
    "takes text": {"title": 5},
    "offers": {"title": "tea", "kind": "b"},
    "takes 1 to 3, not 4": {"title": "tea", "count": 4},
    "takes a number": {"title": "tea", "count": True},
    "true or false": {"title": "tea", "pinned": "yes"},
    "alone can be chosen": {"title": "tea", "where": payloads.THREAD},
    "is elsewhere": {"title": "tea", "where": payloads.CHANNEL2},
    "of another server": {"title": "tea", "role": payloads.ADMIN2.roles[0]},
    "is no upload": {"title": "tea", "file": b"text"},
}


@pytest.mark.parametrize("reason", UNFIT)
def test_options_that_do_not_fit_cannot_be_sent(reason: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(reason)):
        typed(find(COMMANDS, "notes add"), UNFIT[reason], resolved())


def test_autocomplete_is_where_it_was_registered() -> None:
    add = find(COMMANDS, "notes add")
    (option,) = half_typed(add, "entry", "ste", {}, resolved())
    assert option == {"name": "entry", "type": 3, "value": "ste", "focused": True}
    with pytest.raises(AssertionError, match="no autocomplete"):
        half_typed(add, "title", "te", {}, resolved())


def test_a_command_is_offered_where_it_belongs() -> None:
    places = ((SERVER_CONTEXT, True), (SERVER_CONTEXT, False), (DIRECT_CONTEXT, True))
    offered = [
        [find(COMMANDS, it).is_available(at, is_bot_there=is_there) for at, is_there in places]
        for it in ("notes add", "ask")
    ]
    assert offered == [[True, False, False], [True, True, True]]


async def test_a_command_is_shown_to_those_with_its_permissions() -> None:
    discord = Discord()
    discord.commands = COMMANDS
    everybody = (payloads.OWNER, payloads.ADMIN, payloads.CURATOR, payloads.ADMIN2)

    def shown(name: str, guild: str = payloads.GUILD) -> list[bool]:
        return [discord.is_shown_to(it, name, guild) for it in everybody]

    assert shown("notes add") == [True, True, False, False]
    assert shown("notes add", payloads.GUILD2) == [False, False, False, True]
    assert shown("admin") == [True, False, False, False]
    assert shown("ask") == [True] * 4


SIDES = ("for", "no")
FORM: JSON = {
    "custom_id": "form",
    "title": "A form",
    "components": [
        {"type": 10, "content": "Fill it in."},
        {
            "type": 18,
            "label": "Name",
            "component": {
                "type": 4,
                "custom_id": "name",
                "style": 1,
                "value": "tea",
                "min_length": 2,
                "max_length": 5,
            },
        },
        {
            "type": 18,
            "label": "Topics",
            "component": {
                "type": 3,
                "custom_id": "topics",
                "max_values": 2,
                "required": False,
                "options": [{"label": it, "value": it, "default": it == "b"} for it in "abc"],
            },
        },
        {
            "type": 18,
            "label": "Side",
            "component": {
                "type": 21,
                "custom_id": "side",
                "options": [
                    {"label": it, "value": it, "default": it == "for"} for it in ("for", "no")
                ],
            },
        },
        {"type": 18, "label": "Sure", "component": {"type": 23, "custom_id": "sure"}},
    ],
}


def submitted(**values: Any) -> list[Any]:
    data = fill_in({**FORM, "components": number(FORM["components"])}, values, resolved())
    fields = [it["component"] for it in data["components"] if it["type"] == 18]
    return [it.get("value", it.get("values")) for it in fields]


def test_a_modal_is_submitted_with_what_stands_in_it() -> None:
    assert submitted() == ["tea", ["b"], "for", False]
    assert submitted(topics=[], side="no", sure=True) == ["tea", [], "no", True]


WRONG: dict[str, JSON] = {
    "no ['nothing']": {"nothing": "x"},
    "'name' is required": {"name": ""},
    "2 to 5 characters, not 1": {"name": "x"},
    "2 to 5 characters, not 6": {"name": "coffee"},
    "offers no": {"topics": ["d"]},
    "takes 1 to 2, not 3": {"topics": ["a", "b", "c"]},
    "'side' is required": {"side": None},
    "offers no 'neither'": {"side": "neither"},
    "is ticked or not": {"sure": "yes"},
}


@pytest.mark.parametrize("reason", WRONG)
def test_a_modal_that_is_filled_in_wrongly_cannot_be_submitted(reason: str) -> None:
    with pytest.raises(AssertionError, match=re.escape(reason)):
        submitted(**WRONG[reason])


async def test_nobody_presses_what_they_do_not_see_or_is_disabled_or_gone() -> None:
    discord = Discord()
    row = {"type": 1, "components": [{"type": 2, "custom_id": "go", "disabled": True}]}
    author = payloads.user(payloads.BOT, is_bot=True)
    message = payloads.message("", channel_id=payloads.CHANNEL, author=author, components=[row])
    with pytest.raises(AssertionError, match="disabled"):
        await discord.press(message, "go")
    with pytest.raises(AssertionError, match="no 'stop'"):
        await discord.press(message, "stop")
    discord.private[message["id"]] = payloads.CURATOR.id
    with pytest.raises(AssertionError, match="member does not see"):
        await discord.press(message, "go", by=payloads.MEMBER)
    discord.deleted.add(message["id"])
    with pytest.raises(AssertionError, match="is deleted"):
        await discord.press(message, "go")


def test_a_person_may_do_what_their_roles_on_a_server_allow() -> None:
    lost = replace(payloads.ADMIN, roles=())
    assert lost.permissions_on(payloads.GUILD) == payloads.MEMBER.permissions_on(payloads.GUILD)
    assert payloads.ADMIN.permissions_on(payloads.GUILD) & 32
    assert not payloads.ADMIN.permissions_on(payloads.GUILD2) & 32
    assert str(payloads.OWNER.permissions_on(payloads.GUILD)) == payloads.EVERY_PERMISSION
