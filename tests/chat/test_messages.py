from __future__ import annotations

from bot.answering.questions import own_words
from bot.chat.messages import question_in
from bot.matching.text import words


def test_the_name_of_a_servers_emoji_is_none_of_the_words_that_ask() -> None:
    asked = question_in("<@123456789> is tea good <:thonk:123456789><a:cat_jam:987654321>")
    assert words(own_words(asked)) == ["is", "tea", "good"]
    assert "thonk" in question_in("<:thonk:123456789>")
