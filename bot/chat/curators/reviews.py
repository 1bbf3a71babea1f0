"""`/knowledge review`: the server's misses, one at a time, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.curators.access import Interaction
from bot.chat.curators.desk import Desk, desk_of
from bot.chat.curators.forms import Typed
from bot.chat.curators.group import knowledge
from bot.chat.curators.modals import LINE_LIMIT
from bot.chat.curators.panels import number_in
from bot.chat.curators.review_queue import GONE, NOT_HERE, SETTLED, Queue
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import open_form
from bot.chat.custom_ids import parse_option_value
from bot.chat.markup import shorten
from bot.chat.payloads import values_of
from bot.curating.homes import SERVER_PACK
from bot.curating.misses import alike
from bot.errors import ChangeRefused
from bot.store.questions import State
from bot.translation import N_, _

_SAID: Mapping[State, str] = {
    "handled": N_("Done."),
    "out-of-scope": N_("Noted as out of scope."),
    "ignored": N_("Ignored."),
}
_STATES: Mapping[str, State] = {it: it for it in _SAID}


@knowledge.command(name="review", description="Look through questions that got no answer.")
async def review(interaction: Interaction) -> None:
    """Shows the miss that was asked most."""
    desk = desk_of(interaction)
    await desk.promise()
    await (await Queue.of(desk)).show(0)


async def handle_review(desk: Desk, question: str) -> None:
    """Turns to the miss with a question."""
    await desk.defer()
    queue = await Queue.of(desk)
    place = queue.place(number_in(question))
    await queue.show(place or 0, note="" if place is not None else _(SETTLED))


async def handle_settle(desk: Desk, state: str, question: str) -> None:
    """Puts a miss away, as handled, out of scope or ignored, and shows the next."""
    await desk.defer()
    queue = await Queue.of(desk)
    known = _STATES.get(state, "ignored")
    await queue.settle(number_in(question), known, note=_(_SAID[known]))


async def handle_phrase(desk: Desk, question: str) -> None:
    """Shows what adding a miss to the nearest entry's phrasings would change."""
    await desk.promise()
    queue = await Queue.of(desk)
    miss = queue.miss(number_in(question))
    nearest = await queue.nearest(miss)
    if nearest is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(miss, nearest.ids, "phrasings")


async def handle_pick(desk: Desk, question: str) -> None:
    """Shows what adding a miss to the phrasings of the chosen entry would change."""
    await desk.promise()
    queue = await Queue.of(desk)
    ids = next((parse_option_value(it) for it in values_of(desk.interaction)), None)
    if ids is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(queue.miss(number_in(question)), ids, "phrasings")


async def handle_negate(desk: Desk, question: str) -> None:
    """Shows what keeping a miss from the entry that it wrongly got would change."""
    await desk.promise()
    queue = await Queue.of(desk)
    miss = queue.miss(number_in(question))
    if miss.wrong is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(miss, miss.wrong, "not_for")


async def handle_write(desk: Desk, question: str) -> None:
    """Opens the form of a new entry in the server's own pack, with the question filled in.

    Once the entry is published, the miss is settled.
    """
    asked = await desk.workspace.store.questions.misses(desk.server(_(NOT_HERE)))
    found = alike(number_in(question), asked)
    if not found:
        raise ChangeRefused(_(SETTLED))
    typed = Typed("entries", {"question": shorten(" ".join(found[0].question.split()), LINE_LIMIT)})
    settles = [it.id for it in found]
    await open_form(desk, SERVER_PACK, typed, settles=settles)


HANDLERS: Mapping[str, Handler] = {
    "review": handle_review,
    "review-settle": handle_settle,
    "review-phrase": handle_phrase,
    "review-pick": handle_pick,
    "review-negate": handle_negate,
    "review-write": handle_write,
}
"""By action."""
