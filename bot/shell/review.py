"""`rejoinder review`: the questions that got no answer, or a wrong one."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.shell.options import LARGEST, EffectsOption, JsonOption, KnowledgeOption

app = typer.Typer()


@app.command()
def review(
    most: Annotated[
        int,
        typer.Option(help="How many questions are looked at, newest first.", min=1, max=LARGEST),
    ] = 1000,
    knowledge: KnowledgeOption = None,
    as_json: JsonOption = False,
    no_effects: EffectsOption = False,
) -> None:
    """Go through the questions of all servers that were missed, the most asked first."""
    from rich.console import Console

    from bot.output import say_json
    from bot.settings import load_settings
    from bot.shell.desk import open_desk
    from bot.shell.packs import open_packs
    from bot.shell.publishing import Manner, Publisher, errors_as_json, is_terminal
    from bot.shell.queue import Queue, found_misses, miss_data, render_misses
    from bot.shell.showing import say

    with errors_as_json(as_json):
        settings = load_settings()
        packs = open_packs(settings, knowledge)
        err = Console(stderr=True)
        with open_desk(settings) as desk:
            misses = found_misses(desk, packs, most, err)
            if as_json:
                say_json([miss_data(it) for it in misses])
                return
            console = Console()
            if not misses:
                say(console, "Nothing waits to be reviewed.")
                return
            console.print(render_misses(misses), crop=False)
            if is_terminal():
                manner = Manner(is_tried=not no_effects)
                Queue(Publisher(desk, packs, manner, console, err), knowledge).go_through(misses)
