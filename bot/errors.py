"""The errors that Rejoinder raises on purpose, for a person to read.

    RejoinderError
    ├── SettingsError      a setting is missing or wrong
    ├── KnowledgeError     a pack cannot be used; carries every problem found
    ├── SaveError          a file cannot be saved, or was saved by somebody else meanwhile
    ├── OutputError        what a command puts out cannot be written
    ├── ChangeRefused      a change to a pack cannot be made as it was asked for
    ├── EditError          a knowledge file cannot be changed as asked; it stays as it was
    ├── FetchError         something could not be downloaded
    ├── StoreError         the database cannot be used, or would not remember something
    │   └── Stale          somebody else changed a pack first
    └── ConnectionRefused  Discord would not let the bot in

Where callers must tell apart more than that, a module has kinds of these of its own, such as
`ChangedOnDisk` in `bot.knowledge.save`.

Their text is for the person who reads it: what happened, where, and what to do. The command line
prints it without a traceback and exits with `exit_code`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from bot.knowledge.problems import Problem


class RejoinderError(Exception):
    """The root of the tree; `exit_code` is what a command ends with when it meets one."""

    exit_code: ClassVar[int] = 1


class SettingsError(RejoinderError):
    """A setting is missing or wrong."""

    exit_code = 2


class KnowledgeError(RejoinderError):
    """A pack has errors. `problems` holds all of them, warnings included, in order of place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class SaveError(RejoinderError):
    """A file cannot be saved; it is as it was."""


class OutputError(RejoinderError):
    """What a command puts out cannot be written; a pipe or a device may have got a part of it."""


class ChangeRefused(RejoinderError):
    """A change to a pack cannot be made as it was asked for; nothing was changed."""


class EditError(RejoinderError):
    """A knowledge file cannot be changed as asked; nothing of it was changed."""


class FetchError(RejoinderError):
    """Something could not be downloaded, or is not what it should be."""


class StoreError(RejoinderError):
    """The database cannot be used, or would not remember something; nothing was changed."""


class Stale(StoreError):
    """A pack is not what it was when the change to it began: somebody else changed it first."""


class ConnectionRefused(RejoinderError):
    """Discord answered, and the answer was no: trying again would not help."""
