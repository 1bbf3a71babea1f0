"""How many phrasings an entry needs: the shipped pack with some of those that it has.

    python benchmarks/phrasings.py [--without-answers] [--encoder FOLDER]

asks the half of its expectations on which nothing was tuned. With `--without-answers` entries are
found by their phrasings alone, as if they answered nothing. `--encoder` has them found by the
meaning that the sentence encoder in a folder sees, too.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from bot.answering.answerer import Answerer, Bars
from bot.answering.evaluate import evaluate, half_of
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.locate import packs_in, shipped_folder
from bot.knowledge.model import Expectation, Knowledge, Pack
from bot.matching.alterations import checksum
from bot.matching.encoder import Encoder
from bot.settings import Settings

KEPT = (0, 1, 3, 8, 20, 100)
"""How many phrasings are left to each entry beside its question, as far as it has so many."""
SILENT = "…"
"""An answer without words."""


def main() -> None:
    """Prints a row for each number of phrasings."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--without-answers", action="store_true")
    parser.add_argument("--encoder", type=Path)
    options = parser.parse_args()
    encoder = Encoder.load(options.encoder) if options.encoder else None
    reading = read_pack(packs_in(shipped_folder())[0])
    if reading.pack is None:
        raise SystemExit("The shipped pack cannot be read; `rejoinder check` says why.")
    asked = [it for it in reading.askable if half_of(it.ask) == "held-out"]
    print(f"{'phrasings':>9}{'right':>8}{'offered':>9}{'wrong':>8}{'declines answered':>19}")
    for most in KEPT:
        pack = _reduced(reading.pack, most, is_silent=options.without_answers)
        print(f"{most:9}{_fares(pack, asked, encoder)}")


def _reduced(pack: Pack, most: int, *, is_silent: bool) -> Pack:
    entries = []
    for entry in pack.entries:
        kept = {"phrasings": tuple(sorted(entry.phrasings, key=checksum)[:most])}
        entries.append(entry.model_copy(update=kept | ({"answer": SILENT} if is_silent else {})))
    return pack.model_copy(update={"entries": tuple(entries)})


def _fares(pack: Pack, asked: list[Expectation], encoder: Encoder | None) -> str:
    settings = Settings(_env_file=None)
    bars = Bars(settings.answer_bar, settings.suggest_bar)
    answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,)), encoder), bars)
    verdicts = list(evaluate(answerer, asked))
    meant = [it for it in verdicts if not it.expectation.wants_nothing]
    declined = [it for it in verdicts if it.expectation.wants_nothing]
    grades = Counter(it.grade for it in meant)
    offered = grades["right"] + grades["suggested"]
    shares = (grades["right"], offered, grades["wrong"])
    right, offered_share, wrong = (it / len(meant) for it in shares)
    answered = sum(it.is_wrong for it in declined) / len(declined)
    return f"{right:8.1%}{offered_share:9.1%}{wrong:8.1%}{answered:19.1%}"


if __name__ == "__main__":
    main()
