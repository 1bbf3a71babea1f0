"""`rejoinder history`, `show` and `undo`: what was changed, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.shell.options import (
    LARGEST,
    BreakOption,
    EffectsOption,
    JsonOption,
    KnowledgeOption,
    PackOption,
    YesOption,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.shell.desk import Desk
    from bot.shell.packs import OpenPack
    from bot.store.revisions import Kind, Revision
    from bot.table import Listing

app = typer.Typer()

RevisionArgument = Annotated[
    int, typer.Argument(metavar="REVISION", help="Its number in the history.", min=1, max=LARGEST)
]


@app.command()
def history(
    entry: Annotated[
        str | None, typer.Argument(metavar="[ENTRY]", help="Of this entry alone, by its id.")
    ] = None,
    most: Annotated[
        int, typer.Option(help="How many revisions, newest first.", min=1, max=LARGEST)
    ] = 20,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who changed what, when and through what."""
    from rich.console import Console

    from bot.output import say_json
    from bot.settings import load_settings
    from bot.shell.desk import open_desk
    from bot.shell.packs import open_packs
    from bot.shell.publishing import errors_as_json
    from bot.shell.showing import revision_data, say

    settings = load_settings()
    with errors_as_json(as_json):
        packs = open_packs(settings, knowledge)
        chosen = packs.chosen(pack)
        with open_desk(settings) as desk:
            found = [it for opened in chosen for it in _revisions(desk, opened, entry, most)]
            readings = [it.reading.pack for it in chosen]
            if entry and not found and all(it and entry not in it.entry_by_id for it in readings):
                packs.find(entry, pack)  # raises with the likeliest id
            unrecorded = [] if as_json else [(it, _unrecorded(desk, it)) for it in chosen]
    found = sorted(found, key=lambda it: -it.number)[:most]
    if as_json:
        say_json([revision_data(it) for it in found])
        return
    console = Console()
    for opened, summary in unrecorded:
        if summary:
            said = f"{opened.path} was edited by hand, or is another copy of `{opened.id}`"
            say(console, f"{said}; not yet taken in: {summary}.", "yellow")
    if found:
        console.print(_table(found, has_packs=len(chosen) > 1), crop=False)
    else:
        say(console, "Nothing was changed yet.")


@app.command()
def show(
    revision: RevisionArgument,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a revision changed."""
    from rich.console import Console

    from bot.output import say_json
    from bot.settings import load_settings
    from bot.shell.desk import open_desk
    from bot.shell.packs import open_packs
    from bot.shell.publishing import errors_as_json
    from bot.shell.showing import render_changes, revision_data, say

    settings = load_settings()
    with errors_as_json(as_json):
        chosen = open_packs(settings, knowledge).chosen(pack)
        with open_desk(settings) as desk:
            _, found = _found(desk, chosen, revision)
    if as_json:
        say_json(revision_data(found))
        return
    console = Console()
    say(console, f"{found.number}: {found.summary}.", "bold")
    say(console, f"{_when(found)}, by {_who(found)}, through the {found.author.through}", "dim")
    say(console, render_changes(found.changes))


@app.command()
def undo(
    revision: RevisionArgument,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    yes: YesOption = False,
    break_expectations: BreakOption = False,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Take a revision back, as a revision of its own."""
    from bot.curating.differences import inverse
    from bot.errors import ChangeRefused
    from bot.shell.publishing import Manner, open_publisher

    manner = Manner(yes, break_expectations, as_json, not no_effects)
    with open_publisher(knowledge, manner) as publisher:
        desk = publisher.desk
        opened, found = _found(desk, publisher.packs.chosen(pack), revision)
        if not found.changes:
            raise ChangeRefused(f"Revision {revision} changed nothing that could be undone.")
        texts = desk.run(desk.home(opened).read()).texts
        publisher.publish(
            opened, inverse(found.changes, texts), make=lambda: desk.undo(opened, revision)
        )


def _revisions(desk: Desk, opened: OpenPack, entry: str | None, most: int) -> list[Revision]:
    key = desk.home(opened).key
    item: tuple[Kind, str] | None = ("entries", entry) if entry else None
    return desk.run(desk.store.revisions.history(key, item=item, most=most))


def _unrecorded(desk: Desk, opened: OpenPack) -> str:
    """A summary of edits by hand that history does not know of yet; empty if there are none."""
    from bot.curating.differences import differences, summary
    from bot.errors import EditError

    version = desk.run(desk.home(opened).read())
    if version.number == 0 or version.texts == version.recorded:
        return ""
    try:
        return summary(differences(version.recorded, version.texts)) or "blank lines"
    except EditError:
        return "it has errors, of which `rejoinder check` tells"


def _found(desk: Desk, chosen: Sequence[OpenPack], number: int) -> tuple[OpenPack, Revision]:
    """The revision with that number, and its pack. Raises `ChangeRefused` if there is none."""
    from bot.errors import ChangeRefused

    for opened in chosen:
        found = desk.run(desk.store.revisions.revision(desk.home(opened).key, number))
        if found:
            return opened, found
    names = ", ".join(f"`{it.id}`" for it in chosen)
    raise ChangeRefused(f"There is no revision {number} of {names}. See: rejoinder history")


def _table(revisions: Sequence[Revision], *, has_packs: bool) -> Listing:
    from rich.text import Text

    from bot.shell.showing import visible
    from bot.table import Listing

    table = Listing("Revision", "When", "Who", "Through", *(["Pack"] if has_packs else []), "What")
    for it in revisions:
        pack = [it.home.removeprefix("pack/")] if has_packs else []
        row = [str(it.number), _when(it), _who(it), it.author.through, *pack, it.summary]
        table.add_row(*(Text(visible(text)) for text in row))
    return table


def _when(revision: Revision) -> str:
    """When it was made, in the local time."""
    return revision.made_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _who(revision: Revision) -> str:
    return revision.author.name or "somebody"
