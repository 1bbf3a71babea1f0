"""An outcome as the JSON object that `rejoinder ask --json` prints."""

from __future__ import annotations

from typing import Any

from bot.answering.outcome import Answer, Outcome, Suggestions
from bot.knowledge.model import Entry, Pack
from bot.knowledge.passages import Citation, number_citations

JSON = dict[str, Any]


def report(outcome: Outcome) -> JSON:
    """The object of DESIGN.md: question, outcome, answer, sources, suggestions and candidates."""
    chosen = outcome.chosen if isinstance(outcome, Answer) else None
    text, citations = number_citations(chosen.entry.answer) if chosen else ("", [])
    suggested = outcome.suggested if isinstance(outcome, Suggestions) else ()
    names = {Answer: "answer", Suggestions: "suggest"}
    return {
        "question": outcome.question,
        "outcome": names.get(type(outcome), "none"),
        "pack": chosen.pack.id if chosen else None,
        "entry": chosen.entry.id if chosen else None,
        "confidence": outcome.choices[0].confidence if outcome.choices else 0.0,
        "answer": text,
        "sources": [_source(chosen.pack, it) for it in citations] if chosen else [],
        "suggestions": [_suggestion(it.pack, it.entry) for it in suggested],
        "also": [it.question for it in outcome.also] if isinstance(outcome, Answer) else [],
        "reason": outcome.reason,
        "candidates": [
            {"pack": it.pack.id, "entry": it.entry.id, "confidence": it.confidence}
            for it in outcome.choices
        ],
    }


def _source(pack: Pack, citation: Citation) -> JSON:
    source = pack.source_by_id[citation.source_id]
    return {
        "id": source.id,
        "title": source.title,
        "url": source.url,
        "locators": list(citation.locators),
    }


def _suggestion(pack: Pack, entry: Entry) -> JSON:
    return {"pack": pack.id, "entry": entry.id, "question": entry.question}
