"""A short reply to an answer, understood from what was answered.

"And the other side?" and "what about X?" say nothing by themselves. What counts as such is said by
the cues of the pack's language (`bot.answering.cues`); a language without them has no follow-ups,
and every text is a question of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.answerer import MAX_CHOICES, MAX_QUESTION, Answerer
from bot.answering.cues import cues_of
from bot.answering.outcome import Answer, Choice, Suggestions
from bot.answering.questions import own_words, questions, sentences
from bot.knowledge.model import Entry, Pack
from bot.matching.terms import Analyser
from bot.matching.text import fold, words
from bot.translation import _

MOST_WORDS = 14
"""Words of a follow-up. Longer texts are questions, whatever they begin with."""
MOST_RANKED = 50
"""Entries that are looked at of all packs; each pack's index names a handful."""
ALL_BUT_ROUNDING = 0.999
LEAST_SPOKEN = 0.15
"""The share of an entry's phrasings that must hold a name which its question has not. With fewer it
is mentioned in passing."""
ALONE = 0.3
VOICE = 0.15
"""What the name alone says of an entry, and what its speaking of the name much does, beside how
like the entry is to the question put about the name."""
SHORT = 0.5
"""What likeness to a name with a single word of the question counts: so short, it is like much."""
LEAST = 0.55
"""What the three must come to for an entry to answer. These numbers were chosen on 82 replies to
answers of a large pack; of 70 others on the same, 56 were answered rightly, and none wrongly."""
AHEAD = 0.1
"""By how much it must be ahead of the next entry that speaks of the name."""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What the other side says."""

    counter: Entry | None
    """The entry with the strongest reply; None where the answer has none."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Who says what the answer says."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why it is so, or why this was answered."""


FollowUp = OtherSide | Sources | Why | Answer | Suggestions
"""What a short reply wants; the last two are for the answer's question put about something else."""


def follow_up(text: str, pack: Pack, entry: Entry, answerer: Answerer) -> FollowUp | None:
    """What `text` wants, said to the answer with `entry`; None for a question of its own.

    "What about X" puts the question of `entry` about X. It is answered where one of the pack's
    entries that speak of X is clearly the likeliest to be meant; else a few of them are suggested,
    those of the entry's topic first. Where none speaks of X, it is None.
    """
    cues = cues_of(pack.language)
    asked = _asked(text)
    if cues is None or not asked:
        return None
    match cues.kind(asked):
        case "other side":
            return OtherSide(pack.live_entry(entry.counter))
        case "sources":
            return Sources()
        case "why":
            return Why()
    for name in cues.names(asked):
        found = _about(name, text, pack, entry, answerer)
        if found:
            return found
    return None


def _asked(text: str) -> str:
    """The one question or sentence in a short text; nothing where it is long or has several."""
    own = own_words(text[:MAX_QUESTION])
    if len(words(fold(own))) > MOST_WORDS:
        return ""
    told = sentences(own)
    asked = questions(told)
    return asked[0] if len(asked) == 1 else own if asked == told else ""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry that speaks of a name."""

    choice: Choice
    question: str
    """The question put about the name that the entry is most like."""
    score: float
    """How like it is, and what the name alone says."""


def _about(
    name: str, text: str, pack: Pack, entry: Entry, answerer: Answerer
) -> Answer | Suggestions | None:
    """What the question of `entry`, put about `name`, gets among the entries that speak of it."""
    found = _speaking(name, pack, entry, answerer)
    if not found:
        return None
    best, *others = found
    ahead = best.score - max((it.score for it in others), default=0.0)
    chosen = best.choice
    if best.score >= LEAST and ahead >= AHEAD:
        choices = tuple(it.choice for it in found[:MAX_CHOICES])
        reason = _(
            "Of what speaks of “{name}”, `{entry}` is the likest to the question before it."
        ).format(name=name, entry=chosen.entry.id)
        return Answer(text, chosen, choices, reason, part=best.question)
    found.sort(key=lambda it: it.choice.entry.topic != entry.topic)
    near = tuple(it.choice for it in found[:MAX_CHOICES])
    reason = _("Several entries speak of “{name}”.").format(name=name)
    return Suggestions(text, near, near, reason, part=best.question)


def _speaking(name: str, pack: Pack, entry: Entry, answerer: Answerer) -> list[_Found]:
    """The entries that speak of the name, the likeliest first; never the one that was answered."""
    analyser = Analyser(pack.language, pack.synonyms)
    named = frozenset(analyser.analyse(name).stems) - analyser.language.function_words
    sure = {
        it.entry.id: it.confidence
        for it in answerer.rank(name, most=MOST_RANKED)
        if it.pack.id == pack.id and it.candidate.evidence.covered > ALL_BUT_ROUNDING
    }
    voices: dict[str, float] = {}
    found: dict[str, _Found] = {}
    for question, weight in _put_about(name, entry.question, analyser):
        for choice in answerer.rank(question, most=MOST_RANKED):
            if choice.pack.id != pack.id or choice.entry.id == entry.id:
                continue
            confidence = sure.get(choice.entry.id, 0.0)
            if choice.entry.id not in voices:
                voices[choice.entry.id] = _voice(choice.entry, named, analyser)
            voice = voices[choice.entry.id]
            # What the entry has in other letters, or the index is sure of, is spoken of as well.
            is_meant = confidence >= (answerer.bars.answer if voice else answerer.bars.suggest)
            if voice < LEAST_SPOKEN and not is_meant:
                continue
            score = weight * choice.candidate.evidence.score
            score += ALONE * confidence + VOICE * voice
            if choice.entry.id not in found or score > found[choice.entry.id].score:
                found[choice.entry.id] = _Found(choice, question, score)
    return sorted(found.values(), key=lambda it: (-it.score, it.choice.entry.id))


def _put_about(name: str, question: str, analyser: Analyser) -> Iterator[tuple[str, float]]:
    """The question put about the name in some ways, each with what likeness to it counts.

    The name takes the place of each thing that the question names, of one word or two, or is asked
    with one of them or by itself. What is so short is like many entries.
    """
    tokens = words(fold(question))
    stems = analyser.language.stems(tokens)
    telling = [at for at, it in enumerate(stems) if it not in analyser.language.function_words]
    yield name, 0.0
    yield f"{name} {question}", 1.0
    for at in telling:
        yield f"{name} {tokens[at]}", SHORT
        yield " ".join([*tokens[:at], name, *tokens[at + 1 :]]), 1.0
        if at + 1 in telling:
            yield " ".join([*tokens[:at], name, *tokens[at + 2 :]]), 1.0


def _voice(entry: Entry, named: frozenset[str], analyser: Analyser) -> float:
    """How much the entry speaks of what is named: 1 where its question does, else how often."""
    asked = [named.issubset(analyser.analyse(it).stems) for it in entry.asked_as]
    return 1.0 if asked[0] else sum(asked) / len(asked)
