"""`rejoinder sources`: who cites what, and what has become of it."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

import bot.sources
from bot.errors import SaveError
from bot.knowledge.model import Pack
from bot.sources import citing_entries, render_sources, render_verification, verify_sources
from bot.verification import MEMORY, Verdict, Verification

LEAF = "https://example.org/leaf_(tea)"


def console() -> Console:
    return Console(file=io.StringIO(), width=160)


def shown(of: Console) -> str:
    assert isinstance(of.file, io.StringIO)
    return of.file.getvalue()


def text_of(rendered: RenderableType) -> str:
    out = console()
    out.print(rendered)
    return shown(out)


def test_every_source_is_listed_with_who_cites_it(tea: Pack) -> None:
    text = text_of(render_sources(tea))
    assert "3: tea-is-healthier, coffee-is-healthier, how-long-to-steep" in text
    assert "stake: sells coffee" in text


def test_a_source_that_nobody_cites_says_so_and_drafts_are_named(tea: Pack) -> None:
    idle = tea.sources[0].model_copy(update={"id": "idle"})
    draft = tea.entry_by_id["milk-first"].model_copy(update={"answer": "So. [^bean-board]"})
    others = [it for it in tea.entries if it.id != draft.id]
    changed = tea.model_copy(update={"sources": (*tea.sources, idle), "entries": (*others, draft)})
    text = text_of(render_sources(changed))
    assert "nobody" in text
    assert "2: coffee-is-healthier, milk-first (draft)" in text
    assert [it.id for it in citing_entries(changed)["bean-board"]] == [
        "coffee-is-healthier",
        "milk-first",
    ]


def test_what_is_not_as_it_was_is_told_with_who_cites_it(tea: Pack) -> None:
    verdict = Verdict(LEAF, "dead", "It is gone.")
    text = text_of(render_verification(tea, Verification({LEAF: verdict}, {}, is_offline=False)))
    assert "It is gone." in text
    assert "how-long-to-steep" in text
    assert "Tea and coffee: 0 fine, 1 dead, 0 moved, 0 changed, 0 unclear; 1 without" in text


def test_where_all_is_as_it_was_there_is_no_table(tea: Pack) -> None:
    verdict = Verdict(LEAF, "fine", "")
    text = text_of(render_verification(tea, Verification({LEAF: verdict}, {}, is_offline=False)))
    assert text.startswith("Tea and coffee: 1 fine")


@pytest.mark.parametrize(("state", "is_alive"), [("dead", False), ("moved", True)])
def test_only_a_dead_source_is_a_failure(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: str, is_alive: bool
) -> None:
    verification = Verification({LEAF: Verdict(LEAF, state, "So.")}, {}, is_offline=False)  # type: ignore[arg-type]
    assert verified(tea, tmp_path, monkeypatch, verification, says="So.") == is_alive
    assert (tmp_path / MEMORY).exists()


def test_the_report_is_there_also_where_nothing_can_be_remembered(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    folder.symlink_to(tmp_path / "nowhere")
    out = console()
    verification = Verification({LEAF: Verdict(LEAF, "moved", "So.")}, {}, is_offline=False)
    with pytest.raises(SaveError, match=r"The folder .*data cannot be made"):
        verified(tea, folder, monkeypatch, verification, says="So.", out=out)
    assert "So." in shown(out)


def test_offline_is_said_plainly_and_is_no_failure(
    tea: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verification = Verification({}, {}, is_offline=True)
    assert verified(tea, tmp_path, monkeypatch, verification, says="seems to be offline")
    assert not (tmp_path / MEMORY).exists()


def verified(
    tea: Pack,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    verification: Verification,
    *,
    says: str,
    out: Console | None = None,
) -> bool:
    asked: list[str] = []

    async def visited(urls: list[str], *_: object, **__: object) -> Verification:
        asked.extend(urls)
        return verification

    monkeypatch.setattr(bot.sources, "verify", visited)
    out = out or console()
    is_alive = verify_sources([tea], folder, date(2026, 6, 1), out, console())
    assert asked == [LEAF]
    assert says in shown(out)
    return is_alive
