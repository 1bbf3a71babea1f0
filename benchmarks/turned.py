"""How questions fare that are turned around: negated, with roles exchanged, or with an opposite.

    python benchmarks/turned.py

asks the questions in `benchmarks/turned/` of packs on sixteen subjects. Each pair there has a
question that an entry answers, and one that is turned around so that the entry does not answer it,
or the same one in other words, with as many words of judging and denying. They were written without
a look at this code or at what it knows of English.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.answering.answerer import Answerer, Bars, Snapshot
from bot.answering.outcome import Answer, Outcome
from bot.knowledge.load import read_pack
from bot.knowledge.model import Knowledge
from bot.settings import Settings

FOLDER = Path(__file__).with_name("turned")
LOOKED_AT = (
    "ai-models",
    "brexit",
    "cash",
    "cycling",
    "homework",
    "immigration",
    "meat",
    "streaming",
    "tipping",
    "voting",
    "zoos",
)
"""The subjects whose questions were looked at as opposites were gathered."""
ALIKE = "same"
"""The kind of a pair that asks the same in other words."""


def main() -> None:
    """Prints a row for each kind of pair, on subjects that were looked at and on the others."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    found: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
    for file in sorted(FOLDER.glob("*.pairs.yaml")):
        subject = file.name.removesuffix(".pairs.yaml")
        for kind, is_well in _asked(subject):
            found[subject in LOOKED_AT, kind].append(is_well)
    for is_seen in (True, False):
        print(f"subjects {'looked at' if is_seen else 'not looked at'}:")
        for (seen, kind), outcomes in sorted(found.items()):
            if seen is is_seen:
                print(f"  {kind:36} {sum(outcomes) / len(outcomes):6.1%} of {len(outcomes)}")


def _asked(subject: str) -> Iterator[tuple[str, bool]]:
    """For each question its kind, and whether it fared well."""
    pack = read_pack(FOLDER / f"{subject}.yaml").pack
    if pack is None:
        raise SystemExit(f"The pack on {subject} in {FOLDER} cannot be read.")
    settings = Settings()
    answerer = Answerer(
        Snapshot.build(Knowledge(packs=(pack,))),
        Bars(settings.answer_bar, settings.suggest_bar),
    )
    pairs = yaml.safe_load((FOLDER / f"{subject}.pairs.yaml").read_text(encoding="utf-8"))
    for pair in pairs:
        straight, turned = answerer.ask(pair["straight"]), answerer.ask(pair["turned"])
        yield "asked straight, answered right", _answered(straight) == pair["entry"]
        if pair["kind"] == ALIKE:
            yield "the same in other words, answered right", _answered(turned) == pair["expect"]
        else:
            is_well = _answered(turned) in {None, pair["expect"]}
            yield f"{pair['kind']}, no answer but its own", is_well


def _answered(outcome: Outcome) -> str | None:
    return outcome.chosen.entry.id if isinstance(outcome, Answer) else None


if __name__ == "__main__":
    main()
