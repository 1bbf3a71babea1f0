"""Where entries compete for the same questions."""

from __future__ import annotations

from pathlib import Path

from bot.answering.competition import competition
from bot.knowledge.findings import Finding
from bot.knowledge.model import Entry, Pack, Topic
from bot.matching.kept_learning import KeptLearning

STEEPING = (
    "steeping time for black tea",
    "how many minutes to leave the bag in the cup",
    "when do i take the teabag out of the pot",
    "does green tea need shorter brewing",
)
GRINDING = (
    "coarse or fine grind for filter coffee",
    "which setting of the mill for espresso",
    "do i grind the beans right before brewing",
    "blade grinder or burr grinder for coffee beans",
)


def entry(entry_id: str, question: str, phrasings: tuple[str, ...], status: str = "live") -> Entry:
    return Entry.model_validate(
        {
            "id": entry_id,
            "topic": "t",
            "question": question,
            "phrasings": phrasings,
            "answer": "So.",
            "status": status,
        }
    )


def pack(*entries: Entry) -> Pack:
    return Pack(
        id="p", title="P", language="en", topics=(Topic(id="t", title="T"),), entries=entries
    )


def found(*entries: Entry) -> list[tuple[str, str, tuple[str | int, ...]]]:
    return [(it.name, it.id, it.keys) for it in competition(pack(*entries))]


STEEP = entry("steep", "How long should tea steep?", STEEPING)
GRIND = entry("grind", "How fine should coffee be ground?", GRINDING)


def test_entries_about_different_things_do_not_compete() -> None:
    assert found(STEEP, GRIND) == []


def test_a_phrasing_listed_twice_is_found_whatever_its_case_and_punctuation() -> None:
    again = entry(
        "steep", "How long should tea steep?", (*STEEPING, "Steeping time for black tea?!")
    )
    assert found(again, GRIND) == [("repeated-phrasing", "steep", ("phrasings", 4))]


def test_a_phrasing_of_two_entries_is_found_at_the_later_and_accepted_at_either() -> None:
    other = entry("grind", "How fine should coffee be ground?", (*GRINDING, "teas' steeping time"))
    first = entry("steep", "How long should tea steep?", (*STEEPING, "tea steeping times"))
    (finding,) = [it for it in competition(pack(first, other)) if it.name == "repeated-phrasing"]
    assert (finding.id, finding.keys, finding.also) == ("grind", ("phrasings", 4), ("steep",))
    assert '`steep` is asked as "tea steeping times"' in finding.message


def test_a_question_repeated_as_a_phrasing_is_found() -> None:
    again = entry("steep", "How long should tea steep?", (*STEEPING, "how long should tea steep"))
    assert found(again, GRIND) == [("repeated-phrasing", "steep", ("phrasings", 4))]


def test_a_negative_phrasing_that_is_a_phrasing_too_is_found_as_it_keeps_nothing_out() -> None:
    refused = ("does it fit coffee", "how long should tea steep", "Steeping time for black TEA?")
    both = STEEP.model_copy(update={"not_for": refused})
    first, second = competition(pack(both, GRIND))
    assert [(it.name, it.id, it.keys) for it in (first, second)] == [
        ("repeated-phrasing", "steep", ("not_for", 1)),
        ("repeated-phrasing", "steep", ("not_for", 2)),
    ]
    assert 'asked as "steeping time for black tea", which is the same' in second.message


def test_a_negative_phrasing_may_be_what_another_entry_is_asked_as() -> None:
    assert found(STEEP.model_copy(update={"not_for": GRINDING}), GRIND) == []


def test_a_phrasing_nearer_to_another_entry_is_found_with_the_phrasing_it_resembles() -> None:
    stray = "steeping time for very black tea"
    other = entry("grind", "How fine should coffee be ground?", (*GRINDING, stray))
    (finding,) = competition(pack(STEEP, other))
    assert (finding.name, finding.id, finding.keys) == (
        "misplaced-phrasing",
        "grind",
        ("phrasings", 4),
    )
    assert finding.message.startswith(f'"{stray}" is nearer to the entry `steep`')


def test_the_only_question_of_an_entry_is_not_said_to_be_out_of_its_place() -> None:
    dogs = entry("dogs", "Are dogs allowed?", ())
    children = entry("children", "Are children allowed?", ())
    assert found(dogs, children, STEEP, GRIND) == []


def test_entries_whose_phrasings_match_each_other_better_compete() -> None:
    dark = (
        "how long for black tea",
        "minutes for black tea",
        "brewing black tea",
        "black tea time",
    )
    light = (
        "how long for green tea",
        "minutes for green tea",
        "brewing green tea",
        "green tea time",
    )
    one = entry("one", "How long to brew tea?", (dark[0], light[1], dark[2], light[3]))
    two = entry("two", "How many minutes does tea take?", (light[0], dark[1], light[2], dark[3]))
    (finding,) = [it for it in competition(pack(one, two, GRIND)) if it.name == "competing"]
    assert (finding.id, finding.keys, finding.also) == ("two", ("question",), ("one",))
    assert "The entries `one` and `two` compete" in finding.message
    assert finding.message.endswith("or make one entry of them.")
    for others in (
        (one, two.model_copy(update={"counter": "one"})),
        (one.model_copy(update={"counter": "two"}), two),
        tuple(
            it.model_copy(update={"side": side}) for it, side in ((one, "for"), (two, "against"))
        ),
    ):
        (finding,) = [it for it in competition(pack(*others, GRIND)) if it.name == "competing"]
        assert "one entry" not in finding.message
        assert finding.message.endswith("give each the other's questions under `not_for`.")


def test_drafts_compete_with_nobody() -> None:
    draft = entry("draft", "How long should tea steep?", STEEPING, status="draft")
    assert found(STEEP, GRIND, draft) == []


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    competition(pack(STEEP, GRIND), lambda done, total: told.append((done, total)))
    assert told == [(done, 10) for done in range(1, 11)]


def test_what_was_asked_once_is_not_asked_again_until_a_phrasing_changes(tmp_path: Path) -> None:
    told: list[int] = []
    kept = KeptLearning(tmp_path)

    def competing(*entries: Entry) -> list[Finding]:
        told.clear()
        return competition(pack(*entries), lambda done, _: told.append(done), kept)

    misplaced = GRIND.model_copy(update={"phrasings": (*GRINDING, STEEPING[1])})
    fresh = competing(STEEP, misplaced)
    assert fresh == competition(pack(STEEP, misplaced))
    assert fresh
    assert told
    assert competing(STEEP, misplaced) == fresh
    assert not told
    competing(STEEP, GRIND)
    assert told
    competing(misplaced, STEEP)
    assert told
    competing(STEEP)
    assert competing(STEEP) == competition(pack(STEEP))
