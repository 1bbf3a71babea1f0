"""Taking a reply away: for who asked, and for who manages messages. It stays away."""

from __future__ import annotations

from bot.chat.acknowledging import acknowledge
from bot.chat.asking.dismissals import dismissals_of
from bot.chat.presses import Press
from bot.chat.servers import permissions_of
from bot.translation import N_, _

REFUSED = N_("Only who asked, and who may manage messages here, can dismiss this.")


async def dismiss(press: Press) -> None:
    """Deletes the reply that the button stands in."""
    interaction = press.interaction
    may_manage = interaction.guild_id is not None and permissions_of(interaction).manage_messages
    if interaction.user.id != press.id_at(0) and not may_manage:
        await press.tell(_(REFUSED))
        return
    await acknowledge(interaction)
    await interaction.delete_original_response()
    if interaction.message is not None:
        await dismissals_of(interaction.client).note(interaction.message.id, press.workspace)


HANDLERS = {"dismiss": dismiss}
