"""What has become of the addresses of sources, compared with what was there before."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.addresses import has_route
from bot.errors import SaveError, SettingsError
from bot.knowledge.save import replace_text
from bot.visiting import NOTHING, Known, Limits, Visit, open_visitor

MEMORY = "sources.json"
"""The file in the data folder that remembers what was there before."""
GONE = frozenset({404, 410})
NO_ANSWER = frozenset({"unknown host", "unreachable", "timeout"})
MOST_SILENT = 2
"""How many hosts may all be gone at once. If more hosts are silent, and none answers, the cause is
taken to be this machine."""

State = Literal["dead", "moved", "changed", "unclear", "fine"]


class Remembered(BaseModel):
    """A document as it was when it was last seen."""

    etag: str | None = None
    last_modified: str | None = None
    fingerprint: str
    seen: date


Memory = Mapping[str, Remembered]
"""By address."""
_MEMORY = TypeAdapter(dict[str, Remembered])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has become of an address, and what a curator should do about it."""

    url: str
    state: State
    """Dead or unclear if the document could not be read; else moved, changed or fine, whichever
    holds first."""
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of looking at many addresses."""

    verdicts: Mapping[str, Verdict]
    """By address; empty where this machine is offline."""
    memory: Memory
    """What to remember from now on."""
    is_offline: bool


async def verify(
    urls: Iterable[str],
    memory: Memory,
    today: date,
    *,
    limits: Limits | None = None,
    advance: Callable[[int, int], None] | None = None,
    has_route: Callable[[], bool] = has_route,
) -> Verification:
    """Visits each of `urls` once.

    `advance` is called with how many are done and how many there are.
    """
    wanted = list(dict.fromkeys(urls))
    visits: list[Visit] = []
    async with open_visitor(limits) as visitor:
        tasks = [visitor.visit(url, _known(memory.get(url))) for url in wanted]
        for task in asyncio.as_completed(tasks):
            visits.append(await task)
            if advance:
                advance(len(visits), len(wanted))
    if is_offline(visits, has_route=has_route()):
        return Verification({}, memory, is_offline=True)
    verdicts = {it.url: judge(it, memory.get(it.url)) for it in visits}
    return Verification(
        {url: verdicts[url] for url in wanted},
        {**memory, **_seen(visits, memory, today)},
        is_offline=False,
    )


def is_offline(visits: Iterable[Visit], *, has_route: bool) -> bool:
    """Whether nothing answered because of this machine rather than because of the sources.

    That is so if the machine has no route to the internet, or if more than `MOST_SILENT` hosts were
    asked.
    """
    found = [it for it in visits if it.failure != "not public"]
    if not found or any(it.failure not in NO_ANSWER for it in found):
        return False
    return not has_route or len({urlsplit(it.url).hostname for it in found}) > MOST_SILENT


def judge(visit: Visit, earlier: Remembered | None) -> Verdict:
    """The verdict that follows from a visit and from how the document was `earlier`."""
    if visit.failure == "unknown host":
        return _verdict(visit, "dead", f"{_sentence(visit.detail)}: find the document elsewhere.")
    if visit.failure == "not public":
        message = f"{_sentence(visit.detail)}, so that readers cannot follow it: change it."
        return _verdict(visit, "unclear", message)
    if visit.failure is not None:
        return _verdict(visit, "unclear", f"{_sentence(visit.detail)}: look at it in a browser.")
    if visit.status in GONE:
        message = f"The server says that it is gone ({visit.status}): find the document elsewhere."
        return _verdict(visit, "dead", message)
    if visit.status not in (200, 304):
        message = f"The server answers {visit.status}: look at it in a browser."
        return _verdict(visit, "unclear", message)
    has_changed = bool(earlier and visit.fingerprint and visit.fingerprint != earlier.fingerprint)
    said: list[str] = []
    if visit.moved_to:
        said.append(f"It has moved for good: write {visit.moved_to}")
    elif visit.redirects:
        said.append(f"For now it redirects to {visit.redirects[-1][1]}")
    if earlier and has_changed:
        said.append(
            f"It has changed since {earlier.seen}: compare the answers that cite it with it again."
        )
    state: State = "moved" if visit.moved_to else "changed" if has_changed else "fine"
    return _verdict(visit, state, " ".join(said))


def load_memory(folder: Path) -> Memory:
    """What is remembered in `folder`. Raises `SettingsError` if that cannot be read."""
    file = folder / MEMORY
    try:
        return _MEMORY.validate_json(file.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise SettingsError(
            f"{file} cannot be read. Delete it: all sources then count as seen for the first time."
        ) from error


def save_memory(folder: Path, memory: Memory) -> None:
    """Remembers `memory` in `folder`; at no moment is there half a file.

    Raises `SaveError` if it cannot be saved; what was remembered before then still is.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SaveError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    text = _MEMORY.dump_json(dict(memory), indent=1, exclude_none=True)
    replace_text(folder / MEMORY, text.decode())


def _known(earlier: Remembered | None) -> Known:
    return Known(earlier.etag, earlier.last_modified) if earlier else NOTHING


def _seen(visits: Iterable[Visit], memory: Memory, today: date) -> dict[str, Remembered]:
    """What to remember of the documents that are as they were, or that could be read."""
    seen: dict[str, Remembered] = {}
    for visit in visits:
        if visit.status == 304 and visit.url in memory:
            seen[visit.url] = memory[visit.url].model_copy(update={"seen": today})
        elif visit.fingerprint:
            seen[visit.url] = Remembered(
                etag=visit.known.etag,
                last_modified=visit.known.last_modified,
                fingerprint=visit.fingerprint,
                seen=today,
            )
    return seen


def _verdict(visit: Visit, state: State, message: str) -> Verdict:
    return Verdict(visit.url, state, message)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
