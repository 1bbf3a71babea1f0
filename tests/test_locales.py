"""Numbers and days in the language that is spoken."""

from __future__ import annotations

from datetime import date

from bot import translation
from bot.locales import say_day, say_number, say_short_day
from bot.translation import speaking

NINTH = date(2026, 11, 9)


def test_english_numbers_and_days_are_british() -> None:
    assert (say_number(12345), say_day(NINTH), say_short_day(NINTH)) == (
        "12,345",
        "9 Nov 2026",
        "9 Nov",
    )


def test_german_numbers_and_days_are_german() -> None:
    with speaking("de"):
        assert (say_number(12345), say_day(NINTH), say_short_day(NINTH)) == (
            "12.345",
            "9. Nov. 2026",
            "9. Nov.",
        )


def test_a_language_whose_customs_nobody_knows_is_written_as_english_is() -> None:
    token = translation._language.set("xx-unknown")
    try:
        assert say_number(12345) == "12,345"
        assert translation.month_name(2) == "February"
    finally:
        translation._language.reset(token)
