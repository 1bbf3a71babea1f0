"""What the cases are made of: packs of the tests, and values that never change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar, cast

import discord
from discord import ui
from discord.components import _component_factory

from bot.answering.answerer import Answerer, Bars
from bot.answering.outcome import Abstention, Answer, Choice, Suggestions
from bot.answering.snapshot import Snapshot
from bot.chat.admins.digest import Digest
from bot.curating.changes import Put
from bot.curating.figures import Figures, Ids, count, total
from bot.curating.homes import FileHome
from bot.curating.misses import Miss
from bot.knowledge.load import read_pack
from bot.knowledge.model import Entry, Knowledge, Pack, Source, Topic
from bot.matching.evidence import Evidence
from bot.matching.index import Candidate
from bot.store.follows import Follow
from bot.store.people import Known
from bot.store.proposals import KeptProposal
from bot.store.questions import LoggedQuestion, Outcome, Tally
from bot.store.replies import Reply
from bot.store.revisions import Author, ItemChange, Revision
from bot.store.store import Store
from bot.store.votes import Reason, Vote
from bot.translation import speaking
from tests.conftest import TEA

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
FOLDER = Path("/srv/packs")
ANN = Author("Ann", "discord", 7)
STAMP = "0123456789abcdef"
View = TypeVar("View")

_NO_EVIDENCE = Evidence._make([0.0] * len(Evidence._fields))
SUGGESTED = (
    "nuclear-is-dangerous",
    "living-near-plants",
    "what-happens-in-a-meltdown",
    "attack-on-plants",
    "waste-hazard-time",
)
_LINKED = ("isar-review", "tern-institute", "gale-alliance", "harbour-post", "blue-core")


@cache
def tea() -> Pack:
    """Four short entries; one is a draft."""
    return read_pack(TEA).sound()


@cache
def nuclear() -> Pack:
    """A debate of ordinary size, most of its sources with an address."""
    pack = read_pack(TEA.with_name("nuclear-power.yaml")).sound()
    sources = tuple(
        it.model_copy(update={"url": f"https://example.org/{it.id}/2025/report.html"})
        if it.id in _LINKED
        else it
        for it in pack.sources
    )
    return pack.model_copy(update={"sources": sources})


@cache
def knowledge() -> Knowledge:
    """Both packs."""
    return Knowledge(packs=(nuclear(), tea()))


@cache
def answerer() -> Answerer:
    """Answers from the pack about tea."""
    return Answerer(Snapshot.build(Knowledge(packs=(tea(),))), Bars(answer=0.5, suggest=0.2))


@cache
def long_entry() -> Entry:
    """An entry whose answer no single message holds."""
    entry = nuclear().entry_by_id["nuclear-is-safe"]
    paragraphs = [it.answer.strip() for it in nuclear().entries[:14]]
    return entry.model_copy(update={"answer": "\n\n".join(paragraphs)})


@cache
def interested_entry() -> Entry:
    """An entry whose only source has a stake."""
    entry = tea().entry_by_id["coffee-is-healthier"]
    return entry.model_copy(
        update={"answer": "Coffee keeps the liver well, says the Bean Board. [^bean-board]"}
    )


@cache
def much_cited() -> tuple[Pack, Entry]:
    """An entry with more sources than are listed below an answer, and its pack."""
    sources = tuple(
        Source(
            id=f"study-{number}",
            title=f"A study of how people live beside reactors, part {number} (fictitious)",
            author="R. Example and others",
            publisher="Journal of Invented Studies",
            url=f"https://example.org/journal-of-invented-studies/volumes/2025/study-{number}.html",
            date="2025-03",
            kind="academic",
        )
        for number in range(1, 13)
    )
    entry = nuclear().entry_by_id["living-near-plants"]
    answer = " ".join(f"Study {it} found no effect. [^study-{it}: p. {it}]" for it in range(1, 13))
    entry = entry.model_copy(update={"answer": answer})
    others = tuple(it for it in nuclear().entries if it.id != entry.id)
    pack = nuclear().model_copy(
        update={"sources": (*nuclear().sources, *sources), "entries": (*others, entry)}
    )
    return pack, entry


@cache
def much_known() -> Knowledge:
    """More topics than a page lists."""
    topics = tuple(Topic(id=f"topic-{it}", title=f"Topic number {it}") for it in range(1, 26))
    entries = tuple(
        tea()
        .entries[0]
        .model_copy(
            update={"id": f"entry-{it.id}", "topic": it.id, "side": "neutral", "counter": None}
        )
        for it in topics
    )
    return Knowledge(packs=(tea().model_copy(update={"topics": topics, "entries": entries}),))


@cache
def unanswered() -> Pack:
    """The debate without a reply to its strongest point."""
    kept = tuple(it for it in nuclear().entries if it.id != "nuclear-is-dangerous")
    entries = tuple(
        it.model_copy(update={"counter": None}) if it.topic == "safety" else it
        for it in kept
        if it.topic != "safety" or it.side != "against"
    )
    return nuclear().model_copy(update={"entries": entries})


@cache
def across() -> Pack:
    """The debate with a point that an entry of another topic replies to."""
    entries = tuple(
        it.model_copy(update={"topic": "policy"}) if it.id == "nuclear-is-dangerous" else it
        for it in nuclear().entries
    )
    return nuclear().model_copy(update={"entries": entries})


def choice(pack: Pack, entry: str, confidence: float = 0.87) -> Choice:
    """An entry as a candidate."""
    found = pack.entry_by_id[entry]
    return Choice(pack, Candidate(found, confidence, _NO_EVIDENCE, found.phrasings[0]))


def answer(
    pack: Pack, entry: str, question: str, also: Sequence[Answer | Suggestions] = ()
) -> Answer:
    """An answer with an entry."""
    chosen = choice(pack, entry)
    return Answer(question, chosen, (chosen,), "The likeliest is likely enough.", also=tuple(also))


def suggestions(pack: Pack, question: str, *entries: str) -> Suggestions:
    """Entries that a question may mean."""
    found = tuple(choice(pack, it, 0.4 - place / 20) for place, it in enumerate(entries))
    return Suggestions(question, found, found, "Several entries are close.")


def abstention(question: str) -> Abstention:
    """A question that nothing answers."""
    return Abstention(question, (), "Nothing is near.")


def asked(
    number: int, text: str, outcome: Outcome = "none", entry: tuple[str, str] | None = None
) -> LoggedQuestion:
    """A question of `number` days ago."""
    pack, name = entry or (None, None)
    when = NOW - timedelta(days=number)
    return LoggedQuestion(number, 1, when, text, outcome, pack, name, 0.1, "open")


def miss(*texts: str) -> Miss:
    """Questions alike that got no answer; what is nearest to them is about steeping."""
    questions = tuple(asked(number, text) for number, text in enumerate(texts, start=1))
    return Miss(questions, choice(tea(), "how-long-to-steep", 0.13))


def wrong_match(text: str) -> Miss:
    """A question whose answer somebody reported."""
    ids = ("tea", "how-long-to-steep")
    return Miss((asked(1, text, "wrong", ids),), choice(tea(), "tea-is-healthier", 0.2), ids)


def put(entry: str, **fields: object) -> Put:
    """A change of an entry about tea."""
    base = tea().entry_by_id[entry]
    return Put(base.model_copy(update=fields), base)


def revision(number: int, summary: str, *changes: ItemChange, author: Author = ANN) -> Revision:
    """A revision of the pack about tea."""
    made_at = NOW - timedelta(hours=30 - number)
    return Revision(number, "pack/tea", made_at, author, summary, changes, None)


def reworded() -> Revision:
    """A revision that changed an answer."""
    lines = "id: how-long-to-steep\nquestion: How long should tea steep?\nanswer: |\n  "
    before, after = f"{lines}Three minutes will do.\n", f"{lines}Two to four minutes will do.\n"
    change = ItemChange("entries", "how-long-to-steep", "tea.yaml", before, after)
    return revision(12, "Changed the answer of `how-long-to-steep`", change)


def rewritten() -> Revision:
    """A revision whose diff no message holds."""
    before = "".join(f"  line {number} of what was there\n" for number in range(150))
    after = "".join(f"  line {number} of what is there now\n" for number in range(150))
    change = ItemChange("entries", "how-long-to-steep", "tea.yaml", before, after)
    return revision(13, "Changed entry `how-long-to-steep`", change)


def home() -> FileHome:
    """Where the pack about tea lives; nothing is read from there."""
    return FileHome("tea", FOLDER / "tea", cast(Store, None), FOLDER)


def tallies() -> list[Tally]:
    """What came of the questions of five weeks."""
    found: list[Tally] = []
    for week in range(5):
        day: date = TODAY - timedelta(weeks=week)
        found += [
            Tally(1, day, "answer", "tea", "how-long-to-steep", 40 - 3 * week),
            Tally(1, day, "answer", "tea", "tea-is-healthier", 25 + 2 * week),
            Tally(1, day, "suggest", None, None, 8 + week),
            Tally(1, day, "none", None, None, 12 - week),
        ]
    return [*found, Tally(1, TODAY, "wrong", "tea", "tea-is-healthier", 2)]


def figures() -> Figures:
    """The same, counted."""
    return count(tallies(), TODAY, votes())


def questions() -> dict[Ids, str]:
    """What the entries about tea ask."""
    return {("tea", it.id): it.question for it in tea().entries}


def votes() -> list[Vote]:
    """What people said of answers."""
    against: tuple[Reason | None, ...] = ("unfair-for", "unfair-for", "unclear", None)
    helped = ["how-long-to-steep"] * 9 + ["tea-is-healthier"] * 5
    return [
        *(Vote(1, "tea", it, 1, True, None, NOW) for it in helped),
        *(Vote(1, "tea", "tea-is-healthier", 1, False, it, NOW) for it in against),
    ]


def digest(tallied: Sequence[Tally], voted: Sequence[Vote], misses: Sequence[Miss]) -> Digest:
    """What there is to tell of the week that ends now."""
    since = TODAY - timedelta(days=7)
    oldest: tuple[Ids, date] = (("tea", "tea-is-healthier"), date(2026, 1, 31))
    return Digest(
        since,
        total([it for it in tallied if it.day >= since], voted),
        count(tallied, TODAY, voted),
        misses,
        oldest,
        questions(),
    )


def known() -> Known:
    """A person of whom all kinds of things are kept."""
    return Known(
        tuple(votes()[:12]),
        (Follow(1, 1, 7, "who won?", NOW),),
        (KeptProposal(1, "pack/tea", 1, 7, NOW, "[]", None, ()),),
        {"pack/tea": 3, "pack/cats": 1},
        (10**18 + 5,),
    )


def reply() -> Reply:
    """An answer that stands in a thread."""
    ids = 10**18
    return Reply(ids, ids + 1, ids + 2, None, "nuclear-power", "nuclear-is-safe", 87, NOW, False)


def as_message(view: ui.LayoutView) -> discord.Message:
    """A message of the bot with that view, as discord.py makes it of what Discord sends."""
    sent: Any = view  # discord.py does not type the call
    components = [_component_factory(it) for it in sent.to_components()]
    return cast(discord.Message, SimpleNamespace(components=components))  # nothing else is read


def in_german(make: Callable[[], View]) -> Callable[[], View]:
    """A case in German, whose texts are longer."""

    def made() -> View:
        with speaking("de"):
            return make()

    return made
