"""What is left out of a snapshot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Suggestions
from bot.answering.snapshot import Hidden, Snapshot
from bot.knowledge.model import Knowledge, Pack
from bot.matching.index import REPEATED


def test_what_is_hidden_is_neither_answered_nor_suggested_nor_found(tea: Pack) -> None:
    whole = Snapshot.build(Knowledge(packs=(tea,)))
    hidden = {Hidden("tea", "entries", "tea-is-healthier"), Hidden("tea", "topics", "brewing")}
    answerer = Answerer(whole.without((), hidden), Bars(0.5, 0.01))
    questions = ("why is tea healthier than coffee", "how long should tea steep")
    named = {it.entry.id for text in questions for it in answerer.rank(text)}
    assert named == {"coffee-is-healthier"}
    assert answerer.find("tea", "tea-is-healthier") is None
    assert [it.id for it in answerer.knowledge.packs[0].topics] == ["health"]


def _with_hidden(
    tea: Pack, shown: Sequence[Sequence[str]], hidden: Sequence[Sequence[str]]
) -> Answerer:
    """Answers from entries with the phrasings of `shown`, those of `hidden` being out of sight."""
    unseen = {f"hidden-{number}": it for number, it in enumerate(hidden)}
    asked = {f"shown-{number}": it for number, it in enumerate(shown)} | unseen
    entries = tuple(
        tea.entries[1].model_copy(
            update={"id": it, "question": texts[0], "phrasings": texts[1:], "not_for": ()}
        )
        for it, texts in asked.items()
    )
    whole = Snapshot.build(Knowledge(packs=(tea.model_copy(update={"entries": entries}),)))
    return Answerer(
        whole.without((), {Hidden("tea", "entries", it) for it in unseen}), Bars(0.65, 0.2)
    )


def test_what_is_hidden_takes_no_place_from_what_is_shown(tea: Pack) -> None:
    shown = [("How do I make tea?", "the best way to make tea"), ("How do I make coffee?",)]
    sorts = ("green", "black", "white", "oolong", "herbal", "mint", "iced", "chai")
    hidden = [(f"How do I brew {it} tea?", f"brewing {it} tea") for it in sorts]
    answerer = _with_hidden(tea, shown, hidden)
    assert isinstance(answerer.ask("How do I brew tea?"), Answer | Suggestions)
    assert [it.entry.id for it in answerer.rank("How do I brew tea?")] == ["shown-0", "shown-1"]


def test_what_is_hidden_takes_no_probability_from_what_is_shown(tea: Pack) -> None:
    shown = [("Is tea healthy?",), ("Why is tea dear?",)]
    twin = ("Is tea healthy?", "is tea good for you")
    outcome = _with_hidden(tea, shown, [twin]).ask("Is tea healthy?")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.entry.id == "shown-0"
    assert outcome.chosen.confidence >= REPEATED


def test_where_all_is_hidden_no_entry_is_left(tea: Pack) -> None:
    outcome = _with_hidden(tea, [], [("Is tea healthy?",)]).ask("Is tea healthy?")
    assert isinstance(outcome, Abstention)
    assert outcome.choices == ()


def test_a_pack_that_is_left_out_answers_nothing(tea: Pack) -> None:
    other = tea.model_copy(update={"id": "other"})
    both = Snapshot.build(Knowledge(packs=(tea, other)))
    answerer = Answerer(both.without({"tea"}, ()), Bars(0.5, 0.1))
    outcome = answerer.ask("why is tea healthier than coffee")
    assert isinstance(outcome, Answer)
    assert outcome.chosen.pack.id == "other"
