"""What the autocompletes of `/knowledge` offer, and the items that their values stand for.

Discord asks for choices without running a command's checks, so each is asked here; who may change
nothing is offered nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Literal

from discord import app_commands
from rapidfuzz import fuzz, process, utils

from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import Desk, open_desk
from bot.chat.custom_ids import option_value
from bot.chat.markup import LABEL_LIMIT, OPTIONS_LIMIT, quote, shorten
from bot.chat.rendering import title_of
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Item, ItemKind
from bot.knowledge.problems import did_you_mean
from bot.translation import _

LEAST_ALIKE = 45
"""From what likeness on, 0 to 100, something is offered for what was typed."""

Choice = app_commands.Choice[str]


def pack_named(desk: Desk, name: str | None) -> str:
    """The id of the pack that a command is about: `name`, the server's own, or the only one.

    Raises `ChangeRefused` where that is none that may be changed from here, or one of several.
    """
    homes = desk.homes
    if name is not None and name not in homes:
        known = ", ".join(f"`{it}`" for it in homes)
        raise ChangeRefused(
            _(
                "There is no pack “{name}” that you may change.{hint} You may change {known}."
            ).format(name=quote(name, LABEL_LIMIT), hint=did_you_mean(name, homes), known=known)
        )
    if name is None and len(homes) > 1 and not desk.access.is_curator:
        raise ChangeRefused(_("Say which `pack`: you may change several."))
    return name or next(iter(homes))


async def entry_named(desk: Desk, text: str) -> tuple[str, Entry]:
    """The pack's id and the entry for a choice, an id, a question or a phrasing.

    Raises `ChangeRefused` if that is none that may be changed from here.
    """
    packs = await desk.packs()
    pack_id, item_id = _parts(text)
    for name, pack in packs.items():
        if item_id in pack.entry_by_id and pack_id in (None, name):
            return name, pack.entry_by_id[item_id]
    for name, pack in packs.items():
        for entry in pack.entries:
            if text.strip() in entry.asked_as:
                return name, entry
    known = [it for pack in packs.values() for it in pack.entry_by_id]
    raise ChangeRefused(
        _("There is no entry “{entry}” that you may change.").format(
            entry=quote(item_id, LABEL_LIMIT)
        )
        + did_you_mean(item_id, known)
    )


async def item_named(desk: Desk, kind: ItemKind, text: str) -> tuple[str, Item]:
    """The same for a source or a topic, by its id."""
    packs = await desk.packs()
    pack_id, item_id = _parts(text)
    known: list[str] = []
    for name, pack in packs.items():
        items = pack.by_id(kind)
        known += items
        if item_id in items and pack_id in (None, name):
            return name, items[item_id]
    raise ChangeRefused(
        _("There is nothing called “{name}” that you may change.").format(
            name=quote(item_id, LABEL_LIMIT)
        )
        + did_you_mean(item_id, known)
    )


async def complete_pack(interaction: Interaction, current: str) -> list[Choice]:
    """The packs that the curator may change."""
    packs = await (await open_desk(interaction)).packs()
    labels = {name: f"{title_of(pack)} ({name})" for name, pack in packs.items()}
    return choices(search(current, {name: (name, it) for name, it in labels.items()}), labels)


async def complete_entry(interaction: Interaction, current: str) -> list[Choice]:
    """The entries that the curator may change, drafts included, by id, question or phrasing."""
    packs = await (await open_desk(interaction)).packs()
    texts: dict[str, tuple[str, ...]] = {}
    labels: dict[str, str] = {}
    for name, pack in packs.items():
        for entry in sorted(pack.entries, key=lambda it: it.is_live):
            value = option_value(name, entry.id)
            texts[value] = (entry.id, *entry.asked_as)
            draft = _("[draft] {question}").format(question=entry.question)
            labels[value] = entry.question if entry.is_live else draft
    return choices(await asyncio.to_thread(search, current, texts), labels)


async def complete_source(interaction: Interaction, current: str) -> list[Choice]:
    """The sources that the curator may change."""
    return await _complete_titled(interaction, current, "sources")


async def complete_topic(interaction: Interaction, current: str) -> list[Choice]:
    """The topics that the curator may change."""
    return await _complete_titled(interaction, current, "topics")


async def complete_phrasing(interaction: Interaction, current: str) -> list[Choice]:
    """The phrasings of the entry that is already chosen."""
    return await _complete_text(interaction, current, "phrasings")


async def complete_not_for(interaction: Interaction, current: str) -> list[Choice]:
    """The negative phrasings of the entry that is already chosen."""
    return await _complete_text(interaction, current, "not_for")


def text_named(chosen: str, texts: Iterable[str]) -> str | None:
    """The one of `texts` that a choice stands for by its text, or the beginning of a long one."""
    found = [it for it in texts if it == chosen]
    found += [it for it in texts if len(it) > LABEL_LIMIT and it[:LABEL_LIMIT] == chosen]
    return found[0] if found else None


def search(wanted: str, texts: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of the `texts` most like `wanted`, best first; all in order if it is empty."""
    if not wanted.strip():
        return list(texts)[:OPTIONS_LIMIT]
    flat = [(key, text) for key, its in texts.items() for text in its]
    found = process.extract(
        wanted,
        [text for _, text in flat],
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        score_cutoff=LEAST_ALIKE,
        limit=OPTIONS_LIMIT * 20,
    )
    return list(dict.fromkeys(flat[place][0] for _, _, place in found))[:OPTIONS_LIMIT]


def choices(values: Iterable[str], labels: Mapping[str, str]) -> list[Choice]:
    """The choices with these values."""
    return [app_commands.Choice(name=shorten(labels[it], LABEL_LIMIT), value=it) for it in values]


async def _complete_titled(
    interaction: Interaction, current: str, kind: Literal["sources", "topics"]
) -> list[Choice]:
    packs = await (await open_desk(interaction)).packs()
    titles = {
        option_value(name, it.id): (it.id, it.title)
        for name, pack in packs.items()
        for it in (pack.sources if kind == "sources" else pack.topics)
    }
    labels = {value: f"{title} ({item_id})" for value, (item_id, title) in titles.items()}
    return choices(await asyncio.to_thread(search, current, titles), labels)


async def _complete_text(interaction: Interaction, current: str, field: str) -> list[Choice]:
    desk = await open_desk(interaction)
    if not desk.access.is_allowed:
        return []
    try:
        _, entry = await entry_named(desk, str(interaction.namespace["entry"] or ""))
    except (ChangeRefused, KeyError):
        return []  # no entry is chosen yet
    texts = {it[:LABEL_LIMIT]: (it,) for it in getattr(entry, field)}
    return choices(search(current, texts), {it: it for it in texts})


def _parts(text: str) -> tuple[str | None, str]:
    pack_id, colon, item_id = text.strip().rpartition(":")
    return (pack_id if colon else None), item_id
