"""Imports point one way: chat, curating, answering, matching, knowledge."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

CHAT = REPOSITORY / "bot" / "chat"
ALLOWED = {
    "knowledge": {
        "bot.knowledge",
        "bot.disk",
        "bot.errors",
        "bot.memory",
        "bot.translation",
        "bot",
    },
    "exchange": {"bot.exchange", "bot.knowledge", "bot.errors", "bot.translation"},
    "store": {"bot.store", "bot.disk", "bot.errors", "bot.translation"},
    "matching": {"bot.matching", "bot.knowledge", "bot.errors", "bot.memory"},
    "answering": {
        "bot.answering",
        "bot.matching",
        "bot.knowledge",
        "bot.errors",
        "bot.memory",
        "bot.translation",
    },
    "curating": {
        "bot.curating",
        "bot.store",
        "bot.answering",
        "bot.matching",
        "bot.exchange",
        "bot.knowledge",
        "bot.errors",
        "bot.memory",
        "bot.translation",
    },
}


def imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_layer_imports_only_what_is_below_it(layer: str) -> None:
    for file in (REPOSITORY / "bot" / layer).glob("*.py"):
        ours = {name for name in imports(file) if name.split(".")[0] == "bot"}
        assert all(".".join(name.split(".")[:2]) in ALLOWED[layer] for name in ours), file


def test_only_chat_imports_discord() -> None:
    for file in (REPOSITORY / "bot").rglob("*.py"):
        if not file.is_relative_to(CHAT):
            assert not any(name.split(".")[0] == "discord" for name in imports(file)), file


def test_only_what_starts_the_bot_or_measures_messages_imports_chat() -> None:
    importing = {
        file.relative_to(REPOSITORY / "bot").as_posix()
        for file in (REPOSITORY / "bot").rglob("*.py")
        if not file.is_relative_to(CHAT)
        and any(name.startswith("bot.chat") for name in imports(file))
    }
    assert importing == {"running.py", "checking.py", "shell/trials.py"}


def test_answering_a_question_loads_no_discord() -> None:
    code = (
        "import sys; from bot.cli import app; import bot.asking; sys.exit('discord' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_code_does_not_know_its_first_subject() -> None:
    words = ("openai", "anthropic", "llama", "openwash", "open-source-ai")
    for file in (REPOSITORY / "bot").rglob("*.py"):
        text = file.read_text(encoding="utf-8").lower()
        assert not [word for word in words if word in text], file


def test_the_commands_are_listed_without_what_runs_them() -> None:
    code = (
        "import sys; import bot.cli; "
        "sys.exit(not {'numpy', 'pydantic', 'sqlalchemy', 'discord'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_discord_is_asked_before_what_answers_is_imported() -> None:
    code = (
        "import sys; import bot.running; "
        "sys.exit(not {'numpy', 'scipy', 'yaml', 'bot.knowledge.model'}.isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_running_bot_is_without_what_only_commands_or_other_databases_need() -> None:
    code = (
        "import sys; import bot.cli, bot.running, bot.curating.workspace, bot.chat.events; "
        "sys.exit(not {'rich', 'alembic', 'sqlalchemy.dialects.postgresql'}"
        ".isdisjoint(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
