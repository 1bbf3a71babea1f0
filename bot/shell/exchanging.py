"""`rejoinder export` and `rejoinder import`: packs as files of other kinds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.shell.options import (
    BreakOption,
    EffectsOption,
    JsonOption,
    KnowledgeOption,
    NewTopicOption,
    PackOption,
    YesOption,
)

app = typer.Typer()


@app.command(name="export")
def export_pack(
    file: Annotated[
        Path | None, typer.Argument(help="Where to; without it, standard output.")
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format", help="yaml, markdown, csv or json; by default what FILE's name ends in."
        ),
    ] = None,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
) -> None:
    """Write a whole pack as one file, which `import` reads back as it was."""
    import sys
    from typing import get_args

    from bot.errors import OutputError, SettingsError
    from bot.exchange.export import export
    from bot.exchange.formats import SUFFIXES, Format
    from bot.knowledge.load import expectations_file, pack_files
    from bot.knowledge.save import replace_text
    from bot.output import writing
    from bot.settings import load_settings
    from bot.shell.packs import open_packs

    formats: dict[str, Format] = {it: it for it in get_args(Format)}
    name = format_name or (SUFFIXES.get(file.suffix.lower(), "") if file else "yaml")
    if name not in formats:
        found = f"`{format_name}` is" if format_name else f"the name of {file} ends in"
        raise SettingsError(f"Say --format {', '.join(formats)}; {found} none of them.")
    opened = open_packs(load_settings(), knowledge).one(pack)
    text = export(opened.pack, formats[name])
    if file is None or str(file) == "-":
        with writing():
            sys.stdout.buffer.write(text.encode())
        return
    own = [*pack_files(opened.path), expectations_file(opened.path)]
    try:
        if any(file.exists() and it.exists() and file.samefile(it) for it in own):
            raise SettingsError(f"{file} is the pack itself. Name another file.")
        if file.exists() and not file.is_file():
            # A pipe or a device has readers of its own, who would not see what replaces it.
            file.write_bytes(text.encode())
        else:
            replace_text(file, text)
    except OSError as error:
        raise OutputError(f"{file} cannot be written: {error.strerror}.") from error
    count = len(opened.pack.entries)
    entries = "entry" if count == 1 else "entries"
    print(f"Wrote {count} {entries} of {opened.id} to {file}.", file=sys.stderr)


@app.command(name="import")
def import_file(
    file: Annotated[
        Path,
        typer.Argument(help="YAML, Markdown, CSV or JSON; or a sheet of questions and answers."),
    ],
    topic: Annotated[
        str | None,
        typer.Option(help="The topic's id or title for rows of a sheet that name none."),
    ] = None,
    new_topic: NewTopicOption = False,
    pack: PackOption = None,
    knowledge: KnowledgeOption = None,
    yes: YesOption = False,
    break_expectations: BreakOption = False,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Add what a file has, and change what it has otherwise; nothing is removed.

    Of an item that is there already, a table changes what it has columns for.
    """
    from bot.curating.importing import plan_import
    from bot.errors import ChangeRefused, SettingsError
    from bot.exchange.importing import read_import
    from bot.output import say_json
    from bot.shell.given import check_topic
    from bot.shell.publishing import Manner, open_publisher
    from bot.shell.showing import say

    manner = Manner(yes, break_expectations, as_json, not no_effects)
    with open_publisher(knowledge, manner) as publisher:
        opened = publisher.packs.one(pack)
        check_topic(topic, opened.pack, may_be_new=new_topic)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error
        found = read_import(data, file.name, known=opened.pack, topic=topic)
        if found.header and found.header.id not in (None, opened.id):
            raise ChangeRefused(
                f"The file is of the pack `{found.header.id}`, and this one is `{opened.id}`: ids "
                "never change. Take `pack` out of the file to import the rest of it."
            )
        plan = plan_import(found, opened.pack)
        if not as_json:
            for line in (f"{file}: {plan}.", *found.notes):
                say(publisher.console, line)
        if plan.edits:
            publisher.publish(opened, plan.edits)
        elif as_json:
            say_json({"revision": None, "pack": opened.id, "changes": []})
        else:
            said = f"All of it is in `{opened.id}` already: nothing was changed."
            say(publisher.console, said)
