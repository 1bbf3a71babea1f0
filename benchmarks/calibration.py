"""Whether a confidence of 70% is right 70% of the time, as a picture.

    python benchmarks/calibration.py --data PATH [--pack PATH] --out FILE.png

PATH of `--data` is as for `clinc150.py`; its test questions are asked of packs with 10 phrasings an
intent: seven of 20 intents each, counted together, and one of all 150. Of the questions to decline
each pack is asked as large a share as of the intents. `--pack` is a pack with expectations, of
which the half that is kept from tuning is asked. Each panel is a reliability diagram
(Niculescu-Mizil and Caruana, "Predicting good probabilities with supervised learning", 2005) over
the likeliest entry's confidence, with the expected calibration error of
`bot/answering/calibration.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterator
from pathlib import Path

import matplotlib.pyplot as plt
from clinc150 import draw, name_of, pack_of
from matplotlib.axes import Axes

from bot.answering.answerer import Answerer, Bars
from bot.answering.calibration import BINS, Calibration, calibrate
from bot.answering.chance import wilson
from bot.answering.evaluate import calibration_of, evaluate, half_of
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge
from bot.matching.index import build_index

PHRASINGS = 10
SIZES = (20, 150)
SHIPPED = Path(__file__).parents[1] / "knowledge" / "open-source-ai"
BARS = Bars(answer=0.72, suggest=0.2)
"""The defaults; they decide nothing about a confidence."""
INK, BAR = "#1f4e79", "#d5dce4"


def main() -> None:
    """Draws the panels, and prints the errors."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--pack", type=Path, default=SHIPPED)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    raw = options.data.read_bytes()
    print(f"data: {options.data.name}, SHA-256 {hashlib.sha256(raw).hexdigest()}")
    data = json.loads(raw)
    panels = {f"CLINC150, {size} entries": calibrate(_asked(data, size)) for size in SIZES}
    panels[f"{options.pack.name}, held-out half"] = _held_out(options.pack)
    figure, axes = plt.subplots(1, len(panels), figsize=(11, 4), layout="constrained")
    for axis, (name, calibration) in zip(axes, panels.items(), strict=True):
        print(f"{name}: expected calibration error {calibration.error:.3f}")
        _draw(axis, name, calibration)
    axes[0].set_ylabel("share right")
    figure.savefig(options.out, dpi=90)


def _asked(data: dict[str, list[list[str]]], size: int) -> Iterator[tuple[float, bool]]:
    """For each question its likeliest entry's confidence, and whether that is right."""
    drawn = draw(data["train"], PHRASINGS)
    intents = random.Random(0).sample(sorted(drawn), len(drawn))
    packs = len(intents) // size
    outside = [text for text, _ in data["oos_test"]]
    share = len(outside) * size // len(intents)
    for number in range(packs):
        chosen = set(intents[number * size : (number + 1) * size])
        index = build_index(pack_of({it: drawn[it] for it in sorted(chosen)}))
        inside = [(text, name_of(intent)) for text, intent in data["test"] if intent in chosen]
        declined = [(text, "") for text in outside[number * share : (number + 1) * share]]
        for text, name in inside + declined:
            for best in index.rank(text, most=1):
                yield best.confidence, best.entry.id == name


def _held_out(path: Path) -> Calibration:
    reading = read_pack(path)
    if reading.pack is None:
        raise SystemExit("\n".join(map(str, reading.problems)))
    answerer = Answerer(Snapshot.build(Knowledge(packs=(reading.pack,))), BARS)
    held_out = [it for it in reading.askable if half_of(it.ask) == "held-out"]
    return calibration_of(evaluate(answerer, held_out))


def _draw(axis: Axes, name: str, calibration: Calibration) -> None:
    """A panel: share right by mean confidence with its 95% interval, and how many there are."""
    bins = [it for it in calibration.bins if it.count]
    counts = axis.twinx()
    counts.bar(
        [(it.low + it.high) / 2 for it in bins],
        [it.count for it in bins],
        width=0.9 / BINS,
        color=BAR,
    )
    counts.set_ylabel("questions", color="grey")
    counts.tick_params(colors="grey")
    axis.set_zorder(counts.get_zorder() + 1)
    axis.patch.set_visible(False)
    axis.plot([0, 1], [0, 1], color="grey", linewidth=1, linestyle="--")
    bounds = [wilson(it.right, it.count) for it in bins]
    axis.errorbar(
        [it.confidence for it in bins],
        [it.share for it in bins],
        yerr=[
            [max(it.share - low, 0) for it, (low, _) in zip(bins, bounds, strict=True)],
            [max(high - it.share, 0) for it, (_, high) in zip(bins, bounds, strict=True)],
        ],
        color=INK,
        marker="o",
        capsize=2,
    )
    axis.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="mean confidence")
    axis.set_title(f"{name}\nexpected calibration error {calibration.error:.3f}", fontsize=10)


if __name__ == "__main__":
    main()
