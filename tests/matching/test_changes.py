from __future__ import annotations

import numpy as np
import pytest

from bot.knowledge.model import Entry, Pack
from bot.matching.index import Index, build_index, update_index


def asked(name: str, subject: str) -> Entry:
    return Entry(
        id=name,
        topic="t",
        question=f"{subject} costs",
        phrasings=tuple(f"{subject} price {letter}" for letter in "abcdef"),
        answer="x",
    )


def pack(*entries: Entry) -> Pack:
    return Pack(id="p", title="P", language="xx", entries=entries)


SMALL = [asked(f"small{number}", f"little{number} thing") for number in range(10, 30)]
TALL = [
    asked(f"tall{number}", f"high{number} tower").model_copy(
        update={
            "question": f"high{number} tower metres",
            "phrasings": tuple(f"high{number} tower feet {letter}" for letter in "uvwxyz"),
        }
    )
    for number in range(10, 30)
]
TWIN = asked("a-twin", "little10 thing twin")
EARLIER = build_index(pack(TWIN, *SMALL, *TALL))


def relearned(index: Index, earlier: Index = EARLIER) -> list[str]:
    """The entries of which `index` does not have what the earlier one learned."""
    before = {id(machine.coefficients) for machine in earlier.ranking.machines}
    return [
        entry.id
        for entry, machine in zip(index.entries, index.ranking.machines, strict=True)
        if id(machine.coefficients) not in before
    ]


@pytest.mark.parametrize(
    "entries",
    [
        [asked("added", "little9 thing"), TWIN, *SMALL, *TALL],
        [asked("small10", "little8 thing"), TWIN, *SMALL[1:], *TALL],
    ],
    ids=["comes", "is reworded"],
)
def test_what_was_learned_of_entries_that_a_change_does_not_concern_stays_true(
    entries: list[Entry],
) -> None:
    updated, fresh = update_index(EARLIER, pack(*entries)), build_index(pack(*entries))
    assert not [name for name in relearned(updated) if name.startswith("tall")]
    assert entries[0].id in relearned(updated)
    size = sum(len(entry.asked_as) for entry in entries)
    for found, expected in zip(updated.ranking.machines, fresh.ranking.machines, strict=True):
        mine, theirs = np.zeros(size), np.zeros(size)
        mine[found.phrasings] = found.coefficients
        theirs[expected.phrasings] = expected.coefficients
        assert mine == pytest.approx(theirs, abs=0.02)


def test_what_was_learned_against_an_entry_that_goes_is_learned_anew() -> None:
    beside = EARLIER.ranking.machines[1]
    assert EARLIER.entries[1].id == SMALL[0].id
    assert (beside.phrasings < len(TWIN.asked_as)).any()
    assert relearned(update_index(EARLIER, pack(*SMALL, *TALL))) == [SMALL[0].id]


def test_what_competes_with_an_entry_that_comes_is_learned_anew() -> None:
    earlier = build_index(pack(*SMALL, *TALL))
    updated = update_index(earlier, pack(TWIN, *SMALL, *TALL))
    assert relearned(updated, earlier) == [TWIN.id, SMALL[0].id]
