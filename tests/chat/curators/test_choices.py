"""What autocompletes offer."""

from __future__ import annotations

from bot.chat.curators.choices import search, text_named

TEXTS = {
    "tea:steep": ("steep", "How long should tea steep?", "steeping time for black tea"),
    "tea:milk": ("milk", "Does the milk go in first?"),
    "tea:health": ("health", "Why is tea healthier than coffee?"),
}


def test_ids_questions_and_phrasings_are_found_with_typing_errors() -> None:
    for wanted in ("steep", "black tae", "how long should"):
        assert search(wanted, TEXTS)[0] == "tea:steep"
    assert search("zzzzqqqq", TEXTS) == []


def test_everything_is_offered_before_anything_is_typed_but_not_more_than_fits() -> None:
    assert search(" ", TEXTS) == list(TEXTS)
    assert len(search("", {str(it): ("a",) for it in range(60)})) == 25
    assert len(search("a tea", {str(it): ("a tea",) for it in range(60)})) == 25


def test_a_long_text_is_known_by_its_beginning() -> None:
    long = "how " * 50
    texts = ("short", long)
    assert text_named("short", texts) == "short"
    assert text_named(long[:100], texts) == long
    assert text_named("how", texts) is None
