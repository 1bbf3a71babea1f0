"""Publishes entry after entry, each time in a process that kills itself at another step.

    python -m tests.curating.killed FOLDER KILLS

A step is a line of the code that saves and remembers. The next process looks at what the one before
it left. Prints what does not hold, and how often the entry was there in the end.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from bot.curating.changes import Put
from bot.curating.curation import Curation
from bot.curating.homes import FileHome
from bot.knowledge.load import read_pack
from bot.knowledge.save import TEMPORARY
from bot.store.store import open_store
from tests.curating.conftest import ANN, NEW

TRACED = ("curating/homes.py", "knowledge/save.py", "store/revisions.py", "store/database.py")


class Steps:
    """Counts steps, and ends the process at the one with the number `last`."""

    def __init__(self, last: int | None) -> None:
        self.count = 0
        self._last = last

    def trace(self, frame: FrameType, event: str, _: Any) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.endswith(TRACED):
            return None
        if event == "line":
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)
        return self.trace


async def publish(folder: Path, entry_id: str, last: int | None, acknowledged: Path) -> int:
    """Publishes an entry; how many steps that took."""
    async with open_store(f"sqlite:///{folder / 'rejoinder.db'}") as store:
        home = FileHome("tea", folder / "tea.yaml", store, folder)
        steps = Steps(last)
        threading.settrace(steps.trace)
        sys.settrace(steps.trace)
        await Curation(store).publish(home, [Put(NEW.model_copy(update={"id": entry_id}))], ANN)
        acknowledged.touch()
        sys.settrace(None)
        return steps.count


async def look(folder: Path, entry_id: str, *, is_acknowledged: bool) -> list[str]:
    """What does not hold after the entry's process was killed."""
    wrong = []
    found = read_pack(folder / "tea.yaml").sound().entry_by_id.keys()  # old or new, it is whole
    async with open_store(f"sqlite:///{folder / 'rejoinder.db'}") as store:
        home = FileHome("tea", folder / "tea.yaml", store, folder)
        async with home.lock():
            version = await home.read()
        told = {
            it.item
            for revision in await store.revisions.history(home.key, most=10_000)
            for it in revision.changes
        }
    if version.texts != version.recorded:
        wrong.append("history does not agree with the file")
    if (entry_id in found) != (entry_id in told):
        wrong.append("the entry is only in one of file and history")
    if is_acknowledged and entry_id not in found:
        wrong.append("what was acknowledged is lost")
    if len(list(folder.glob(f".*{TEMPORARY}"))) > 2:
        wrong.append("leftovers pile up")
    return wrong


def in_process(run: Callable[[], int]) -> int:
    """Runs something in a process of its own; its exit code, or minus the signal that ended it."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 99
        try:
            code = run()
        finally:
            sys.stdout.flush()
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main() -> None:
    folder, kills = Path(sys.argv[1]), int(sys.argv[2])
    acknowledged = folder / "acknowledged"
    counted = folder / "steps"

    def count() -> int:
        # The first one begins the pack's history, which takes more steps than those that follow.
        asyncio.run(publish(folder, "first", None, acknowledged))
        counted.write_text(str(asyncio.run(publish(folder, "second", None, acknowledged))))
        return 0

    in_process(count)
    steps = int(counted.read_text())
    there = 0
    for kill in range(kills):
        entry_id = f"e{kill}"
        last = 1 + kill * steps // kills
        acknowledged.unlink(missing_ok=True)

        def killed(entry_id: str = entry_id, last: int = last) -> int:
            asyncio.run(publish(folder, entry_id, last, acknowledged))
            return 0

        code = in_process(killed)
        if code not in (0, -signal.SIGKILL):
            print(f"step {last} of {steps}: ended with {code}")

        def check(entry_id: str = entry_id, last: int = last) -> int:
            is_acknowledged = acknowledged.exists()
            wrong = asyncio.run(look(folder, entry_id, is_acknowledged=is_acknowledged))
            for it in wrong:
                print(f"step {last} of {steps}: {it}")
            return len(wrong)

        if in_process(check):
            print(f"step {last} of {steps}: not as it should be")
        there += entry_id in (folder / "tea.yaml").read_text(encoding="utf-8")
    print(f"{kills} kills over {steps} steps; {there} entries were there afterwards")


if __name__ == "__main__":
    main()
