"""Why an outcome came about, in words a curator understands.

Which words counted is found by asking again with each word left out: the effect of a word is the
difference that this makes to the confidence in the likeliest entry. That holds for any matcher, and
is exact for a single word; words that only count together show no effect. (Leave-one-out occlusion:
Robnik-Šikonja and Kononenko, "Explaining classifications for individual instances", 2008.)
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.answering.answerer import MARGIN, MAX_CHOICES, MAX_QUESTION, Answerer
from bot.answering.outcome import Abstention, Answer, Choice, Outcome, Suggestions, percent, points
from bot.knowledge.model import Pack
from bot.matching.refusals import Refusal
from bot.matching.text import APOSTROPHES, LETTERS, fold
from bot.translation import N_, _, ngettext

MOST_LINES = 9
MOST_WORDS = 40
"""Words of a question that are left out in turn; of a longer one, the first."""
MOST_NAMED = 4
"""Words that are named as counting for, and as counting against."""
MOST_RANKED = 50
"""Entries among which the likeliest is looked for once a word is left out; beyond them it counts
as 0 likely."""
LONGEST_QUOTE = 120

_WORD = re.compile(rf"{LETTERS}(?:[{APOSTROPHES}]{LETTERS})*")


def in_quotes(text: str) -> str:
    """`text` in quotation marks, on one line and not too long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + '…'}”"


def explain(
    outcome: Outcome, answerer: Answerer, *, quote: Callable[[str], str] = in_quotes
) -> list[str]:
    """At most nine lines: the decision, the phrasing matched, what counted, what would change it.

    `answerer` is the one that `outcome` came from. `quote` makes the words of askers and curators
    fit to be shown; entries' ids stand between backticks.
    """
    asked = _asked(outcome)
    left_out = _leave_words_out(outcome, answerer)
    refusals = answerer.refusals(asked)
    lines = [outcome.reason]
    if fold(asked) != fold(outcome.question[:MAX_QUESTION]):
        lines.append(_("Of the message, this was looked up: {asked}.").format(asked=quote(asked)))
    if outcome.choices:
        lines += _matched(outcome.choices, quote)
        lines += _counted(left_out, outcome.choices[0], quote)
    lines += _missing(outcome, answerer, refusals, quote)
    if left_out:
        lines.append(_turning_words(outcome, left_out, quote))
    kept_out = [
        _("`{entry}` by its negative phrasing {phrasing}").format(
            entry=it.entry.id, phrasing=quote(it.phrasing)
        )
        for _pack, it in refusals
        if it.is_veto
    ]
    if kept_out:
        lines.append(_("Kept out: {entries}.").format(entries=", ".join(kept_out[:MOST_NAMED])))
    return lines[:MOST_LINES]


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """What the question gets without a word."""

    word: str
    confidence: float
    """How likely it still is that the likeliest entry is meant."""
    outcome: Outcome


def _asked(outcome: Outcome) -> str:
    return outcome.part or outcome.question[:MAX_QUESTION]


def _leave_words_out(outcome: Outcome, answerer: Answerer) -> list[_LeftOut]:
    """The question asked again without each of its words, every time that it stands there."""
    text = _asked(outcome)
    spans: dict[str, list[re.Match[str]]] = {}
    for match in _WORD.finditer(text):
        spans.setdefault(fold(match[0]), []).append(match)
    if not outcome.choices or len(spans) < 2:
        return []
    found = []
    for matches in list(spans.values())[:MOST_WORDS]:
        rest = _without(text, matches)
        choices = answerer.rank(rest, most=MOST_RANKED)
        confidence = next(
            (it.confidence for it in choices if it.ids == outcome.choices[0].ids), 0.0
        )
        decided = answerer.decide(rest, choices[:MAX_CHOICES])
        found.append(_LeftOut(matches[0][0], confidence, decided))
    return found


def _without(text: str, matches: Sequence[re.Match[str]]) -> str:
    kept, end = [], 0
    for match in matches:
        kept.append(text[end : match.start()])
        end = match.end()
    return " ".join(" ".join([*kept, text[end:]]).split())


def _matched(choices: Sequence[Choice], quote: Callable[[str], str]) -> Iterator[str]:
    best, *others = choices
    evidence = best.candidate.evidence
    said = _("Nearest phrasing: {phrasing}.").format(phrasing=quote(best.candidate.phrasing))
    covered = _(
        "The phrasings of `{entry}` hold {covered:.0%} of the question's telling words, by weight."
    ).format(entry=best.entry.id, covered=evidence.covered)
    yield f"{said} {covered}"
    if others:
        behind = points(best.confidence - others[0].confidence)
        yield ngettext(
            "Runner-up: `{other}`, {confidence} likely, {points} point behind; an answer "
            "needs {needed:g}.",
            "Runner-up: `{other}`, {confidence} likely, {points} points behind; an answer "
            "needs {needed:g}.",
            behind,
        ).format(
            other=others[0].entry.id,
            confidence=percent(others[0].confidence),
            points=behind,
            needed=MARGIN * 100,
        )


def _counted(
    left_out: Sequence[_LeftOut], best: Choice, quote: Callable[[str], str]
) -> Iterator[str]:
    effects = [(round((best.confidence - it.confidence) * 100), it.word) for it in left_out]
    effects.sort(key=lambda it: -it[0])
    for said, counted in (
        (
            _("Counted for `{entry}`, in points: {words}."),
            [it for it in effects if it[0] > 0],
        ),
        (
            _("Counted against `{entry}`, in points: {words}."),
            [it for it in reversed(effects) if it[0] < 0],
        ),
    ):
        if counted:
            words = ", ".join(f"{quote(word)} {number:+}" for number, word in counted[:MOST_NAMED])
            yield said.format(entry=best.entry.id, words=words)


def _missing(
    outcome: Outcome,
    answerer: Answerer,
    refusals: Sequence[tuple[Pack, Refusal]],
    quote: Callable[[str], str],
) -> Iterator[str]:
    """What kept the outcome from being an answer, and what would have made it one."""
    if isinstance(outcome, Answer) or not outcome.choices:
        return
    best, *others = outcome.choices
    name = f"`{best.entry.id}`"
    bars = answerer.bars
    if best.candidate.is_turned:
        yield _(
            "Were it not turned around, {name} would count with {confidence}. If it asks the "
            "same, add it there as a phrasing; if not, an entry is missing."
        ).format(name=name, confidence=percent(best.confidence))
    elif isinstance(outcome, Abstention):
        if not best.candidate.evidence.known:
            yield _("No phrasing of any entry holds one of its telling words.")
        lacking = _gap(bars.suggest, best)
        yield ngettext(
            "{suggested} point more would have had {name} suggested, {answered} answered. If "
            "that is what it asks for, add it there as a phrasing; if not, an entry is missing.",
            "{suggested} points more would have had {name} suggested, {answered} answered. If "
            "that is what it asks for, add it there as a phrasing; if not, an entry is missing.",
            lacking,
        ).format(suggested=lacking, name=name, answered=_gap(bars.answer, best))
    elif best.confidence < bars.answer:
        lacking = _gap(bars.answer, best)
        yield ngettext(
            "{answered} point more would have answered it. If it asks for {name}, add it "
            "there as a phrasing.",
            "{answered} points more would have answered it. If it asks for {name}, add it "
            "there as a phrasing.",
            lacking,
        ).format(answered=lacking, name=name)
    elif others and best.confidence - others[0].confidence < MARGIN:
        yield _(
            "{name} and `{other}` compete for it: merge them if they say the same, or give one "
            "of them a negative phrasing."
        ).format(name=name, other=others[0].entry.id)
    for pack, refusal in refusals:
        if best.candidate.is_doubtful and (pack.id, refusal.entry.id) == best.ids:
            yield _(
                "The negative phrasing {phrasing} of {name} keeps it from being answered."
            ).format(phrasing=quote(refusal.phrasing), name=name)


def _gap(bar: float, choice: Choice) -> int:
    """How many points are missing, rounded up."""
    return math.ceil(round((bar - choice.confidence) * 100, 6))


def _turning_words(
    outcome: Outcome, left_out: Sequence[_LeftOut], quote: Callable[[str], str]
) -> str:
    """The words without which the outcome would have been another, by what it would have been."""
    turned: dict[tuple[str, str], list[str]] = {}
    confidence = outcome.choices[0].confidence
    for it in sorted(left_out, key=lambda it: -abs(confidence - it.confidence)):
        if _fate(it.outcome) != _fate(outcome):
            turned.setdefault(_fate(it.outcome), []).append(quote(it.word))
    if not turned:
        return _("No single word left out would have changed the outcome.")
    cases = [
        _(told).format(words=_(" or ").join(words[:MOST_NAMED]), entry=entry)
        for (told, entry), words in turned.items()
    ]
    text = "; ".join(cases[:2])
    return f"{text[0].upper()}{text[1:]}."


_ANSWERED = N_("without {words} it would have been answered with `{entry}`")
_SUGGESTED = N_("without {words} it would have been met with suggestions")
_DECLINED = N_("without {words} it would have been declined")


def _fate(outcome: Outcome) -> tuple[str, str]:
    """What to say of a question that gets this, and the entry that it names."""
    match outcome:
        case Answer(chosen=chosen):
            return _ANSWERED, chosen.entry.id
        case Suggestions():
            return _SUGGESTED, ""
        case Abstention():
            return _DECLINED, ""
