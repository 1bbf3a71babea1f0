"""What `rejoinder chat` and `rejoinder ask` answer from, and the lines of `--jsonl`."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ValidationError
from rich.console import Console

from bot.answering.answerer import Answerer, Bars
from bot.answering.explain import explain
from bot.answering.report import report
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import load_knowledge
from bot.knowledge.locate import find_packs
from bot.matching.encoder import find_encoder
from bot.matching.kept_learning import KeptLearning
from bot.output import has_reader, say_json
from bot.progress import waiting
from bot.settings import Settings


def open_answerer(settings: Settings, named: Sequence[Path] | None) -> Answerer:
    """An answerer for the packs at the paths `named`, or for those that are found."""
    knowledge = load_knowledge(find_packs(named or settings.knowledge, settings.data))
    encoder = find_encoder(settings.encoder, settings.data)
    kept = KeptLearning(settings.data)
    bars = Bars(answer=settings.answer_bar, suggest=settings.suggest_bar)
    with waiting("Learning what the packs are asked …", Console(stderr=True)):
        return Answerer(Snapshot.build(knowledge, encoder, kept), bars)


class _Asked(BaseModel):
    """A line of `--jsonl`'s input; other keys are ignored."""

    question: str


def answer_lines(answerer: Answerer, lines: Iterable[bytes], *, with_explanation: bool) -> bool:
    """Prints a JSON object for each line as it is read; returns whether all were questions.

    It ends early once nobody reads the output.
    """
    all_read = True
    for raw in lines:
        # Where several files are read as one, each may begin with a byte order mark.
        line = raw.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            question = _Asked.model_validate_json(line, strict=True).question
        except ValidationError as error:
            all_read = False
            reason = f'This line is not {{"question": "…"}}: {error.errors()[0]["msg"]}.'
            say_json({"error": reason})
        else:
            say_json(found(answerer, question, with_explanation=with_explanation))
        if not has_reader():
            break
    return all_read


def found(answerer: Answerer, question: str, *, with_explanation: bool) -> dict[str, object]:
    """What became of a question, as machines read it."""
    outcome = answerer.ask(question)
    told = report(outcome)
    return told | {"explanation": explain(outcome, answerer)} if with_explanation else told
