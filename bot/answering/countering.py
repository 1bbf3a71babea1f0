"""The strongest sourced reply to what somebody said.

A claim is matched like a question. Then it must be known whether it takes the position of the entry
that it means: somebody who says that tea is healthy agrees with an answer which says yes to "is tea
healthy?", and contradicts one which says no. Where that is not sure, whoever wants the reply says.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.answerer import LISTED_SHARE, MARGIN, MAX_QUESTION, Answerer
from bot.answering.outcome import Abstention, Choice
from bot.answering.questions import MOST_SENTENCES, own_words, sentences
from bot.answering.verdict import can_be_denied, verdict
from bot.knowledge.model import Entry, Pack
from bot.matching.profiles import Profile
from bot.matching.terms import Analyser
from bot.matching.turning import Turning
from bot.translation import _

SUGGESTED = 0.5
"""How much of the bar for suggestions is enough here: whoever wants a claim countered has seen that
it is on the subject, and claims have fewer words to go by than questions."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot is sure enough of what a claim says: `entry` is the reply to it."""

    claim: str
    pack: Pack
    entry: Entry
    position: Entry | None
    """The entry whose position the claim takes; None where the reply contradicts the claim itself,
    or takes no side on it."""
    choices: tuple[Choice, ...]
    """The best entries for the claim, the one that it was matched with first."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a claim may mean."""

    pack: Pack
    position: Entry
    """The entry whose position the claim would take."""
    reply: Entry


@dataclass(frozen=True, slots=True)
class Unsure:
    """Several things may be meant, each with a reply of its own."""

    claim: str
    meanings: tuple[Meaning, ...]
    choices: tuple[Choice, ...]


Countered = Reply | Unsure | Abstention
"""What a claim gets."""


def counter(claim: str, answerer: Answerer) -> Countered:
    """The strongest sourced reply to `claim`, which may be a statement or a question.

    Of several sentences, the one that an entry is likeliest to be on is replied to.
    """
    text = own_words(claim[:MAX_QUESTION])
    parts = dict.fromkeys([text, *sentences(text)[:MOST_SENTENCES]])
    found = [_counter(it, claim, answerer) for it in parts]
    return max(found, key=_rank)


def _rank(found: Countered) -> tuple[int, float]:
    """Replies come before what is unsure, and that before nothing; then what is likelier."""
    kinds = (Abstention, Unsure, Reply)
    return kinds.index(type(found)), found.choices[0].confidence if found.choices else 0.0


def _counter(part: str, claim: str, answerer: Answerer) -> Countered:
    choices = answerer.rank(part)
    bars = answerer.bars
    if not choices or choices[0].confidence < bars.suggest * SUGGESTED:
        reason = _("No entry is likely enough to be on what the claim says.")
        return Abstention(claim, choices, reason, part=part)
    meant = choices[0]
    entry, other = meant.entry, _other_side(meant)
    # That a claim may turn an entry around is what is looked for here, and withholds nothing.
    is_sure = meant.confidence >= bars.answer and not meant.candidate.is_doubtful
    if not is_sure or any(meant.confidence - it.confidence < MARGIN for it in choices[1:]):
        close = [it for it in choices if it.confidence >= bars.suggest * LISTED_SHARE]
        return Unsure(claim, _meanings(close), choices)
    if other is None:
        return Reply(claim, meant.pack, entry, None, choices)
    match _is_shared(part, meant):
        case None:
            pair = Meaning(meant.pack, entry, other), Meaning(meant.pack, other, entry)
            return Unsure(claim, pair, choices)
        case True:
            return Reply(claim, meant.pack, other, entry, choices)
        case False:
            return Reply(claim, meant.pack, entry, None, choices)


def _other_side(choice: Choice) -> Entry | None:
    return choice.pack.live_entry(choice.entry.counter)


def _meanings(choices: Sequence[Choice]) -> tuple[Meaning, ...]:
    """What the claim may mean; an entry without a counter is the reply itself."""
    return tuple(Meaning(it.pack, it.entry, _other_side(it) or it.entry) for it in choices)


def _is_shared(part: str, meant: Choice) -> bool | None:
    """Whether the claim takes the entry's position; None where that is not sure.

    It does where it says of the question what the answer says of it, yes or no. A claim says no to
    a question that it turns around, and to one of yes and no that it negates. It is not sure where
    the words of both for and against say otherwise.
    """
    says_yes = verdict(meant.pack, meant.entry)
    if says_yes is None:
        return None
    analyser = Analyser(meant.pack.language, meant.pack.synonyms)
    turning = Turning(analyser.language)
    claim = turning.profile(analyser.analyse(part), is_claim=True)
    question = turning.profile(analyser.analyse(meant.entry.question))
    is_negated = (claim.negations - question.negations) % 2 == 1
    is_turned = meant.candidate.is_turned or is_negated
    if is_negated and not (meant.candidate.is_turned or can_be_denied(meant.pack, meant.entry)):
        return None
    stands = _stand(claim), _stand(question)
    if 0 not in stands and (stands[0] != stands[1]) != is_turned:
        return None
    return says_yes != is_turned


def _stand(profile: Profile) -> int:
    """Whether a text speaks for or against what it is about (1 or -1), or neither (0)."""
    judging = [it.stand for it in profile.words.values() if it.stand]
    return math.prod(judging) * (-1) ** profile.negations if judging else 0
