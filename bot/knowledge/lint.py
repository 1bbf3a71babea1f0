"""What could be better in a pack without errors: one function a rule, each yielding findings.

Drafts are left alone: nobody is answered with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge.balance import LARGEST_SHARE, MEASURES, Measure, balance, cited_by
from bot.knowledge.findings import Finding
from bot.knowledge.interests import interested_sources
from bot.knowledge.model import Pack, SourceKind
from bot.knowledge.prose import READING_LANGUAGES, count_words, reading_ease, sentences, words
from bot.translation import N_, _, ngettext

FEWEST_WORDS = 25
"""The fewest words that an answer should have. Fewer leave no room for a claim and either its
reason or the reply to it."""
MOST_WORDS_A_SENTENCE = 35
"""Twice what readers of plain English are used to: style guides ask for 15 to 20 on average."""
LEAST_READING_EASE = 30.0
"""Below it, Flesch calls text very difficult, as in scientific journals."""
MOST_DAYS_UNREVIEWED = 365
STAKES_SHOWN = 3
"""How many sources a message names with their stakes."""
KIND_SAID: Mapping[SourceKind, str] = {"vendor": N_("is a vendor"), "lobby": N_("is a lobby")}
"""What a message says for a source that is interested by its kind alone and names no stake."""
MEASURE_NAMES: Mapping[Measure, str] = {
    "entries": N_("entries"),
    "words": N_("words"),
    "sources": N_("sources"),
}
SHOWN = 60
"""How many characters of a text are repeated in a message about it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules look at: a pack on a day."""

    pack: Pack
    today: date


def lint(pack: Pack, today: date) -> list[Finding]:
    """Everything the rules find in `pack`, accepted or not."""
    subject = Subject(pack, today)
    return [finding for rule in RULES.values() for finding in rule(subject)]


def _short_answer(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        count = count_words(entry.answer)
        if count < FEWEST_WORDS:
            message = ngettext(
                "The answer has {n} word, which hardly helps anyone: give the reason, or the other "
                "side's reply, in {least} or more.",
                "The answer has {n} words, which hardly helps anyone: give the reason, or the "
                "other side's reply, in {least} or more.",
                count,
            ).format(n=count, least=FEWEST_WORDS)
            yield Finding("short-answer", "entries", entry.id, message, ("answer",))


def _long_sentence(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        for sentence in sentences(entry.answer):
            count = len(words(sentence.text))
            if count > MOST_WORDS_A_SENTENCE:
                message = _(
                    'The sentence "{sentence}" has {count} words: make two of it, of at '
                    "most {most}."
                ).format(sentence=_shown(sentence.text), count=count, most=MOST_WORDS_A_SENTENCE)
                spot = sentence.passage, sentence.offset
                yield Finding("long-sentence", "entries", entry.id, message, ("answer",), spot)


def _hard_reading(subject: Subject) -> Iterator[Finding]:
    language = (subject.pack.language or "").split("-")[0].lower()
    if language not in READING_LANGUAGES:
        return
    for entry in subject.pack.live_entries:
        if count_words(entry.answer) < FEWEST_WORDS:
            continue  # one long word would decide, and `short-answer` warns
        ease = reading_ease(entry.answer)
        if ease is not None and ease < LEAST_READING_EASE:
            message = _(
                "The answer's reading ease is {ease:.0f} (Flesch), and below {least:.0f} "
                "is very difficult: use shorter words and sentences."
            ).format(ease=ease, least=LEAST_READING_EASE)
            yield Finding("hard-reading", "entries", entry.id, message, ("answer",))


def _interested_sources(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        sources = interested_sources(subject.pack, entry)
        if sources:
            shown = sources[:STAKES_SHOWN]
            stakes = "; ".join(f"`{it.id}` {it.stake or _(KIND_SAID[it.kind])}" for it in shown)
            more = len(sources) - STAKES_SHOWN
            if more > 0:
                stakes = _("{stakes}; {n} more").format(stakes=stakes, n=more)
            message = _(
                "Every source of this answer has a stake ({stakes}): cite one beside them that has "
                "none."
            ).format(stakes=stakes)
            yield Finding("interested-sources", "entries", entry.id, message, ("answer",))


def _no_counter(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        if entry.side == "neutral":
            continue
        counter = subject.pack.entry_by_id.get(entry.counter or "")
        if counter is None:
            message = _(
                "The entry speaks for the motion, and no `counter` speaks for the other side: name "
                "the entry with the strongest reply."
            )
            if entry.side == "against":
                message = _(
                    "The entry speaks against the motion, and no `counter` speaks for the other "
                    "side: name the entry with the strongest reply."
                )
            yield Finding("no-counter", "entries", entry.id, message, ("side",))
        elif not counter.is_live:
            said = _("`{entry}` is a draft, so that readers see no other side: publish it.")
            message = said.format(entry=counter.id)
            yield Finding("no-counter", "entries", entry.id, message, ("counter",))
        elif counter.topic == entry.topic and counter.side == entry.side:
            said = _(
                "`{entry}` speaks for the motion as well: name an entry that replies from the "
                "other side."
            )
            if entry.side == "against":
                said = _(
                    "`{entry}` speaks against the motion as well: name an entry that replies from "
                    "the other side."
                )
            message = said.format(entry=counter.id)
            yield Finding("no-counter", "entries", entry.id, message, ("counter",))


def _old_review(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        if entry.reviewed is None:
            continue
        days = (subject.today - entry.reviewed).days
        if days > MOST_DAYS_UNREVIEWED:
            message = _(
                "The answer was last compared with its sources {days} days ago: do it again, and "
                "write today's date."
            ).format(days=days)
            yield Finding("old-review", "entries", entry.id, message, ("reviewed",))


def _future_review(subject: Subject) -> Iterator[Finding]:
    for entry in subject.pack.live_entries:
        # In a time zone further east it may be tomorrow already.
        if entry.reviewed is not None and (entry.reviewed - subject.today).days > 1:
            message = _(
                "`reviewed` is {day}, which is still to come: write the day on which the answer "
                "was last compared with its sources."
            ).format(day=entry.reviewed)
            yield Finding("future-review", "entries", entry.id, message, ("reviewed",))


def _uncited_source(subject: Subject) -> Iterator[Finding]:
    cited = {name for entry in subject.pack.entries for name in cited_by(entry)}
    for source in subject.pack.sources:
        if source.id not in cited:
            message = _("No answer cites `{source}`: cite it, or remove it.").format(
                source=source.id
            )
            yield Finding("uncited-source", "sources", source.id, message, ("id",))


def _lopsided(subject: Subject) -> Iterator[Finding]:
    for found in balance(subject.pack):
        uneven = {it: found.both(it) for it in MEASURES if found.is_lopsided(it)}
        if uneven:
            counts = "; ".join(
                _("{measure} {pro} for, {contra} against").format(
                    measure=_(MEASURE_NAMES[measure]), pro=pro, contra=contra
                )
                for measure, (pro, contra) in uneven.items()
            )
            message = _(
                "The topic `{topic}` is lopsided: {counts}. No side should have more than "
                "{share:.0%} of what both have: give the weaker one more."
            ).format(topic=found.topic.id, counts=counts, share=LARGEST_SHARE)
            yield Finding("lopsided", "topics", found.topic.id, message, ("id",))


RULES: Mapping[str, Callable[[Subject], Iterator[Finding]]] = {
    "short-answer": _short_answer,
    "long-sentence": _long_sentence,
    "hard-reading": _hard_reading,
    "interested-sources": _interested_sources,
    "no-counter": _no_counter,
    "old-review": _old_review,
    "future-review": _future_review,
    "uncited-source": _uncited_source,
    "lopsided": _lopsided,
}
"""Each rule by the name of the warning that it gives."""


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…"
