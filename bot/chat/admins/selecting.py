"""What a press in a select brings along: what was chosen, and what the select showed before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from discord.components import Component, SelectMenu

from bot.chat.curators.access import Interaction
from bot.chat.payloads import data_of


def resolved_of(interaction: Interaction, kind: str) -> Mapping[str, Any]:
    """What Discord tells about the chosen items, by their ids; `kind` is for example `users`."""
    found: Mapping[str, Any] = data_of(interaction).get("resolved", {}).get(kind, {})
    return found


def shown_in(interaction: Interaction, custom_id: str) -> frozenset[str]:
    """The values that a select of the message showed as chosen when somebody used it."""
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
