"""What is known of a channel before it is explained."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from bot.chat.admins.channel_facts import facts_about, missing_to_answer, missing_to_write
from bot.chat.admins.silence import READ_HISTORY, SEND, SEND_IN_THREADS, VIEW
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Knowledge, Pack, Topic
from bot.store.servers import ServerSettings
from tests.chat.admins.guilds import channel, guild, without_me
from tests.standin.channels import CURATORS_CHANNEL, FORUM, THREAD, Overwrite
from tests.standin.people import BOT_ROLE, CHANNEL, GUILD
from tests.standin.permissions import Permission
from tests.standin.places import Places

NOTHING = Knowledge(packs=())
OWN = Pack(
    id="server",
    title="Our own",
    topics=(Topic(id="a", title="A"),),
    entries=(
        Entry(id="live", topic="a", question="Is it live?", answer="Yes."),
        Entry(id="draft", topic="a", question="Is it a draft?", answer="Yes.", status="draft"),
    ),
)


def denied(channel_id: str, *permissions: Permission) -> discord.Guild:
    """The server where the bot's role misses some permissions in a channel."""
    places = Places()
    deny = sum(int(it) for it in permissions)
    places.change_channel(channel_id, overwrites={BOT_ROLE.id: Overwrite(deny=deny)})
    return guild(places)


@pytest.mark.parametrize(
    ("place", "permission", "named"),
    [
        pytest.param(CHANNEL, Permission.SEND_MESSAGES, (SEND,), id="send"),
        pytest.param(CHANNEL, Permission.READ_MESSAGE_HISTORY, (READ_HISTORY,), id="read-history"),
        pytest.param(CHANNEL, Permission.SEND_MESSAGES_IN_THREADS, (), id="threads-in-a-channel"),
        pytest.param(
            CHANNEL, Permission.VIEW_CHANNEL, (VIEW, SEND, READ_HISTORY), id="without-sight-nothing"
        ),
        pytest.param(
            FORUM, Permission.SEND_MESSAGES_IN_THREADS, (SEND_IN_THREADS,), id="threads-in-a-forum"
        ),
        pytest.param(FORUM, Permission.SEND_MESSAGES, (), id="no-posts-of-its-own"),
    ],
)
def test_what_is_missing_depends_on_the_channel(
    place: str, permission: Permission, named: tuple[str, ...]
) -> None:
    server = denied(place, permission)
    assert missing_to_answer(channel(server, place), server.me) == named


def test_a_thread_takes_its_channels_permissions() -> None:
    server = denied(CHANNEL, Permission.SEND_MESSAGES, Permission.SEND_MESSAGES_IN_THREADS)
    assert missing_to_answer(channel(server, THREAD), server.me) == (SEND_IN_THREADS,)


def test_writing_takes_no_history() -> None:
    server = denied(CHANNEL, Permission.READ_MESSAGE_HISTORY)
    assert missing_to_write(channel(server, CHANNEL), server.me) == ()


def test_with_everything_granted_and_nothing_decided_nothing_stands_in_the_way(tea: Pack) -> None:
    server = guild()
    found = facts_about(
        channel(server, CHANNEL), ServerSettings(), Knowledge(packs=(OWN, tea)), blocked=2
    )
    assert found.missing == ()
    assert found.elsewhere is None
    assert found.timed_out_until is None
    assert (found.shared_entries, found.own_entries, found.own_drafts) == (
        len(tea.live_entries),
        1,
        1,
    )
    assert found.has_commands
    assert found.has_packs
    assert found.blocked == 2


def test_other_channels_are_elsewhere_and_gone_ones_are_not_named() -> None:
    settings = ServerSettings(channels=(int(CURATORS_CHANNEL), 1))
    place = channel(guild(), CHANNEL)
    assert facts_about(place, settings, NOTHING).elsewhere == (int(CURATORS_CHANNEL),)


@pytest.mark.parametrize("place", [CHANNEL, THREAD])
def test_a_chosen_channel_is_chosen_with_its_threads(place: str) -> None:
    settings = ServerSettings(channels=(int(CHANNEL),), unasked_channels=(int(CHANNEL),))
    found = facts_about(channel(guild(), place), settings, NOTHING)
    assert found.elsewhere is None
    assert found.is_unasked


@pytest.mark.parametrize(
    ("denies", "is_locked"), [((), False), ((Permission.MANAGE_THREADS,), True)]
)
def test_a_locked_thread_is_locked_for_who_may_not_manage_threads(
    denies: tuple[Permission, ...], is_locked: bool
) -> None:
    places = Places()
    deny = sum(int(it) for it in denies)
    places.change_channel(CHANNEL, overwrites={BOT_ROLE.id: Overwrite(deny=deny)})
    places.change_channel(THREAD, is_locked=True)
    found = facts_about(channel(guild(places), THREAD), ServerSettings(), NOTHING)
    assert found.is_locked is is_locked


def test_a_timeout_is_known_while_it_lasts() -> None:
    later = discord.utils.utcnow() + timedelta(hours=1)
    server = guild(communication_disabled_until=later.isoformat())
    found = facts_about(channel(server, CHANNEL), ServerSettings(), NOTHING)
    assert found.timed_out_until == later


def test_commands_may_be_kept_from_everybody() -> None:
    places = Places()
    deny = int(Permission.USE_APPLICATION_COMMANDS)
    places.change_channel(CHANNEL, overwrites={GUILD: Overwrite(deny=deny)})
    place = channel(guild(places), CHANNEL)
    assert not facts_about(place, ServerSettings(), NOTHING).has_commands


def test_where_discord_leaves_the_bot_out_it_says_what_it_cannot_see() -> None:
    server = without_me()
    assert server.me is None
    with pytest.raises(ChangeRefused, match="Discord has not shown me"):
        facts_about(channel(server, CHANNEL), ServerSettings(), NOTHING)
