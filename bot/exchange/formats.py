"""The formats in which packs leave and enter, and how their files are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Format = Literal["yaml", "markdown", "csv", "json"]

SUFFIXES: Mapping[str, Format] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".md": "markdown",
    ".markdown": "markdown",
    ".csv": "csv",
    ".tsv": "csv",
    ".json": "json",
}
"""What a file's name ends in, and the format that this promises."""
SUFFIX_OF: Mapping[Format, str] = {
    "yaml": ".yaml",
    "markdown": ".md",
    "csv": ".csv",
    "json": ".json",
}
"""What the name of an exported file ends in."""
