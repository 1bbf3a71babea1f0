"""What the pages of `/settings` show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.chat.admins.bars import Effect
from bot.knowledge.model import Knowledge
from bot.store.servers import ServerSettings


@dataclass(frozen=True, slots=True)
class State:
    """What the pages show: what is decided, and what that is measured by."""

    settings: ServerSettings
    shared: Knowledge
    present: frozenset[int]
    """Discord's ids of the server's channels and roles."""
    default_bar: float
    """How sure an answer must be where the server decides nothing."""
    default_language: str = ""
    """The code of the language of the server on Discord."""
    effects: Mapping[float, Effect] = field(default_factory=dict)
    """What each bar would have meant for the last questions, where that is known."""
    blocked: tuple[int, ...] = ()
    """Discord's ids of the people who get no answers."""
    reads_content: bool = False
    """Whether Discord shows the bot the text of messages."""

    def named(self, ids: Iterable[int]) -> str:
        """Mentions of those of the channels that are still there."""
        return ", ".join(f"<#{it}>" for it in ids if it in self.present)
