"""Where entries compete for the same questions.

Each phrasing is asked with itself left out, as somebody would who says the same in words that the
pack does not have; see `bot.matching.left_out`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.document import Location
from bot.knowledge.findings import Finding
from bot.knowledge.model import Entry, Pack
from bot.matching.kept_learning import KeptLearning, key_of
from bot.matching.left_out import Contest, contests, from_arrays, to_arrays
from bot.matching.terms import Analyser, Terms
from bot.translation import _

COMPETING = "competing"
MISPLACED = "misplaced-phrasing"
REPEATED = "repeated-phrasing"
NAMES = (COMPETING, MISPLACED, REPEATED)

COMPETING_SHARE = 0.25
"""Of the phrasings of both entries of a pair that lose to the other one. Of 240 carefully written
entries a dozen pairs are above it, each about one event or the two sides of one question."""
FEWEST_LOST = 3
"""The same in numbers: entries with few phrasings lose one or two of them by chance."""
NEARER_BY = 0.3
"""By how much, in score and in likeness, another entry must be nearer to a phrasing than its own.
A third of well-chosen phrasings lose narrowly when left out, since each says something new; at
this distance nearly all that are found could be asked of the other entry."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A way to ask an entry's question, and where in the entry it stands."""

    entry: Entry
    text: str
    terms: Terms
    owner: int
    keys: Location


def competition(
    pack: Pack,
    advance: Callable[[int, int], None] | None = None,
    kept: KeptLearning | None = None,
) -> list[Finding]:
    """What the live entries' phrasings have to do with other entries, accepted or not.

    `advance` is told how many phrasings have been asked, and how many there are. What is in `kept`
    is not asked again.
    """
    analyser = Analyser(pack.language, pack.synonyms)
    asked = _asked(pack, analyser)
    owners = [it.owner for it in asked]
    texts = [it.terms.folded for it in asked]
    key = key_of("contests", [pack.language, pack.synonyms, texts, owners])
    found = kept.read(key, lambda arrays: from_arrays(arrays, owners)) if kept else None
    if found is None:
        found = []
        for contest in contests([it.terms for it in asked], owners, analyser.language):
            found.append(contest)
            if advance:
                advance(len(found), len(asked))
        if kept:
            kept.write(key, to_arrays(found))
    return [
        *_repeated(asked),
        *_refused(pack, asked, analyser),
        *_misplaced(asked, found),
        *_competing(asked, found),
    ]


def _asked(pack: Pack, analyser: Analyser) -> list[_Asked]:
    asked: list[_Asked] = []
    for owner, entry in enumerate(pack.live_entries):
        for position, text in enumerate(entry.asked_as):
            keys: Location = ("phrasings", position - 1) if position else ("question",)
            asked.append(_Asked(entry, text, analyser.analyse(text), owner, keys))
    return asked


def _repeated(asked: Sequence[_Asked]) -> Iterator[Finding]:
    """Phrasings whose words are another's in the entry, or whose stems are one's of another entry.

    A question without words is like no other.
    """
    first: dict[tuple[str, ...], _Asked] = {}
    first_of_entry: dict[tuple[int, tuple[str, ...]], _Asked] = {}
    for it in asked:
        if not it.terms.stems:
            continue
        own = first_of_entry.setdefault((it.owner, it.terms.words), it)
        other = first.setdefault(it.terms.stems, it)
        if own is not it:
            message = _('"{text}" is the same to the bot: remove one of them.').format(
                text=own.text
            )
            yield Finding(REPEATED, "entries", it.entry.id, message, it.keys)
        elif other.owner != it.owner:
            message = _(
                'The entry `{entry}` is asked as "{asked}", which is the same: leave it '
                "to one of the two entries."
            ).format(entry=other.entry.id, asked=other.text)
            yield Finding(
                REPEATED, "entries", it.entry.id, message, it.keys, also=(other.entry.id,)
            )


def _refused(pack: Pack, asked: Sequence[_Asked], analyser: Analyser) -> Iterator[Finding]:
    """Negative phrasings whose words are a phrasing's of the same entry, which answers them."""
    own = {(it.entry.id, it.terms.words): it.text for it in asked if it.terms.words}
    for entry in pack.live_entries:
        for position, text in enumerate(entry.not_for):
            phrasing = own.get((entry.id, analyser.analyse(text).words))
            if phrasing is not None:
                message = _(
                    'The entry is itself asked as "{asked}", which is the same, so that it is not '
                    "kept from this question: remove one of them."
                ).format(asked=phrasing)
                yield Finding(REPEATED, "entries", entry.id, message, ("not_for", position))


def _misplaced(asked: Sequence[_Asked], found: Sequence[Contest]) -> Iterator[Finding]:
    """Phrasings that another entry's ranking and nearest phrasing both speak for.

    An entry's only phrasing is none: there is nothing else of its own that it could be nearer to.
    Of two phrasings that each find the other's entry nearer, the later one is named.
    """
    sizes = Counter(it.owner for it in asked)
    misplaced = {
        it.phrasing: it.nearest
        for it in found
        if sizes[asked[it.phrasing].owner] > 1 and _is_misplaced(asked, it)
    }
    for phrasing, nearest in misplaced.items():
        it, other = asked[phrasing], asked[nearest]
        if it.terms.stems == other.terms.stems:
            continue  # said already, as repeated
        is_mutual = misplaced.get(nearest) == phrasing
        if is_mutual and phrasing < nearest:
            continue
        message = _(
            '"{text}" is nearer to the entry `{entry}`, which is asked as "{asked}", '
            "than to all else of its own: say it differently, leave it to that entry, or "
            "add phrasings that are like it."
        ).format(text=it.text, entry=other.entry.id, asked=other.text)
        also = (other.entry.id,) if is_mutual else ()
        yield Finding(MISPLACED, "entries", it.entry.id, message, it.keys, also=also)


def _is_misplaced(asked: Sequence[_Asked], it: Contest) -> bool:
    return (
        it.rival_score - it.own_score > NEARER_BY
        and it.rival_likeness - it.own_likeness > NEARER_BY
        and asked[it.nearest].owner == it.rival
    )


def _competing(asked: Sequence[_Asked], found: Sequence[Contest]) -> Iterator[Finding]:
    sizes = Counter(it.owner for it in asked)
    entries = {it.owner: it.entry for it in asked}
    lost = Counter((asked[it.phrasing].owner, it.rival) for it in found if it.is_lost)
    for (first, second), count in sorted(lost.items()):
        back = lost[second, first]
        shares = count / sizes[first], back / sizes[second]
        is_enough = min(count, back) >= FEWEST_LOST and min(shares) >= COMPETING_SHARE
        if first < second and is_enough:
            said = _(
                "The entries `{first}` and `{second}` compete: {count} of {of_first} "
                "phrasings of the first match the second better, and {back} of "
                "{of_second} the other way round. Say in the phrasings what sets each "
                "apart, or make one entry of them."
            )
            if entries[first].opposes(entries[second]):
                said = _(
                    "The entries `{first}` and `{second}` compete: {count} of {of_first} "
                    "phrasings of the first match the second better, and {back} of "
                    "{of_second} the other way round. As they oppose each other, say in the "
                    "phrasings what sets each apart, or give each the other's questions under "
                    "`not_for`."
                )
            message = said.format(
                first=entries[first].id,
                second=entries[second].id,
                count=count,
                of_first=sizes[first],
                back=back,
                of_second=sizes[second],
            )
            later, earlier = entries[second], entries[first]
            yield Finding(
                COMPETING, "entries", later.id, message, ("question",), also=(earlier.id,)
            )
