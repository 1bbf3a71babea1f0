"""From a question to an outcome."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bot.answering.cues import only_remarks
from bot.answering.outcome import Abstention, Answer, Choice, Outcome, Suggestions, percent
from bot.answering.questions import (
    MOST_SENTENCES,
    is_marked,
    joined,
    own_words,
    questions,
    quoted_words,
    sentences,
)
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Entry, Knowledge, Pack
from bot.matching.refusals import Refusal
from bot.matching.text import fold, words
from bot.translation import _

MAX_CHOICES = 5
MOST_PARTS = 6
"""How many parts are looked up of a question that is too long to judge as a whole."""
LONG = 20
"""Words from which on a single clause of a message may be all that it asks."""
CLAUSE_SURENESS = 0.75
"""How far between the bar and certainty the confidence in such a clause must be for an answer. It
was chosen on 360 questions in other words than the shipped pack's, each behind something that
somebody tells first: 188 rather than 90 are answered right, and as many wrong. Of 64 such messages
that the pack is not for, no more are answered."""
MARGIN = 0.1
"""How far the likeliest entry must be ahead of the next to answer, whatever the bar."""
LISTED_SHARE = 0.25
"""The share of the bar for suggestions that is enough to be listed beside the likeliest entry.
Where one entry may be meant, the right one is often the second or third."""
MAX_QUESTION = 4000
"""Characters of a question that are read: the longest message that Discord takes."""


@dataclass(frozen=True, slots=True)
class Bars:
    """How sure is sure enough; probabilities from 0 to 1."""

    answer: float
    """For the likeliest entry to be the answer."""
    suggest: float
    """For the likeliest entry to be suggested."""


class Answerer:
    """Answers questions from a snapshot.

    The pack with the id `first` is asked first, and the others only what it has no answer for.
    """

    def __init__(self, snapshot: Snapshot, bars: Bars, *, first: str | None = None) -> None:
        self._snapshot = snapshot
        self._first = first
        self.bars = bars
        """How sure is sure enough; set for good."""

    @property
    def snapshot(self) -> Snapshot:
        """What is answered from."""
        return self._snapshot

    @property
    def knowledge(self) -> Knowledge:
        """The packs that are answered from."""
        return self._snapshot.knowledge

    def rank(self, question: str, *, most: int = MAX_CHOICES) -> tuple[Choice, ...]:
        """The best `most` entries of all packs for `question`, best first."""
        snapshot = self._snapshot
        choices = [
            Choice(pack, candidate)
            for pack, index in zip(snapshot.knowledge.packs, snapshot.indexes, strict=True)
            for candidate in index.rank(
                question[:MAX_QUESTION],
                most=most,
                hidden=index.ids.difference(pack.entry_by_id),
            )
        ]
        choices.sort(key=lambda it: (-it.confidence, it.pack.id, it.entry.id))
        return tuple(choices[:most])

    def ask(self, message: str) -> Outcome:
        """What to say to `message`.

        It is looked up as a whole and, if it says more than one thing, question by question. Of
        several questions the first that has an answer is answered, or, if none has a question mark,
        the one with the surest answer. Other entries that the message means are offered beside it.
        A single question gets what the whole message gets, for what stands before it is what it is
        about; but where it opens the message, what follows may be another matter, and its own
        answer counts. Where no question has an answer, the whole message's outcome counts, or, if
        that is nothing, the first suggestions for a question.

        A sentence that a line break or an abbreviation may have cut is not answered in pieces with
        what is withheld from it as a whole. Who only remarks on what they quote ("is that true?")
        asks what the quote says.
        """
        text = own_words(message[:MAX_QUESTION])
        if self.only_remarks(text):
            text = quoted_words(message[:MAX_QUESTION]) or text
        whole = self._ask(text)
        told = self._told(text)
        asked = questions(told)
        if asked == [text]:
            return replace(whole, question=message)
        found = [self._asked(told, told.index(it)) for it in asked[:MOST_SENTENCES]]
        answers = [it for it in found if isinstance(it, Answer)]
        first = answers[0] if answers else None
        if not any(map(is_marked, asked)):
            first = max(answers, key=lambda it: it.chosen.confidence, default=None)
        if len(asked) == 1 and isinstance(whole, Answer):
            # What stands before a question is what it is about; what follows may be another.
            opens = first if told[0] == asked[0] else None
            if opens is None or opens.chosen.ids == whole.chosen.ids:
                return replace(whole, question=message)
        if first:
            remarks = islice((it for it in told if it not in asked), MOST_SENTENCES)
            found += [it for it in map(self._ask, remarks) if isinstance(it, Answer)]
            return replace(first, question=message, also=tuple(_beside(first, found)))
        if isinstance(whole, Abstention):
            whole = next((it for it in found if isinstance(it, Suggestions)), whole)
        return replace(whole, question=message)

    def only_remarks(self, text: str) -> bool:
        """Whether `text` only asks if what somebody said is so: "is that true?"."""
        return only_remarks(text, {it.language for it in self.knowledge.packs})

    def _told(self, text: str) -> list[str]:
        """The sentences of `text`; questions that lack a question mark get one.

        So does what begins as a question right behind another one. A sentence that joins two
        questions becomes two.
        """
        told: list[str] = []
        for sentence in sentences(text):
            follows = bool(told) and is_marked(told[-1]) and not is_marked(sentence)
            if follows and any(it.begins_as_question(sentence) for it in self._snapshot.indexes):
                sentence = _marked(sentence)
            told += self._told_apart(sentence)
        return told

    def _told_apart(self, sentence: str) -> list[str]:
        """The questions that a sentence joins ("what is X and why is Y"), each with a mark.

        The sentence is parted where both halves have answers, from different entries, and the whole
        has one of these; or where the whole has no answer and withholds none of theirs, and the
        halves have different ones or one that is sure. Otherwise it is returned as it is.
        """
        joining = (it for index in self._snapshot.indexes for it in index.halves(sentence))
        for first, second in list(dict.fromkeys(joining))[:MOST_PARTS]:
            found = [it for it in map(self._ask, (first, second)) if isinstance(it, Answer)]
            if found and self._are_told_of(sentence, found):
                return [_marked(first), *self._told_apart(_marked(second))]
        return [sentence]

    def _are_told_of(self, sentence: str, halves: Sequence[Answer]) -> bool:
        """Whether a sentence is to be parted, given the answers that its halves have."""
        whole = self._ask(sentence)
        ids = {it.chosen.ids for it in halves}
        if isinstance(whole, Answer):
            return len(ids) > 1 and whole.chosen.ids in ids
        if any(it.ids in ids and it.candidate.is_withheld for it in whole.choices):
            return False
        return len(ids) > 1 or self._is_sure(halves[0])

    def _asked(self, told: Sequence[str], place: int) -> Outcome:
        """What the sentence at `place` gets, or a longer one that it may be a piece of.

        The longer one counts where it withholds the entry that would answer the piece ("We should
        not" and then "ban it?"), or withholds one that it surely means.
        """
        outcome = self._ask(told[place])
        if isinstance(outcome, Answer):
            for longer in map(self._ask, joined(told, place)):
                if any(
                    it.candidate.is_withheld
                    and (it.ids == outcome.chosen.ids or it.confidence >= self.bars.answer)
                    for it in longer.choices
                ):
                    return longer
        return outcome

    def _ask(self, question: str) -> Outcome:
        """What `question` gets.

        An answer gives way to what a part of the question gets, if that part surely means the same
        entry and has it withheld. A long question without an answer may get the answer to one of
        its clauses.
        """
        outcome = self._look_up(question)
        if isinstance(outcome, Answer):
            for part in self._parts(outcome)[:MOST_PARTS]:
                inner = self._look_up(part)
                if self._is_withheld(outcome, inner):
                    return inner
            return outcome
        return self._clause(outcome) or outcome

    def _clause(self, whole: Suggestions | Abstention) -> Answer | None:
        """The answer to the first clause of a long question that surely has one.

        None where the answer's entry is withheld from the whole question.
        """
        if len(words(fold(whole.question))) < LONG:
            return None
        withheld = {it.ids for it in whole.choices if it.candidate.is_withheld}
        found = (it for index in self._snapshot.indexes for it in index.clauses(whole.question))
        for clause in list(dict.fromkeys(found))[:MOST_PARTS]:
            outcome = self._ask(clause)
            if (
                isinstance(outcome, Answer)
                and self._is_sure(outcome)
                and outcome.chosen.ids not in withheld
            ):
                return outcome
        return None

    def _is_sure(self, answer: Answer) -> bool:
        """Whether a part of a message is answered so surely that the rest can be ignored."""
        needed = self.bars.answer + CLAUSE_SURENESS * (1 - self.bars.answer)
        return answer.chosen.confidence >= needed

    def _is_withheld(self, answer: Answer, inner: Outcome) -> bool:
        """Whether a part of a question surely means the answer's entry, but has it withheld."""
        return any(
            it.ids == answer.chosen.ids
            and it.candidate.is_withheld
            and it.confidence >= self.bars.answer
            for it in inner.choices
        )

    def _parts(self, answer: Answer) -> Sequence[str]:
        snapshot = self._snapshot
        place = snapshot.knowledge.packs.index(answer.chosen.pack)
        return snapshot.indexes[place].parts(answer.question)

    def _look_up(self, question: str) -> Outcome:
        choices = self.rank(question)
        own = tuple(it for it in choices if it.pack.id == self._first)
        if own:
            outcome = self.decide(question, own)
            if isinstance(outcome, Answer):
                return replace(outcome, choices=choices)
        return self.decide(question, choices)

    def decide(self, question: str, choices: tuple[Choice, ...]) -> Outcome:
        """What to say to `question`, whose best entries are `choices`."""
        if not choices:
            has_words = any(words(fold(question)))
            reason = (
                _("No entry is left for it.") if has_words else _("It has no words to look up.")
            )
            return Abstention(question, (), reason, part=question)
        best = choices[0]
        rival = next((it for it in choices[1:] if best.confidence - it.confidence < MARGIN), None)
        is_sure = best.confidence >= self.bars.answer
        needed = f"{self.bars.answer * 100:g}%"
        if is_sure and rival is None and not best.candidate.is_withheld:
            reason = _(
                "It is {confidence} likely that `{entry}` is meant; {needed} is enough to answer."
            ).format(confidence=percent(best.confidence), entry=best.entry.id, needed=needed)
            return Answer(question, best, choices, reason, part=question)
        if best.confidence >= self.bars.suggest:
            listed = self.bars.suggest * LISTED_SHARE
            close = tuple(it for it in choices if it.confidence >= listed)
            reason = _(
                "The likeliest, `{entry}`, is {confidence} likely; an answer needs {needed}."
            ).format(entry=best.entry.id, confidence=percent(best.confidence), needed=needed)
            if is_sure and rival is not None:
                reason = _("`{entry}` and `{other}` are about as likely.").format(
                    entry=best.entry.id, other=rival.entry.id
                )
            if best.candidate.is_doubtful:
                reason = _("It resembles a question that `{entry}` is not for.").format(
                    entry=best.entry.id
                )
            if best.candidate.is_turned:
                reason = _("It seems to turn the question of `{entry}` around.").format(
                    entry=best.entry.id
                )
            return Suggestions(question, close, choices, reason, part=question)
        reason = _(
            "Nothing is likely enough: the nearest, `{entry}`, is {confidence} likely; a "
            "suggestion needs {needed:g}%."
        ).format(
            entry=best.entry.id, confidence=percent(best.confidence), needed=self.bars.suggest * 100
        )
        return Abstention(question, choices, reason, part=question)

    def refusals(self, question: str) -> tuple[tuple[Pack, Refusal], ...]:
        """The negative phrasings in all packs that `question` resembles."""
        snapshot = self._snapshot
        return tuple(
            (pack, refusal)
            for pack, index in zip(snapshot.knowledge.packs, snapshot.indexes, strict=True)
            for refusal in index.refusals(question[:MAX_QUESTION])
            if pack.live_entry(refusal.entry.id)
        )

    def find(self, pack_id: str, entry_id: str) -> tuple[Pack, Entry] | None:
        """The live entry with these ids, or None."""
        pack = self.knowledge.pack_by_id.get(pack_id)
        entry = pack.live_entry(entry_id) if pack else None
        return (pack, entry) if pack and entry else None


def _marked(sentence: str) -> str:
    return sentence if is_marked(sentence) else f"{sentence}?"


def _beside(answer: Answer, found: Iterable[Outcome]) -> Iterator[Answer | Suggestions]:
    """Of `found`, the first outcome for each likeliest entry that is not the answer's."""
    seen = {answer.chosen.ids}
    for outcome in found:
        if not isinstance(outcome, Abstention) and outcome.choices[0].ids not in seen:
            seen.add(outcome.choices[0].ids)
            yield outcome
