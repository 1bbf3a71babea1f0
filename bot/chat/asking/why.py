"""Why an answer was given: `/why`, the button below an answer, and reports that it did not fit."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.asking.asked import question_behind
from bot.chat.asking.explaining import explanation
from bot.chat.asking.responding import answerer_for, may_ask, respond
from bot.chat.curators.reports import report, takes_reports
from bot.chat.custom_ids import custom_id
from bot.chat.look import button, panel, render_note, rows
from bot.chat.markup import TEXT_LIMIT, fitting, quote
from bot.chat.messages import text_on
from bot.chat.presses import GONE, Press
from bot.chat.rendering import repeated, reportable, title_of
from bot.knowledge.model import Entry, Pack
from bot.translation import N_, _, ngettext


@app_commands.command(name="why", description=N_("Say why a question gets what it gets."))
@app_commands.describe(question=N_("The question, in the words in which it was asked"))
async def why(
    interaction: discord.Interaction[Any], question: app_commands.Range[str, 1, 1000]
) -> None:
    """Explains what a question gets, to whoever asked."""
    if not await may_ask(interaction):
        return
    text = await explanation(question, await answerer_for(interaction))
    said = fitting([repeated(question), *text.split("\n")], TEXT_LIMIT)
    await respond(interaction, render_note(said), is_private=True)


async def tell_why(press: Press) -> None:
    """Explains the answer below which the button stands."""
    found = press.entry()
    if found is None:
        await press.tell(_(GONE))
        return
    pack, entry = found
    percent = press.id_at(2) if len(press.parts) > 2 else None
    question = await question_behind(press) if percent is not None else None
    view = render_note(by_name(pack, entry, percent))
    if question:
        text = await explanation(question, press.answerer, of=(pack.id, entry.id))
        view = render_note(text)
        if await takes_reports(press.workspace, press.guild_id):
            view = render_reportable(question, text, custom_id("wrong", *press.parts))
    await respond(press.interaction, view, is_private=True)


async def report_wrong(press: Press) -> None:
    """Reports the explained answer as a wrong match."""
    found = press.entry()
    if found is None or press.interaction.message is None:
        await press.tell(_(GONE))
        return
    told = text_on(press.interaction.message)
    percent = press.id_at(2) if len(press.parts) > 2 else None
    ids = (found[0].id, found[1].id)
    await report(press.interaction, press.workspace, ids, told, percent)


COMMANDS: tuple[app_commands.Command[Any, ..., Any], ...] = (why,)
HANDLERS = {"why": tell_why, "wrong": report_wrong}


def render_reportable(question: str, text: str, wrong: str) -> ui.LayoutView:
    """The explanation below its question, with the button that reports a wrong match."""
    said = fitting([reportable(question), *text.split("\n")], TEXT_LIMIT)
    return panel(said, *rows(button(_("Wrong match"), wrong)))


def by_name(pack: Pack, entry: Entry, percent: int | None) -> str:
    """What can be said of an answer whose question is unknown; `percent` if it was matched."""
    lines = [
        _("This is the entry `{id}` of **{pack}**, written by its curators.").format(
            id=entry.id, pack=title_of(pack)
        )
    ]
    if percent is None:
        lines.append(_("It was opened by name, not matched."))
    else:
        lines.append(
            _("When it was asked, I was {percent}% sure that it is what was meant.").format(
                percent=percent
            )
        )
        lines.append(_("I cannot read the question any more; `/why` with it tells what counted."))
    count = len(entry.phrasings)
    lines.append(
        ngettext(
            "It is matched by its question and {n} other phrasing.",
            "It is matched by its question and {n} other phrasings.",
            count,
        ).format(n=count)
    )
    if entry.phrasings:
        lines.append(_("One of them: “{phrasing}”").format(phrasing=quote(entry.phrasings[0])))
    return "\n- ".join(lines)
