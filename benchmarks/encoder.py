"""What the encoder costs: time a question, and memory of the process.

    python benchmarks/encoder.py --encoder FOLDER [--knowledge PACK]

Two processes index the pack (default: the shipped one) and are asked 100 of its expectations, one
without and one with the encoder in FOLDER. Memory is what is resident at the end (Linux).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from bot.knowledge.load import read_pack
from bot.matching.encoder import Encoder
from bot.matching.index import build_index
from bot.memory import give_back, share_one_arena

SHIPPED = Path(__file__).parents[1] / "knowledge" / "open-source-ai"
QUESTIONS = 100
ALONE = "--alone"


def main() -> None:
    """Prints a row for each process, and the difference in memory."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--knowledge", type=Path, default=SHIPPED)
    parser.add_argument(ALONE, choices=["without", "with"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        folder = options.encoder if options.alone == "with" else None
        print(json.dumps(measure(options.knowledge, folder)))
        return
    print(f"{'encoder':10}{'median ms':>11}{'95% ms':>9}{'slowest ms':>12}{'MB':>7}")
    memory = []
    for name in ("without", "with"):
        done = subprocess.run(
            [sys.executable, *sys.argv, ALONE, name], check=True, stdout=subprocess.PIPE, text=True
        )
        median, most, slowest, megabytes = json.loads(done.stdout)
        memory.append(megabytes)
        print(f"{name:10}{median:11.2f}{most:9.2f}{slowest:12.2f}{megabytes:7.0f}")
    print(f"{memory[1] - memory[0]:.0f} MB more with the encoder")


def measure(knowledge: Path, folder: Path | None) -> tuple[float, float, float, float]:
    """Milliseconds a question (median, 95th percentile, slowest), and megabytes resident."""
    share_one_arena()
    reading = read_pack(knowledge)
    if reading.pack is None:
        raise SystemExit(f"There is no pack at {knowledge}.")
    index = build_index(reading.pack, Encoder.load(folder) if folder else None)
    questions = [it.ask for it in reading.expectations[:QUESTIONS]]
    taken = []
    for question in questions:
        started = time.perf_counter()
        index.rank(question)
        taken.append((time.perf_counter() - started) * 1000)
    give_back()  # as the bot does once an index is built
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return float(np.median(taken)), float(np.quantile(taken, 0.95)), max(taken), megabytes


if __name__ == "__main__":
    main()
