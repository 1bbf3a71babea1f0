"""From an uploaded file to the items in it, or to every reason why not.

All formats become the same tree of texts with places (`bot.knowledge.document`), so that a table's
cell, a line of a book and a key of a JSON file are checked by the same rules as a knowledge file,
and a problem names where to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.errors import KnowledgeError
from bot.exchange.azure import is_azure, parse_azure
from bot.exchange.book_reader import parse_book
from bot.exchange.json_text import parse_json
from bot.exchange.pack_table import is_pack_table, parse_pack_table
from bot.exchange.sheet import is_sheet, parse_sheet
from bot.exchange.table import read_table
from bot.exchange.tree import new_document
from bot.exchange.upload import read_upload
from bot.exchange.yaml_reader import parse_yaml
from bot.knowledge.document import Document, Mapping, Sequence, scalars
from bot.knowledge.load import parse_file
from bot.knowledge.model import MODEL_OF, Entry, Pack, PackHeader, Source, Topic
from bot.knowledge.problems import Place, Problem, has_errors
from bot.knowledge.validate import LoadedFile, validate
from bot.translation import _, ngettext

MAX_ITEMS = 10_000
"""Sources, topics and entries in one import; the largest pack known has 403."""
MAX_CHARACTERS = 16 * 1024 * 1024
"""Text in one import, what aliases repeat counted each time."""
MAX_UNKNOWN = 1_000
"""References to nothing, up to which a near name is looked for: each is compared with all."""
MAX_NOTES = 1_000
MAX_PROBLEMS = 1_000
"""Problems that are told; a file with more was not meant to be a pack."""

_MARKED = re.compile(r"\[\^([a-z0-9-]{1,64})")


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds, checked item by item and against the pack it goes into."""

    header: PackHeader | None
    synonyms: tuple[tuple[str, ...], ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    """What was made of a file that is no pack of ours, and what of it has no place in one."""


def read_import(
    data: bytes, name: str, *, known: Pack | None = None, topic: str | None = None
) -> Imported:
    """Reads the file that was uploaded as `name`.

    References may go to items of `known`; items of the import whose ids `known` has stand for new
    versions of those, which keep what a table has no column for. `topic` is the id or title of the
    topic for rows of a question-and-answer sheet that name none. Raises `KnowledgeError` with every
    problem, each with its place.
    """
    upload = read_upload(data, name)
    if not upload.text.strip():
        raise _refusal([_holds_nothing(upload.path)])
    notes: tuple[str, ...] = ()
    there: tuple[Entry, ...] = ()
    match upload.format:
        case "yaml":
            document = parse_yaml(upload.text, upload.path)
        case "json":
            document = parse_json(upload.text, upload.path)
        case "markdown":
            document = parse_book(upload.text, upload.path)
        case "csv":
            document, notes, there = _parse_table(upload.text, upload.path, known, topic)
    return _checked(document, known, notes, there)


def _parse_table(
    text: str, path: Path, known: Pack | None, topic: str | None
) -> tuple[Document, tuple[str, ...], tuple[Entry, ...]]:
    """The document, notes on it, and the entries that `known` has already for rows of the table."""
    try:
        table = read_table(text, path)
    except KnowledgeError as error:
        raise _refusal(error.problems) from error
    document, root = new_document(path, text)
    document.problems += table.problems
    notes: tuple[str, ...] = ()
    there: tuple[Entry, ...] = ()
    if is_pack_table(table):
        parse_pack_table(table, document, root, known=known)
    elif is_azure(table):
        notes, there = parse_azure(table, document, root, known=known, topic=topic)
    elif is_sheet(table):
        notes, there = parse_sheet(table, document, root, known=known, topic=topic)
    else:
        message = _(
            "The first row names the columns, and here it has neither `item`, as in a "
            "pack that was exported, nor `question` and `answer`."
        )
        document.problems.append(Problem(Place(path), message))
    return document, notes, there


def _checked(
    document: Document, known: Pack | None, notes: tuple[str, ...], there: tuple[Entry, ...]
) -> Imported:
    _refuse_excess(document)
    loaded = parse_file(document)
    if loaded is None:
        raise _refusal(document.problems)
    problems = [*document.problems, *_cross_checked(loaded, known)]
    if has_errors(problems):
        raise _refusal(problems)
    if len(notes) > MAX_NOTES:
        more = len(notes) - MAX_NOTES
        said = ngettext(
            "{n:,} more notes of these kinds.", "{n:,} more notes of these kinds.", more
        )
        notes = (*notes[:MAX_NOTES], said.format(n=more))
    imported = Imported(
        loaded.pack,
        loaded.synonyms,
        tuple(loaded.sources.values()),
        tuple(loaded.topics.values()),
        (*loaded.entries.values(), *there),
        notes,
    )
    if imported == Imported(None, (), (), (), (), notes):
        raise _refusal([_holds_nothing(document.path)])
    return imported


def _holds_nothing(path: Path) -> Problem:
    return Problem(Place(path), _("The file holds nothing to import."))


def _refuse_excess(document: Document) -> None:
    """Raises for a tree whose checks would take memory or time out of all proportion."""
    root = document.root
    if root is None:
        return
    if sum(len(text.text) for _, text in scalars(root)) > MAX_CHARACTERS:
        message = _("The file holds more than {most:,} characters once aliases are filled.").format(
            most=MAX_CHARACTERS
        )
        raise _refusal([*document.problems, Problem(Place(document.path), message)])
    pairs = root.pairs if isinstance(root, Mapping) else {}
    lists = [node for _, node in pairs.values() if isinstance(node, Sequence)]
    items = sum(len(node.items) for node in lists)
    if items > MAX_ITEMS:
        message = _(
            "The file holds {items:,} items; at most {most:,} are imported. Split it."
        ).format(items=items, most=MAX_ITEMS)
        raise _refusal([*document.problems, Problem(Place(document.path), message)])


def _cross_checked(loaded: LoadedFile, known: Pack | None) -> list[Problem]:
    """Problems between the import's items, and between them and those of `known`."""
    files = [loaded, _context(loaded, known)] if known else [loaded]
    path = loaded.document.path
    is_complete = _count_unknown(files) <= MAX_UNKNOWN
    problems = validate(files, unread=() if is_complete else MODEL_OF)
    found = [problem for problem in problems if problem.place.path == path]
    if not is_complete:
        message = _("More than {most:,} references of this file go to nothing in it.").format(
            most=MAX_UNKNOWN
        )
        found.append(Problem(Place(path), message))
    return found


def _context(loaded: LoadedFile, known: Pack) -> LoadedFile:
    """What of `known` stands beside the import: the items that it does not bring anew."""
    sources = {source.id for source in loaded.sources.values()}
    topics = {topic.id for topic in loaded.topics.values()}
    entries = {entry.id for entry in loaded.entries.values()}
    # Only ids matter here; answers that were checked already need not be taken apart again.
    unanswered = (it.model_copy(update={"answer": "-", "status": "draft"}) for it in known.entries)
    return LoadedFile(
        Document(Path(known.id)),
        None,
        (),
        dict(enumerate(source for source in known.sources if source.id not in sources)),
        dict(enumerate(topic for topic in known.topics if topic.id not in topics)),
        dict(enumerate(entry for entry in unanswered if entry.id not in entries)),
    )


def _count_unknown(files: Iterable[LoadedFile]) -> int:
    """How many references go to nothing; citation marks in code are counted too."""
    files = list(files)
    broken = {it for file in files for it in file.broken_ids}
    sources = broken | {it.id for file in files for it in file.sources.values()}
    topics = broken | {it.id for file in files for it in file.topics.values()}
    entries = broken | {it.id for file in files for it in file.entries.values()}
    count = 0
    for file in files:
        for entry in file.entries.values():
            counter = () if entry.counter is None else (entry.counter,)
            count += _missing([entry.topic], topics)
            count += _missing([*counter, *entry.related], entries)
            count += _missing(_MARKED.findall(entry.answer), sources)
    return count


def _missing(names: Iterable[str], known: Collection[str]) -> int:
    return sum(name not in known for name in names)


def _refusal(problems: Iterable[Problem]) -> KnowledgeError:
    """The error with its problems in order; of very many, the first."""
    in_order = sorted(problems, key=lambda it: it.place)
    told = in_order[:MAX_PROBLEMS]
    if len(in_order) > MAX_PROBLEMS:
        more = len(in_order) - MAX_PROBLEMS
        said = ngettext(
            "{n:,} problems more follow; mend these first.",
            "{n:,} problems more follow; mend these first.",
            more,
        )
        told.append(Problem(in_order[MAX_PROBLEMS].place, said.format(n=more)))
    return KnowledgeError(told)
