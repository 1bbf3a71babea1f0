"""What an import is refused for."""

from __future__ import annotations

import pytest

from bot.errors import KnowledgeError
from bot.exchange.importing import read_import
from bot.knowledge.model import Pack
from bot.knowledge.problems import Problem


def refused(
    text: str, name: str = "a.yaml", *, known: Pack | None = None, topic: str | None = None
) -> tuple[Problem, ...]:
    """The problems for which the file `name` with this text is refused."""
    with pytest.raises(KnowledgeError) as error:
        read_import(text.encode(), name, known=known, topic=topic)
    return error.value.problems


def places(problems: tuple[Problem, ...], said: str) -> list[str]:
    """Where the problems stand that say `said`."""
    return [f"{it.place.line}:{it.place.column}" for it in problems if said in it.message]
