"""Outcomes and entries as Discord messages, in components v2.

Everything here is a pure function from what is known to a view; nothing is sent. Text that a user
typed is escaped; text from a pack is its curator's Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import discord
from discord import ui

from bot.answering.outcome import Abstention, Answer, Outcome, Suggestions
from bot.answering.stance import stance
from bot.chat.custom_ids import CustomId, option_value
from bot.knowledge.model import Entry, Knowledge, Pack, Side, Source
from bot.knowledge.passages import Citation, number_citations

TEXT_LIMIT = 4000
"""Characters of text in one message of components v2, all displays together."""
LABEL_LIMIT = 100
OPTIONS_LIMIT = 25
SELECTS_LIMIT = 4
BUTTON_LIMIT = 80
ALSO_LIMIT = 3
"""Other questions of a message that are offered beside its answer."""
ASKED_LIMIT = 200
"""Characters of a question that are repeated above its answer."""

ACCENTS: dict[Side, int] = {"for": 0x3B82A0, "against": 0xB0653A, "neutral": 0x7A7F87}
ASKED = "Asked: "
"""What stands before a question that is repeated."""
TRUNCATED = "\n-# The rest of this answer is too long for one Discord message."
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def render_outcome(
    outcome: Outcome, knowledge: Knowledge, *, asked: str | None = None
) -> ui.LayoutView:
    """The reply to a question. `asked` is repeated above it where readers cannot see it."""
    note = f"{ASKED}{quote(asked)}" if asked else None
    match outcome:
        case Answer(chosen=chosen, also=also):
            percent = round(chosen.confidence * 100)
            return render_entry(chosen.pack, chosen.entry, percent=percent, note=note, also=also)
        case Suggestions():
            return _render_suggestions(outcome, note)
        case Abstention():
            return _render_abstention(knowledge, note)


def render_entry(
    pack: Pack,
    entry: Entry,
    *,
    percent: int | None = None,
    note: str | None = None,
    also: Sequence[Answer | Suggestions] = (),
) -> ui.LayoutView:
    """An entry: its question, answer, sources, side and review date, and what can be seen next.

    `also` is what other questions of the message get; the likeliest entry of each is a button.
    """
    answer, citations = number_citations(
        entry.answer, label=lambda number, source: _mark(number, pack.source_by_id[source])
    )
    heading = (f"-# {note}\n" if note else "") + f"### {entry.question}"
    sources = "\n".join(
        _source_line(number, citation, pack.source_by_id[citation.source_id])
        for number, citation in enumerate(citations, start=1)
    )
    standing = _standing(pack, entry)
    sources = _fit(sources, TEXT_LIMIT // 3)
    also = also[:ALSO_LIMIT]
    others = "\n".join(f"-# You also asked: {quote(it.question)}" for it in also)
    room = TEXT_LIMIT - len(heading) - len(sources) - len(standing) - len(others)
    children: list[ui.Item[ui.LayoutView]] = [
        ui.TextDisplay(heading),
        ui.TextDisplay(_fit(answer, room)),
    ]
    if sources or standing:
        children.append(ui.Separator())
    children += [ui.TextDisplay(text) for text in (sources, standing) if text]
    children.append(_buttons(pack, entry, percent))
    related = [found for name in entry.related if (found := pack.live_entry(name))]
    if related:
        select = _entry_select(
            CustomId("related"), "Related questions", [(pack, it) for it in related]
        )
        children.append(ui.ActionRow(select))
    if also:
        picks = [_pick_button(it.choices[0].pack, it.choices[0].entry) for it in also]
        children += [ui.TextDisplay(others), ui.ActionRow(*picks)]
    return _view(ui.Container(*children, accent_color=ACCENTS[entry.side]))


def render_topics(knowledge: Knowledge) -> ui.LayoutView:
    """What the bot knows: its topics, and a select to open one."""
    topics = [
        (pack, topic, sum(it.topic == topic.id for it in pack.live_entries))
        for pack in knowledge.packs
        for topic in pack.topics
    ]
    topics = [it for it in topics if it[2]]
    lines = [f"**{topic.title}** ({count})" for _, topic, count in topics]
    options = [
        discord.SelectOption(
            label=shorten(topic.title, LABEL_LIMIT),
            value=option_value(pack.id, topic.id),
            description=shorten(topic.motion, LABEL_LIMIT) if topic.motion else None,
        )
        for pack, topic, _ in topics
    ]
    text = _fit("### What I can answer\n" + "\n".join(lines), TEXT_LIMIT)
    return _view(ui.Container(ui.TextDisplay(text), *_selects("topic", "Open a topic", options)))


def render_topic(pack: Pack, topic_id: str) -> ui.LayoutView:
    """A topic's motion and its questions, with selects to read one."""
    topic = pack.topic_by_id[topic_id]
    entries = [entry for entry in pack.live_entries if entry.topic == topic_id]
    motion = f"\nThe motion: *{topic.motion}*" if topic.motion else ""
    questions = "\n".join(f"- {entry.question}" for entry in entries)
    text = _fit(f"### {topic.title}{motion}\n{questions}", TEXT_LIMIT)
    options = [_entry_option(pack, entry) for entry in entries]
    return _view(ui.Container(ui.TextDisplay(text), *_selects("pick", "Read an answer", options)))


def render_help(knowledge: Knowledge) -> ui.LayoutView:
    """What the bot does, in five lines."""
    titles = ", ".join(pack.title for pack in knowledge.packs)
    return render_note(
        f"I answer questions about **{titles}** with what people wrote, and their sources.\n"
        "Mention me with a question, reply to me, write me directly, or use `/ask`.\n"
        "On somebody's message: Apps, then **Answer this**.\n"
        "Buttons show the other side, related questions and why an answer was chosen; "
        "`/why` tells that for any question.\n"
        "When I do not know, I say so; `/topics` lists what I do know."
    )


def render_note(text: str) -> ui.LayoutView:
    """A plain sentence or a few."""
    return _view(ui.Container(ui.TextDisplay(_fit(text, TEXT_LIMIT))))


def quote(text: str, limit: int = ASKED_LIMIT) -> str:
    """A user's text in one short line that formats nothing, links nowhere and pings nobody."""
    line = " ".join("".join(it if it.isprintable() else " " for it in text).split())
    return escape(shorten(line, limit))


def asked_in(text: str) -> str | None:
    """The question that the first line of a reply repeats; None where none is, or a part of it."""
    line = text.split("\n", 1)[0]
    if not line.startswith(f"-# {ASKED}") or line.endswith("…"):
        return None
    return _ESCAPED.sub(r"\1", line.removeprefix(f"-# {ASKED}"))


def escape(text: str) -> str:
    """`text` with a backslash before every punctuation character, which Discord then shows."""
    return _PUNCTUATION.sub(r"\\\1", text)


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, ending in an ellipsis where something is left out."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _render_suggestions(outcome: Suggestions, note: str | None) -> ui.LayoutView:
    found = [(it.pack, it.entry) for it in outcome.suggested]
    text = (f"-# {note}\n" if note else "") + "I am not sure what you mean. Is it one of these?\n"
    text += "\n".join(f"- {entry.question}" for _, entry in found)
    select = _entry_select(CustomId("pick"), "Did you mean …", found)
    return _view(ui.Container(ui.TextDisplay(_fit(text, TEXT_LIMIT)), ui.ActionRow(select)))


def _render_abstention(knowledge: Knowledge, note: str | None) -> ui.LayoutView:
    titles = ", ".join(pack.title for pack in knowledge.packs)
    text = (f"-# {note}\n" if note else "") + (
        "I have no answer to that.\n"
        f"I answer questions about {titles}, from what curators wrote, and nothing else."
    )
    button: ui.Button[ui.LayoutView] = ui.Button(
        label="Topics", custom_id=str(CustomId("topics")), style=discord.ButtonStyle.secondary
    )
    return _view(ui.Container(ui.TextDisplay(text), ui.ActionRow(button)))


def _view(container: ui.Container[ui.LayoutView]) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    # A stopped view is not kept by discord.py: presses are handled from their ids alone.
    view.stop()
    return view


def _buttons(pack: Pack, entry: Entry, percent: int | None) -> ui.ActionRow[ui.LayoutView]:
    buttons: list[ui.Button[ui.LayoutView]] = []
    counter = pack.live_entry(entry.counter)
    if counter:
        buttons.append(
            ui.Button(
                label="The other side",
                custom_id=str(CustomId("open", pack.id, counter.id)),
                style=discord.ButtonStyle.primary,
            )
        )
    buttons.append(
        ui.Button(
            label="Why this answer",
            custom_id=str(CustomId("why", pack.id, entry.id, percent)),
            style=discord.ButtonStyle.secondary,
        )
    )
    return ui.ActionRow(*buttons)


def _pick_button(pack: Pack, entry: Entry) -> ui.Button[ui.LayoutView]:
    return ui.Button(
        label=shorten(entry.question, BUTTON_LIMIT),
        custom_id=str(CustomId("pick", pack.id, entry.id)),
        style=discord.ButtonStyle.secondary,
    )


def _entry_select(
    custom_id: CustomId, placeholder: str, found: Iterable[tuple[Pack, Entry]]
) -> ui.Select[ui.LayoutView]:
    options: dict[str, discord.SelectOption] = {}
    for pack, entry in found:
        option = _entry_option(pack, entry)
        options.setdefault(option.value, option)
    return ui.Select(
        custom_id=str(custom_id),
        placeholder=placeholder,
        options=list(options.values())[:OPTIONS_LIMIT],
    )


def _entry_option(pack: Pack, entry: Entry) -> discord.SelectOption:
    return discord.SelectOption(
        label=shorten(entry.question, LABEL_LIMIT), value=option_value(pack.id, entry.id)
    )


def _selects(
    action: str, placeholder: str, options: Sequence[discord.SelectOption]
) -> list[ui.ActionRow[ui.LayoutView]]:
    chunks = [
        options[start : start + OPTIONS_LIMIT] for start in range(0, len(options), OPTIONS_LIMIT)
    ]
    rows: list[ui.ActionRow[ui.LayoutView]] = []
    for number, chunk in enumerate(chunks[:SELECTS_LIMIT]):
        part = f" ({number + 1} of {len(chunks)})" if len(chunks) > 1 else ""
        select: ui.Select[ui.LayoutView] = ui.Select(
            custom_id=f"{action}{number}", placeholder=placeholder + part, options=list(chunk)
        )
        rows.append(ui.ActionRow(select))
    return rows


def _standing(pack: Pack, entry: Entry) -> str:
    lines = []
    side = stance(pack, entry)
    if side:
        lines.append("-# **{}:** {}".format(*side))
    if entry.reviewed:
        lines.append(f"-# Reviewed {entry.reviewed.isoformat()}")
    return "\n".join(lines)


def _mark(number: int, source: Source) -> str:
    return f"[[{number}]]({_address(source.url)})" if source.url else f"[{number}]"


def _source_line(number: int, citation: Citation, source: Source) -> str:
    title = escape(source.title)
    if source.url:
        title = f"[{title}]({_address(source.url)})"
    details = [escape(it) for it in (source.author, source.publisher, source.date) if it]
    line = f"-# [{number}] " + ", ".join([title, *details])
    if citation.locators:
        line += f" ({escape('; '.join(citation.locators))})"
    return line


def _address(url: str) -> str:
    """An address that cannot end its Markdown link early; the angle brackets stop previews."""
    return f"<{url.replace('(', '%28').replace(')', '%29')}>"


def _fit(text: str, room: int) -> str:
    """`text`, or as many of its whole lines as fit into `room` characters with a note."""
    if len(text) <= room:
        return text
    room -= len(TRUNCATED)
    kept = text[: text.rfind("\n", 0, room + 1)] if "\n" in text[: room + 1] else ""
    if not kept:
        ends = [match.end() for match in re.finditer(r"[.!?。](?=\s)", text[:room])]
        kept = text[: ends[-1]] if ends else shorten(text, room)
    return kept.rstrip() + TRUNCATED
