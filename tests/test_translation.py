"""Every text can be said in another language, and German has them all."""

from __future__ import annotations

import ast
import asyncio
import re
import symtable
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest
from babel.messages.catalog import Catalog, Message

from bot import translation
from bot.chat.curators.modals import FIELDS, TITLE_LIMIT
from bot.translation import ENGLISH, N_, _, language_like, languages, ngettext, speaking, spoken
from tests import translations
from tests.conftest import REPOSITORY
from tests.translations import (
    CATALOGUES,
    entries,
    missing,
    read,
    taken_from,
    template,
    unlike,
    updated,
)

CODE = [it for it in sorted((REPOSITORY / "bot").rglob("*.py")) if "migrations" not in it.parts]
OTHERS = [it for it in languages() if it != ENGLISH]
Text = str | tuple[str, str]
MARKING = {"_", "N_", "ngettext", "pgettext"}
FOR_THE_LOG = (
    " (code ",
    "Discord answered ",
    "Discord closed it with code ",
    "Discord refused the message-content intent",
    "No digest in channel",
    "No greeting in server",
    "No notice in channel",
    "No reply to message",
    "it ended",
    "it took too long",
    "No unasked reply in channel",
    "The pack of server",
    " to user ",
)
"""How texts begin that only whoever runs the bot reads, and that no call says so of."""
LABEL_LIMIT, HINT_LIMIT = 45, 100
"""Characters that Discord takes of a form's label, and of the line below it."""

FRENCH = """
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "Reviewed {date}"
msgstr "Relu le {date}"

msgid "{n} answer"
msgid_plural "{n} answers"
msgstr[0] "{n} réponse"
msgstr[1] "{n} réponses"

msgctxt "command"
msgid "ask"
msgstr "demander"
"""


@pytest.fixture(scope="module")
def texts() -> Catalog:
    return template()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder of catalogues in the place of the bot's own."""
    with taken_from(tmp_path) as taken:
        yield taken


@pytest.fixture
def french(folder: Path) -> Path:
    file = folder / "fr.po"
    file.write_text(FRENCH, encoding="utf-8")
    return file


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_a_translation(language: str, texts: Catalog) -> None:
    assert missing(read(CATALOGUES / f"{language}.po"), texts) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_of_a_text_that_is_gone(language: str, texts: Catalog) -> None:
    catalogue = read(CATALOGUES / f"{language}.po")
    assert entries(catalogue).keys() <= entries(texts).keys()
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_waits_for_somebody_to_look_at_it(language: str) -> None:
    catalogue = read(CATALOGUES / f"{language}.po")
    assert [it.id for it in entries(catalogue).values() if it.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_placeholders_and_the_markdown_of_its_text(language: str) -> None:
    found = [it for entry in entries(read(CATALOGUES / f"{language}.po")).values()
             for it in unlike(entry)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_as_the_tool_writes_it(language: str, texts: Catalog) -> None:
    file = CATALOGUES / f"{language}.po"
    assert translations.written(updated(read(file), texts)) == file.read_bytes()


@pytest.mark.parametrize("language", OTHERS)
def test_forms_fit_into_what_discord_takes(language: str) -> None:
    with speaking(language):
        for fields in FIELDS.values():
            for it in fields.values():
                assert len(_(it.label)) <= min(LABEL_LIMIT, TITLE_LIMIT), it.label
                assert len(_(it.hint)) <= HINT_LIMIT, it.hint


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Reviewed {date}", "Geprüft"),
        ("Reviewed", "Geprüft am {date}"),
        ("{n:,} left", "{m:,} übrig"),
        ("-# Small", "Klein"),
        ("Line\n- item", "Zeile\nEintrag"),
        ("**Bold**", "Fett"),
        (" Did you mean it?", "Meintest du das?"),
        ("Answer", "Antwort "),
        (("{n} answer", "{n} answers"), ("{n} Antwort", "Antworten")),
        (("{n} of {m}", "{n} of {m}"), ("einer", "{n} von {m}")),
    ],
)
def test_what_is_lost_in_a_translation_is_found(text: Text, said: Text) -> None:
    assert unlike(_entry(text, said))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Reviewed {date}", "Geprüft am {date}"),
        ("{n:,} of {m}", "{m}, davon {n}"),
        ("### A {b}\n- c", "### Ein {b}\n- d"),
        (("{n} answer", "{n} answers"), ("eine Antwort", "{n} Antworten")),
    ],
)
def test_a_translation_may_be_worded_as_it_likes(text: Text, said: Text) -> None:
    assert not unlike(_entry(text, said))


def test_a_text_that_changed_keeps_its_translation_for_somebody_to_look_at(texts: Catalog) -> None:
    before = Catalog(locale="de")
    before.add("Only curators may ever do such a thing here.", "Nur wer pflegt, darf das.")
    after = Catalog()
    after.add("Only curators may do such a thing here.")
    (changed,) = entries(updated(before, after)).values()
    assert (changed.string, changed.fuzzy) == ("Nur wer pflegt, darf das.", True)


def test_texts_are_marked_as_they_stand() -> None:
    """What is put together before it is looked up is in no catalogue."""
    found = [
        f"{file.relative_to(REPOSITORY)}:{call.lineno}"
        for file in CODE
        for call in _calls(file)
        if not all(map(_is_plain, call.args[: 2 if _name(call) == "ngettext" else 1]))
        and file.name not in ("translation.py", "command_names.py")
    ]
    assert found == []


def test_every_text_that_is_marked_is_in_the_catalogues(texts: Catalog) -> None:
    """The tool finds none inside an f-string; before Python 3.12 nothing could."""
    known = {it.id[0] if it.pluralizable else it.id for it in texts}
    missing = [
        f"{file.relative_to(REPOSITORY)}:{call.lineno}"
        for file in CODE
        for call in _calls(file)
        if _name(call) in ("_", "N_", "ngettext")
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in known
    ]
    assert missing == []


def test_no_text_is_one_of_a_kind_and_one_of_several(texts: Catalog) -> None:
    """gettext keeps a text with a plural apart from the same text without."""
    alone = {
        call.args[0].value
        for file in CODE
        for call in _calls(file)
        if _name(call) in ("_", "N_") and isinstance(call.args[0], ast.Constant)
    }
    assert [it.id for it in texts if it.pluralizable and it.id[0] in alone] == []


@pytest.mark.parametrize("file", CODE, ids=lambda it: str(it.relative_to(REPOSITORY / "bot")))
def test_what_translates_is_not_a_name_for_what_is_not_needed(file: Path) -> None:
    """In a function with a variable `_`, `_("…")` would call that."""
    table = symtable.symtable(file.read_text(encoding="utf-8"), file.name, "exec")
    scopes = [table]
    for scope in scopes:
        scopes += scope.get_children()
        if "_" in scope.get_identifiers():
            symbol = scope.lookup("_")
            is_bound = symbol.is_assigned() or symbol.is_parameter()
            assert not (is_bound and symbol.is_referenced()), f"{scope.get_name()} uses both"


@pytest.mark.parametrize(
    "file",
    sorted((REPOSITORY / "bot" / "chat").rglob("*.py")),
    ids=lambda it: str(it.relative_to(REPOSITORY / "bot" / "chat")),
)
def test_what_people_read_on_discord_is_marked(file: Path) -> None:
    assert list(_unmarked(file)) == []


def test_a_language_is_one_file(french: Path) -> None:
    assert languages() == (ENGLISH, "fr")
    with speaking("fr-CA"):
        assert _("Reviewed {date}").format(date="2026-10-03") == "Relu le 2026-10-03"
        assert ngettext("{n} answer", "{n} answers", 0).format(n=0) == "0 réponse"
        assert translation.pgettext("command", "ask") == "demander"
        assert translation.month_name(2) == "février"


def test_a_text_without_a_translation_is_said_in_english(french: Path) -> None:
    with speaking("fr"):
        assert _(N_("Helpful")) == "Helpful"
        assert ngettext("{n} vote", "{n} votes", 2) == "{n} votes"
        assert translation.pgettext("option", "ask") == "ask"
        assert _("") == ""


def test_a_fuzzy_translation_is_not_said(french: Path) -> None:
    french.write_text(FRENCH.replace('msgid "Rev', '#, fuzzy\nmsgid "Rev'), encoding="utf-8")
    with speaking("fr"):
        assert _("Reviewed {date}") == "Reviewed {date}"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("fr_FR", "fr"),
        ("en-GB", "en"),
        ("en-US", "en"),
        ("sv-SE", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_nearest_language_is_spoken(french: Path, code: str | None, language: str) -> None:
    assert language_like(code) == language


def test_a_region_of_its_own_goes_before_its_language(french: Path) -> None:
    (french.parent / "fr-CA.po").write_text(FRENCH, encoding="utf-8")
    languages.cache_clear()
    assert [language_like(it) for it in ("fr-CA", "fr-BE")] == ["fr-CA", "fr"]


def test_a_language_is_spoken_within_its_block_alone(french: Path) -> None:
    with speaking("fr"):
        with speaking(ENGLISH):
            assert spoken() == ENGLISH
        assert spoken() == "fr"
    assert spoken() == ENGLISH


async def test_what_is_started_speaks_the_language_of_where_it_was_started(french: Path) -> None:
    async def said(language: str) -> tuple[str, str]:
        translation.speak(language)
        await asyncio.sleep(0)
        return spoken(), await asyncio.to_thread(_, "Reviewed {date}")

    heard = await asyncio.gather(said("fr"), said(ENGLISH), said("fr"))
    assert tuple(heard) == (
        ("fr", "Relu le {date}"),
        (ENGLISH, "Reviewed {date}"),
        ("fr", "Relu le {date}"),
    )
    assert spoken() == ENGLISH


def test_a_thread_of_its_own_speaks_english(french: Path) -> None:
    heard = SimpleNamespace(language="")

    def listen() -> None:
        heard.language = spoken()

    with speaking("fr"):
        thread = Thread(target=listen)
        thread.start()
        thread.join()
    assert heard.language == ENGLISH


def _entry(text: Text, said: Text) -> Message:
    catalogue = Catalog()
    catalogue.add(text, said)
    (entry,) = entries(catalogue).values()
    return entry


def _calls(file: Path) -> Iterator[ast.Call]:
    """Where `file` marks or translates a text."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and _name(node) in MARKING and node.args:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_plain(text: ast.expr) -> bool:
    """Whether a text is a literal, or is kept somewhere, marked by `N_`."""
    if isinstance(text, ast.Constant):
        return isinstance(text.value, str)
    if isinstance(text, ast.IfExp):
        return all(isinstance(it, ast.Name) for it in (text.body, text.orelse))
    if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
        return text.func.attr == "get"  # of a table; what is taken where it has none is marked too
    return isinstance(text, ast.Name | ast.Attribute | ast.Subscript)


_WORDS = re.compile(r"[A-Za-z]{2,}[,;:]? (?:[a-z“`]|\{)|^[A-Z][a-z]+\W?$")
_LOGGING = {"debug", "info", "warning", "error", "exception", "compile"}


def _unmarked(file: Path) -> Iterator[str]:
    """The texts of several words that are not marked, nor for those who run the bot or make it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))  # a docstring
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            is_internal = name in _LOGGING or name.endswith(("Error", "ConnectionRefused"))
            # Descriptions of commands are found by asking discord.py.
            is_command = name in ("command", "describe", "context_menu") or name.endswith("Group")
            if name in MARKING or is_internal or is_command:
                known |= {id(it) for it in ast.walk(node) if it is not node}
    for node in ast.walk(tree):
        if id(node) in known:
            continue
        text, line = "", getattr(node, "lineno", 0)
        if isinstance(node, ast.JoinedStr):
            parts = [it.value for it in node.values if isinstance(it, ast.Constant)]
            text = "{}".join(map(str, parts))
            known |= {id(it) for it in node.values}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if _WORDS.search(text) and not text.startswith(FOR_THE_LOG):
            yield f"{line}: {text}"
