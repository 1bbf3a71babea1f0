"""`/knowledge review`: the server's misses, one at a time, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping

from bot.chat.curators.access import Access, Interaction, workspace_of
from bot.chat.curators.forms import Typed
from bot.chat.curators.group import knowledge
from bot.chat.curators.modals import LINE_LIMIT
from bot.chat.curators.panels import number_in
from bot.chat.curators.review_queue import GONE, NOT_HERE, SETTLED, Queue, alike
from bot.chat.curators.router import Handler
from bot.chat.curators.showing import open_form
from bot.chat.custom_ids import parse_option_value
from bot.chat.markup import shorten
from bot.chat.payloads import values_of
from bot.curating.homes import SERVER_PACK
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
    await interaction.response.defer(ephemeral=True, thinking=True)
    queue = await Queue.of(interaction, interaction.extras["access"])
    await queue.show(0)


async def handle_review(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Turns to the miss with a question."""
    (question,) = arguments
    await interaction.response.defer()
    queue = await Queue.of(interaction, access)
    place = queue.place(number_in(question))
    await queue.show(place or 0, note="" if place is not None else _(SETTLED))


async def handle_settle(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Puts a miss away, as handled, out of scope or ignored, and shows the next."""
    state, question = arguments
    await interaction.response.defer()
    queue = await Queue.of(interaction, access)
    known = _STATES.get(state, "ignored")
    await queue.settle(number_in(question), known, note=_(_SAID[known]))


async def handle_phrase(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Shows what adding a miss to the nearest entry's phrasings would change."""
    (question,) = arguments
    await interaction.response.defer(ephemeral=True, thinking=True)
    queue = await Queue.of(interaction, access)
    miss = queue.miss(number_in(question))
    nearest = await queue.nearest(miss)
    if nearest is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(miss, nearest.ids, "phrasings")


async def handle_pick(interaction: Interaction, access: Access, arguments: tuple[str, ...]) -> None:
    """Shows what adding a miss to the phrasings of the chosen entry would change."""
    (question,) = arguments
    await interaction.response.defer(ephemeral=True, thinking=True)
    queue = await Queue.of(interaction, access)
    ids = next((parse_option_value(it) for it in values_of(interaction)), None)
    if ids is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(queue.miss(number_in(question)), ids, "phrasings")


async def handle_negate(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Shows what keeping a miss from the entry that it wrongly got would change."""
    (question,) = arguments
    await interaction.response.defer(ephemeral=True, thinking=True)
    queue = await Queue.of(interaction, access)
    miss = queue.miss(number_in(question))
    if miss.wrong is None:
        raise ChangeRefused(_(GONE))
    await queue.propose(miss, miss.wrong, "not_for")


async def handle_write(
    interaction: Interaction, access: Access, arguments: tuple[str, ...]
) -> None:
    """Opens the form of a new entry in the server's own pack, with the question filled in.

    Once the entry is published, the miss is settled.
    """
    (question,) = arguments
    if access.guild_id is None or not access.is_curator:
        raise ChangeRefused(_(NOT_HERE))
    asked = await workspace_of(interaction).store.questions.misses(access.guild_id)
    found = alike(number_in(question), asked)
    if not found:
        raise ChangeRefused(_(SETTLED))
    typed = Typed("entries", {"question": shorten(" ".join(found[0].question.split()), LINE_LIMIT)})
    settles = [it.id for it in found]
    await open_form(interaction, access, SERVER_PACK, typed, settles=settles)


HANDLERS: Mapping[str, Handler] = {
    "review": handle_review,
    "review-settle": handle_settle,
    "review-phrase": handle_phrase,
    "review-pick": handle_pick,
    "review-negate": handle_negate,
    "review-write": handle_write,
}
"""By action."""
