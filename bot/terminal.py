"""`rejoinder chat`: questions and answers in the terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.panel import Panel
from rich.text import Text

from bot.answering.answerer import Answerer
from bot.answering.explain import explain
from bot.answering.outcome import Answer, Choice, Outcome, Suggestions
from bot.answering.stance import stance
from bot.knowledge.characters import cleaned
from bot.knowledge.model import Entry, Pack
from bot.knowledge.passages import number_citations
from bot.output import has_reader

PROMPT = "> "
HELP = """\
Type a question, or
  1, 2, …   pick one of the questions listed last
  /topics   what can be asked
  /why      why the last outcome came about
  /help     this
  /quit     leave (so do Ctrl-D and Ctrl-C)"""
MAX_HISTORY = 1000

# Rich's own parser takes `<p>` for HTML and drops it, and `[1]: …` for a link's address.
_markdown = MarkdownIt("commonmark", {"html": False}).enable("strikethrough")
_markdown.disable(["link", "image", "reference"])


class Terminal:
    """A conversation in the terminal; lines can be edited and are remembered between sessions."""

    def __init__(self, answerer: Answerer, console: Console, history: Path) -> None:
        self._answerer = answerer
        self._console = console
        self._history = history
        self._last: Outcome | None = None
        self._listed: list[tuple[Pack, Entry]] = []

    def run(self) -> None:
        """Asks and answers until end of input, `/quit` or Ctrl-C, or until nobody reads it."""
        titles = ", ".join(pack.title for pack in self._answerer.knowledge.packs)
        self._console.print(Text(f"Ask about {titles}. /topics lists what I know, /help the rest."))
        with _line_editing(self._history), contextlib.suppress(EOFError, KeyboardInterrupt):
            while self._respond(input(PROMPT).strip()) and has_reader():
                pass
        self._console.print()

    def _respond(self, line: str) -> bool:
        """Responds to one line; returns whether to go on."""
        match line.split(maxsplit=1)[0].lower() if line else "":
            case "":
                pass
            case "/quit" | "/exit":
                return False
            case "/help":
                self._console.print(Text(HELP))
            case "/topics":
                self._list_topics()
            case "/why":
                why = (
                    explain(self._last, self._answerer)
                    if self._last
                    else ["Nothing has been asked yet."]
                )
                self._console.print(Text("\n".join(why)))
            case command if command.startswith("/"):
                self._console.print(Text(f"There is no command {command}. /help lists them."))
            case number if line.isdecimal() and self._listed:
                self._pick(number)
            case _:
                self._last = self._answerer.ask(line)
                self._listed = [(it.pack, it.entry) for it in _offered(self._last)] or self._listed
                self._console.print(render(self._last, is_chat=True))
        return True

    def _pick(self, typed: str) -> None:
        # `int` refuses a number of thousands of digits.
        number = int(typed) if len(typed) < 10 else 0
        if 1 <= number <= len(self._listed):
            self._console.print(render_entry(*self._listed[number - 1]))
        else:
            self._console.print(Text(f"Pick a number from 1 to {len(self._listed)}."))

    def _list_topics(self) -> None:
        self._listed = []
        for pack in self._answerer.knowledge.packs:
            for topic in pack.topics:
                entries = [entry for entry in pack.live_entries if entry.topic == topic.id]
                if not entries:
                    continue
                self._console.print(Text(topic.title, style="bold"))
                for entry in entries:
                    self._listed.append((pack, entry))
                    self._console.print(Text(f"  {len(self._listed):>3}. {entry.question}"))
        self._console.print(Text("Type a number to read its answer.", style="dim"))


def render(outcome: Outcome, *, is_chat: bool = False) -> RenderableType:
    """An outcome as it looks in the terminal.

    `is_chat` says whether whoever reads it can go on with a number or a command.
    """
    if isinstance(outcome, Answer):
        answer = render_entry(outcome.chosen.pack, outcome.chosen.entry)
        return Group(answer, _render_also(outcome, is_chat=is_chat)) if outcome.also else answer
    if isinstance(outcome, Suggestions):
        return _render_choices(outcome.suggested, is_chat=is_chat)
    where = "" if is_chat else "In `rejoinder chat`, "
    return Text(f"I have no answer to that. {where}/topics lists what I know.")


def render_entry(pack: Pack, entry: Entry) -> RenderableType:
    """An entry with its answer, sources, side and review date."""
    # Without characters that a terminal would obey: a pack may come from a stranger.
    text, citations = number_citations(cleaned(entry.answer))
    sources = Text()
    for number, citation in enumerate(citations, start=1):
        source = pack.source_by_id[citation.source_id]
        details = [source.title, source.author, source.publisher, source.date]
        line = ", ".join(detail for detail in details if detail)
        if citation.locators:
            line += f" ({'; '.join(citation.locators)})"
        sources.append(f"[{number}] {line}\n", style="dim")
        if source.url:
            sources.append(f"    {source.url}\n", style="dim")
    sources.append(side_line(pack, entry), style="italic")
    sources.rstrip()
    body = Group(_rendered(text), Text(), sources)
    return Panel(body, title=Text(entry.question), title_align="left")


def _rendered(text: str) -> Markdown:
    """`text` as Markdown in which every line break is kept."""
    found = Markdown("")
    found.parsed = _markdown.parse(text)
    for token in found.parsed:
        for child in token.children or ():
            if child.type == "softbreak":
                child.type = "hardbreak"
    return found


def side_line(pack: Pack, entry: Entry) -> str:
    """Which side the entry speaks for, and when it was last reviewed; empty if neither is known."""
    parts = []
    side = stance(pack, entry)
    if side:
        parts.append(": ".join(side))
    if entry.reviewed:
        parts.append(f"Reviewed {entry.reviewed.isoformat()}.")
    return " ".join(parts)


def _offered(outcome: Outcome) -> list[Choice]:
    """What can be picked by its number, in the order in which it is listed."""
    if isinstance(outcome, Suggestions):
        return list(outcome.suggested)
    return [it.choices[0] for it in outcome.also] if isinstance(outcome, Answer) else []


def _render_also(answer: Answer, *, is_chat: bool) -> Text:
    text = Text()
    how = " (type the number)" if is_chat else ""
    for number, other in enumerate(answer.also, start=1):
        text.append(f"You also asked: {' '.join(other.question.split())}\n", style="dim")
        text.append(f"  {number}. {other.choices[0].entry.question}{how}\n")
    return text


def _render_choices(suggested: Sequence[Choice], *, is_chat: bool) -> Text:
    how = "type the number" if is_chat else "ask one of these"
    text = Text(f"I am not sure. Did you mean ({how}):\n")
    for number, choice in enumerate(suggested, start=1):
        text.append(f"  {number}. {choice.entry.question}\n")
    return text


@contextlib.contextmanager
def _line_editing(history: Path) -> Iterator[None]:
    """Line editing and a history kept in `history`, where the system's Python has readline."""
    try:
        import readline
    except ImportError:  # Windows: its console edits lines by itself
        yield
        return
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(MAX_HISTORY)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            history.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(history)
