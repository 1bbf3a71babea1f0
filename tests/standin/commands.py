"""Running the commands that the bot registered: what Discord's client lets one type, and sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.standin import people
from tests.standin.command_limits import GROUP, SUBCOMMAND
from tests.standin.limits import MENTIONABLE_SELECT
from tests.standin.places import DIRECT_CONTEXT
from tests.standin.resolving import Resolved

JSON = dict[str, Any]

SLASH, ON_USER, ON_MESSAGE = 1, 2, 3
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
LONGEST_STRING = 6000
TO_SERVERS, TO_USERS = 0, 1


@dataclass(frozen=True, slots=True)
class Command:
    """A registered command, or a subcommand of one; `path` is all that is typed."""

    path: tuple[str, ...]
    root: JSON
    leaf: JSON

    @property
    def options(self) -> dict[str, JSON]:
        return {it["name"]: it for it in self.leaf.get("options", [])}

    def data(self, options: list[JSON], resolved: Resolved | None = None) -> JSON:
        """What Discord sends about it, the options within the subcommand and its groups."""
        for depth, name in enumerate(reversed(self.path[1:])):
            kind = SUBCOMMAND if depth == 0 else GROUP
            options = [{"name": name, "type": kind, "options": options}]
        base = {"id": self.root["id"], "name": self.root["name"], "type": self.root["type"]}
        return base | {"options": options} | (resolved.as_json() if resolved else {})

    def is_available(self, context: int, *, is_bot_there: bool) -> bool:
        """Whether it is there at all, in a context of `places`; the bot need not be."""
        contexts = self.root.get("contexts")
        installs = self.root.get("integration_types") or [TO_SERVERS]
        # A user who has it has it in direct messages too.
        is_installed = (
            TO_SERVERS in installs or (context == DIRECT_CONTEXT and TO_USERS in installs)
            if is_bot_there
            else TO_USERS in installs
        )
        return is_installed and (contexts is None or context in contexts)

    def is_allowed(self, held: int) -> bool:
        """Whether a server that changed nothing offers it to who has these permissions."""
        needed = self.root.get("default_member_permissions")
        if needed is not None and int(needed) == 0:
            return bool(held & people.ADMINISTRATOR)
        return held & int(needed or 0) == int(needed or 0)


def find(commands: list[JSON], name: str, kind: int = SLASH) -> Command:
    """A command by all that is typed of it, such as `knowledge source add`; fails if there is none.

    The name of one that works on a message may have spaces in it.
    """
    path = tuple(name.split()) if kind == SLASH else (name,)
    steps: list[JSON] = []
    offered = [it for it in commands if it["type"] == kind]
    for word in path:
        step = next((it for it in offered if it["name"] == word), None)
        assert step is not None, f"the bot registered no command {name!r}"
        steps.append(step)
        offered = [it for it in step.get("options", []) if it["type"] in (SUBCOMMAND, GROUP)]
    assert not offered, f"{name!r} wants one of {[it['name'] for it in offered]}"
    return Command(path, steps[0], steps[-1])


def typed(command: Command, given: Mapping[str, Any], resolved: Resolved) -> list[JSON]:
    """The options of a command that is run; fails where Discord's client would not run it."""
    missing = {name for name, it in command.options.items() if it.get("required")} - set(given)
    assert not missing, f"{command.path} requires {sorted(missing)}"
    return [_option(_named(command, name), it, resolved) for name, it in given.items()]


def half_typed(
    command: Command, focused: str, text: str, given: Mapping[str, Any], resolved: Resolved
) -> list[JSON]:
    """The options of a command that is being typed; the one at the cursor is what is there yet."""
    option = _named(command, focused)
    assert option.get("autocomplete"), f"{focused!r} has no autocomplete"
    others = [_option(_named(command, name), it, resolved) for name, it in given.items()]
    return [*others, {"name": focused, "type": option["type"], "value": text, "focused": True}]


def _named(command: Command, name: str) -> JSON:
    assert name in command.options, f"{command.path} has no option {name!r}: {[*command.options]}"
    return command.options[name]


def _option(option: JSON, value: Any, resolved: Resolved) -> JSON:
    return {
        "name": option["name"],
        "type": option["type"],
        "value": _value(option, value, resolved),
    }


def _value(option: JSON, value: Any, resolved: Resolved) -> Any:
    kind, name = option["type"], option["name"]
    if kind == STRING:
        assert isinstance(value, str), f"{name!r} takes text, not {value!r}"
        least, most = option.get("min_length") or 0, option.get("max_length") or LONGEST_STRING
        fits = least <= len(value) <= most
        assert fits, f"{name!r} takes {least} to {most} characters, not {len(value)}"
    elif kind == BOOLEAN:
        assert isinstance(value, bool), f"{name!r} is true or false, not {value!r}"
    elif kind in (INTEGER, NUMBER):
        types = (int,) if kind == INTEGER else (int, float)
        is_number = isinstance(value, types) and not isinstance(value, bool)
        assert is_number, f"{name!r} takes a number, not {value!r}"
        # What is left out bounds nothing.
        least, most = option.get("min_value", value), option.get("max_value", value)
        assert least <= value <= most, f"{name!r} takes {least} to {most}, not {value}"
    else:
        return _resolved(option, value, resolved)
    choices = [it["value"] for it in option.get("choices") or []]
    assert not choices or value in choices, f"{name!r} offers {choices}, not {value!r}"
    return value


def _resolved(option: JSON, value: Any, resolved: Resolved) -> str:
    if option["type"] == ATTACHMENT:
        return resolved.upload(value)
    if option["type"] == CHANNEL:
        return resolved.channel(value, option.get("channel_types"))
    if option["type"] == ROLE:
        return resolved.role(value)
    if option["type"] == USER:
        return resolved.user(value)
    assert option["type"] == MENTIONABLE, f"no option has the type {option['type']}"
    return resolved.person_or_role(value, MENTIONABLE_SELECT)
