"""The language in which the bot speaks: catalogues of its texts, as gettext has them.

The texts in the code are English. Each other language is one file, `translations/<code>.po`. Which
language is spoken is decided where something comes in, and holds for all that follows from it. It
is kept by `contextvars`, and so holds in tasks and threads that are started meanwhile, too. Where
nothing was decided it is English.

`_` translates, `N_` marks a text that is translated where it is used, and `ngettext` chooses
between one and many. Values are put in afterwards, so that a catalogue holds the whole sentence:
`_("Reviewed {date}").format(date=date)`. The names of commands are looked up by `pgettext`; see
`bot.chat.command_names`.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO, StringIO

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

ENGLISH = "en"
BRITISH = "en-GB"
"""How English is written here."""
CATALOGUES = files("bot") / "translations"

_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(text: str) -> str:
    """`text` in the language that is spoken; as it is where the catalogue lacks it."""
    return _catalogue(_language.get()).gettext(text) if text else ""


def N_(text: str) -> str:  # noqa: N802  gettext's name for it
    """`text` itself, marked for the catalogues; `_` translates it where it is used."""
    return text


def pgettext(context: str, text: str) -> str:
    """`text` where it means what `context` says, such as the name of a command; else as `_`."""
    return _catalogue(_language.get()).pgettext(context, text)


def ngettext(one: str, many: str, count: int) -> str:
    """`one` or `many` in the language that is spoken, by the rules that it has for `count`."""
    return _catalogue(_language.get()).ngettext(one, many, count)


def month_name(month: int) -> str:
    """The name of a month of the year, 1 to 12, in the language that is spoken."""
    name: str = get_month_names(locale=customs())[month]
    return name


def customs() -> Locale:
    """How the language that is spoken writes numbers and days."""
    return _customs(_language.get())


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages that the bot speaks, English first."""
    names = [it.name for it in CATALOGUES.iterdir()]
    return (ENGLISH, *sorted(it.removesuffix(".po") for it in names if it.endswith(".po")))


def language_like(code: str | None) -> str:
    """The spoken language that is nearest to a code such as `de-AT`; English where none is."""
    wanted = (code or "").replace("_", "-")
    return next((it for it in (wanted, wanted.partition("-")[0]) if it in languages()), ENGLISH)


def speak(language: str) -> None:
    """Speaks the language from here on, in this task and in what it starts."""
    _language.set(language_like(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speaks the language within a block."""
    token = _language.set(language_like(language))
    try:
        yield
    finally:
        _language.reset(token)


def spoken() -> str:
    """The code of the language that is spoken here."""
    return _language.get()


@cache
def _customs(language: str) -> Locale:
    try:
        return Locale.parse(BRITISH if language == ENGLISH else language, sep="-")
    except (UnknownLocaleError, ValueError):
        # A catalogue may be of a language whose customs Babel does not know.
        return Locale.parse(BRITISH, sep="-")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == ENGLISH:
        return gettext.NullTranslations()
    return _read(CATALOGUES / f"{language}.po")


def _read(file: Traversable) -> gettext.GNUTranslations:
    # Whoever speaks English, as the command line does, need not wait for this to be imported.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    write_mo(compiled, read_po(StringIO(file.read_text(encoding="utf-8"))))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
