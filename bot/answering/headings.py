"""Files of plain lines under headings in brackets, of which a language has some."""

from __future__ import annotations

from importlib import resources


def lines_of(folder: str, code: str | None) -> dict[str, list[str]]:
    """The lines under each heading of the language's file in a folder beside this module.

    `code` is such as `en` or `en-GB`. Nothing where the language has no file. Lines that begin with
    `#` are comments.
    """
    name = (code or "").split("-")[0].lower()
    file = resources.files("bot.answering").joinpath(folder, f"{name}.txt")
    if not name.isalpha() or not file.is_file():
        return {}
    found: dict[str, list[str]] = {}
    lines = found.setdefault("", [])
    for line in map(str.strip, file.read_text(encoding="utf-8").splitlines()):
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            lines.append(line)
    return found
