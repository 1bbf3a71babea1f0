"""Numbers and days as the language that is spoken writes them."""

from __future__ import annotations

from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_decimal

from bot.translation import customs


def say_number(number: int) -> str:
    """A number with its thousands apart."""
    said: str = format_decimal(number, locale=customs())
    return said


def say_day(day: date) -> str:
    """A day with its year."""
    said: str = format_skeleton("yMMMd", day, locale=customs())
    return said


def say_short_day(day: date) -> str:
    """A day without its year."""
    said: str = format_skeleton("MMMd", day, locale=customs())
    return said
