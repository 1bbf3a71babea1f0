from __future__ import annotations

import pytest

from bot.matching.language import Language, language_of
from bot.matching.smalltalk import Frames

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


@pytest.mark.parametrize("frame", ["how old is {}", "who founded {}"])
def test_a_frame_of_common_words_alone_tells_by_those_that_name_something(frame: str) -> None:
    english = language_of("en")
    [telling] = Frames(english).telling(frame.format("sam").split())
    assert telling in english.stop_words
