"""What a change would do is found out before it is published."""

from __future__ import annotations

from datetime import date

from bot.answering.answerer import Answerer
from bot.chat.curators.examining import Examined, examine, warnings, with_edits
from bot.curating.changes import Put, Remove
from bot.knowledge.model import Entry, Pack, Source
from tests.chat.curators.proposing import EXPECTED, proposal

TODAY = date(2026, 11, 21)


def examined(answerer: Answerer, *edits: Put | Remove, asked: tuple[str, ...] = ()) -> Examined:
    return examine(proposal(edits), edits, answerer, asked, TODAY, expected=(EXPECTED,))


def changed(pack: Pack, entry_id: str, **fields: object) -> Put:
    entry = pack.entry_by_id[entry_id]
    return Put(entry.model_copy(update=fields), entry)


def test_an_expectation_that_would_not_be_met_is_found(answerer: Answerer, tea: Pack) -> None:
    negated = changed(tea, "how-long-to-steep", not_for=("steeping time of black tea",))
    found = examined(answerer, negated)
    assert found.broken == 1
    assert found.effects is not None
    assert [it.question for it in found.effects.broken] == ["steeping time of black tea"]


def test_questions_that_were_asked_are_tried_too(answerer: Answerer, tea: Pack) -> None:
    asked = "may a samovar be used"
    live = {"answer": "Yes. [^leaf-journal]", "status": "live", "phrasings": (asked,)}
    found = examined(answerer, changed(tea, "milk-first", **live), asked=(asked,))
    assert found.effects is not None
    assert [(it.question, it.after) for it in found.effects.affected] == [(asked, "milk-first")]


def test_a_change_that_is_not_matched_with_tries_nothing(answerer: Answerer, tea: Pack) -> None:
    found = examined(answerer, changed(tea, "how-long-to-steep", answer="Two. [^leaf-journal]"))
    assert found.effects is not None
    assert (found.effects.tried, found.effects.affected) == (1, ())


def test_errors_keep_a_change_from_being_tried(answerer: Answerer, tea: Pack) -> None:
    found = examined(answerer, changed(tea, "how-long-to-steep", answer="Nobody says so."))
    assert found.effects is None
    assert [it.key for it in found.errors] == ["entries[2].answer"]


def test_expectations_that_go_with_an_entry_are_named(answerer: Answerer) -> None:
    found = examined(answerer, Remove("entries", "how-long-to-steep"))
    assert found.dropped == (EXPECTED,)
    assert found.broken == 0


def test_only_what_is_touched_is_warned_of(tea: Pack) -> None:
    book = Source(id="a-book", title="A book", kind="press")
    pack = with_edits(tea, [Put(book)])
    keys = [("sources", "a-book"), ("entries", "tea-is-healthier")]
    found = warnings(pack, keys, TODAY)  # type: ignore[arg-type]  # literal types are lost
    assert {(it.name, it.id) for it in found} == {
        ("uncited-source", "a-book"),
        ("short-answer", "tea-is-healthier"),
    }


def test_a_source_that_others_cite_is_not_called_uncited(tea: Pack) -> None:
    assert warnings(tea, [("sources", "leaf-journal")], TODAY) == ()


def test_a_warning_that_needs_the_whole_pack_is_not_called_stale(tea: Pack) -> None:
    entry = tea.entry_by_id["how-long-to-steep"]
    accepting = entry.model_copy(update={"accept": {"competing": "they do"}})
    found = warnings(with_edits(tea, [Put(accepting, entry)]), [("entries", entry.id)], TODAY)
    assert [it.name for it in found] == ["short-answer"]


def test_a_pack_as_it_would_be_has_new_changed_and_no_removed_items(tea: Pack) -> None:
    new = Entry(id="new", topic="brewing", question="New?", answer="New.")
    would = with_edits(
        tea, [Put(new), changed(tea, "milk-first", question="M?"), Remove("entries", "new")]
    )
    assert [it.id for it in would.entries] == [it.id for it in tea.entries]
    assert would.entry_by_id["milk-first"].question == "M?"
