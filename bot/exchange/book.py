r"""The shape of a pack as an answer book in Markdown, shared by its writer and its reader.

    # Tea and coffee

    ```yaml pack
    id: tea
    ```

    ## Health

    **Motion:** Tea is better for people than coffee.

    ```yaml topic
    id: health
    ```

    ### Why is tea healthier than coffee?

    The Leaf Journal says that tea has less caffeine. [^leaf-journal: page 3]

    ```yaml entry
    id: tea-is-healthier
    ```

    # Sources

    ## The Leaf Journal

    ```yaml source
    id: leaf-journal
    kind: academic
    ```

Every item is a heading, its text, and a block with its other keys as the knowledge file has them.
The text of an entry is its answer, letter for letter: from the line after the blank one below the
heading to the break before the block. An entry's topic is the heading it stands under. Two things
keep answers from being mistaken for structure: a line of an answer that looks like a heading of
level 1 to 3 gets a backslash in front (one more if it has some), and all blocks of a book are
fenced with as many backticks as its first, more than any text in it has in a row. Text that lines
of Markdown cannot hold stands in the block, under its own key. Where entries are not in the order
of their topics, `order` in the pack's block lists their ids.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LEVELS: Mapping[str, int] = {"pack": 1, "topic": 2, "source": 2, "entry": 3}
"""The level of the heading that begins an item."""
TITLES: Mapping[str, str] = {"entry": "question"}
"""The key that a heading stands for, where it is not `title`."""
SOURCES = "Sources"
"""The heading above the sources; of level 1, and with no block."""
MOTION = "**Motion:** "
ORDER = "order"

HEADING = re.compile(r"(#{1,3})(?:[ \t]+(.*))?")
LIKE_A_HEADING = re.compile(r"\\*#{1,3}(?:[ \t]|$)")
BLOCK = re.compile(r"(`{3,})yaml (pack|topic|source|entry)[ \t]*")


UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\ufeff]")
"""What a line of Markdown cannot hold, or what editors take for a line break."""


def heading(text: str) -> str:
    """`text` as a heading shows it: on one line."""
    return " ".join(UNFIT.sub(" ", text).split())
