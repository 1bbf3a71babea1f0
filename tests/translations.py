"""The catalogues of the bot's texts, from the code: what it says, and what is said of that.

`python -m tests.translations` writes each catalogue of `bot/translations` anew. Translations are
kept; a text that is new has none yet, and one that is much like another before gets that one's
translation, marked as fuzzy, which is not spoken until the mark is gone. With the code of a
language, as in `python -m tests.translations fr`, it begins a catalogue for it.
"""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import discord
import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po
from discord import app_commands

from bot import translation
from bot.chat.command_names import CONTEXTS, translated
from bot.chat.surface import COMMANDS
from tests.conftest import REPOSITORY

CODE = REPOSITORY / "bot"
CATALOGUES = CODE / "translations"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
WIDTH = 100

Key = tuple[str | None, str]
"""A text's message context and the text itself, of a plural the form for one."""

_FIELD = re.compile(r"\{(\w*)[^{}]*\}")
_MARKERS = re.compile(r"^(?:#{1,3} |-# |- |>>> |> |\*\*)?", re.MULTILINE)


class _Listener(app_commands.Translator):
    """Notes what discord.py would have translated."""

    def __init__(self) -> None:
        self.heard: dict[Key, None] = {}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> None:
        self.heard[CONTEXTS.get(context.location), string.message] = None


@contextmanager
def taken_from(folder: Path) -> Iterator[Path]:
    """Has the bot take its catalogues from another folder; what it read before is forgotten."""
    kept = translation.languages, translation._catalogue
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(translation, "CATALOGUES", folder)
        for it in kept:
            it.cache_clear()
        yield folder
    for it in kept:
        it.cache_clear()


def tree() -> app_commands.CommandTree[discord.Client]:
    """The commands as the bot has them; it is connected to nothing."""
    made = app_commands.CommandTree(discord.Client(intents=discord.Intents.none()))
    for command in COMMANDS:
        made.add_command(command)
    return made


def template() -> Catalog:
    """Every text of the code, and every name and description of a command."""
    found = Catalog()
    methods = [("**.py", "python")]
    for _file, _line, message, _comments, context in extract_from_dir(
        CODE, methods, keywords=KEYWORDS
    ):
        found.add(message, context=context)
    listener = _Listener()
    asyncio.run(translated(tree(), listener))
    for context, text in listener.heard:
        if text != "…":  # discord.py's description of what has none
            found.add(text, context=context)
    return found


def read(file: Path) -> Catalog:
    """A catalogue from its file."""
    with file.open("rb") as text:
        return read_po(text, locale=file.stem.replace("-", "_"))


def updated(catalogue: Catalog, texts: Catalog) -> Catalog:
    """`catalogue` with the entries of `texts`, and the translations that it has."""
    catalogue.update(texts)
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """A catalogue as the text of its file, the same whenever and wherever it is written."""
    for message in catalogue:
        message.flags &= {"fuzzy"}  # Babel takes any per cent sign for a format
    body = BytesIO()
    write_po(
        body,
        catalogue,
        width=WIDTH,
        no_location=True,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_previous=True,
    )
    locale = catalogue.locale or Locale("en")
    head = [
        f"# {locale.get_language_name('en')} texts of Rejoinder.",
        'msgid ""',
        'msgstr ""',
        '"Project-Id-Version: Rejoinder\\n"',
        '"MIME-Version: 1.0\\n"',
        '"Content-Type: text/plain; charset=utf-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        f'"Language: {locale}\\n"',
        f'"Plural-Forms: {catalogue.plural_forms}\\n"',
        "",
        "",
    ]
    return "\n".join(head).encode() + body.getvalue()


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The entries of a catalogue, without its header."""
    return {(it.context, _texts(it.id)[0]): it for it in catalogue if it.id}


def missing(catalogue: Catalog, texts: Catalog) -> list[Key]:
    """The texts that a catalogue has no translation for, or not in each plural form."""
    known = entries(catalogue)
    return [key for key in entries(texts) if key not in known or not _is_said(known[key])]


def _is_said(message: Message) -> bool:
    said = _texts(message.string or "")
    return all(said) and len(said) >= len(_texts(message.id))


def unlike(message: Message) -> list[str]:
    """What a translation holds otherwise than its text: placeholders, space, Markdown."""
    found: list[str] = []
    originals = _texts(message.id)
    for number, said in enumerate(_texts(message.string or "")):
        text = originals[min(number, len(originals) - 1)]
        if not said:
            continue
        # The form for one may spell its number out.
        spelt = {"n"} if len(originals) > 1 and number == 0 else set[str]()
        if {*_FIELD.findall(text)} - spelt != {*_FIELD.findall(said)} - spelt:
            found.append(f"placeholders: {text!r}, {said!r}")
        if _space(text) != _space(said):
            found.append(f"space at an end: {text!r}, {said!r}")
        if _MARKERS.findall(text) != _MARKERS.findall(said):
            found.append(f"Markdown: {text!r}, {said!r}")
    return found


def _space(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _texts(found: str | Iterable[str]) -> list[str]:
    return [found] if isinstance(found, str) else list(found)


def main(languages: list[str]) -> None:
    """Writes the catalogues anew, those of `languages` too where there are none yet."""
    texts = template()
    files = {*CATALOGUES.glob("*.po"), *(CATALOGUES / f"{it}.po" for it in languages)}
    for file in sorted(files):
        locale = Locale.parse(file.stem, sep="-")
        before = read(file) if file.exists() else Catalog(locale=locale)
        catalogue = updated(before, texts)
        file.write_bytes(written(catalogue))
        fuzzy = sum(it.fuzzy for it in entries(catalogue).values())
        left = len(missing(catalogue, texts))
        print(f"{file.name}: {len(entries(catalogue))} texts, {left} missing, {fuzzy} fuzzy.")


if __name__ == "__main__":
    main(sys.argv[1:])
