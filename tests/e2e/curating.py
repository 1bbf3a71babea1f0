"""What curators do, as tests do it."""

from __future__ import annotations

from typing import Any

from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.people import GUILD, Person
from tests.standin.server import BOT, Discord, custom_ids, text_of

JSON = dict[str, Any]

MENTION = f"<@{BOT}>"
BISCUITS = {
    "question": "Which biscuits go with tea?",
    "answer": "Those with ginger go with it best, says the Leaf Journal.",
    "topic": "Biscuits",
    "sources": "The Leaf Journal | https://example.org/leaf | academic",
}
ASKED = "which biscuits go with tea"


def button(message: JSON | None, action: str) -> str:
    """The id of a message's component that does something."""
    assert message is not None
    found = [it for it in custom_ids(message) if it == f"k:{action}" or f"k:{action}:" in it]
    assert len(found) == 1, f"{action!r} is not one of {custom_ids(message)}"
    return found[0]


def copy_of(message: JSON | None, action: str, channel: str) -> JSON:
    """A message that everybody in a channel sees, with somebody's button."""
    row = [{"type": 2, "style": 1, "label": "x", "custom_id": button(message, action)}]
    return payloads.message(
        "",
        channel_id=channel,
        author=payloads.user(BOT, is_bot=True),
        components=[{"type": 1, "components": row}],
    )


async def press(
    discord: Discord, message: JSON | None, action: str, *values: str, **more: Any
) -> Exchange:
    """Presses the button of a message that does something."""
    assert message is not None
    now = discord.latest(message) or message
    return await discord.press(now, button(now, action), *values, **more)


async def added(discord: Discord, by: Person, guild: str = GUILD, **fields: str) -> Exchange:
    """The preview of an entry that somebody wrote."""
    opened = await discord.slash("knowledge add", by=by, guild=guild)
    return await discord.submit(opened, {**BISCUITS, **fields})


async def published(discord: Discord, by: Person, guild: str = GUILD, **fields: str) -> Exchange:
    """What is said of an entry that somebody wrote and published."""
    preview = await added(discord, by, guild, **fields)
    return await press(discord, preview.message, "publish")


async def answer_to(discord: Discord, question: str, guild: str = GUILD) -> str:
    """What whoever asks in a server gets."""
    return text_of(await discord.ask_and_wait(f"{MENTION} {question}", guild=guild))
