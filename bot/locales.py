"""Numbers and days as the language that is spoken writes them."""

from __future__ import annotations

from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from bot.translation import ENGLISH, spoken

BRITISH = "en-GB"
"""How English is written here."""


def say_number(number: int) -> str:
    """A number with its thousands apart."""
    said: str = format_decimal(number, locale=_locale(spoken()))
    return said


def say_day(day: date) -> str:
    """A day with its year."""
    said: str = format_skeleton("yMMMd", day, locale=_locale(spoken()))
    return said


def say_short_day(day: date) -> str:
    """A day without its year."""
    said: str = format_skeleton("MMMd", day, locale=_locale(spoken()))
    return said


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(BRITISH if language == ENGLISH else language, sep="-")
    except (UnknownLocaleError, ValueError):
        # A catalogue may be of a language whose customs Babel does not know.
        return Locale.parse(BRITISH, sep="-")
