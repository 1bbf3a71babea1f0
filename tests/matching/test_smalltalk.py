from __future__ import annotations

from bot.matching.smalltalk import lone_words

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
