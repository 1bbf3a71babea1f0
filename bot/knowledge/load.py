"""From files to a pack: the one loader for start-up, the command line, tests and edits.

`read_pack` reports every problem at once, and gives no pack if one of its own files has an error;
`load_knowledge` raises instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from babel import Locale
from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.errors import KnowledgeError
from bot.knowledge import document as yaml_document
from bot.knowledge.document import (
    Document,
    Location,
    Scalar,
    parse_document,
    read_document,
    scalars,
)
from bot.knowledge.model import (
    ID_PATTERN,
    MAX_PACK_ID,
    MODEL_OF,
    Entry,
    Expectation,
    ItemKind,
    Knowledge,
    Pack,
    PackFile,
    PackHeader,
    Source,
    Topic,
)
from bot.knowledge.problems import Place, Problem, did_you_mean, has_errors
from bot.knowledge.salvage import salvage, salvaged
from bot.knowledge.syntax import INNER_KEYS, out_of_place
from bot.knowledge.validate import LoadedFile, validate
from bot.memory import uncollected
from bot.translation import _

EXPECTATIONS = "expectations.yaml"
_PROSE = frozenset({"question", "phrasings", "not_for", "ask", "title", "motion", "answer"})
"""Keys of prose, in which a `#` may well be meant as text. Behind other values it begins a
comment."""
_TRAILING_COMMENT = re.compile(r"\s+#")
_ANCHOR = re.compile(r"&\S+")
T = TypeVar("T")
_PACK_FILE = TypeAdapter(PackFile)
_EXPECTATIONS = TypeAdapter(list[Expectation])


@dataclass(frozen=True, slots=True)
class PackReading:
    """The result of reading a pack: the pack, and all problems of its files.

    The pack is None if one of its own files has an error, but not if only its expectations have
    one.
    """

    pack: Pack | None
    expectations: tuple[Expectation, ...]
    problems: tuple[Problem, ...]
    files: tuple[LoadedFile, ...] = ()
    """Where everything in the pack stands."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of the files that the pack was read from, by file name; the expectations are among
    them."""

    @property
    def askable(self) -> tuple[Expectation, ...]:
        """The expectations without those of drafts, which are asked once the draft is live."""
        waiting = self.waiting
        return tuple(it for it in self.expectations if it.expect not in waiting)

    @property
    def waiting(self) -> Mapping[str, int]:
        """For each draft, how many expectations wait until it is live."""
        drafts = {it.id for it in self.pack.entries if not it.is_live} if self.pack else frozenset()
        return Counter(it.expect for it in self.expectations if it.expect in drafts)

    def sound(self) -> Pack:
        """The pack. Raises `KnowledgeError` with every problem if one of them is an error."""
        if self.pack is None or has_errors(self.problems):
            raise KnowledgeError(self.problems)
        return self.pack

    def without_trees(self) -> PackReading:
        """The same reading without the YAML trees of its files.

        The trees only tell where something stands, and take the most memory.
        """
        files = tuple(replace(it, document=Document(it.document.path)) for it in self.files)
        return replace(self, files=files)


@uncollected()
def read_pack(path: Path) -> PackReading:
    """Reads the pack at `path`, a file or a folder, with its expectations."""
    expectations = expectations_file(path)
    documents = [read_document(file) for file in pack_files(path)]
    asked = read_document(expectations) if _is_there(expectations) else None
    texts = {it.path.name: it.source for it in (*documents, asked) if it and it.source is not None}
    return replace(_assemble(path, documents, asked, _stray_files(path)), texts=texts)


@uncollected()
def parse_pack(
    path: Path, texts: Mapping[Path, str], expectations: str | None = None
) -> PackReading:
    """The pack at `path` as it would be if its files held `texts`; reads no file.

    `expectations` is the text of its expectations, or None if it has none.
    """
    asked = expectations_file(path)
    return _assemble(
        path,
        [parse_document(_whole(text), file) for file, text in sorted(texts.items())],
        None if expectations is None else parse_document(_whole(expectations), asked),
        [],
    )


def _whole(text: str) -> str:
    """The text without its byte order mark, if it has one."""
    return text.removeprefix("\ufeff")


def _assemble(
    path: Path, documents: Iterable[Document], asked: Document | None, problems: list[Problem]
) -> PackReading:
    files: list[LoadedFile] = []
    unread: set[ItemKind] = set()
    for document in documents:
        parsed = parse_file(document)
        problems += document.problems
        if parsed is None:
            unread |= MODEL_OF.keys()
        else:
            files.append(parsed)
    header = _merge_headers(files, problems)
    problems += validate(files, unread=unread)
    pack = None
    if not has_errors(problems):
        pack = Pack(
            id=header.id or default_pack_id(path),
            title=header.title or header.id or default_pack_id(path),
            language=header.language,
            synonyms=tuple(group for file in files for group in file.synonyms),
            sources=tuple(source for file in files for source in file.sources.values()),
            topics=tuple(topic for file in files for topic in file.topics.values()),
            entries=tuple(entry for file in files for entry in file.entries.values()),
        )
    unread = unread.union(*(file.unread for file in files))
    ids = {it.id for file in files for it in file.entries.values()}
    drafts = {it.id for it in pack.entries if not it.is_live} if pack else set()
    expectations, more = _read_expectations(asked, None if "entries" in unread else ids, drafts)
    problems += more
    in_order = tuple(sorted(problems, key=lambda it: it.place))
    return PackReading(pack, expectations, in_order, tuple(files))


def load_knowledge(paths: Iterable[Path]) -> Knowledge:
    """The packs at `paths`. Raises `KnowledgeError` with every problem if there is an error."""
    return Knowledge(packs=tuple(it.sound() for it in load_readings(paths)))


def load_readings(paths: Iterable[Path]) -> list[PackReading]:
    """The packs at `paths` as they were read, without trees; raises as `load_knowledge` does."""
    readings = [(path, read_pack(path).without_trees()) for path in paths]
    problems = [problem for _, reading in readings for problem in reading.problems]
    problems += pack_id_clashes(readings)
    if has_errors(problems):
        raise KnowledgeError(problems)
    return [reading for _, reading in readings]


def pack_id_clashes(packs: Iterable[tuple[Path, PackReading]]) -> list[Problem]:
    """An error for each pack with the id of an earlier one; packs with errors are compared too."""
    problems: list[Problem] = []
    first: dict[str, Path] = {}
    for path, reading in packs:
        taken = pack_id(path, reading)
        if taken in first:
            message = _("The pack at {path} has the id `{id}` too; choose another.").format(
                path=first[taken], id=taken
            )
            problems.append(Problem(Place(path), message, key="pack.id"))
        first.setdefault(taken, path)
    return problems


def pack_id(path: Path, reading: PackReading) -> str:
    """The id that the pack at `path` names, as far as it can be read, or else its default id."""
    said = (it.pack.id for it in reading.files if it.pack and it.pack.id)
    return next(said, default_pack_id(path))


def pack_files(path: Path) -> list[Path]:
    """The files of the pack at `path`, in the order in which they are read."""
    if not path.is_dir():
        return [path]
    # Files whose names begin with a dot belong to an editor or the system.
    return sorted(file for file in path.glob("[!.]*.yaml") if not is_expectations(file))


def misnamed_files(folder: Path) -> list[Path]:
    """The files in `folder` whose names look like YAML but are not read: `*.yml`, `*.YAML`."""
    return sorted(
        file
        for file in folder.glob("[!.]*")
        if file.suffix.lower() in (".yaml", ".yml") and file.suffix != ".yaml" and file.is_file()
    )


def expectations_file(path: Path) -> Path:
    """Where the expectations of the pack at `path` stand, whether or not they exist."""
    return path / EXPECTATIONS if path.is_dir() else path.with_suffix(f".{EXPECTATIONS}")


def _is_there(file: Path) -> bool:
    """Whether the file exists. If that cannot be told, it counts as there: reading it says why."""
    try:
        return file.exists()
    except OSError:
        return True


def default_pack_id(path: Path) -> str:
    """The id of a pack that names none: its file's or folder's name, as an id."""
    name = path.resolve().name if path.is_dir() else path.stem
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:MAX_PACK_ID].strip("-") or "pack"


def is_expectations(file: Path) -> bool:
    """Whether a file of a pack holds its expectations rather than a part of it."""
    return file.name == EXPECTATIONS or file.name.endswith(f".{EXPECTATIONS}")


def _stray_files(path: Path) -> list[Problem]:
    if not path.is_dir():
        own, other = expectations_file(path), path.with_name(EXPECTATIONS)
        if own.exists() or not other.exists():
            return []
        message = _(
            "The expectations of {file} are read from {name} alone; rename this one."
        ).format(file=path.name, name=own.name)
        return [Problem(Place(other), message, severity="warning")]
    problems = [
        Problem(Place(file), _("Only *.yaml files are read; rename this one."), severity="warning")
        for file in misnamed_files(path)
    ]
    problems += [
        Problem(
            Place(file),
            _("A folder's expectations are read from {name} alone; rename this one.").format(
                name=EXPECTATIONS
            ),
            severity="warning",
        )
        for file in path.glob(f"[!.]*.{EXPECTATIONS}")
    ]
    if not pack_files(path):
        problems.append(Problem(Place(path), _("The folder holds no *.yaml file, so no pack.")))
    return problems


def _merge_headers(files: Sequence[LoadedFile], problems: list[Problem]) -> PackHeader:
    headers = [file for file in files if file.pack is not None]
    for second in headers[1:]:
        message = _("The pack is described in {file} already; keep one.").format(
            file=headers[0].document.path.name
        )
        problems.append(second.document.problem(("pack",), message, of_key=True))
    header = headers[0].pack if headers else None
    return header or PackHeader()


def parse_file(document: Document) -> LoadedFile | None:
    """The contents of `document`, or None if it is no mapping; problems are added to `document`."""
    is_blank = isinstance(document.root, Scalar) and not document.root.text
    if is_blank or (document.root is None and not document.problems):
        return LoadedFile(document, None, (), {}, {}, {})
    if document.root is None:
        return None
    if not isinstance(document.root, yaml_document.Mapping):
        known = ", ".join(PackFile.model_fields)
        document.problems.append(
            document.problem(
                (), _("A pack is a mapping with the keys {known}.").format(known=known)
            )
        )
        return None
    document.problems += _cut_short(document)
    content = _validated(document, _PACK_FILE)
    if content is None:
        return salvage(document)
    return LoadedFile(
        document,
        content.pack,
        content.synonyms,
        dict(enumerate(content.sources)),
        dict(enumerate(content.topics)),
        dict(enumerate(content.entries)),
    )


def _read_expectations(
    document: Document | None, ids: Collection[str] | None, drafts: Collection[str]
) -> tuple[tuple[Expectation, ...], list[Problem]]:
    """The expectations and their problems. `ids` are those of all entries, or None if unknown."""
    if document is None:
        return (), []
    is_blank = isinstance(document.root, Scalar) and not document.root.text
    if document.root is None or is_blank:
        return (), document.problems
    document.problems += _cut_short(document)
    read = _validated(document, _EXPECTATIONS)
    found = _salvaged(document) if read is None else dict(enumerate(read))
    asked: dict[str, int] = {}
    for index, expectation in found.items():
        first = asked.setdefault(expectation.ask, index)
        if first != index:
            line = document.place((first, "ask")).line
            message = _("The same question stands in line {line} already; remove one.").format(
                line=line
            )
            document.problems.append(document.problem((index, "ask"), message))
        wanted = expectation.expect
        if ids is not None and not expectation.wants_nothing and wanted not in ids:
            message = _("There is no entry `{entry}`.").format(entry=wanted)
            message += did_you_mean(wanted, ids)
            document.problems.append(document.problem((index, "expect"), message))
        elif wanted in drafts:
            message = _("The entry `{entry}` is a draft: this is asked once it is live.").format(
                entry=wanted
            )
            problem = document.problem((index, "expect"), message)
            document.problems.append(replace(problem, severity="warning"))
    return tuple(found.values()), document.problems


def _salvaged(document: Document) -> dict[int, Expectation]:
    """The expectations of a file that could be read, by their positions in it."""
    data = document.data()
    items = enumerate(data if isinstance(data, list) else [])
    found = ((index, salvaged(it, Expectation)) for index, it in items)
    return {index: it for index, it in found if it is not None}


def _validated(document: Document, adapter: TypeAdapter[T]) -> T | None:
    """The document's data as the adapter's type, or None with a problem for each error."""
    try:
        return adapter.validate_python(document.data())
    except ValidationError as error:
        document.problems += [_translate(document, details) for details in error.errors()]
        return None


def _cut_short(document: Document) -> list[Problem]:
    """A problem for each unquoted text that lost its beginning or end, or swallowed an item."""
    problems: list[Problem] = []
    called = {id(it.target) for it in document.aliases}
    for location, scalar in scalars(document.root) if document.root else ():
        names = [step for step in location if isinstance(step, str)]
        if scalar.style or not scalar.text or not names:
            continue
        if isinstance(location[-1], int):
            problems += _swallowed(document, location, scalar)
        if names[-1] not in _PROSE:
            continue
        line = document.lines[scalar.end_line - 1]
        rest = line[scalar.end_column - 1 :]
        if _TRAILING_COMMENT.match(rest):
            message = _(
                "` #` ends unquoted text, so `{lost}` is lost as a comment. Put the text "
                "in quotes, or the comment on a line of its own."
            ).format(lost=rest.strip()[:40])
            place = Place(document.path, scalar.end_line, scalar.end_column)
            problems.append(Problem(place, message, key=yaml_document.dotted(location)))
        named = _ANCHOR.match(document.lines[scalar.line - 1], scalar.column - 1)
        if named and id(scalar) not in called:
            message = _(
                "YAML takes `{name}` for a name, which no alias refers to, and not for a part of "
                "the text. Put the text in quotes, or remove the name."
            ).format(name=named[0])
            # Only a warning: an edit may have written out the last alias of a wanted anchor.
            problems.append(replace(document.problem(location, message), severity="warning"))
    return problems


def _swallowed(document: Document, location: Location, scalar: Scalar) -> Iterator[Problem]:
    """An error for each item that is read as text of the item above, being indented deeper."""
    for number in range(scalar.line + 1, scalar.end_line + 1):
        text = document.lines[number - 1]
        if text.lstrip().startswith("- "):
            message = _(
                "This stands deeper than the list item above, so that it only goes on with its "
                "text. Indent the items of a list alike."
            )
            place = Place(document.path, number, len(text) - len(text.lstrip()) + 1)
            yield Problem(place, message, key=yaml_document.dotted(location))


_MODELS: dict[str, type[BaseModel]] = {
    "pack": PackHeader,
    "sources": Source,
    "topics": Topic,
    "entries": Entry,
}


def _model_at(location: Location) -> type[BaseModel]:
    """The model to which the key at the end of `location` belongs."""
    if location and isinstance(location[0], int):
        return Expectation
    return _MODELS[str(location[0])] if len(location) > 1 else PackFile


def _translate(document: Document, details: ErrorDetails) -> Problem:
    """One of pydantic's errors in a curator's words."""
    location: Location = details["loc"]
    node = document.find(location)
    last = location[-1] if location else ""
    match details["type"]:
        case "extra_forbidden":
            known = _model_at(location).model_fields
            message = _("There is no key `{key}` here.").format(key=last)
            place = document.place(location, of_key=True)
            if len(location) == 1 and place.column == 1 and last in INNER_KEYS:
                message = out_of_place(str(last))
            elif last == "<<":
                message += _(" YAML's merge keys are not read; write the values out.")
            else:
                message += did_you_mean(str(last), known) or _(" Known: {known}.").format(
                    known=", ".join(known)
                )
            return document.problem(location, message, of_key=True)
        case "missing":
            return document.problem(
                location, _("The key `{key}` is missing; it is required.").format(key=last)
            )
        case "string_type" | "date_type" if isinstance(node, yaml_document.Mapping):
            message = _("Text is wanted here, and this is a mapping.")
            if len(node.pairs) == 1:
                message = _("`: ` split this text into a key and a value. Put the text in quotes.")
            return document.problem(location, message)
        case "string_type" | "date_type":
            return document.problem(location, _("Text is wanted here, and this is a list."))
        case "string_pattern_mismatch" if (
            details["ctx"]["pattern"] == ID_PATTERN and details["input"]
        ):
            message = _("`{given}` is no id: lower-case letters, digits and hyphens only.").format(
                given=details["input"]
            )
            return document.problem(location, message)
        case "string_pattern_mismatch" if last == "language":
            return document.problem(location, _no_language(str(details["input"])))
        case "string_too_short" | "string_pattern_mismatch":
            return document.problem(location, _("This is empty. Write it, or remove its key."))
        case "tuple_type" | "list_type":
            message = _("A list is wanted here: one item a line, each behind `- `.")
            return document.problem(location, message)
        case "dict_type":
            message = _(
                "Each warning that is accepted wants its reason, as in `short-answer: there is no "
                "more to say`."
            )
            return document.problem(location, message)
        case "model_type" | "model_attributes_type":
            known = _model_at((*location, "")).model_fields if location else {}
            message = _("A mapping is wanted here.")
            if known:
                message = _("A mapping with the keys {known} is wanted here.").format(
                    known=", ".join(known)
                )
            return document.problem(location, message)
        case "string_too_long":
            most = details["ctx"]["max_length"]
            return document.problem(
                location, _("This is too long: at most {most:,} characters.").format(most=most)
            )
        case "literal_error":
            message = _("`{given}` is none of {expected}.").format(
                given=details["input"],
                expected=details["ctx"]["expected"].replace(" or ", _(" or ")),
            )
            return document.problem(location, message)
        case "value_error":
            reason = str(details["ctx"]["error"])
            return document.problem(location, f"`{details['input']}`: {reason}.")
        case _:
            return document.problem(location, f"{details['msg']}.")


def _no_language(given: str) -> str:
    """The message on a `language` that is no code, with the code that may have been meant."""
    message = _("`{given}` is no code of a language, such as `en`, `de` or `pt-BR`.").format(
        given=given
    )
    head, hyphen, variety = given.strip().replace("_", "-").partition("-")
    names = {name.casefold(): code for code, name in Locale("en").languages.items()}
    code = names.get(given.strip().casefold(), head.lower() + hyphen + variety)
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", code):
        message += _(" Write `{code}`.").format(code=code)
    return message
