"""The names and descriptions of commands in each language, and whether Discord has them.

They come from the catalogues of all other texts. A name is looked up with what it names as its
message context, `command`, `option` or `choice`, as one word may need several translations; a
description has no context. Who writes a command writes English alone: the catalogues are filled
from the commands themselves; see `tests/translations.py`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location
from discord.app_commands import TranslationContextTypes, locale_str
from discord.http import Route

from bot.translation import ENGLISH, _, language_like, pgettext, speaking

log = logging.getLogger(__name__)

CONTEXTS: Mapping[Location, str] = {
    Location.command_name: "command",
    Location.group_name: "command",
    Location.parameter_name: "option",
    Location.choice_name: "choice",
}
"""What a name belongs to, by the message context that the catalogues use for it."""
LOCALISED = ("name_localizations", "description_localizations")

_NAME = re.compile(r"[-_\w]{1,32}")


class CommandTranslator(app_commands.Translator):
    """Translates commands for discord.py, which asks for each of Discord's locales."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: TranslationContextTypes
    ) -> str | None:
        """The text in the locale's language; None where it is as in English.

        A name that Discord would refuse is left in English, and the log is told: it would refuse
        all commands with it.
        """
        language = language_like(locale.value)
        if language == ENGLISH:
            return None
        kind = CONTEXTS.get(context.location)
        with speaking(language):
            said = pgettext(kind, string.message) if kind else _(string.message)
        if is_typed(context) and not is_name(said):
            log.warning("%r is no name for the command or option %s.", said, string.message)
            return None
        return said if said != string.message else None


def is_typed(context: TranslationContextTypes) -> bool:
    """Whether a text is the name of something that people type after a slash."""
    is_menu = isinstance(context.data, app_commands.ContextMenu)
    return CONTEXTS.get(context.location) in ("command", "option") and not is_menu


def is_name(text: str) -> bool:
    """Whether Discord takes `text` as the name of a command or an option that is typed."""
    return _NAME.fullmatch(text) is not None and text == text.lower()


async def translated(
    tree: app_commands.CommandTree[Any], translator: app_commands.Translator
) -> list[dict[str, Any]]:
    """What Discord is to know of each command of `tree` in all languages."""
    return [await it.get_translated_payload(tree, translator) for it in tree.get_commands()]


async def registered(client: discord.Client, application: int) -> list[dict[str, Any]]:
    """What Discord knows of the application's commands, in all languages."""
    # discord.py's own request leaves the languages out.
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    found: list[dict[str, Any]] = await client.http.request(
        route, params={"with_localizations": "true"}
    )
    return found


def is_known(known: list[dict[str, Any]], wanted: list[dict[str, Any]]) -> bool:
    """Whether Discord has the very commands that are wanted."""
    by_name = {(it["name"], it.get("type", 1)): it for it in known}
    return len(known) == len(wanted) and all(
        _covers(by_name.get((it["name"], it.get("type", 1))), it) for it in wanted
    )


def _covers(known: object, wanted: object) -> bool:
    """Whether what Discord has says all that is wanted; it adds keys and defaults of its own."""
    if isinstance(wanted, dict):
        found = known if isinstance(known, dict) else {}
        # A language that is no longer there has to go from Discord as well.
        is_same = all((found.get(key) or {}) == (wanted.get(key) or {}) for key in LOCALISED)
        others = wanted.keys() - set(LOCALISED)
        return is_same and all(_covers(found.get(key), wanted[key]) for key in others)
    if isinstance(wanted, list | tuple):
        if not isinstance(known, list):
            return not wanted
        return len(known) == len(wanted) and all(map(_covers, known, wanted))
    # Permissions are told as a number, and kept as text.
    return str(known) == str(wanted) or (not known and not wanted)
