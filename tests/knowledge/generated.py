"""Packs as people, and their editors, might write them: the same values in many notations."""

from __future__ import annotations

from random import Random

from bot.knowledge.model import MODEL_OF, Item, ItemKind

ODD = (
    "no", "~", "12:30", "2024-01-02", "a: b", "a #b", "b#c", "- x", "---", "...", "? y", "x:", "<<",
    "'quoted' text", '"so" he said', "back\\slash", "{x}", "[^a: p. 3]", "a, b", "&c", "*d", "!e",
    "%f", "@g", "`h`", "|", ">", "-1", "tab\there", "two  spaces", "\u00e9t\u00e9", "\U0001f600",
    "\U0001f600 tea", "\u00a0x", "x\u2028y", "x\x85y", "\ufeffz", "a\nb", "a\n\nb", "\u200bq", "=",
    "# x",
)  # fmt: skip
WORDS = ("tea", "milk", "why", "does it", "steep", "long enough", "green", "of", "cup?")
REMARKS = (*["# note", "#", "#\ttab", "# - id: x", "#x\u2028#y", ""] * 4, "\t# tab")
IDS = ("a", "b2", "c-d", "e", "f", "g-g", "h", "no", "2024", "1-2")
KEYS: tuple[ItemKind, ...] = ("sources", "topics", "entries")


def line(random: Random) -> str:
    """A line of text, now and then an odd one."""
    words = [random.choice(WORDS) for _ in range(random.randint(1, 5))]
    if random.random() < 0.4:
        words.insert(random.randrange(len(words) + 1), random.choice(ODD))
    return " ".join(words).strip() or "tea"


def answer(random: Random) -> str:
    """Lines of text, blank ones between them, behind them and before them."""
    rows = [line(random) for _ in range(random.randint(1, 4))]
    if random.random() < 0.6:
        rows.insert(random.randrange(len(rows) + 1), random.choice(["", "", "   ", "\t", "  # x"]))
    if random.random() < 0.3:
        rows[0] = random.choice(["  ", "\t", " \n", "\n", "\r"]) + rows[0]
    if random.random() < 0.2:
        rows[-1] += random.choice(["  ", "\t", "\x07", "\r"])
    return "\n".join(rows) + random.choice(["", "\n", "\n", "\n", "\n\n", "\n\n\n"])


def item(random: Random, kind: ItemKind, item_id: str, *, odds: float = 0.5) -> Item:
    """An item with any of the keys that it may do without."""

    def maybe(value: object) -> object:
        return value if random.random() < odds else None

    def lines() -> list[str]:
        return [line(random) for _ in range(random.randint(1, 4))]

    accept = {random.choice(["lopsided", "plain-words", "a b", "x: y", "#"]): line(random)}
    values: dict[str, object] = {"id": item_id, "accept": maybe(accept)}
    if kind == "sources":
        values |= {
            "title": line(random),
            "publisher": maybe(line(random)),
            "author": maybe(line(random)),
            "url": maybe("https://example.org/a?b=c#d"),
            "date": maybe(random.choice(["2024", "2024-02", "2024-02-03"])),
            "kind": random.choice(["press", "other"]),
            "stake": maybe(line(random)),
        }
    elif kind == "topics":
        values |= {"title": line(random), "motion": maybe(line(random))}
    else:
        values |= {
            "topic": random.choice(IDS),
            "question": line(random),
            "phrasings": maybe(lines()),
            "not_for": maybe(lines()),
            "side": maybe(random.choice(["for", "against", "neutral"])),
            "answer": answer(random),
            "counter": maybe(random.choice(IDS)),
            "related": maybe([random.choice(IDS) for _ in range(random.randint(1, 3))]),
            "status": maybe(random.choice(["live", "draft"])),
            "reviewed": maybe("2026-11-21"),
        }
    return MODEL_OF[kind].model_validate({key: it for key, it in values.items() if it is not None})


class Author:
    """Writes a pack in one style, with lapses."""

    def __init__(self, random: Random, *, is_headed: bool = False) -> None:
        self.random = random
        self.is_headed = is_headed
        self.dash = random.choice([0, 2, 2, 2, 4, 1])
        self.gap = random.choice([1, 1, 1, 3])
        self.sub = random.choice([0, 2, 2, 3])
        self.step = random.choice([2, 2, 4, 1, 3])
        self.comments = random.choice([0.0, 0.1, 0.4])
        self.oddness = random.choice([0.0, 0.2, 0.5])
        self.anchors = random.choice([0.0, 0.0, 0.0, 0.1, 0.3])
        self.blank = random.choice([0, 0, 1, 1, 2])
        self.root = random.choice([0, 0, 0, 0, 2])
        self.named: list[tuple[str, object]] = []

    def pack(self) -> str:
        """The text of a file with a few items."""
        random = self.random
        ending = random.choice(["\n", "\n", "\n", "\r\n", "\r\n", "\r", ""])
        rows = self.document() if random.random() < 0.9 else [self.braces()]
        if random.random() < 0.1:
            rows = ["---", *rows]
        if random.random() < 0.1:
            rows = [*rows, "...", *self.remarks()]
        ends = [ending or random.choice(["\n", "\r\n", "\r"]) for _ in rows]
        if random.random() < 0.25 and ends:
            ends[-1] = ""
        mark = "\ufeff" if random.random() < 0.1 else ""
        return mark + "".join(row + end for row, end in zip(rows, ends, strict=True))

    def braces(self) -> str:
        pairs = [
            f"{self.key(kind)}: [{', '.join(self.flow_item(it) for it in self.items(kind))}]"
            for kind in self.kinds()
        ]
        if self.is_headed and self.random.random() < 0.5:
            pairs += [f"pack: {self.flow(self.header())}", f"synonyms: {self.flow(self.groups())}"]
        return "{" + ", ".join(pairs) + "}"

    def document(self) -> list[str]:
        rows = self.remarks()
        if self.is_headed and self.random.random() < 0.8:
            rows += self.heading()
        for kind in self.kinds():
            rows += self.remarks() + ([""] if self.random.random() < 0.3 else [])
            head = " " * self.root + self.key(kind) + ":"
            style = self.random.random()
            items = self.items(kind)
            if style < self.oddness * 0.3:
                rows += self.brackets(head, items)
            elif not items:
                rows.append(head + self.random.choice(["", " []", " [ ]  # none yet", " # none"]))
            else:
                rows += [head + self.beside(), *self.remarks(), *self.block_items(items)]
        return rows + self.remarks()

    def heading(self) -> list[str]:
        """What the file says of its pack as a whole."""
        random, indent = self.random, " " * self.root
        column = self.root + max(self.step, 1)
        header, groups = self.header(), self.groups()
        head = indent + self.key("pack") + ":"
        style = random.random()
        if not header or style < 0.3:
            rows = [f"{head} {self.flow(header)}" if style < 0.2 else head] if style < 0.8 else []
        else:
            pairs = [it for key in header for it in self.pair(key, header[key], column)]
            rows = [head + self.beside(), *self.remarks(), *pairs]
        rows += self.remarks()
        head = indent + self.key("synonyms") + ":"
        style = random.random()
        if not groups or style < 0.2:
            rows += [head + random.choice(["", " []", " [ ]  # none yet"])] if style < 0.7 else []
        elif style < 0.4:
            rows.append(f"{head} {self.flow(groups)}" + self.beside())
        else:
            rows.append(head + self.beside())
            for group in groups:
                rows += self.remarks()
                rows.append(f"{indent}{' ' * self.dash}- {self.flow(group)}" + self.beside())
        return rows

    def header(self) -> dict[str, str]:
        values = {"id": "a-pack", "title": line(self.random), "language": "en"}
        return {key: it for key, it in values.items() if self.random.random() < 0.6}

    def groups(self) -> list[list[str]]:
        return [
            [line(self.random) for _ in range(self.random.choice([1, 2, 3]))]
            for _ in range(self.random.choice([0, 1, 2]))
        ]

    def kinds(self) -> list[ItemKind]:
        kinds = [kind for kind in KEYS if self.random.random() < 0.75]
        self.random.shuffle(kinds)
        return kinds

    def items(self, kind: ItemKind) -> list[Item]:
        count = self.random.choice([0, 1, 2, 2, 3])
        return [item(self.random, kind, it) for it in self.random.sample(IDS, count)]

    def brackets(self, head: str, items: list[Item]) -> list[str]:
        texts = [self.flow_item(it) for it in items]
        if self.random.random() < 0.5:
            return [f"{head} [{', '.join(texts)}]" + self.beside()]
        rows = [f"{head} [" + self.beside()]
        for number, text in enumerate(texts):
            comma = "," if number < len(texts) - 1 or self.random.random() < 0.5 else ""
            rows.append(" " * (self.root + 2) + text + comma + self.beside())
        return [*rows, " " * (self.root + 1) + "]" + self.beside()]

    def block_items(self, items: list[Item]) -> list[str]:
        rows: list[str] = []
        column = self.root + self.dash
        inner = column + 1 + self.gap
        for number, it in enumerate(items):
            if number:
                rows += [""] * self.blank + self.remarks()
            if self.random.random() < self.oddness * 0.3:
                rows.append(" " * column + "- " + self.flow_item(it) + self.beside())
                continue
            found = self.pairs(it, inner)
            first = " " * column + "-" + " " * self.gap
            if self.random.random() < self.anchors:
                rows.append(f"{first}&i{number}")
            elif self.random.random() < self.oddness * 0.2:
                rows.append(" " * column + "-" + self.beside())
            else:
                found[0] = first + found[0][inner:]
            rows += found
        return rows

    def pairs(self, it: Item, column: int) -> list[str]:
        values = it.model_dump(mode="json", exclude_unset=True)
        keys = list(values)
        if self.random.random() < self.oddness:
            self.random.shuffle(keys)
        rows: list[str] = []
        for key in keys:
            if rows and self.random.random() < self.comments * 0.5:
                rows += self.remarks() + ([""] if self.random.random() < 0.3 else [])
            rows += self.pair(key, values[key], column)
        return rows

    def pair(self, key: str, value: object, column: int) -> list[str]:
        head = " " * column + self.key(key) + ":"
        if value and self.random.random() < self.anchors:
            known = [name for name, it in self.named if it == value]
            if known and self.random.random() < 0.8:
                return [f"{head} *{known[-1]}" + self.beside()]
            name = self.random.choice(["m", "n", "o"])
            self.named = [it for it in self.named if it[0] != name] + [(name, value)]
            head += f" &{name}"
        if isinstance(value, str):
            rows = self.scalar(value, column)
            if rows[0][:1] in "|>":
                return [f"{head} {rows[0]}" + self.beside(), *rows[1:]]
            if self.random.random() < self.oddness * 0.2 and "&" not in head:
                return [head + self.beside(), " " * (column + 2) + rows[0], *rows[1:]]
            return (
                [f"{head} {rows[0]}", *rows[1:-1], rows[-1] + self.beside()]
                if rows[1:]
                else [f"{head} {rows[0]}" + self.beside()]
            )
        if not value or self.random.random() < max(self.oddness * 0.3, 0.3 * (key == "related")):
            return [f"{head} {self.flow(value)}" + self.beside()]
        rows = [head + self.beside()]
        if isinstance(value, dict):
            for name, text in value.items():
                rows += self.pair(name, text, column + max(self.step, 1))
            return rows
        assert isinstance(value, list)
        for text in value:
            rows += self.remarks() if self.random.random() < self.comments * 0.5 else []
            inner = column + self.sub
            found = self.scalar(text, inner)
            first = " " * inner + "- "
            if self.named and self.random.random() < self.anchors:
                names = [name for name, it in self.named if isinstance(it, str)]
                found = [f"*{names[0]}"] if names else found
            beside = self.beside()
            if found[0][:1] in "|>":
                rows += [first + found[0] + beside, *found[1:]]
            else:
                rows += [first + found[0], *found[1:]]
                rows[-1] += beside
        return rows

    def key(self, key: str) -> str:
        if self.random.random() < self.oddness * 0.3 or not key.replace("_", "").isalpha():
            return f'"{key}"' if self.random.random() < 0.5 else f"'{key}'"
        return key

    def scalar(self, text: str, column: int) -> list[str]:
        """The lines of a text: the first without its indentation."""
        style = self.random.random()
        inner = " " * (column + max(self.step, 1))
        if ("\n" in text.strip("\n") and style < 0.8) or style < self.oddness * 0.2:
            content = text.rstrip("\n")
            count = len(text) - len(content)
            sign = "-" if count == 0 else "" if count == 1 else "+"
            depth = str(max(self.step, 1)) if content[:1] in " \t\n" or style < 0.1 else ""
            rows = [inner + row if row else "" for row in content.split("\n")]
            kind = ">" if style < self.oddness * 0.1 and "\n" not in content else "|"
            return [kind + depth + sign, *rows, *[""] * max(count - 1, 0)]
        words = text.split(" ")
        is_plain = all(it.isalnum() for it in words)
        if is_plain and style < 0.9:
            if len(words) > 2 and self.random.random() < self.oddness * 0.4:
                return [words[0] + " " + words[1], inner + " ".join(words[2:])]
            return [text]
        if text.isprintable() and style < 0.5:
            return ["'" + text.replace("'", "''") + "'"]
        if len(words) > 2 and self.random.random() < self.oddness * 0.4 and all(words[1:3]):
            return [_escaped(" ".join(words[:2]))[:-1], inner + _escaped(" ".join(words[2:]))[1:]]
        return [_escaped(text)]

    def flow(self, value: object) -> str:
        if isinstance(value, str):
            is_plain = value.replace(" ", "").replace("-", "x").isalnum() and value[0] != "-"
            return value if is_plain and self.random.random() < 0.7 else _escaped(value)
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.key(k)}: {self.flow(v)}" for k, v in value.items()) + "}"
        assert isinstance(value, list)
        return "[" + self.random.choice([", ", ",", " , "]).join(map(self.flow, value)) + "]"

    def flow_item(self, it: Item) -> str:
        return self.flow(it.model_dump(mode="json", exclude_unset=True))

    def beside(self) -> str:
        """A comment behind a value, or blank space, or nothing."""
        if self.random.random() < self.comments * 0.5:
            return self.random.choice([" # beside", "  # it's \ttab", "\t# x: y", "  ", " #"])
        return ""

    def remarks(self) -> list[str]:
        """Lines of comments, in any column, and blank lines with spaces."""
        rows = []
        while self.random.random() < self.comments:
            indent = " " * self.random.choice([0, 0, 2, 4, 6, 9])
            rows.append(indent + self.random.choice(REMARKS))
        return rows


def _escaped(text: str) -> str:
    named = {"\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\u2028": "\\L"}
    is_raw = "\x85\u2028" if len(text) % 2 else ""
    found = (
        (named[it] if it not in is_raw else it)
        if it in named
        else (it if " " <= it <= "~" or it.isalnum() else f"\\U{ord(it):08x}")
        for it in text
    )
    return '"' + "".join(found) + '"'
