"""Forms as Discord's modals, and what comes back of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import discord
from discord import ui

from bot.chat.curators.access import Interaction
from bot.chat.curators.forms import Typed
from bot.chat.curators.router import custom_id
from bot.chat.markup import shorten
from bot.chat.payloads import data_of
from bot.chat.rendering import KINDS
from bot.errors import ChangeRefused
from bot.knowledge.characters import cleaned
from bot.knowledge.model import ItemKind, Side
from bot.translation import N_, _

INPUT_LIMIT = 4000
"""Characters of one field of a modal."""
TITLE_LIMIT = 45
LINE_LIMIT = 1000
"""Characters of a line in a pack."""

Shape = Literal["line", "paragraph", "side", "kind"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form as a modal shows it."""

    label: str
    hint: str
    shape: Shape
    is_required: bool = False


FIELDS: Mapping[ItemKind, Mapping[str, Field]] = {
    "entries": {
        "question": Field(N_("Question"), N_("As readers see it."), "line", is_required=True),
        "answer": Field(
            N_("Answer"),
            N_("Markdown, with marks like [^source-id]; without any, each part cites all sources."),
            "paragraph",
            is_required=True,
        ),
        "topic": Field(
            N_("Topic"), N_("Its id or title; a new title makes a topic."), "line", True
        ),
        "side": Field(N_("Side"), N_("Where the answer stands on the topic's motion."), "side"),
        "sources": Field(
            N_("Sources"),
            N_("One a line: an id, a title or an address; or title | address | kind."),
            "paragraph",
        ),
        "counter": Field(
            N_("Counter"), N_("The entry with the strongest reply: its id or question."), "line"
        ),
        "related": Field(
            N_("Related entries"), N_("One a line: the id or question of an entry."), "paragraph"
        ),
        "phrasings": Field(
            N_("Phrasings"), N_("Other ways to ask the question, one a line."), "paragraph"
        ),
        "not_for": Field(
            N_("Negative phrasings"),
            N_("Questions that look alike and mean another, one a line."),
            "paragraph",
        ),
    },
    "sources": {
        "title": Field(N_("Title"), N_("The document's title."), "line", is_required=True),
        "url": Field(N_("Address"), N_("In full: https://…; empty where not known."), "line"),
        "kind": Field(N_("Kind"), N_("What kind of publisher speaks."), "kind", is_required=True),
        "details": Field(
            N_("Details"),
            N_("Lines such as publisher: …, author: …, date: 2023-10. Never guess."),
            "paragraph",
        ),
        "stake": Field(
            N_("Stake"), N_("What the source stands to gain; empty where nothing."), "line"
        ),
    },
    "topics": {
        "title": Field(
            N_("Title"), N_("The heading, as readers see it."), "line", is_required=True
        ),
        "motion": Field(
            N_("Motion"), N_("What is debated; empty for neutral entries alone."), "line"
        ),
    },
}
"""The fields of each kind of item, in order."""
FIRST = 5
"""How many fields a modal holds; those of an entry that come later have modals of their own."""
MORE: Mapping[str, str] = {name: it.label for name, it in list(FIELDS["entries"].items())[FIRST:]}
NEW: Mapping[ItemKind, str] = {
    "entries": N_("A new entry"),
    "sources": N_("A new source"),
    "topics": N_("A new topic"),
}
SIDES: Mapping[Side, str] = {"for": N_("For"), "against": N_("Against"), "neutral": N_("Neutral")}


def capital(text: str) -> str:
    """`text` as it begins a line or stands alone."""
    return text[:1].upper() + text[1:]


def whole_modal(number: int, typed: Typed, pack_id: str = "") -> ui.Modal:
    """The form of the proposal with that number, filled in as it was typed.

    It names the pack that it is about too, as the proposal may be gone once it is submitted.
    Raises `ChangeRefused` where a field holds more than a modal can show.
    """
    title = _(NEW[typed.kind])
    if typed.base:
        title = _("Edit {id}").format(id=typed.base.id)
    form_id = _form_id(number, typed, pack_id)
    return _modal(form_id, title, typed, list(FIELDS[typed.kind])[:FIRST])


def field_modal(number: int, typed: Typed, name: str, pack_id: str = "") -> ui.Modal:
    """The form with one field alone. Raises as `whole_modal` does."""
    form_id = _form_id(number, typed, pack_id)
    return _modal(form_id, _(FIELDS[typed.kind][name].label), typed, [name])


def submitted(interaction: Interaction) -> dict[str, str]:
    """What was typed and chosen in a modal, by the names of the fields, without stray characters.

    No file holds those, and curators do not see them: they come along with what is pasted.
    """
    return dict(_values(data_of(interaction).get("components", [])))


def kind_submitted(names: Collection[str]) -> ItemKind | None:
    """The kind of item whose form has fields with these names; None where none has."""
    return next((kind for kind, fields in FIELDS.items() if fields.keys() >= set(names)), None)


def _form_id(number: int, typed: Typed, pack_id: str) -> str:
    """The id of a form, with the pack and the item where there is room for both."""
    try:
        return custom_id("form", number, pack_id, typed.base.id if typed.base else "")
    except ValueError:  # longer than Discord takes
        return custom_id("form", number)


def _modal(form_id: str, title: str, typed: Typed, names: list[str]) -> ui.Modal:
    modal = ui.Modal(title=shorten(title, TITLE_LIMIT), custom_id=form_id)
    for name in names:
        field = FIELDS[typed.kind][name]
        value = typed.fields.get(name, "")
        modal.add_item(
            ui.Label(
                text=_(field.label),
                description=_(field.hint),
                component=_component(name, field, value),
            )
        )
    # A stopped modal is not kept by discord.py: forms are handled from their ids alone.
    modal.stop()
    return modal


def _component(name: str, field: Field, value: str) -> ui.Item[ui.Modal]:
    if field.shape == "side":
        options = [
            discord.RadioGroupOption(label=_(label), value=it, default=it == (value or "neutral"))
            for it, label in sorted(SIDES.items(), key=lambda it: it[0] != "neutral")
        ]
        return ui.RadioGroup(custom_id=name, required=field.is_required, options=options)
    if field.shape == "kind":
        kinds = [
            discord.SelectOption(label=capital(_(label)), value=it, default=it == value)
            for it, label in KINDS.items()
        ]
        return ui.Select(custom_id=name, required=field.is_required, options=kinds)
    limit = LINE_LIMIT if field.shape == "line" else INPUT_LIMIT
    if len(value) > limit:
        raise ChangeRefused(
            _(
                "“{field}” has {n:,} characters, and a form on Discord takes {most:,}. Change it "
                "in the pack's file, or with `/knowledge export` and `/knowledge import`; "
                "`/knowledge phrasing` and `/knowledge not-for` change single phrasings."
            ).format(field=_(field.label), n=len(value), most=limit)
        )
    style = discord.TextStyle.short if field.shape == "line" else discord.TextStyle.paragraph
    return ui.TextInput(
        custom_id=name,
        style=style,
        default=value or None,
        required=field.is_required,
        max_length=limit,
    )


def _values(components: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if "component" in component:
            yield from _values([component["component"]])
        elif "custom_id" in component:
            values = component.get("values") or [component.get("value")]
            yield component["custom_id"], cleaned(str(values[0] or ""))
