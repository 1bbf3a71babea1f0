from __future__ import annotations

import pytest

from bot.matching.language import Language, language_of
from bot.matching.smalltalk import Frames, lone_words

ENTRIES = [
    [["is", "tea", "hot"], ["tea", "leaf"], ["leaf", "tea"]],
    [["is", "tea", "cold"], ["coffee", "bean"], ["bean", "tea"]],
]


def test_a_word_alone_means_the_entry_that_nearly_alone_speaks_of_it() -> None:
    found = dict(lone_words(ENTRIES, lambda it: it == "is"))
    assert found["leaf"] == 0
    assert found["bean"] == 1
    assert found["tea"] is None
    assert "is" not in found


def test_the_commonest_words_come_first() -> None:
    first, *_ = lone_words(ENTRIES, lambda _: False)
    assert first == ("tea", None)


FRAMES = Frames(Language("en", idle=["is {} married", "who is {}", "who is {} married to", "lol"]))


@pytest.mark.parametrize(
    ("asked", "telling"),
    [
        ("is sam married", {"marri"}),
        ("is the duke of the dales married", {"marri"}),
        ("who is sam married to", {"marri"}),
        ("who is sam", set()),
        ("is the duke of the dales of the north married", set()),
        ("is married", set()),
        ("why is sam married", set()),
        ("lol", set()),
        ("", set()),
    ],
)
def test_a_frame_around_a_name_is_known_by_its_longest_form(asked: str, telling: set[str]) -> None:
    assert FRAMES.telling(asked.split()) - language_of("en").stop_words == telling
