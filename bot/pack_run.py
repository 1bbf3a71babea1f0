"""One run of a pack's expectations: what became of each, and the figures that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from bot.answering.answerer import Answerer, Bars
from bot.answering.calibration import Calibration
from bot.answering.confusions import Confusion, confusions
from bot.answering.evaluate import HALVES, Figures, Half, Verdict, calibration_of, count, evaluate
from bot.answering.snapshot import Snapshot
from bot.knowledge.model import Expectation, Knowledge, Pack
from bot.matching.encoder import Encoder
from bot.matching.kept_learning import KeptLearning
from bot.progress import progress_bar


@dataclass(frozen=True, slots=True)
class PackRun:
    """A pack and the verdict on each of its expectations."""

    pack: Pack
    verdicts: tuple[Verdict, ...]

    def of(self, half: Half) -> list[Verdict]:
        """The verdicts on one half of the expectations."""
        return [it for it in self.verdicts if it.half == half]

    def misses(self, half: Half) -> list[Verdict]:
        """The verdicts on one half that are not as expected."""
        return [it for it in self.of(half) if not it.is_right]

    def figures(self) -> dict[Half, Figures]:
        """For each half, how many questions were answered right, suggested and answered wrong."""
        return {half: count(self.of(half)) for half in HALVES}

    def calibrations(self) -> dict[Half, Calibration]:
        """For each half, how often the confidences were right."""
        return {half: calibration_of(self.of(half)) for half in HALVES}

    def confusions(self) -> list[Confusion]:
        """The pairs of entries of which one took the other's questions, the worst first."""
        return confusions(self.verdicts)


def ask_pack(
    pack: Pack,
    expectations: Sequence[Expectation],
    bars: Bars,
    encoder: Encoder | None,
    kept: KeptLearning | None,
) -> PackRun:
    """Asks a pack its expectations, with a progress bar on standard error if it takes long."""
    verdicts = []
    with progress_bar(f"Asking {pack.id}", Console(stderr=True)) as advance:
        answerer = Answerer(Snapshot.build(Knowledge(packs=(pack,)), encoder, kept), bars)
        for verdict in evaluate(answerer, expectations):
            verdicts.append(verdict)
            advance(len(verdicts), len(expectations))
    return PackRun(pack, tuple(verdicts))
