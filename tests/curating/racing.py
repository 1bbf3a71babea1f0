"""Changes a pack again and again, as one of several processes that do.

    python -m tests.curating.racing writer NAME FOLDER SECONDS
    python -m tests.curating.racing editor NAME FOLDER SECONDS

A writer publishes entries and prints `done ID` for each that is acknowledged, and `lost NUMBER ID`
for each that it finds an editor has saved over. An editor reads the file, thinks, and saves what it
read with a comment more, by renaming or in place.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from pathlib import Path

from bot.curating.changes import Put
from bot.curating.curation import Curation, Noticed
from bot.curating.homes import FileHome, Home
from bot.errors import RejoinderError
from bot.store.store import open_store
from tests.curating.conftest import ANN, NEW

THOUGHT_SECONDS = 0.3
"""How long an editor holds what it read at most."""
PAUSE_SECONDS = 0.7


async def write(name: str, folder: Path, seconds: float) -> None:
    async def noticed(_: Home, found: Noticed) -> None:
        for revision in found.overwritten:
            for it in revision.changes:
                print("lost", revision.number, it.item, flush=True)

    end = time.monotonic() + seconds
    async with open_store(f"sqlite:///{folder / 'rejoinder.db'}") as store:
        home = FileHome("tea", folder / "tea.yaml", store, folder)
        curation = Curation(store, noticed=noticed)
        number = 0
        while time.monotonic() < end:
            number += 1
            entry = NEW.model_copy(update={"id": f"{name}-{number}"})
            try:
                await curation.publish(home, [Put(entry)], ANN)
            except RejoinderError as error:
                # An editor that saves in place leaves half a file for a moment.
                print("refused", type(error).__name__, " ".join(str(error).split()), flush=True)
                continue
            print("done", entry.id, flush=True)


def edit(name: str, folder: Path, seconds: float) -> None:
    choice = random.Random(name)
    file = folder / "tea.yaml"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        text = file.read_bytes()
        time.sleep(choice.random() * THOUGHT_SECONDS)
        text += b"# edited\n"
        if choice.random() < 0.5:
            new = file.with_suffix(".editing")
            new.write_bytes(text)
            new.replace(file)
        else:
            with file.open("wb") as opened:
                half = len(text) // 2
                opened.write(text[:half])
                opened.flush()
                time.sleep(0.01)
                opened.write(text[half:])
        print("saved", flush=True)
        time.sleep(choice.random() * PAUSE_SECONDS)


def main() -> None:
    role, name, folder, seconds = sys.argv[1:]
    if role == "writer":
        asyncio.run(write(name, Path(folder), float(seconds)))
    else:
        edit(name, Path(folder), float(seconds))


if __name__ == "__main__":
    main()
