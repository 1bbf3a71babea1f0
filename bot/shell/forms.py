"""An entry as text for an editor: the text that is offered, and the edits that are made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.curating.changes import Edit, Put, Replace, Restore
from bot.curating.composing import new_id
from bot.errors import ChangeRefused, EditError, KnowledgeError
from bot.exchange.contents import item
from bot.exchange.importing import Imported, read_import
from bot.knowledge.block import Block
from bot.knowledge.edit import blocks
from bot.knowledge.emit import Style, Written, scalar
from bot.knowledge.file_text import FileText
from bot.knowledge.model import Entry, Item, Pack
from bot.shell.packs import OpenPack
from bot.shell.showing import visible

NAME = "entry.yaml"
"""What problems call the text."""
NEW_ID = "new-entry"
"""The id in the offered text, which stands for one made of the question."""
TOPICS_SHOWN = 40

_HEAD = """\
# {what}
# Save and leave the editor to see what it changes; an empty or unchanged text changes nothing.
{more}# New sources and topics may stand here as well:
#   sources:
#     - {{id: an-id, title: Its title, kind: press, url: https://example.org/page}}
#   topics:
#     - {{id: an-id, title: A heading, motion: What is debated.}}
"""
_NEW = """\
entries:
  - id: {id}  # left like this, it is made of the question; it never changes
    topic: {topic}
    question: {question}
    # Other ways to ask it, in words that people really type: ten do more than anything else.
    phrasings:
      {dash}
    # Questions that look alike and must not get it.
    not_for:
      {dash}
    # For or against the topic's motion, or neutral.
    side: neutral
    # Markdown. Each paragraph and list item ends with a mark: [^source-id] or [^source-id: page 3]
    answer: |

    # counter: the-entry-with-the-strongest-reply
    # related: [another-entry]
    # A draft answers nobody.
    # status: draft
    # The day when the answer was last compared with its sources.
    # reviewed: 2026-01-31
"""
_BLANK_LIST = re.compile(r"^ *(?:phrasings|not_for): *\n(?: *- *\n)+(?! *-)", re.MULTILINE)
"""A list that was left as it was offered, with nothing filled in."""


def new_text(pack: Pack, *, question: str = "") -> str:
    """The text that is offered to add an entry."""
    topics = pack.topics[:TOPICS_SHOWN]
    known = "".join(f"#   {it.id}: {_line(it.title)}\n" for it in topics)
    head = _HEAD.format(
        what=f"A new entry of the pack {pack.id}.", more=f"# Topics are:\n{known}" if known else ""
    )
    asked = scalar(_line(question)) if question else ""
    topic = topics[0].id if len(topics) == 1 else ""
    return head + _NEW.format(dash="- ", id=NEW_ID, topic=topic, question=asked)


def entry_text(block: Block, entry: Entry, pack: Pack) -> str:
    """The text that is offered to change an entry: its lines as they stand, comments and all.

    If its lines cannot be read by themselves, the entry is written anew from its values.
    """
    head = _HEAD.format(what=f"The entry {entry.id} of the pack {pack.id}.", more="")
    is_flow = not block.text.lstrip(" ").startswith("-")
    text = f"{head}entries:\n" + ("  - " if is_flow else "") + block.text
    try:
        text = FileText(text, Path(NAME)).closed().source
        if read_import(text.encode(), NAME, known=pack).entries == (entry,):
            return text
    except (EditError, KnowledgeError):
        pass
    lines = Written(item(entry)).lines(2, Style())
    return f"{head}entries:\n{lines}"


def additions(text: str, pack: Pack) -> list[Edit]:
    """The edits that add what stands in `text`, which is what `new_text` gave, filled in.

    Raises `KnowledgeError` with every problem's line in the text.
    """
    found = _read(text, pack)
    taken = set(pack.entry_by_id)
    edits: list[Edit] = _sources_and_topics(found, pack)
    for entry in found.entries:
        if entry.id == NEW_ID:
            entry = entry.model_copy(update={"id": new_id(entry.question, taken)})
        taken.add(entry.id)
        edits.append(Put(entry))
    return edits


class EntryEdit:
    """An entry that is edited as text; whoever changes it meanwhile is not overwritten."""

    def __init__(self, opened: OpenPack, entry: Entry) -> None:
        self._opened = opened
        self._entry = entry
        self._file, self._block = opened.block(entry.id)

    @property
    def text(self) -> str:
        """What is edited."""
        return entry_text(self._block, self._entry, self._opened.pack)

    def edits(self, text: str) -> list[Edit]:
        r"""The edits that make the entry what `text` says, to the letter.

        The lines of `text` end in \n; they are given the line endings that the entry's have.
        Raises `KnowledgeError` with every problem's line in the text, and `ChangeRefused` once, if
        somebody has changed the entry since.
        """
        pack = self._opened.pack
        found = _read(text, pack)
        if [it.id for it in found.entries] != [self._entry.id]:
            raise ChangeRefused(
                f"The text is to hold the entry `{self._entry.id}` and no other; ids never change."
            )
        [wanted] = found.entries
        self._look_again()
        edits = _sources_and_topics(found, pack)
        # This edit refuses the change if the lines are others by the time they are replaced.
        edits.append(Replace(self._file, self._block.text, self._block.text))
        typed = blocks(_without_blanks(text), self._opened.path)["entries", wanted.id]
        if "\r\n" in self._block.text:
            typed = replace(typed, text=typed.text.replace("\n", "\r\n"))
        edits.append(Restore(typed, self._file))
        return edits

    def _look_again(self) -> None:
        """Reads the entry's lines anew. Raises `ChangeRefused` if somebody has changed them."""
        before = self._block.text
        self._file, self._block = self._opened.block(self._entry.id)
        if self._block.text != before:
            raise ChangeRefused(
                f"Somebody else has changed `{self._entry.id}` meanwhile. It is now:\n"
                f"{visible(self._block.text.rstrip())}\n"
                "Take over what you want to keep of it, and save again to replace it."
            )


def changed_items(items: Iterable[Item], known: Iterable[Item]) -> list[Put]:
    """The edits that add or change `items`; `known` are those there are, of the same type."""
    by_id = {it.id: it for it in known}
    return [Put(it, by_id.get(it.id)) for it in items if by_id.get(it.id) != it]


def _read(text: str, pack: Pack) -> Imported:
    return read_import(_without_blanks(text).encode(), NAME, known=pack)


def _without_blanks(text: str) -> str:
    """`text` without the lists that were left as offered; other lines keep their numbers."""
    return _BLANK_LIST.sub(lambda it: "\n" * it[0].count("\n"), text)


def _sources_and_topics(found: Imported, pack: Pack) -> list[Edit]:
    edits: list[Edit] = []
    edits += changed_items(found.sources, pack.sources)
    edits += changed_items(found.topics, pack.topics)
    return edits


def _line(text: str) -> str:
    """`text` on one line, as a comment can hold it."""
    return " ".join(visible(text).split())
