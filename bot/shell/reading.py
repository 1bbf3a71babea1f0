"""`rejoinder entry list` and `rejoinder entry show`."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.shell.options import EntryArgument, JsonOption, KnowledgeOption, PackOption

app = typer.Typer()


@app.command(name="list")
def list_entries(
    topic: Annotated[
        str | None, typer.Option(help="Of the topic with this id or title alone.")
    ] = None,
    drafts: Annotated[bool, typer.Option("--drafts", help="Drafts alone.")] = False,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the entries by topic."""
    from rich.console import Console

    from bot.output import say_json
    from bot.settings import load_settings
    from bot.shell.listing import entry_data, found_entries, render_list
    from bot.shell.packs import open_packs
    from bot.shell.publishing import errors_as_json

    with errors_as_json(as_json):
        chosen = open_packs(load_settings(), knowledge).chosen(pack)
        found = found_entries([it.pack for it in chosen], topic, is_draft=drafts or None)
    if as_json:
        say_json([entry_data(it, entry) for it, entries in found for entry in entries])
        return
    console = Console()
    for its_pack, entries in found:
        console.print(render_list(its_pack, entries), crop=False)


@app.command()
def show(
    entry: EntryArgument,
    as_yaml: Annotated[bool, typer.Option("--yaml", help="Its lines in the file.")] = False,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show an entry as readers see it."""
    from rich.console import Console

    from bot.output import say_json
    from bot.settings import load_settings
    from bot.shell.listing import entry_data, render_whole
    from bot.shell.packs import open_packs
    from bot.shell.publishing import errors_as_json
    from bot.shell.showing import visible

    with errors_as_json(as_json):
        opened, known = open_packs(load_settings(), knowledge).find(entry, pack)
        lines = opened.block(known.id)[1].text if as_yaml else ""
    if as_json:
        say_json(entry_data(opened.pack, known))
    elif as_yaml:
        print(visible(lines.rstrip("\r\n")))
    else:
        Console().print(render_whole(opened.pack, known))
