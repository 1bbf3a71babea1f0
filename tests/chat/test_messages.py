from __future__ import annotations

import pytest

from bot.answering.questions import own_words
from bot.chat.messages import question_in
from bot.matching.text import words


def test_the_name_of_a_servers_emoji_is_none_of_the_words_that_ask() -> None:
    asked = question_in("<@123456789> is tea good <:thonk:123456789><a:cat_jam:987654321>")
    assert words(own_words(asked)) == ["is", "tea", "good"]
    assert "thonk" in question_in("<:thonk:123456789>")


@pytest.mark.parametrize(
    "content",
    ["", "?!", "\u200b", "🍵", "<@123456789> <t:1700000000:R>", "</ask:123456789> <#1> <id:home>"],
)
def test_what_has_no_word_asks_nothing(content: str) -> None:
    assert question_in(content) == ""


@pytest.mark.parametrize("content", ["7?", "お茶", "<t:1700000000> is tea healthy"])
def test_a_letter_or_a_digit_is_enough_to_ask(content: str) -> None:
    assert question_in(content)
