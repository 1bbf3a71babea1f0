"""What a press in a select brings along: what was chosen, and what the select showed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from discord.components import Component, SelectMenu

from bot.chat.curators.access import Interaction


def values_of(interaction: Interaction) -> tuple[str, ...]:
    """What was chosen, as it came from Discord, or from somebody who forged it."""
    data: Mapping[str, Any] = {**(interaction.data or {})}  # discord.py types some keys alone
    return tuple(str(it) for it in data.get("values", []))


def resolved_of(interaction: Interaction, kind: str) -> Mapping[str, Any]:
    """What Discord tells of those that were chosen, by their ids; `kind` is such as `users`."""
    data: Mapping[str, Any] = {**(interaction.data or {})}  # as above
    found: Mapping[str, Any] = data.get("resolved", {}).get(kind, {})
    return found


def shown_in(interaction: Interaction, custom_id: str) -> frozenset[str]:
    """What a select of the message had as chosen when somebody chose in it."""
    components = interaction.message.components if interaction.message else []
    found = (it for it in _walk(components) if isinstance(it, SelectMenu))
    select = next((it for it in found if it.custom_id == custom_id), None)
    if select is None:
        return frozenset()
    options = (it.value for it in select.options if it.default)
    return frozenset((*options, *(str(it.id) for it in select.default_values)))


def _walk(components: Iterable[Component]) -> Iterator[Component]:
    for it in components:
        yield it
        yield from _walk(getattr(it, "children", ()))
