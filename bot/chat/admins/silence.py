"""Why the bot is silent in a channel: from facts about it to what is missing, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.chat.asking.cooldowns import A_CHANNEL, A_PERSON, A_SERVER
from bot.translation import N_, _, ngettext

VIEW = N_("View Channel")
SEND = N_("Send Messages")
SEND_IN_THREADS = N_("Send Messages in Threads")
READ_HISTORY = N_("Read Message History")
"""Discord's own names of what the bot needs to answer in a channel."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What decides whether the bot answers in a channel, a forum or a thread."""

    missing: tuple[str, ...] = ()
    """The permissions that it needs there and has not, by Discord's own names in English."""
    timed_out_until: datetime | None = None
    is_locked: bool = False
    """Whether it is a thread that takes no more messages."""
    is_closed_to_me: bool = False
    """Whether it is a private thread that the bot is not in."""
    has_commands: bool = True
    """Whether members with no other role may use commands there."""
    elsewhere: tuple[int, ...] | None = None
    """Discord's ids of the channels where it answers, if this is none of them."""
    is_unasked: bool = False
    """Whether it is to answer there without being asked."""
    reads_content: bool = False
    """Whether Discord shows it the text of messages."""
    has_packs: bool = True
    """Whether the server uses any of the shared packs."""
    shared_entries: int = 0
    """Live entries of the shared packs that the server uses and does not hide."""
    own_entries: int = 0
    """Live entries of the server's own pack."""
    own_drafts: int = 0
    blocked: int = 0
    """People whom it does not answer in this server."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for silence, with what to do about it."""

    text: str
    is_cause: bool
    """Whether it keeps everybody there from an answer, rather than some people or at times."""


def findings(facts: Facts) -> list[Finding]:
    """Every reason for silence in the channel; those that silence it for everybody first."""
    return [
        *(Finding(text, is_cause=True) for text in _causes(facts)),
        *(Finding(text, is_cause=False) for text in _limits(facts)),
    ]


def _causes(facts: Facts) -> Iterator[str]:
    if facts.timed_out_until:
        yield _(
            "**I am timed out** in this server until {when}. Whoever has **Timeout Members** can "
            "end it."
        ).format(when=f"<t:{int(facts.timed_out_until.timestamp())}:f>")
    else:
        # Discord takes away nearly every permission of somebody who is timed out.
        for name in facts.missing:
            yield _(
                "I miss the permission **{permission}** here. Give it to my role in the channel's "
                "settings, under Permissions."
            ).format(permission=_(name))
    if facts.is_closed_to_me:
        yield _(
            "**I am not in this private thread.** Mention me in it once, which adds me, or give my "
            "role **Manage Threads**."
        )
    if facts.is_locked:
        yield _("**This thread is locked.** Unlock it, or give my role **Manage Threads**.")
    if facts.elsewhere:
        yield _(
            "**Channels:** I answer in {channels} alone, and here commands get replies that only "
            "the asker sees. Choose this one too under **Answering**, or none at all to have me "
            "answer everywhere."
        ).format(channels=", ".join(f"<#{it}>" for it in facts.elsewhere))
    elif facts.elsewhere is not None:
        yield _(
            "**Channels:** those where I answer are gone. Choose others under **Answering**, or "
            "none at all to have me answer everywhere."
        )
    if not facts.shared_entries and not facts.own_entries:
        yield _nothing_known(facts)


def _nothing_known(facts: Facts) -> str:
    if facts.has_packs:
        return _(
            "**I have nothing to answer from:** neither the shared packs that are used here nor "
            "this server's own pack has a live entry. `/knowledge add` writes one."
        )
    return _(
        "**I have nothing to answer from:** no shared pack is used here, and this server's own "
        "pack has no live entry. Choose a pack under **Answering**, or write an entry with "
        "`/knowledge add`."
    )


def _limits(facts: Facts) -> Iterator[str]:
    if not facts.is_unasked:
        yield _(
            "**Unasked answers** are off here: I answer to a mention, a reply to me, a command or "
            "**Answer this**. They are turned on under **Answering**."
        )
    elif not facts.reads_content:
        yield _(
            "**Unasked answers** are on here, but Discord does not show me the text of messages. "
            "The bot's owner turns on **Message Content Intent** in Discord's developer portal, "
            "under Bot; then take the channel away under **Answering**, and choose it again."
        )
    if not facts.has_commands:
        yield _(
            "Members without a role of their own may not use my commands here: @everyone misses "
            "**Use Application Commands**. Mentions work."
        )
    if facts.shared_entries and not facts.own_entries:
        yield _own_silent(facts.own_drafts)
    if facts.blocked:
        yield ngettext(
            "**Blocklist:** {n} person gets no answers in this server; see **People**.",
            "**Blocklist:** {n} people get no answers in this server; see **People**.",
            facts.blocked,
        ).format(n=facts.blocked)
    yield _(
        "**Cooldowns:** I answer a person {person} times in {person_seconds:g} seconds at most, a "
        "channel {channel} times in {channel_seconds:g} and a server {server} times in "
        "{server_seconds:g}. Whoever is over that is told once."
    ).format(
        person=A_PERSON.count,
        person_seconds=A_PERSON.seconds,
        channel=A_CHANNEL.count,
        channel_seconds=A_CHANNEL.seconds,
        server=A_SERVER.count,
        server_seconds=A_SERVER.seconds,
    )


def _own_silent(drafts: int) -> str:
    if not drafts:
        return _(
            "This server's **own pack** is empty, so that the shared packs alone answer. "
            "`/knowledge add` writes an entry."
        )
    return ngettext(
        "This server's **own pack** has {n} draft and no live entry, so that the shared packs "
        "alone answer. `/knowledge edit` publishes it.",
        "This server's **own pack** has {n} drafts and no live entry, so that the shared packs "
        "alone answer. `/knowledge edit` publishes them.",
        drafts,
    ).format(n=drafts)
