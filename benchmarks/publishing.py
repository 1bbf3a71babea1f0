"""How soon a published entry is answered, beside indexing its pack anew.

    python benchmarks/publishing.py --data PATH

PATH is as for `speed.py`, of which a pack of 5,000 entries is made; the shipped pack is the other
one. Publishing is all that follows the press of the button: the file is read, changed, checked and
saved, history is written, and the index brought up to date.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import tempfile
import time
from pathlib import Path

from speed import CHANGED, PHRASINGS, synthetic, to_yaml

from bot.answering.answerer import Bars
from bot.answering.outcome import Answer
from bot.answering.snapshot import Snapshot
from bot.curating.changes import Put
from bot.curating.workspace import open_workspace
from bot.knowledge.load import load_readings
from bot.knowledge.locate import packs_in, shipped_folder
from bot.knowledge.model import Entry, Knowledge
from bot.store.revisions import Author
from bot.store.store import open_store

ROUNDS = 3
QUESTION = "How do quokkas whistle in zero gravity, take {number}?"


def main() -> None:
    """Prints a line for each pack."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    data = json.loads(parser.parse_args().data.read_bytes())
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(list(os.sched_getaffinity(0))[:2]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shipped = packs_in(shipped_folder())[0]
        shutil.copytree(shipped, folder / shipped.name)
        large = folder / "large.yaml"
        large.write_text(to_yaml(synthetic(data, CHANGED * PHRASINGS)[0]), encoding="utf-8")
        for path in (folder / shipped.name, large):
            asyncio.run(_time(path, folder))


async def _time(path: Path, data: Path) -> None:
    readings = load_readings([path])
    pack = readings[0].sound()
    knowledge = Knowledge(packs=(pack,))
    start = time.perf_counter()
    await asyncio.to_thread(Snapshot.build, knowledge)
    anew = time.perf_counter() - start
    times = []
    async with (
        open_store(f"sqlite:///{data / 'rejoinder.db'}") as store,
        open_workspace(
            store, readings, [path], data=data, bars=Bars(answer=0.72, suggest=0.2)
        ) as workspace,
    ):
        home = workspace.homes[pack.id]
        await workspace.refresh(home)
        for number in range(ROUNDS):
            question = QUESTION.format(number=number)
            entry = Entry(
                id=f"quokkas-{number}",
                topic=pack.topics[0].id,
                question=question,
                answer=f"They do not. [^{pack.sources[0].id}]",
            )
            start = time.perf_counter()
            await workspace.curation.publish(home, [Put(entry)], Author("benchmark", "shell"))
            outcome = (await workspace.shelves.answerer(None)).ask(question)
            times.append(time.perf_counter() - start)
            assert isinstance(outcome, Answer), outcome
            assert outcome.chosen.entry.id == entry.id
            await workspace.shelves.shared.settled()
    print(
        f"{len(pack.entries)} entries: answered {max(times):.1f} s after publishing (slowest of "
        f"{ROUNDS}); indexing all anew takes {anew:.1f} s"
    )


if __name__ == "__main__":
    main()
