"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LARGEST = 2**31 - 1
"""The largest number that every database takes."""

KnowledgeOption = Annotated[
    list[Path] | None,
    typer.Option("--knowledge", help="A pack: a YAML file or a folder of them. Repeatable."),
]
EntryArgument = Annotated[str, typer.Argument(metavar="ENTRY", help="The entry's id.")]
PackOption = Annotated[
    str | None, typer.Option("--pack", help="The pack's id, where several packs are loaded.")
]
NewTopicOption = Annotated[
    bool, typer.Option("--new-topic", help="Make a topic of --topic where there is none.")
]
YesOption = Annotated[
    bool, typer.Option("--yes", "-y", help="Publish without being asked, as a script must.")
]
BreakOption = Annotated[
    bool,
    typer.Option("--break-expectations", help="With --yes: publish what breaks expectations too."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, and ask nothing.")]
EffectsOption = Annotated[
    bool,
    typer.Option(
        "--no-effects", help="Skip what takes seconds: what would change, and how entries compete."
    ),
]
