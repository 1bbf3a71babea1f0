"""What an import says of a pack as a whole: its title, language and synonyms."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.curating.changes import Replace
from bot.errors import ChangeRefused
from bot.exchange.importing import Imported
from bot.exchange.yaml_text import write_keys, write_synonyms
from bot.knowledge.document import Mapping, Span
from bot.knowledge.file_text import FileText
from bot.knowledge.load import pack_files, parse_pack
from bot.knowledge.model import PackHeader
from bot.knowledge.save import read_text
from bot.shell.packs import OpenPack

NEW_FILE = "pack.yaml"
"""Where a folder without files gets its heading."""


def heading_edits(found: Imported, opened: OpenPack) -> list[Replace]:
    """The edits that give the pack the title, language and synonyms of an import, if it has them.

    They come before all others. Raises `ChangeRefused` where the import is another pack's, or
    where only a person can write what it says into the pack's files.
    """
    pack = opened.pack
    header = found.header or PackHeader()
    if header.id and header.id != pack.id:
        raise ChangeRefused(
            f"The file is of the pack `{header.id}`, and this one is `{pack.id}`: ids never "
            "change. Take `pack` out of the file to import the rest of it."
        )
    title, language = header.title or pack.title, header.language or pack.language
    synonyms = found.synonyms or pack.synonyms
    wanted: dict[str, str] = {}
    if (title, language) != (pack.title, pack.language):
        said = {"id": pack.id, "title": title} | ({"language": language} if language else {})
        wanted["pack"] = "pack:\n" + "".join(
            f"  {line}\n" for line in write_keys(said).splitlines()
        )
    if synonyms != pack.synonyms:
        wanted["synonyms"] = write_synonyms(synonyms)
    texts = {it: read_text(it) or "" for it in pack_files(opened.path)}
    texts = texts or {opened.path / NEW_FILE: ""}
    edits: list[Replace] = []
    for key, lines in wanted.items():
        file = _holder(key, texts)
        edits.append(_written(FileText(texts[file], file), texts[file], key, lines))
        texts[file] = texts[file].replace(edits[-1].before, edits[-1].after)
    after = parse_pack(opened.path, texts).pack
    if after is None or (after.title, after.language, after.synonyms) != (
        title,
        language,
        synonyms,
    ):
        raise ChangeRefused(
            "The title, language and synonyms of the file are others than the pack's, and cannot "
            f"be written into {', '.join(it.name for it in texts)}. Make them the same by hand."
        )
    return edits


def _holder(key: str, texts: dict[Path, str]) -> Path:
    """The file that has `key`, or else the one for a pack's heading."""
    roots = {file: FileText(text, file).root for file, text in texts.items()}
    holding = [it for it, root in roots.items() if isinstance(root, Mapping) and key in root.pairs]
    if holding:
        return holding[0]
    heads = [it for it, root in roots.items() if isinstance(root, Mapping) and "pack" in root.pairs]
    return (heads or list(texts))[0]


def _written(file: FileText, text: str, key: str, lines: str) -> Replace:
    """The edit that makes `lines` what a file says under `key`. Raises `ChangeRefused`."""
    start, end = _place(file, key)
    old = file.text[start:end]
    if "#" in old:
        raise ChangeRefused(
            f"{file.path}:{file.lines.number(start)}: the import says this otherwise, and the "
            f"comment here would be lost. Write it by hand:\n{lines}"
        )
    new = lines.replace("\n", file.lines.ending(start) if file.text else "\n")
    before = file.text[:start]
    if before and not file.lines.is_ended(start):
        new = file.lines.ending(start) + new
    if old and text.count(old) == 1:
        return Replace(file.path.name, old, new)
    return Replace(file.path.name, text, f"{file.bom}{before}{new}{file.text[end:]}")


def _place(file: FileText, key: str) -> Span:
    """The lines of `key`, or the place for it: above all keys, or below the pack's."""
    pairs = file.root.pairs if isinstance(file.root, Mapping) else {}
    if key in pairs:
        first, value = pairs[key]
        return file.lines.start(first.span[0]), file.lines.end(value.span[1])
    if "pack" in pairs:
        end = file.lines.end(pairs["pack"][1].span[1])
        return end, end
    starts: Sequence[int] = [first.span[0] for first, _ in pairs.values()]
    start = file.lines.start(min(starts)) if starts else len(file.text)
    return start, start
