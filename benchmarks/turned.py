"""How questions fare that resemble what an entry answers, and are not answered by it.

    python benchmarks/turned.py

asks the questions in `benchmarks/turned/` of packs on nineteen subjects, and of the shipped pack.
Each pair there has a question that an entry answers, and one that is turned around so that the
entry does not answer it (negated, with roles exchanged, or with an opposite), or the same one in
other words, with as many words of judging and denying. The others ask in the frame of a question
that an entry answers for another thing, of which the pack says nothing; or they are for an entry,
in a word that it lacks. What people ask the shipped pack of somebody is also asked of everybody
else whom it has such an entry on.
All were written without a look at this code or at what it knows of English, and those on the
shipped pack without one at its phrasings.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Answer, Outcome
from bot.answering.snapshot import Snapshot
from bot.knowledge.load import read_pack
from bot.knowledge.locate import packs_in, shipped_folder
from bot.knowledge.model import Knowledge, Pack
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
"""The subjects whose questions were looked at as opposites were gathered. Of them `prior.py` learns
what people ask."""
SHIPPED = "shipped"
"""Stands for the shipped pack; its questions were looked at as limits were chosen."""
ALIKE = "same"
"""The kind of a pair that asks the same in other words."""
NONE = "none"
"""What a question expects that no entry answers."""


def main() -> None:
    """Prints a row for each kind of question; of pairs, by whether the subject was looked at."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None).parse_args()
    found: defaultdict[tuple[str, str], list[bool]] = defaultdict(list)
    for file in sorted(FOLDER.glob("*.pairs.yaml")):
        subject = file.name.removesuffix(".pairs.yaml")
        answerer = _answerer(subject)
        looked = "looked at" if subject in LOOKED_AT else "not looked at"
        group = "the shipped pack" if subject == SHIPPED else f"subjects {looked}"
        for kind, is_well in _pairs(subject, answerer):
            found[f"pairs on {group}", kind].append(is_well)
        for kind, is_well in _others(subject, answerer):
            found[f"others on subjects {looked}", kind].append(is_well)
        for kind, is_well in _renamed(subject, answerer):
            found[f"asked of somebody else, on {group}", kind].append(is_well)
    for heading in dict.fromkeys(it for it, _ in sorted(found)):
        print(f"{heading}:")
        for (group, kind), outcomes in sorted(found.items()):
            if group == heading:
                print(f"  {kind:46} {sum(outcomes) / len(outcomes):6.1%} of {len(outcomes)}")


def pack_on(subject: str) -> Pack:
    """The pack on a subject."""
    pack = read_pack(_path_of(subject)).pack
    if pack is None:
        raise SystemExit(f"The pack in {_path_of(subject)} cannot be read.")
    return pack


def _path_of(subject: str) -> Path:
    return packs_in(shipped_folder())[0] if subject == SHIPPED else FOLDER / f"{subject}.yaml"


def pairs_on(subject: str) -> list[dict[str, Any]]:
    """The pairs of questions on it: `straight` and `turned`, each with the entry it is for.

    Where several answer what was turned around, they are listed.
    """
    found: list[dict[str, Any]] = _read(f"{subject}.pairs.yaml")
    return found


def others_on(subject: str) -> list[dict[str, str]]:
    """The other questions on it: what they `ask`, and the entry that they `expect`, if any.

    Three of the subjects have none.
    """
    name = f"{subject}.others.yaml"
    found: list[dict[str, str]] = _read(name) if (FOLDER / name).exists() else []
    return found


def names_on(subject: str) -> dict[str, str]:
    """Whom its entries are about that tell what somebody thinks, by their ids; mostly nobody."""
    name = f"{subject}.names.yaml"
    found: dict[str, str] = _read(name) if (FOLDER / name).exists() else {}
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def _answerer(subject: str) -> Answerer:
    settings = Settings()
    bars = Bars(settings.answer_bar, settings.suggest_bar)
    return Answerer(Snapshot.build(Knowledge(packs=(pack_on(subject),))), bars)


def _pairs(subject: str, answerer: Answerer) -> Iterator[tuple[str, bool]]:
    """For each question of a pair its kind, and whether it fared well."""
    for pair in pairs_on(subject):
        straight, turned = answerer.ask(pair["straight"]), answerer.ask(pair["turned"])
        yield "asked straight, answered right", _answered(straight) == pair["entry"]
        if pair["kind"] == ALIKE:
            yield "the same in other words, answered right", _answered(turned) == pair["expect"]
        else:
            expected = pair["expect"]
            well = {None, *([expected] if isinstance(expected, str) else expected)}
            is_well = _answered(turned) in well
            yield f"{pair['kind']}, no answer but its own", is_well


def _others(subject: str, answerer: Answerer) -> Iterator[tuple[str, bool]]:
    """The same for the others."""
    for other in others_on(subject):
        answered = _answered(answerer.ask(other["ask"]))
        if other["expect"] == NONE:
            yield "another thing in a known frame, not answered", answered is None
        else:
            yield "in a word that its entry lacks, answered right", answered == other["expect"]


def _renamed(subject: str, answerer: Answerer) -> Iterator[tuple[str, bool]]:
    """The same for what is expected of one name, asked of each other."""
    names = names_on(subject)
    for expectation in read_pack(_path_of(subject)).askable if names else ():
        name = names.get(expectation.expect, "")
        named = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        if not name or not named.search(expectation.ask):
            continue
        for entry, other in names.items():
            if entry != expectation.expect:
                answered = _answered(answerer.ask(named.sub(other, expectation.ask)))
                yield "not answered of whom it was asked first", answered != expectation.expect
                yield "answered right", answered == entry


def _answered(outcome: Outcome) -> str | None:
    return outcome.chosen.entry.id if isinstance(outcome, Answer) else None


if __name__ == "__main__":
    main()
