"""YAML from somebody else: `bot.knowledge.document`, with a bound on the memory it may take."""

from __future__ import annotations

import contextlib
from pathlib import Path

import yaml

from bot.exchange.tree import MAX_VALUES, report, too_many
from bot.knowledge.document import MAX_DEPTH, Document, parse_document


def parse_yaml(text: str, path: Path, *, most: int = MAX_VALUES) -> Document:
    """Parses `text` unless it holds more than `most` values, aliases counted in full."""
    line = _line_of_excess(text, most)
    if line is None:
        document = parse_document(text, path)
        if document.root is None or document.root.size <= most:
            return document
        line = 1
    refused = Document(path, lines=text.split("\n"))
    report(refused, line, 1, too_many())
    return refused


def _line_of_excess(text: str, most: int) -> int | None:
    """The line of the first value that is one too many, if any."""
    seen = depth = 0
    # What is wrong with the text, and where it nests too deep, is for `parse_document` to say.
    with contextlib.suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            seen += isinstance(event, yaml.NodeEvent)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > MAX_DEPTH:
                return None
            if seen > most and event.start_mark:
                return event.start_mark.line + 1
    return None
