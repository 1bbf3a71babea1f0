"""The commands.

Each command imports what it needs when it runs, so that it does not wait for the imports of others.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.errors import RejoinderError, SettingsError
from bot.output import say_json, standard_output
from bot.shell import entries, exchanging, history, keeping, review
from bot.shell.options import KnowledgeOption

if TYPE_CHECKING:
    from bot.settings import Settings

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C has ended, as in shells."""

app = typer.Typer(
    help="Answers debate questions from a knowledge file that people curate.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
encoders = typer.Typer(
    help="The optional sentence encoder, which matches by meaning too.", no_args_is_help=True
)


def main() -> NoReturn:
    """Runs the command line. A `RejoinderError` ends it with its message and its exit code."""
    _replace_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever a user typed and a terminal cannot show must not end the command.
            stream.reconfigure(errors="backslashreplace")
    try:
        with standard_output():
            app()
    except RejoinderError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        # It came before the command began, which handles its own.
        sys.exit(INTERRUPTED)
    sys.exit(0)


def _replace_closed_streams() -> None:
    """Opens each standard stream that was closed at the start anew, with the null device."""
    # Python leaves None in its place, and its number to the next file that is opened.
    nowhere = Path(os.devnull)
    sys.stdin = sys.stdin or nowhere.open(encoding="utf-8")
    sys.stdout = sys.stdout or nowhere.open("w", encoding="utf-8")
    sys.stderr = sys.stderr or nowhere.open("w", encoding="utf-8")


@app.command()
def chat(knowledge: KnowledgeOption = None) -> None:
    """Ask and get answers in the terminal. Needs no token."""
    from rich.console import Console

    from bot.asking import open_answerer
    from bot.terminal import Terminal

    settings = _settings()
    answerer = open_answerer(settings, knowledge)
    Terminal(answerer, Console(), settings.data / "chat_history").run()


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    knowledge: KnowledgeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the outcome as JSON.")] = False,
    as_jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"question": …} lines, print an outcome a line.'),
    ] = False,
    with_explanation: Annotated[bool, typer.Option("--explain", help="Say why.")] = False,
) -> None:
    """Ask one question, or, with --jsonl, many."""
    if as_jsonl == (question is not None):
        raise SettingsError('Give one question, as in: rejoinder ask "…", or --jsonl without one.')
    from bot.asking import answer_lines, found, open_answerer

    answerer = open_answerer(_settings(), knowledge)
    if as_jsonl:
        all_read = answer_lines(answerer, sys.stdin.buffer, with_explanation=with_explanation)
        raise typer.Exit(0 if all_read else 1)
    if as_json:
        say_json(found(answerer, question or "", with_explanation=with_explanation))
        return
    outcome = answerer.ask(question or "")
    from rich.console import Console

    from bot.answering.explain import explain
    from bot.terminal import render

    console = Console()
    console.print(render(outcome))
    if with_explanation:
        console.print("\n".join(explain(outcome, answerer)), markup=False, style="dim")


@app.command()
def run(knowledge: KnowledgeOption = None) -> None:
    """Connect to Discord with DISCORD_TOKEN."""
    from bot.memory import share_one_arena, uncollected

    settings = _settings()
    token = settings.token()
    share_one_arena()  # before there is a thread that has one of its own
    with uncollected():
        from bot.running import run_bot
    run_bot(settings, token, knowledge)


@app.command()
def check(knowledge: KnowledgeOption = None) -> None:
    """Validate and lint the packs: every problem at once, as file:line:column."""
    from rich.console import Console

    from bot.checking import run_check
    from bot.matching.kept_learning import KeptLearning

    settings = _settings()
    paths, kept = _packs(settings, knowledge), KeptLearning(settings.data)
    is_sound = run_check(paths, date.today(), Console(stderr=True), kept)
    raise typer.Exit(0 if is_sound else 1)


@app.command(name="eval")
def evaluate_packs(
    knowledge: KnowledgeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept", help="Keep this run as the one to compare with.")
    ] = False,
) -> None:
    """Ask the packs' expectations and compare with the accepted run."""
    from rich.console import Console

    from bot.answering.answerer import Bars
    from bot.evaluation import run_evaluation
    from bot.matching.encoder import find_encoder
    from bot.matching.kept_learning import KeptLearning

    settings = _settings()
    paths = _packs(settings, knowledge)
    encoder = find_encoder(settings.encoder, settings.data)
    is_regression = run_evaluation(
        paths,
        Bars(answer=settings.answer_bar, suggest=settings.suggest_bar),
        Console(),
        encoder,
        KeptLearning(settings.data),
        as_json=as_json,
        is_accepted=accept,
    )
    raise typer.Exit(1 if is_regression else 0)


@encoders.command()
def get() -> None:
    """Fetch the encoder, 24 MB, once. What runs it is the extra "semantic"."""
    from rich.console import Console

    from bot.fetch import fetch_encoder
    from bot.matching.encoder import FOLDER, INSTALL, is_installed

    settings = _settings()
    console = Console()
    folder = settings.data / FOLDER
    is_new = fetch_encoder(folder, console, settings.encoder_source)
    is_there = "The encoder is in" if is_new else "The encoder is already in"
    console.print(f"{is_there} {folder}.", markup=False, highlight=False, soft_wrap=True)
    if not is_installed():
        console.print(f"To use it: {INSTALL}", markup=False, highlight=False)


@app.command(name="balance")
def show_balance(
    knowledge: KnowledgeOption = None,
    png: Annotated[
        Path | None, typer.Option("--png", help="Draw it to this file, for one pack.")
    ] = None,
) -> None:
    """Show what each side of each topic has: entries, words, sources."""
    from rich.console import Console

    from bot.balance import draw, render_balance
    from bot.knowledge.load import load_knowledge

    packs = load_knowledge(_packs(_settings(), knowledge)).packs
    console = Console()
    for pack in packs:
        console.print(render_balance(pack), crop=False)
    if png:
        draw(packs, png)


@app.command()
def sources(
    knowledge: KnowledgeOption = None,
    with_verification: Annotated[
        bool, typer.Option("--verify", help="Visit each address, and exit with 1 if one is dead.")
    ] = False,
) -> None:
    """List every source with who cites it, or see what has become of them."""
    from rich.console import Console

    from bot.knowledge.load import load_knowledge
    from bot.sources import render_sources, verify_sources

    settings = _settings()
    packs = load_knowledge(_packs(settings, knowledge)).packs
    console = Console()
    if with_verification:
        is_alive = verify_sources(packs, settings.data, date.today(), console, Console(stderr=True))
        raise typer.Exit(0 if is_alive else 1)
    for pack in packs:
        console.print(render_sources(pack), crop=False)


app.add_typer(entries.app, name="entry")
for commands in (history.app, review.app, exchanging.app, keeping.app):
    app.add_typer(commands)
app.add_typer(encoders, name="encoder")


def _settings() -> Settings:
    from bot.settings import load_settings

    return load_settings()


def _packs(settings: Settings, named: list[Path] | None) -> list[Path]:
    from bot.knowledge.locate import find_packs

    return find_packs(named or settings.knowledge, settings.data)
