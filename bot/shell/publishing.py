"""From edits to a published revision: they are shown, and only what was agreed to is made."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console

from bot.curating.changes import Edit
from bot.curating.curation import Proposal
from bot.curating.effects import Effects
from bot.errors import ChangeRefused, KnowledgeError, RejoinderError, SettingsError
from bot.knowledge.problems import Problem, has_errors
from bot.output import say_json
from bot.settings import load_settings
from bot.shell.desk import Desk, open_desk
from bot.shell.packs import OpenPack, Packs, open_packs
from bot.shell.showing import render_changes, revision_data, say
from bot.shell.trials import (
    effects_data,
    touched_warnings,
    try_change,
    waiting_expectations,
)
from bot.store.revisions import Revision

MOST_LINES = 300
"""How many lines of a diff are shown before it is published. Afterwards `rejoinder show` shows all
of them."""
MOST_AFFECTED = 20
"""How many questions with another outcome are listed."""
MOST_ASKED = 200
"""How many of the questions that lately got no answer are tried beside the expectations."""
BREAK = "publish"
"""What is typed to publish what breaks expectations."""


AS_IT_WOULD_BE = "Nothing was changed. These are the lines as they would be then:"
"""What stands above the errors that a change would bring, as these name lines that the file does
not have yet."""


class Declined(ChangeRefused):
    """Whoever was asked did not agree."""


class EditAgain(ChangeRefused):
    """Whoever was asked wants to edit the change first."""


class Breaks(ChangeRefused):
    """The change would break expectations, which nobody agreed to."""

    def __init__(self, message: str, effects: Effects) -> None:
        super().__init__(message)
        self.effects = effects


@dataclass(frozen=True, slots=True)
class Manner:
    """How a change is shown and agreed to, as the command's options say."""

    is_agreed: bool = False
    """Whether the change is agreed to without being asked: `--yes`."""
    may_break: bool = False
    """Whether that holds for a change that breaks expectations too: `--break-expectations`."""
    as_json: bool = False
    is_tried: bool = True
    """Whether what would change is tried first."""

    def check(self) -> None:
        """Raises `SettingsError` if nobody could be asked."""
        if not self.is_agreed and (self.as_json or not is_terminal()):
            raise SettingsError(
                "Nobody can be asked here, so that nothing was changed. Add --yes to publish."
            )


def is_terminal() -> bool:
    """Whether a person can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asked(question: str) -> str:
    """What the person answers to `question`; an empty text at the end of input."""
    try:
        return input(question).strip()
    except EOFError:
        print()
        return ""


@contextmanager
def errors_as_json(as_json: bool) -> Iterator[None]:
    """Prints a `RejoinderError` as a JSON object if `as_json` is set, and raises it again."""
    try:
        yield
    except RejoinderError as error:
        if as_json:
            tried = {"effects": effects_data(error.effects)} if isinstance(error, Breaks) else {}
            say_json({"error": str(error), **tried})
        raise


@contextmanager
def open_publisher(named: Sequence[Path] | None, manner: Manner) -> Iterator[Publisher]:
    """A publisher for a command on the packs at `named`, or those that are found."""
    with errors_as_json(manner.as_json):
        manner.check()
        settings = load_settings()
        packs = open_packs(settings, named)
        with open_desk(settings) as desk:
            yield Publisher(desk, packs, manner, Console(), Console(stderr=True))


@dataclass(frozen=True, slots=True)
class Publisher:
    """Shows changes, asks, and publishes."""

    desk: Desk
    packs: Packs
    manner: Manner
    console: Console
    err: Console
    """Where progress is shown."""

    def publish(
        self,
        opened: OpenPack,
        edits: Sequence[Edit],
        *,
        may_edit: bool = False,
        make: Callable[[], Revision] | None = None,
    ) -> Revision:
        """Shows what `edits` would do, asks, and publishes them.

        `make` makes the revision where publishing `edits` alone would not do, as for an undo.

        Raises `Declined` if the person does not agree, `EditAgain` if they want to edit the change
        again, which they are offered only with `may_edit`, and whatever else keeps the change from
        being made. Nothing is changed then.
        """
        proposal = self.desk.propose(opened, edits)
        if has_errors(proposal.after.problems):
            error = KnowledgeError(proposal.after.problems)
            raise ChangeRefused(f"{AS_IT_WOULD_BE}\n{error}")
        if not proposal.change.changes:
            raise ChangeRefused("That would change nothing.")
        problems = touched_warnings(
            proposal, date.today(), self.err, is_quick=not self.manner.is_tried
        )
        effects = self._tried(opened, proposal) if self.manner.is_tried else None
        if not self.manner.as_json:
            self._show(proposal, problems, effects)
        self._ask(effects, may_edit=may_edit)
        revision = make() if make else self.desk.publish(opened, edits)
        if self.manner.as_json:
            said = {"warnings": [str(it) for it in problems]}
            tried = {"effects": effects_data(effects)} if effects else {}
            say_json(revision_data(revision) | said | tried)
        else:
            say(self.console, f"Published as revision {revision.number}.", "bold")
        return revision

    def _tried(self, opened: OpenPack, proposal: Proposal) -> Effects:
        misses = self.desk.run(self.desk.store.questions.misses(None, MOST_ASKED))
        return try_change(
            opened.reading,
            proposal.after,
            self.packs.knowledge,
            [it.question for it in misses],
            self.desk.settings,
            self.err,
        )

    def _show(
        self, proposal: Proposal, problems: Sequence[Problem], effects: Effects | None
    ) -> None:
        changes = proposal.change.changes
        if len(changes) > 1:
            say(self.console, f"{proposal.change.summary}.", "bold")
        say(self.console, render_changes(changes, most_lines=MOST_LINES))
        for problem in problems:
            say(self.console, str(problem), "yellow")
        for line in waiting_expectations(proposal):
            say(self.console, line, "yellow")
        if effects is None or not effects.tried:
            return
        say(self.console, str(effects))
        for it in effects.affected[:MOST_AFFECTED]:
            change = f"{it.before or 'none'} → {it.after or 'none'}"
            wanted = f", expected {it.expected}" if it.is_broken else ""
            line = f'  {it.effect}: "{it.question}": {change}{wanted}'
            say(self.console, line, "red" if it.is_broken else "")
        more = len(effects.affected) - MOST_AFFECTED
        if more > 0:
            say(self.console, f"  … and {more:,} more", "dim")

    def _ask(self, effects: Effects | None, *, may_edit: bool) -> None:
        """Returns if publishing is agreed to. Raises `Breaks`, `EditAgain` or `Declined` if not."""
        broken = len(effects.broken) if effects else 0
        break_said = f"This breaks {broken} expectation{'s' if broken > 1 else ''}."
        if self.manner.is_agreed:
            if effects and broken and not self.manner.may_break:
                said = f"{break_said} Nothing was changed. Mend that, or add --break-expectations."
                raise Breaks(said, effects)
            return
        edit = ", e to edit it first" if may_edit else ""
        if broken:
            answer = asked(f'{break_said} Type "{BREAK}" to publish it all the same{edit}: ')
            is_agreed = answer == BREAK
        else:
            answer = asked(f"Publish? [y/N{'/e' if may_edit else ''}] ").lower()
            is_agreed = answer in ("y", "yes")
        if may_edit and answer in ("e", "edit"):
            raise EditAgain("It is to be edited first.")
        if not is_agreed:
            raise Declined("Nothing was changed.")
