"""What a change to a pack would do to the questions that people ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.answering.answerer import Answerer
from bot.answering.outcome import Answer, Outcome, Suggestions
from bot.knowledge.model import Expectation, Pack
from bot.matching.answers import told_by
from bot.matching.terms import Analyser
from bot.translation import ngettext

Effect = Literal["changed", "lost", "ambiguous", "gained"]
EFFECTS: tuple[Effect, ...] = ("lost", "changed", "ambiguous", "gained")
"""From worst to best: a question loses its answer, gets another, gets only suggestions instead of
an answer, or gets an answer that it did not have."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A question whose outcome a change would alter."""

    question: str
    effect: Effect
    before: str | None
    """The id of the entry that answers now, or None."""
    after: str | None
    expected: str | None = None
    """What the pack's expectations want for the question; None if they do not mention it."""

    @property
    def is_broken(self) -> bool:
        """Whether an expectation that is met now would no longer be met."""
        if self.expected is None:
            return False
        wanted = None if self.expected == "none" else self.expected
        return self.before == wanted and self.after != wanted


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change would do to the questions that were tried."""

    tried: int
    affected: tuple[Affected, ...]
    """Broken expectations first, then from worst to best."""

    @property
    def broken(self) -> tuple[Affected, ...]:
        """The expectations that would no longer be met."""
        return tuple(it for it in self.affected if it.is_broken)

    def __str__(self) -> str:
        """In a line, such as "3 answers change, 1 is lost, 2 become ambiguous"."""
        n = self.tried
        if not self.affected:
            said = ngettext(
                "The one question that was tried gets no other answer.",
                "None of {tried} questions gets another answer.",
                n,
            )
            return said.format(tried=n)
        told = ", ".join(_told(Counter(it.effect for it in self.affected)))
        said = ngettext("Of {tried} question: {effects}.", "Of {tried} questions: {effects}.", n)
        return said.format(tried=n, effects=told)


def effects(
    before: Answerer, after: Answerer, expectations: Sequence[Expectation], asked: Iterable[str]
) -> Effects:
    """Asks each question once before and after a change, and tells whose outcomes differ.

    The questions are those of `expectations` and those in `asked`. Answers differ only if they come
    from different entries: new wording of an entry does not count.
    """
    expected = {it.ask: it.expect for it in expectations}
    questions = dict.fromkeys((*expected, *asked))
    affected = []
    for question in questions:
        was, now = before.ask(question), after.ask(question)
        effect = _effect(was, now)
        if effect:
            affected.append(
                Affected(question, effect, _answer(was), _answer(now), expected.get(question))
            )
    affected.sort(key=lambda it: (not it.is_broken, EFFECTS.index(it.effect)))
    return Effects(len(questions), tuple(affected))


def concern(before: Pack, after: Pack) -> Callable[[str], bool]:
    """A function that tells whether a question may be matched differently by the two packs.

    If only the answers of entries differ, that is so only for questions with a word that was added
    to an answer or removed from one.
    """
    if _asked_as(before) != _asked_as(after):
        return lambda _question: True
    analyser = Analyser(after.language, after.synonyms)
    answers = {it.id: it.answer for it in before.live_entries}
    stems = frozenset[str]().union(
        *(
            told_by(it.answer, analyser) ^ told_by(answers[it.id], analyser)
            for it in after.live_entries
            if it.answer != answers[it.id]
        )
    )
    return lambda question: bool(stems) and not stems.isdisjoint(analyser.analyse(question).stems)


def _asked_as(pack: Pack) -> object:
    """Everything in a pack that questions are matched with, apart from the entries' answers."""
    entries = {it.id: (it.asked_as, it.not_for) for it in pack.live_entries}
    return entries, pack.synonyms, pack.language


def _told(counts: Mapping[Effect, int]) -> Iterator[str]:
    """A phrase for each effect that occurs; the first one says that answers are being counted."""
    n = counts["changed"]
    if n:
        yield ngettext("{n} answer changes", "{n} answers change", n).format(n=n)
    is_first = not n
    if n := counts["lost"]:
        said = ngettext("{n} is lost", "{n} are lost", n)
        if is_first:
            said = ngettext("{n} answer is lost", "{n} answers are lost", n)
        yield said.format(n=n)
        is_first = False
    if n := counts["ambiguous"]:
        said = ngettext("{n} becomes ambiguous", "{n} become ambiguous", n)
        if is_first:
            said = ngettext("{n} answer becomes ambiguous", "{n} answers become ambiguous", n)
        yield said.format(n=n)
        is_first = False
    if n := counts["gained"]:
        said = ngettext("{n} is gained", "{n} are gained", n)
        if is_first:
            said = ngettext("{n} answer is gained", "{n} answers are gained", n)
        yield said.format(n=n)


def _effect(was: Outcome, now: Outcome) -> Effect | None:
    if _answer(was) == _answer(now):
        return None
    if _answer(was) is None:
        return "gained"
    if _answer(now) is None:
        return "ambiguous" if isinstance(now, Suggestions) else "lost"
    return "changed"


def _answer(outcome: Outcome) -> str | None:
    return outcome.chosen.entry.id if isinstance(outcome, Answer) else None
