"""The commands."""

from __future__ import annotations

import asyncio
import codecs
import io
import logging
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import BaseModel, ValidationError

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.answering.explain import explain
from bot.answering.report import report
from bot.errors import RejoinderError, SettingsError
from bot.knowledge.load import load_knowledge
from bot.knowledge.locate import find_packs
from bot.knowledge.model import Knowledge
from bot.matching.encoder import FOLDER, INSTALL, find_encoder, is_installed
from bot.matching.kept_learning import KeptLearning
from bot.memory import share_one_arena, uncollected
from bot.output import has_reader, say_json, standard_output
from bot.settings import Settings, load_settings
from bot.shell import entries, exchanging, history, keeping, review
from bot.shell.options import KnowledgeOption

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
    """Runs the command line; an error on purpose becomes its sentence and its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever a user typed and a terminal cannot show must not end the command.
            stream.reconfigure(errors="backslashreplace")
    try:
        with standard_output():
            app()
    except RejoinderError as error:
        print(error, file=sys.stderr)
        sys.exit(error.exit_code)
    sys.exit(0)


@app.command()
def chat(knowledge: KnowledgeOption = None) -> None:
    """Ask and get answers in the terminal. Needs no token."""
    from rich.console import Console

    from bot.terminal import Terminal

    settings = load_settings()
    Terminal(_answerer(settings, knowledge), Console(), settings.data / "chat_history").run()


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
    answerer = _answerer(load_settings(), knowledge)
    if as_jsonl:
        all_read = _answer_lines(answerer, sys.stdin.buffer, with_explanation=with_explanation)
        raise typer.Exit(0 if all_read else 1)
    if as_json:
        say_json(_found(answerer, question or "", with_explanation=with_explanation))
        return
    outcome = answerer.ask(question or "")
    from rich.console import Console

    from bot.terminal import render

    console = Console()
    console.print(render(outcome))
    if with_explanation:
        console.print("\n".join(explain(outcome, answerer)), markup=False, style="dim")


@app.command()
def run(knowledge: KnowledgeOption = None) -> None:
    """Connect to Discord with DISCORD_TOKEN."""
    settings = load_settings()
    token = settings.token()
    share_one_arena()  # before there is a thread that has one of its own
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # They tell of each of their steps, the second of every change to a log beside the packs too.
    for talkative in ("alembic", "watchfiles"):
        logging.getLogger(talkative).setLevel(logging.WARNING)
    paths = _packs(settings, knowledge)
    with uncollected():
        from bot.chat.connection import connect
        from bot.curating.workspace import Workspace, open_workspace
        from bot.store.store import Store, open_store

    @asynccontextmanager
    async def prepare(store: Store) -> AsyncIterator[Workspace]:
        found = await asyncio.to_thread(load_knowledge, paths)
        encoder = await asyncio.to_thread(find_encoder, settings.encoder, settings.data)
        async with open_workspace(
            store,
            found,
            paths,
            data=settings.data,
            bars=_bars(settings),
            encoder=encoder,
            are_named=bool(knowledge or settings.knowledge),
        ) as workspace:
            yield workspace

    opening = open_store(settings.database())
    connect(opening, prepare, token=token, api=settings.discord_api, owners=settings.owners)


@app.command()
def check(knowledge: KnowledgeOption = None) -> None:
    """Validate and lint the packs: every problem at once, as file:line:column."""
    from rich.console import Console

    from bot.checking import run_check

    settings = load_settings()
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

    from bot.evaluation import run_evaluation

    settings = load_settings()
    paths = _packs(settings, knowledge)
    encoder = find_encoder(settings.encoder, settings.data)
    is_regression = run_evaluation(
        paths,
        _bars(settings),
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

    settings = load_settings()
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

    packs = load_knowledge(_packs(load_settings(), knowledge)).packs
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

    from bot.sources import render_sources, verify_sources

    settings = load_settings()
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


def _packs(settings: Settings, named: list[Path] | None) -> list[Path]:
    return find_packs(named or settings.knowledge, settings.data)


def _bars(settings: Settings) -> Bars:
    return Bars(answer=settings.answer_bar, suggest=settings.suggest_bar)


def _answerer(settings: Settings, named: list[Path] | None) -> Answerer:
    return _answerer_of(load_knowledge(_packs(settings, named)), settings)


def _answerer_of(knowledge: Knowledge, settings: Settings) -> Answerer:
    from rich.console import Console

    from bot.progress import waiting

    encoder = find_encoder(settings.encoder, settings.data)
    with waiting("Learning what the packs are asked …", Console(stderr=True)):
        kept = KeptLearning(settings.data)
        return Answerer(Snapshot.build(knowledge, encoder, kept), _bars(settings))


class _Asked(BaseModel):
    """A line of `--jsonl`'s input; other keys are ignored."""

    question: str


def _answer_lines(answerer: Answerer, lines: Iterable[bytes], *, with_explanation: bool) -> bool:
    """Prints one object a line as each is read; whether every line was a question.

    It ends where nobody reads them any more.
    """
    all_read = True
    for raw in lines:
        # Of several files read as one, each may begin with the mark that Windows writes.
        line = raw.removeprefix(codecs.BOM_UTF8)
        if not line.strip():
            continue
        try:
            question = _Asked.model_validate_json(line, strict=True).question
        except ValidationError as error:
            all_read = False
            reason = f'This line is not {{"question": "…"}}: {error.errors()[0]["msg"]}.'
            say_json({"error": reason})
        else:
            say_json(_found(answerer, question, with_explanation=with_explanation))
        if not has_reader():
            break
    return all_read


def _found(answerer: Answerer, question: str, *, with_explanation: bool) -> dict[str, object]:
    """What an outcome is for machines."""
    outcome = answerer.ask(question)
    found = report(outcome)
    return found | {"explanation": explain(outcome, answerer)} if with_explanation else found
