"""Why a question gets what it gets, as Discord shows it."""

from __future__ import annotations

from bot.answering.answerer import Answerer
from bot.answering.explain import explain
from bot.answering.outcome import Answer
from bot.chat.asking.thinking import think
from bot.chat.markup import quote
from bot.translation import N_, _

CHANGED = N_("What I know has changed since. Asked now:")


async def explanation(
    question: str, answerer: Answerer, *, of: tuple[str, str] | None = None
) -> str:
    """Why `question` gets what it gets, in Discord's Markdown.

    If it does not get the entry with the ids `of`, the explanation begins with that.
    """
    return await think(_explanation, question, answerer, of)


def _explanation(question: str, answerer: Answerer, of: tuple[str, str] | None) -> str:
    outcome = answerer.ask(question)
    decision, *reasons = explain(outcome, answerer, quote=lambda text: f"“{quote(text)}”")
    lines = [decision, *(f"- {it}" for it in reasons)]
    if of and not (isinstance(outcome, Answer) and outcome.chosen.ids == of):
        lines.insert(0, _(CHANGED))
    return "\n".join(lines)
