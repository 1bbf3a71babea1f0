"""Ranking and its confidence, on a small pack and on generated ones."""

from __future__ import annotations

import weakref
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Pack
from bot.matching import lessons
from bot.matching.index import REPEATED, Index, build_index, update_index
from bot.matching.spelling import Spelling
from bot.matching.terms import Analyser, Terms
from bot.matching.text import fold
from bot.memory import uncollected
from tests.conftest import TEA
from tests.matching import oracle
from tests.matching.generated import ENTRIES, TEXTS


@pytest.fixture(scope="module")
def index(tea: Pack) -> Index:
    return build_index(tea)


def best(index: Index, question: str) -> str:
    return index.rank(question)[0].entry.id


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("is drinking tea healthy?", "tea-is-healthier"),
        ("is drinking coffee healthy?", "coffee-is-healthier"),
        ("how logn shuold i steep my tea", "how-long-to-steep"),
        ("TEABAG???", "how-long-to-steep"),
    ],
)
def test_the_right_entry_comes_first(index: Index, question: str, entry: str) -> None:
    assert best(index, question) == entry


def test_confidence_is_a_probability_and_falls_from_the_first(index: Index) -> None:
    ranked = index.rank("health benefits of green tea")
    confidences = [it.confidence for it in ranked]
    assert all(0 <= it <= 1 for it in confidences)
    assert all(first >= second for first, second in pairwise(confidences))


def test_what_is_likelier_comes_first_though_another_is_more_alike() -> None:
    reading = read_pack(TEA.with_name("nuclear-power.yaml"))
    index = build_index(reading.sound())
    ranked = [index.rank(it.ask) for it in reading.askable]
    for candidates in ranked:
        confidences = [it.confidence for it in candidates]
        assert confidences == sorted(confidences, reverse=True)
    assert any(it and it[0].evidence.score < it[1].evidence.score for it in ranked)


def test_a_phrasing_is_surer_than_a_question_about_something_else(index: Index) -> None:
    known = index.rank("health benefits of drinking tea")[0].confidence
    other = index.rank("who won the football yesterday")[0].confidence
    assert known > 0.6
    assert other < 0.2


def test_a_phrasing_repeated_is_all_but_certain_unless_it_had_to_be_corrected(index: Index) -> None:
    for question, is_repeated in (
        ("how long should TEA steep", True),
        ("how long should tea stepe", False),
    ):
        first = index.rank(question)[0]
        assert first.entry.id == "how-long-to-steep"
        assert (first.confidence >= REPEATED) == is_repeated


def test_entries_with_their_question_alone_are_found_in_other_words_too() -> None:
    questions = {
        "renew": "How do I renew a loan?",
        "reserve": "How do I reserve a book?",
        "hours": "When is the reading room open?",
        "eat": "Can I eat in the reading room?",
        "card": "What does a library card cost?",
        "return": "Where do I return books?",
    }
    entries = tuple(
        Entry(id=name, topic="t", question=text, answer="-") for name, text in questions.items()
    )
    index = build_index(Pack(id="library", title="Library", language="en", entries=entries))
    for question, entry in (
        ("i want to renew my loan", "renew"),
        ("how can I reserve a book", "reserve"),
        ("when does the reading room open", "hours"),
        ("may I eat in the reading room", "eat"),
        ("where can I return my books", "return"),
    ):
        first = index.rank(question)[0]
        assert first.entry.id == entry
        assert first.confidence > 0.65
    assert index.rank("how do I bake a cake")[0].confidence < 0.2


def test_drafts_are_never_candidates(index: Index) -> None:
    assert "milk-first" not in [it.entry.id for it in index.rank("milk before tea or after")]


def test_synonyms_of_the_pack_are_one_word(index: Index) -> None:
    assert best(index, "is coffee good for you") == best(index, "is coffee healthy")


def test_a_negative_phrasing_vetoes_and_what_resembles_it_is_doubtful(index: Index) -> None:
    ranked = index.rank("How long should coffee brew")
    assert "how-long-to-steep" not in [it.entry.id for it in ranked]
    near = next(
        it
        for it in index.rank("how long do you brew filter coffee")
        if it.entry.id == "how-long-to-steep"
    )
    assert near.is_doubtful


def test_a_negative_phrasing_in_the_words_of_a_phrasing_vetoes_only_its_own_order() -> None:
    imports = Entry(
        id="imports",
        topic="t",
        question="Do American cafes use Chinese tea?",
        not_for=("Do Chinese cafes use American tea?",),
        answer="x",
    )
    other = Entry(id="other", topic="t", question="Is coffee good for you?", answer="x")
    index = build_index(Pack(id="p", title="P", language="en", entries=(imports, other)))
    assert best(index, "do american cafes use chinese tea") == "imports"
    reordered = index.rank("do chinese cafes use american tea")
    assert "imports" not in [it.entry.id for it in reordered]


def test_a_word_alone_is_surer_where_one_entry_alone_speaks_of_it() -> None:
    entries = tuple(
        Entry(
            id=f"tea-{other}",
            topic="t",
            question=f"Is tea better than {other}?",
            phrasings=(f"tea or {other}", f"{other} or tea", f"why is tea nicer than {other}"),
            answer="x",
        )
        for other in ("coffee", "cocoa", "water", "juice", "beer", "milk", "soda", "wine")
    )
    index = build_index(Pack(id="p", title="P", language="en", entries=entries))
    assert index.rank("cocoa")[0].confidence > 2 * index.rank("tea")[0].confidence
    assert index.rank("tea")[0].confidence < 0.3


def named(number: int, *phrasings: str) -> Entry:
    question, *others = phrasings
    return Entry(id=f"e{number}", topic="t", question=question, phrasings=others, answer="x")


NAMES = build_index(
    Pack(
        id="p",
        title="P",
        language="en",
        entries=(
            named(1, "what does Oakley teach", "oakley lectures", "oakley on teaching", "lectures"),
            named(2, "when did Oakley marry", "oakley bride", "a wedding in June", "her bride"),
            named(3, "who mends the roof", "roof repairs", "leaking roof", "a roofer in June"),
        ),
    )
)


@pytest.mark.parametrize(
    "question",
    ["oakley", "Oakley??", "oaklye", "the oakley", "what about oakley?", "tell me about oakley"],
)
def test_a_name_alone_may_mean_any_entry_that_speaks_of_it_and_most_the_one_that_does_most(
    question: str,
) -> None:
    first, second, third = NAMES.rank(question)
    assert [first.entry.id, second.entry.id] == ["e1", "e2"]
    assert first.confidence > second.confidence > 0.1
    assert third.confidence < 0.05


def test_a_name_that_an_entry_says_once_is_never_surely_its_own() -> None:
    assert NAMES.rank("repairs")[0].confidence <= 0.5
    assert NAMES.rank("the repairs")[0].confidence <= 0.5


def test_a_phrasing_that_is_a_name_alone_is_its_entrys() -> None:
    assert NAMES.rank("lectures")[0].confidence > 0.9


@pytest.mark.parametrize("question", ["is it safe?", "how safe is it", "can that be hacked"])
def test_one_thing_said_of_what_is_not_named_is_never_sure(question: str) -> None:
    index = build_index(read_pack(TEA.with_name("nuclear-power.yaml")).sound())
    assert 0.2 < index.rank(question)[0].confidence <= 0.5


def test_an_idle_question_about_a_name_is_the_entrys_that_speaks_of_what_it_asks() -> None:
    def asked(number: int, *phrasings: str) -> Entry:
        return Entry(
            id=f"e{number}",
            topic="t",
            question=phrasings[0],
            phrasings=phrasings[1:],
            answer="x",
        )

    index = build_index(
        Pack(
            id="p",
            title="P",
            language="en",
            entries=(
                asked(1, "what does Ann Oakley teach", "ann oakley lectures", "oakley on teaching"),
                asked(2, "Bert Elm's wedding", "when did bert elm get married", "bert elm bride"),
            ),
        )
    )
    assert index.rank("is ann oakley married?")[0].confidence < 0.05
    [first, *_] = index.rank("is bert elm married?")
    assert (first.entry.id, first.confidence > 0.5) == ("e2", True)


@pytest.mark.parametrize(
    "question",
    [
        "my brother's train was late again so we missed the goalkeeper's first save",
        "somebody left a yellow umbrella behind in the lobby, who could that be",
    ],
)
def test_a_long_message_of_words_that_the_pack_has_never_heard_of_is_foreign(
    index: Index, question: str
) -> None:
    assert index.rank(question)[0].confidence < 0.05


@pytest.mark.parametrize("question", ["", " ", "?!…", "😀", "\u200b"])
def test_without_words_nothing_is_found(index: Index, question: str) -> None:
    assert index.rank(question) == []


def test_an_empty_pack_finds_nothing() -> None:
    empty = build_index(Pack(id="empty", title="Empty"))
    assert empty.rank("anything") == []
    assert empty.refusals("anything") == []


def test_a_pack_of_one_entry_tells_its_question_from_others() -> None:
    entry = Entry(id="one", topic="t", question="How do I brew tea?", answer="x")
    index = build_index(Pack(id="p", title="P", language="en", entries=(entry,)))
    assert index.rank("how do i brew tea")[0].confidence > index.rank("buy a car")[0].confidence


@pytest.mark.parametrize(
    "question",
    [
        "no",
        "Welcome!",
        "hello there",
        "how are you",
        "what is the weather in Paris",
        "x " * 20,
        "x " * 500,
    ],
)
@pytest.mark.parametrize("asked", [["How hot is tea?"], ["How hot is tea?", "Where is coffee?"]])
def test_a_question_that_has_nothing_of_a_first_entry_is_not_for_it(
    question: str, asked: list[str]
) -> None:
    entries = tuple(
        Entry(id=f"e{n}", topic="t", question=it, answer="x") for n, it in enumerate(asked)
    )
    index = build_index(Pack(id="p", title="P", language="en", entries=entries))
    assert max(it.confidence for it in index.rank(question)) < 0.1
    assert index.rank("what temperature is hot tea")[0].confidence > 0.65


@pytest.mark.no_cover
@settings(max_examples=25, deadline=None)
@given(ENTRIES, st.data())
def test_entries_score_what_they_do_when_everything_is_computed_plainly(
    entries: tuple[Entry, ...], data: st.DataObject
) -> None:
    # Words that the pack has not may be read as others that it has.
    words = sorted({word for it in entries for text in it.asked_as for word in text.split()})
    question = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=6)))
    index = build_index(Pack(id="p", title="P", language="xx", entries=entries))
    analyser = Analyser("xx")
    groups = [
        [analyser.analyse(text) for text in sorted({fold(it) for it in entry.asked_as})]
        for entry in sorted(entries, key=lambda it: it.id)
    ]
    answers = [analyser.analyse(it.answer) for it in sorted(entries, key=lambda entry: entry.id)]
    expected = oracle.scores(analyser.analyse(question), groups, answers)
    found = {it.entry.id: it.evidence.score for it in index.rank(question)}
    for entry, score in zip(sorted(it.id for it in entries), expected, strict=True):
        if entry in found:
            assert found[entry] == pytest.approx(score, abs=5e-3)
    least = min(found.values())
    assert all(
        score <= least + 5e-3
        for entry, score in zip(sorted(it.id for it in entries), expected, strict=True)
        if entry not in found
    )


@pytest.mark.no_cover
@settings(max_examples=40, deadline=None)
@given(ENTRIES, TEXTS, st.randoms(use_true_random=False))
def test_the_order_of_entries_and_phrasings_changes_nothing(
    entries: tuple[Entry, ...], question: str, random: st.DataObject
) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types randoms as data
    shuffled = [
        it.model_copy(update={"phrasings": tuple(reversed(it.phrasings))}) for it in shuffled
    ]
    before = build_index(Pack(id="p", title="P", language="en", entries=entries))
    after = build_index(Pack(id="p", title="P", language="en", entries=tuple(shuffled)))
    assert [(it.entry.id, it.confidence) for it in before.rank(question)] == [
        (it.entry.id, it.confidence) for it in after.rank(question)
    ]


LEARNED = {"score", "lead", "spelling"}
"""The numbers that depend on what was learned; spelling on which of equally near phrasings is."""


@pytest.mark.no_cover
@settings(max_examples=15, deadline=None)
@given(ENTRIES, ENTRIES, st.lists(st.booleans(), min_size=5, max_size=5), st.booleans(), TEXTS)
def test_an_update_gathers_the_evidence_that_a_fresh_build_does(
    before: tuple[Entry, ...],
    others: tuple[Entry, ...],
    stays: list[bool],
    first_goes: bool,
    question: str,
) -> None:
    known = {it.id: it for it, stay in zip(before, stays, strict=False) if stay}
    after = tuple(known.get(it.id, it) for it in others)[first_goes and len(others) > 1 :]
    earlier = build_index(Pack(id="p", title="P", language="en", entries=before))
    pack = Pack(id="p", title="P", language="en", entries=after)
    updated, fresh = update_index(earlier, pack), build_index(pack)
    found, expected = (
        {it.entry.id: it.evidence._asdict() for it in index.rank(question)}
        for index in (updated, fresh)
    )
    assert found.keys() == expected.keys()
    for name, evidence in expected.items():
        for number in evidence.keys() - LEARNED:
            assert found[name][number] == pytest.approx(evidence[number], abs=1e-4), number


def test_what_an_index_has_read_is_not_read_again(
    tea: Pack, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    analyse = Analyser.analyse

    def noted(self: Analyser, text: str, *more: Spelling) -> Terms:
        read.append(text)
        return analyse(self, text, *more)

    monkeypatch.setattr(Analyser, "analyse", noted)
    again = build_index(tea, read=index)
    assert read
    assert not {text for entry in tea.entries for text in entry.asked_as}.intersection(read)
    for entry in tea.entries:
        assert again.rank(entry.question) == index.rank(entry.question)


@pytest.mark.parametrize(
    "change",
    [{"language": "de"}, {"synonyms": (("brew", "steep"),)}],
    ids=["language", "synonyms"],
)
def test_a_pack_whose_words_are_read_otherwise_is_built_anew(
    tea: Pack, change: dict[str, object]
) -> None:
    pack = tea.model_copy(update=change)
    earlier, fresh = build_index(tea), build_index(pack)
    for index in (update_index(earlier, pack), build_index(pack, read=earlier)):
        for entry in pack.live_entries:
            assert index.rank(entry.question) == fresh.rank(entry.question)


def test_a_pack_may_become_empty_and_be_filled_again(tea: Pack) -> None:
    empty = update_index(build_index(tea), tea.model_copy(update={"entries": ()}))
    assert empty.rank("how long to steep tea") == []
    filled, fresh = update_index(empty, tea), build_index(tea)
    assert filled.rank("how long to steep tea") == fresh.rank("how long to steep tea")


def test_what_a_large_pack_teaches_itself_hardly_changes_with_one_phrasing() -> None:
    analyser = Analyser("en")
    texts = [f"question {number} about tea" for number in range(60)]
    before = [analyser.analyse(it) for it in texts]
    after = [analyser.analyse("how long does it steep"), *before]
    asked = {before[it].folded for it in lessons.chosen(before, 20)}
    assert len(asked) == 20
    assert len(asked - {after[it].folded for it in lessons.chosen(after, 20)}) <= 1


def test_an_index_is_let_go_of_without_a_look_for_garbage(tea: Pack) -> None:
    with uncollected():
        first = build_index(tea)
        second = update_index(first, tea.model_copy(update={"entries": tea.entries[1:]}))
        for it in (first, second):
            it.rank("is drinking tea healthy?")
        parts = [part for index in (first, second) for part in (index, *vars(index).values())]
        ours = [it for it in parts if type(it).__module__.startswith("bot.matching")]
        gone = [weakref.ref(it) for it in ours if hasattr(it, "__weakref__")]
        assert len(gone) > 10
        del first, second, it, parts, ours
        assert [it() for it in gone if it() is not None] == []


def test_what_only_learning_needs_is_let_go_of(tea: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matching.sense_vectors.MOST_SUMMED", 0)
    entries = (tea.entries[0].model_copy(update={"phrasings": ("is tea good",)}), *tea.entries[1:])
    built = build_index(tea)
    for index in (built, update_index(built, tea.model_copy(update={"entries": entries}))):
        assert "matrix" not in vars(index._likeness._words)
        assert "_sums" not in vars(index._likeness._senses)


def test_a_negative_phrasing_with_parts_exchanged_keeps_out_only_what_has_them_so(
    tea: Pack,
) -> None:
    entry = Entry(
        id="leaf-lawsuit",
        topic="brewing",
        question="Why did old Assam sue Ceylon?",
        phrasings=("what was the lawsuit of Assam against Ceylon about",),
        not_for=("why did ceylon sue assam",),
        answer="Over leaves.",
    )
    index = build_index(tea.model_copy(update={"entries": (*tea.entries, entry)}))
    assert [it.entry.id for it in index.rank("why did assam sue ceylon")[:1]] == ["leaf-lawsuit"]
    assert not index.rank("why did assam sue ceylon")[0].is_doubtful
    assert "leaf-lawsuit" not in [it.entry.id for it in index.rank("why did ceylon sue assam")]


@pytest.mark.parametrize(
    "question", ["would tea be safer than coffee", "is tea safer than coffee is"]
)
def test_of_two_entries_that_turn_each_other_around_the_one_in_order_is_meant(
    tea: Pack, question: str
) -> None:
    first, second, *others = tea.entries
    phrasings = ("keeping coffee is safer than tea", "is it safer to keep coffee")
    entries = (
        _asked(first, "Is tea safer than coffee?", "does tea beat coffee on safety"),
        _asked(second, "Is coffee safer than tea?", *phrasings),
        *others,
    )
    best, next_best, *_ = build_index(tea.model_copy(update={"entries": entries})).rank(question)
    assert (best.entry.id, next_best.entry.id) == (first.id, second.id)
    assert next_best.is_turned
    assert best.confidence > 0.7


def _asked(entry: Entry, question: str, *phrasings: str) -> Entry:
    update = {"question": question, "phrasings": phrasings, "not_for": ()}
    return entry.model_copy(update=update)
