"""What askers see."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from discord import ui

from bot.answering.countering import Meaning, Reply, Unsure
from bot.answering.outcome import Answer, Suggestions
from bot.chat.asking.commands import MEANT_FOR
from bot.chat.asking.cooldowns import Wait
from bot.chat.asking.debate_views import render_countered, render_debate
from bot.chat.asking.explaining import explanation
from bot.chat.asking.follows import ANSWERED, STOPPED, render_following
from bot.chat.asking.forums import solved_view
from bot.chat.asking.listening import WITHHELD
from bot.chat.asking.replies import render_pointer
from bot.chat.asking.responding import wait_text
from bot.chat.asking.source_views import render_source, render_sources, render_starter
from bot.chat.asking.superseding import render_withdrawn
from bot.chat.asking.topics import render_topic, render_topics
from bot.chat.asking.unasked import prepare_unasked
from bot.chat.asking.votes import THANKS, render_reasons, render_thanks
from bot.chat.asking.why import by_name, render_reportable
from bot.chat.curators.router import FAILED
from bot.chat.events import BLOCKED
from bot.chat.look import render_note
from bot.chat.presses import GONE, TOO_OLD
from bot.chat.rendering import (
    Frame,
    render_cited,
    render_entry,
    render_help,
    render_outcome,
    render_page,
)
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings
from tests.pictures import material as of
from tests.pictures.goldens import Case

QUESTION = "is nuclear actually safe or is that just marketing?"
CLAIM = "Reactors are ticking time bombs, and everybody knows it."
ASKER = 1_234_567_890_123_456_789
ASKED = Frame(asker=ASKER, question_id=5, takes_votes=True)
"""An answer in a server, to a message that readers see."""
NOTHING = Knowledge(packs=())


def answered(entry: str, frame: Frame = ASKED) -> ui.LayoutView:
    """An answer from the pack about nuclear power."""
    return render_outcome(of.answer(of.nuclear(), entry, QUESTION), of.knowledge(), frame)


def also_asked() -> ui.LayoutView:
    """An answer to one of three questions in a message."""
    others: list[Answer | Suggestions] = [
        of.answer(of.nuclear(), "living-near-plants", "can I live next to one?"),
        of.suggestions(of.tea(), "and is **tea** healthy?", "tea-is-healthier"),
    ]
    outcome = of.answer(of.nuclear(), "nuclear-is-safe", QUESTION, others)
    return render_outcome(outcome, of.knowledge(), ASKED)


def unasked(*, is_post: bool) -> ui.LayoutView:
    """An answer that nobody asked for."""
    answer = of.answer(of.nuclear(), "nuclear-is-safe", QUESTION)
    return prepare_unasked(answer, ASKER, ServerSettings(), is_post=is_post).view


def suggested(frame: Frame, *entries: str) -> ui.LayoutView:
    """Entries that a short question may mean."""
    return render_outcome(of.suggestions(of.nuclear(), "risky?", *entries), of.knowledge(), frame)


def countered(*, has_position: bool = True) -> ui.LayoutView:
    """The reply to a claim, which takes the position of an entry or contradicts none."""
    position = of.nuclear().entry_by_id["nuclear-is-dangerous"] if has_position else None
    entry = of.nuclear().entry_by_id["nuclear-is-safe"]
    return render_countered(Reply(CLAIM, of.nuclear(), entry, position, ()), ASKED)


def unsure() -> ui.LayoutView:
    """A claim that may take either side, or be on something else."""
    entries = of.nuclear().entry_by_id
    pairs = (
        ("nuclear-is-dangerous", "nuclear-is-safe"),
        ("nuclear-is-safe", "nuclear-is-dangerous"),
        ("over-budget", "small-reactors-cost"),
    )
    meanings = tuple(Meaning(of.nuclear(), entries[a], entries[b]) for a, b in pairs)
    return render_countered(Unsure(CLAIM, meanings, ()), ASKED)


def explained(question: str, *, of_entry: str | None = None) -> str:
    """Why a question about tea gets what it gets."""
    ids = ("tea", of_entry) if of_entry else None
    return asyncio.run(explanation(question, of.answerer(), of=ids))


def reportable() -> ui.LayoutView:
    """The explanation of an answer, in a server that keeps questions."""
    question = "how many minutes do I leave the teabag in?"
    text = explained(question, of_entry="how-long-to-steep")
    return render_reportable(question, text, "wrong:tea:how-long-to-steep:87")


ANSWERS: Mapping[str, Case] = {
    "answer-for": lambda: answered("nuclear-is-safe"),
    "answer-against": lambda: answered("nuclear-is-dangerous"),
    "answer-neutral": lambda: answered("what-happens-in-a-meltdown"),
    "answer-without-motion": lambda: answered("deep-burial"),
    "answer-repeating-the-question": lambda: answered(
        "nuclear-is-safe", replace(ASKED, asked=QUESTION)
    ),
    "answer-for-somebody": lambda: answered(
        "nuclear-is-safe",
        replace(ASKED, asked=QUESTION, notes=(MEANT_FOR.format(person=f"<@{ASKER}>"),)),
    ),
    "answer-private": lambda: answered("nuclear-is-safe", Frame(asked=QUESTION, takes_votes=True)),
    "answer-one-sided": lambda: answered("nuclear-is-safe", replace(ASKED, is_one_sided=True)),
    "answer-changed": lambda: answered("nuclear-is-dangerous", replace(ASKED, changed_on=of.TODAY)),
    "answer-also": also_asked,
    "answer-opened": lambda: render_entry(of.nuclear(), of.nuclear().entries[0]),
    "answer-short": lambda: render_entry(of.tea(), of.tea().entry_by_id["how-long-to-steep"]),
    "answer-interested": lambda: render_entry(of.tea(), of.interested_entry(), ASKED, percent=70),
    "answer-many-sources": lambda: render_entry(*of.much_cited(), ASKED, percent=91),
    "answer-long": lambda: render_entry(of.nuclear(), of.long_entry(), ASKED, percent=87),
    "answer-long-next": lambda: render_page(of.nuclear(), of.long_entry(), 1),
    "answer-long-last": lambda: render_page(of.nuclear(), of.long_entry(), 99),
    "answer-unasked": lambda: unasked(is_post=False),
    "answer-to-post": lambda: unasked(is_post=True),
    "answer-to-post-solved": lambda: solved_view(of.as_message(unasked(is_post=True))),
    "answer-followed": lambda: render_entry(
        of.nuclear(), of.nuclear().entries[0], Frame(asked=QUESTION, notes=(ANSWERED,))
    ),
    "answer-german": of.in_german(
        lambda: answered("nuclear-is-safe", replace(ASKED, asked=QUESTION, is_one_sided=True))
    ),
    "answer-withdrawn": lambda: render_withdrawn(["Asked: is it safe\\?"]),
    "answer-above": lambda: render_pointer(
        of.reply(),
        (of.nuclear(), of.nuclear().entries[0]),
        replace(ASKED, asked=QUESTION),
    ),
    "cited": lambda: render_cited(of.nuclear(), of.nuclear().entries[0]),
    "cited-interested": lambda: render_cited(of.tea(), of.interested_entry()),
    "cited-many": lambda: render_cited(*of.much_cited()),
    "cited-many-last": lambda: render_cited(*of.much_cited(), 99),
}
"""Answers, and what is opened from them."""

NO_ANSWERS: Mapping[str, Case] = {
    "suggestions": lambda: suggested(ASKED, *of.SUGGESTED),
    "suggestions-repeating-the-question": lambda: suggested(
        replace(ASKED, asked="is it risky?"), *of.SUGGESTED[:3]
    ),
    "suggestions-german": of.in_german(lambda: suggested(ASKED, *of.SUGGESTED[:2])),
    "abstention": lambda: render_outcome(of.abstention("who won?"), of.knowledge(), ASKED),
    "abstention-repeating-the-question": lambda: render_outcome(
        of.abstention("who won?"),
        of.knowledge(),
        replace(ASKED, asked="who won the match on *Sunday*, <@1>?"),
    ),
    "abstention-without-packs": lambda: render_outcome(of.abstention("who won?"), NOTHING, ASKED),
    "abstention-german": of.in_german(
        lambda: render_outcome(of.abstention("wer?"), of.knowledge(), ASKED)
    ),
    "follow": lambda: render_following("who won the match on *Sunday*?", 3),
    "follow-stopped": lambda: render_note(STOPPED),
}
"""What comes of questions that are not answered."""

VOTES: Mapping[str, Case] = {
    "vote-helpful": lambda: render_note(THANKS),
    "vote-reasons": lambda: render_reasons(of.nuclear(), of.nuclear().entries[0], QUESTION),
    "vote-reasons-without-motion": lambda: render_reasons(
        of.nuclear(), of.nuclear().entry_by_id["deep-burial"], None
    ),
    "vote-thanks": lambda: render_thanks("unfair-against"),
    "vote-reported": lambda: render_thanks("wrong", is_reported=True),
    "why": lambda: render_note(explained("does milk make tea worse?")),
    "why-answered": reportable,
    "why-changed": lambda: render_note(
        explained("milky tea: healthy?", of_entry="how-long-to-steep")
    ),
    "why-without-question": lambda: render_note(by_name(of.tea(), of.tea().entries[0], 87)),
    "why-opened": lambda: render_note(by_name(of.tea(), of.tea().entries[0], None)),
}
"""What people think of an answer, and what the bot thought."""

LOOKING_AROUND: Mapping[str, Case] = {
    "topics": lambda: render_topics(of.knowledge()),
    "topics-many": lambda: render_topics(of.much_known(), 1),
    "topics-none": lambda: render_topics(NOTHING),
    "topic": lambda: render_topic(of.nuclear(), "safety"),
    "topic-without-motion": lambda: render_topic(of.nuclear(), "waste"),
    "sources": lambda: render_sources(of.knowledge()),
    "sources-on-topic": lambda: render_sources(
        of.knowledge(), topic=(of.nuclear(), of.nuclear().topic_by_id["safety"])
    ),
    "sources-none": lambda: render_sources(NOTHING),
    "source": lambda: render_source(of.nuclear(), of.nuclear().source_by_id["blue-core"]),
    "source-often-cited": lambda: render_source(
        of.nuclear(), of.nuclear().source_by_id["isar-review"]
    ),
    "debate": lambda: render_debate(of.nuclear(), "safety"),
    "debate-reply-elsewhere": lambda: render_debate(of.nuclear(), "safety", 1),
    "debate-other-topic": lambda: render_debate(of.across(), "safety"),
    "debate-without-reply": lambda: render_debate(of.unanswered(), "safety"),
    "debate-short": lambda: render_debate(of.tea(), "health"),
    "debate-none": lambda: render_debate(of.nuclear(), "waste"),
    "debate-german": of.in_german(lambda: render_debate(of.nuclear(), "climate")),
    "counter": countered,
    "counter-contradicted": lambda: countered(has_position=False),
    "counter-unsure": unsure,
    "counter-none": lambda: render_countered(of.abstention(CLAIM), ASKED),
    "random": lambda: render_starter(of.nuclear(), of.nuclear().entries[0]),
    "help": lambda: render_help(of.knowledge()),
    "help-german": of.in_german(lambda: render_help(of.knowledge())),
}
"""What is found without a question."""

NOTES: Mapping[str, Case] = {
    "note-withheld": lambda: render_note(WITHHELD),
    "note-gone": lambda: render_note(GONE),
    "note-too-old": lambda: render_note(TOO_OLD),
    "note-cooldown": lambda: render_note(wait_text(Wait(12, is_first=True))),
    "note-blocked": lambda: render_note(BLOCKED),
    "note-error": lambda: render_note(FAILED),
}
"""Sentences that only one person reads."""

CASES: Mapping[str, Case] = {**ANSWERS, **NO_ANSWERS, **VOTES, **LOOKING_AROUND, **NOTES}
