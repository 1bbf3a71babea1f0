"""Discord's limits on the commands that a bot registers, and on what it offers in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

JSON = dict[str, Any]

SLASH, SUBCOMMAND, GROUP = 1, 1, 2
MOST_CHARACTERS = 8000
NAME = re.compile(r"[-_'\w]{1,32}")
_LOCALES = """
ar bg cs da de el en-GB en-US es-419 es-ES fi fr he hi hr hu id it ja ko lt nl no pl pt-BR ro ru
sv-SE th tr uk vi zh-CN zh-TW
"""
LOCALES = frozenset(_LOCALES.split())


def choice_breaches(choices: list[JSON]) -> list[str]:
    """What in an autocomplete's choices Discord would refuse."""
    found = ["over 25 choices"] if len(choices) > 25 else []
    for choice in choices:
        for key in ("name", "value"):
            if not 1 <= len(str(choice[key])) <= 100:
                found.append(f"choice {key} of {len(str(choice[key]))} characters")
    return found


def command_breaches(commands: list[JSON]) -> list[str]:
    """What in a set of commands Discord would refuse."""
    found: list[str] = []
    for kind, most in ((SLASH, 100), (2, 15), (3, 15)):
        of_kind = [it for it in commands if it.get("type", SLASH) == kind]
        names = [it["name"] for it in of_kind]
        if len(of_kind) > most:
            found.append(f"{len(of_kind)} commands of type {kind}")
        found += [f"command {it!r} twice" for it in {*names} if names.count(it) > 1]
        found += _same_names(of_kind)
    for command in commands:
        name = command["name"]
        if command.get("type", SLASH) == SLASH:
            found += _named(command)
            characters = sum(_characters(command))
            if characters > MOST_CHARACTERS:
                found.append(f"command {name!r} of {characters} characters")
            continue
        if command.get("description"):
            found.append(f"{name!r} takes no description")
        for locale, text in _localised(command, "name"):
            if not 1 <= len(text) <= 32:
                found.append(f"name of {name!r} in {locale!r}")
    return found


def _named(command: JSON) -> Iterator[str]:
    """Breaches of a slash command, a group or an option, and of what is in it."""
    name, options = command["name"], command.get("options", [])
    if name != name.lower() or not NAME.fullmatch(name):
        yield f"name {name!r}"
    if not 1 <= len(command.get("description", "")) <= 100:
        yield f"description of {name!r}"
    yield from _localisations(command)
    yield from _same_names(options)
    names = [it["name"] for it in options]
    if len(options) > 25 or len(names) != len(set(names)):
        yield f"options of {name!r}"
    is_nested = [it["type"] in (SUBCOMMAND, GROUP) for it in options]
    if any(is_nested) and not all(is_nested):
        yield f"{name!r} has both subcommands and options"
    is_required = [bool(it.get("required")) for it in options]
    if is_required != sorted(is_required, reverse=True):
        yield f"{name!r} has a required option after an optional one"
    yield from _choices(command)
    for option in options:
        yield from _named(option)


def _localisations(command: JSON) -> Iterator[str]:
    name = command["name"]
    for key in ("name", "description"):
        for locale, text in _localised(command, key):
            if locale not in LOCALES:
                yield f"{name!r} is localised in {locale!r}"
            is_name = text == text.lower() and NAME.fullmatch(text)
            if not (is_name if key == "name" else 1 <= len(text) <= 100):
                yield f"{key} of {name!r} in {locale!r}"


def _choices(command: JSON) -> Iterator[str]:
    name, choices = command["name"], command.get("choices", [])
    for choice in choices:
        if not all(1 <= len(str(choice[key])) <= 100 for key in ("name", "value")):
            yield f"a choice of {name!r}"
        for locale, text in _localised(choice, "name"):
            if locale not in LOCALES or not 1 <= len(text) <= 100:
                yield f"a choice of {name!r} in {locale!r}"
    if len(choices) > 25 or (choices and command.get("autocomplete")):
        yield f"choices of {name!r}"


def _same_names(siblings: list[JSON]) -> Iterator[str]:
    """Those side by side that a person who reads in one language could not tell apart."""
    taken: dict[tuple[str, str], str] = {}
    for it in siblings:
        for locale, text in _localised(it, "name"):
            first = taken.setdefault((locale, text), it["name"])
            if first != it["name"]:
                yield f"{first!r} and {it['name']!r} have the same name in {locale!r}"


def _localised(it: JSON, key: str) -> list[tuple[str, str]]:
    found: dict[str, str | None] = it.get(f"{key}_localizations") or {}
    return [(locale, text) for locale, text in found.items() if text is not None]


def _characters(command: JSON) -> Iterator[int]:
    """What counts towards a command's characters: of each text the longest in any language."""
    yield _longest(command, "name") + _longest(command, "description")
    for choice in command.get("choices", []):
        yield _longest(choice, "name") + len(str(choice["value"]))
    for option in command.get("options", []):
        yield from _characters(option)


def _longest(it: JSON, key: str) -> int:
    return max(len(it.get(key, "")), *(len(text) for _, text in _localised(it, key)), 0)
