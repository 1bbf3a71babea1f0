"""`/settings`: what a server's managers decide, and why the bot is silent somewhere."""

from __future__ import annotations

import asyncio
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.translation import _, speaking
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads
from tests.standin.channels import FORUM, Channel
from tests.standin.exchanges import Exchange
from tests.standin.limits import walk
from tests.standin.people import ME, Role, crowd
from tests.standin.permissions import Permission
from tests.standin.server import BOT, JSON, MESSAGE_CONTENT, Discord, custom_ids, text_of

MENTION = f"<@{BOT}>"
ADMIN, ADMIN2, CURATOR, MEMBER = payloads.ADMIN, payloads.ADMIN2, payloads.CURATOR, payloads.MEMBER
CHANNEL, CURATORS_CHANNEL, THREAD = payloads.CHANNEL, payloads.CURATORS_CHANNEL, payloads.THREAD
PAGES = ("answering", "curating", "keeping", "people", "silence")
QUESTION = f"{MENTION} how long should tea steep"
UNSURE = f"{MENTION} tea brew time"
"""The entry about steeping is some 80% likely for it."""
LOOKS = 100
"""How often a page is opened until what is remembered after an answer shows."""
ANSWER = "Three minutes will do."
REFUSED = "Only members who may manage this server"
FORGED = ("00", "1", "x", "", "-5", "9" * 90, payloads.CHANNEL2, payloads.GUILD2, BOT)


def shown(exchange: Exchange) -> JSON:
    assert exchange.message is not None
    return exchange.message


def said(exchange: Exchange) -> str:
    return text_of(shown(exchange))


def told(exchange: Exchange) -> str:
    """All that the one who pressed was told, in the panel or beside it."""
    return "\n".join(map(text_of, [shown(exchange), *exchange.followups]))


async def open_page(discord: Discord, page: str, **more: Any) -> JSON:
    """The panel, turned to a page."""
    panel = shown(await discord.slash("settings", **{"by": ADMIN, **more}))
    return shown(await discord.press(panel, f"k:settings:page:{page}"))


async def choose(discord: Discord, page: str, setting: str, *values: Any, **more: Any) -> Exchange:
    """Opens a page, and chooses in a select of it."""
    panel = await open_page(discord, page, **more)
    return await discord.press(panel, f"k:settings:{setting}", *values)


def forged(panel: JSON, custom_id: str, *values: str) -> JSON:
    """The panel with nothing but a select in it that Discord never offered."""
    options = [{"label": "x", "value": it} for it in dict.fromkeys(values)]
    select = {
        "type": 3,
        "custom_id": custom_id,
        "options": options,
        "min_values": 0,
        "max_values": len(options),
    }
    return {**panel, "components": [{"type": 1, "components": [select]}]}


async def test_a_manager_decides_and_what_is_decided_outlives_a_restart(
    discord: Discord, start_bot: StartBot
) -> None:
    bot = await start_bot()
    opened = await discord.slash("settings", by=ADMIN)
    assert opened.is_private
    chosen = await choose(discord, "curating", "role", payloads.CURATOR_ROLE.id)
    assert f"<@&{payloads.CURATOR_ROLE.id}>" in said(chosen)
    chosen = await choose(discord, "curating", "channel", CURATORS_CHANNEL)
    assert f"<#{CURATORS_CHANNEL}>" in said(chosen)
    chosen = await choose(discord, "keeping", "retention", "90")
    assert "kept for 90 days" in said(chosen)
    assert "own pack" in said(await discord.slash("knowledge history", by=CURATOR))

    assert await bot.stop() == 0
    await start_bot()
    assert "kept for 90 days" in text_of(await open_page(discord, "keeping"))
    await choose(discord, "curating", "role")
    cleared = await choose(discord, "curating", "channel")
    assert "**Curators:** who may manage" in said(cleared)
    assert "**Curators' channel:** none" in said(cleared)
    gone = await discord.slash("knowledge history", by=CURATOR)
    assert "Only curators may do that" in said(gone)


async def test_the_panel_is_offered_in_servers_alone(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    with pytest.raises(AssertionError, match="is not offered"):
        await discord.slash("settings", by=ADMIN, channel=payloads.DIRECT)


async def test_neither_members_nor_curators_get_through_by_command_select_or_button(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await choose(discord, "curating", "role", payloads.CURATOR_ROLE.id)
    for person in (MEMBER, CURATOR):
        assert REFUSED in said(await discord.slash("settings", by=person))
        assert not discord.is_shown_to(person, "settings")
    pages = [await open_page(discord, it) for it in PAGES]
    before = [text_of(it) for it in pages]
    tried = 0
    # Nobody presses so often that they have to wait.
    for page, person in zip(pages, crowd(len(pages)), strict=True):
        page = {**page, "id": payloads.snowflake()}
        curator = replace(person, roles=(payloads.CURATOR_ROLE,))
        member = replace(curator, roles=())
        for part in walk(page["components"]):
            custom_id = part.get("custom_id")
            if custom_id is None:
                continue
            values = [CHANNEL] if custom_id == "k:settings:silence-in" else []
            if part["type"] == 3:
                values = [it["value"] for it in part["options"] if not it.get("default")][:1]
            for by, refusal in ((curator, REFUSED), (member, "Only curators may do that")):
                refused = await discord.press(page, custom_id, *values, by=by)
                assert refusal in told(refused), custom_id
                tried += 1
    assert tried > 2 * len(PAGES)
    assert [text_of(await open_page(discord, it)) for it in PAGES] == before


async def test_one_servers_manager_decides_nothing_for_another(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    there: JSON = {"by": ADMIN2, "guild": payloads.GUILD2}
    changed = await choose(discord, "keeping", "retention", "7", **there)
    assert "kept for 7 days" in said(changed)
    assert "kept for 30 days" in text_of(await open_page(discord, "keeping"))
    panel = await open_page(discord, "silence", **there)
    asked = forged(panel, "k:settings:silence-in", CHANNEL)
    refused = await discord.press(asked, "k:settings:silence-in", CHANNEL, by=ADMIN2)
    assert "That is not there any more" in told(refused)


async def test_forged_values_change_nothing(discord: Discord, start_bot: StartBot) -> None:
    bot = await start_bot()
    before = {it: text_of(await open_page(discord, it)) for it in PAGES}
    settings = {
        "answering": ("channels", "unasked", "bar", "packs"),
        "curating": ("role", "channel", "digest", "digest:", "role:on"),
        "keeping": ("retention", "votes:maybe"),
        "people": ("language", "blocklist"),
        "silence": ("silence-in", "page:secret", "page", "nothing"),
    }
    # Nobody presses so often that they have to wait.
    admins = iter(crowd(sum(map(len, settings.values()))))
    for page, names in settings.items():
        panel = {**await open_page(discord, page), "id": payloads.snowflake()}
        for name in names:
            if name == "packs":
                continue  # none of them is what is chosen by none
            admin = replace(next(admins), roles=ADMIN.roles)
            for value in FORGED:
                custom_id = f"k:settings:{name}"
                message = forged(panel, custom_id, value or "none")
                answer = await discord.press(message, custom_id, value or "none", by=admin)
                assert "Something went wrong" not in told(answer), (name, value)
    assert {it: text_of(await open_page(discord, it)) for it in PAGES} == before
    message = forged(await open_page(discord, "answering"), "k:settings:packs", "secret")
    answer = await discord.press(message, "k:settings:packs", "secret", by=ADMIN)
    assert "**Shared packs:** all, and those that come." in said(answer)
    assert "Traceback" not in bot.output()


async def test_a_curators_channel_that_the_bot_cannot_write_in_is_not_taken(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await discord.forbid(CURATORS_CHANNEL, Permission.SEND_MESSAGES)
    chosen = await choose(discord, "curating", "channel", CURATORS_CHANNEL)
    assert "there I miss Send Messages. Nothing was changed." in said(chosen)
    assert "**Curators' channel:** none" in said(chosen)
    everyone = Role(payloads.GUILD, "@everyone", payloads.GUILD)
    chosen = await choose(discord, "curating", "role", everyone)
    assert "@everyone cannot be curators" in said(chosen)


async def test_the_bot_answers_in_the_chosen_channels_and_their_threads_alone(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = await choose(discord, "answering", "channels", CHANNEL)
    assert f"I answer in <#{CHANNEL}> and their threads alone." in said(chosen)
    await discord.say(QUESTION, channel=CURATORS_CHANNEL, by=MEMBER)
    for channel in (CHANNEL, THREAD):
        answer = await discord.ask_and_wait(QUESTION, channel=channel, by=MEMBER)
        assert answer["channel_id"] == channel
    assert len(discord.sent) == 2

    everywhere = await choose(discord, "answering", "channels")
    assert "I answer everywhere" in said(everywhere)
    answer = await discord.ask_and_wait(QUESTION, channel=CURATORS_CHANNEL, by=MEMBER)
    assert answer["channel_id"] == CURATORS_CHANNEL


async def test_two_managers_choices_are_both_kept(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    mine, theirs = await open_page(discord, "answering"), await open_page(discord, "answering")
    await discord.press(mine, "k:settings:channels", CHANNEL)
    both = await discord.press(theirs, "k:settings:channels", FORUM)
    assert f"I answer in <#{CHANNEL}>, <#{FORUM}> and" in said(both)
    one = await discord.press(shown(both), "k:settings:channels", FORUM)
    assert f"I answer in <#{FORUM}> and" in said(one)


async def test_what_two_managers_choose_at_once_is_both_kept(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = (CHANNEL, FORUM, CURATORS_CHANNEL)
    panels = [await open_page(discord, "answering") for _ in chosen]
    presses = zip(panels, chosen, strict=True)
    await asyncio.gather(*(discord.press(it, "k:settings:channels", to) for it, to in presses))
    answering = text_of(await open_page(discord, "answering"))
    assert all(f"<#{it}>" in answering for it in chosen)


async def test_turning_unasked_answers_on_asks_discord_for_the_text_of_messages(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    assert not discord.intents & MESSAGE_CONTENT
    before = discord.identified
    chosen = await choose(discord, "answering", "unasked", CHANNEL, FORUM)
    assert f"**Unasked answers:** in <#{CHANNEL}>, <#{FORUM}>." in said(chosen)
    assert "Discord does not let me read messages yet" in said(chosen)
    await discord.until(lambda: discord.identified > before, "another connection")
    assert discord.intents & MESSAGE_CONTENT
    page = text_of(await open_page(discord, "answering"))
    assert "Discord does not let me read messages yet" not in page
    answer = await discord.ask_and_wait("how long should tea steep?", by=MEMBER)
    assert ANSWER in text_of(answer)
    off = await choose(discord, "answering", "unasked")
    assert "**Unasked answers:** off." in said(off)


async def test_where_discord_withholds_the_text_of_messages_the_panel_says_so(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.refused_intents = MESSAGE_CONTENT
    await start_bot()
    before = discord.identified
    await choose(discord, "answering", "unasked", CHANNEL)
    await discord.until(lambda: discord.identified > before, "another connection")
    page = text_of(await open_page(discord, "answering"))
    assert "owner has to turn on Message Content Intent" in page
    silent = text_of(await open_page(discord, "silence"))
    assert "nothing is missing" in silent
    assert "**Unasked answers** are on here, but Discord does not show me the text" in silent


async def test_a_bar_is_shown_with_what_it_would_have_meant_and_then_holds(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    assert "No question is on record yet" in text_of(await open_page(discord, "answering"))
    for question in (QUESTION, UNSURE, f"{MENTION} what is the capital of France"):
        await discord.ask_and_wait(question, by=MEMBER)
    expected = "The last 3 questions here, asked again: 2 answered, 0 suggested, 1 declined."
    for _attempt in range(LOOKS):  # questions are remembered after their answers
        page = await open_page(discord, "answering")
        if expected in text_of(page):
            break
    assert expected in text_of(page)
    select = next(it for it in walk(page["components"]) if it.get("custom_id") == "k:settings:bar")
    strict = select["options"][0]
    assert strict["label"] == "Nearly certain (95%)"
    assert strict["description"] == "1 answered, 1 suggested, 1 declined"

    chosen = await discord.press(page, "k:settings:bar", "95")
    assert "**How sure I must be:** 95%." in said(chosen)
    assert "asked again: 1 answered, 1 suggested, 1 declined." in said(chosen)
    assert ANSWER not in text_of(await discord.ask_and_wait(UNSURE, by=MEMBER))
    await choose(discord, "answering", "bar", "default")
    assert ANSWER in text_of(await discord.ask_and_wait(UNSURE, by=MEMBER))


async def test_shared_packs_that_are_not_chosen_do_not_answer(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = await choose(discord, "answering", "packs")
    assert "only this server's own pack answers" in said(chosen)
    assert ANSWER not in text_of(await discord.ask_and_wait(QUESTION, by=MEMBER))
    chosen = await choose(discord, "answering", "packs", "tea")
    assert "all, and those that come" in said(chosen)
    assert ANSWER in text_of(await discord.ask_and_wait(QUESTION, by=MEMBER))


async def test_the_panel_speaks_the_language_that_was_chosen(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = await choose(discord, "people", "language", "de")
    with speaking("de"):
        heading, named = _("### Settings of this server"), _("**Language:** {name}.")
    assert heading in said(chosen)
    assert named.format(name="Deutsch") in said(chosen)
    back = await discord.press(shown(chosen), "k:settings:language", "default")
    assert "### Settings of this server" in said(back)
    await discord.change_server(locale="de")
    followed = await open_page(discord, "people")
    assert heading in text_of(followed)


async def test_questions_are_kept_and_votes_are_taken_as_decided(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    answer = await discord.ask_and_wait(QUESTION, by=MEMBER)
    assert any(it.startswith("up:") for it in custom_ids(answer))
    panel = await open_page(discord, "keeping")
    off = await discord.press(panel, "k:settings:votes:off")
    assert "**Feedback:** off." in said(off)
    answer = await discord.ask_and_wait(QUESTION, by=MEMBER)
    assert not any(it.startswith("up:") for it in custom_ids(answer))
    twice = await discord.press(panel, "k:settings:votes:off")
    assert "**Feedback:** off." in said(twice)

    none = await discord.press(shown(off), "k:settings:retention", "0")
    assert "**Questions:** not kept" in said(none)


async def test_a_digest_is_turned_on_and_says_where_it_goes(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    panel = await open_page(discord, "curating")
    on = await discord.press(panel, "k:settings:digest:on")
    assert "on, but there is no curators' channel for it" in said(on)
    chosen = await discord.press(shown(on), "k:settings:channel", CURATORS_CHANNEL)
    assert "**Weekly digest:** on, in the curators' channel." in said(chosen)
    off = await discord.press(shown(chosen), "k:settings:digest:off")
    assert "**Weekly digest:** off." in said(off)


async def test_whoever_is_blocked_gets_no_answer_until_they_are_taken_away(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    blocked = await choose(discord, "people", "blocklist", MEMBER)
    assert f"**Blocklist:** <@{MEMBER.id}>." in said(blocked)
    refused = await discord.slash("ask", question="how long should tea steep", by=MEMBER)
    assert ANSWER not in told(refused)
    await discord.say(QUESTION, by=MEMBER)
    allowed = [await discord.say(QUESTION, by=CURATOR) for _again in range(2)]
    answers = [await discord.next_message(number) for number in range(2)]
    asked = {str(it["body"]["message_reference"]["message_id"]) for it in answers}
    assert asked == {it["id"] for it in allowed}
    freed = await discord.press(shown(blocked), "k:settings:blocklist")
    assert "**Blocklist:** nobody." in said(freed)
    assert ANSWER in text_of(await discord.ask_and_wait(QUESTION, by=MEMBER))


async def test_neither_managers_nor_the_bot_can_be_blocked(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = await choose(
        discord, "people", "blocklist", ADMIN, payloads.OWNER, ME, MEMBER, by=ADMIN
    )
    assert f"<@{ADMIN.id}> may manage this server" in said(chosen)
    assert f"<@{payloads.OWNER.id}> may manage this server" in said(chosen)
    assert "I cannot block myself" in said(chosen)
    assert f"**Blocklist:** <@{MEMBER.id}>." in said(chosen)


async def test_why_it_is_silent_is_told_for_here_and_for_another_channel(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    panel = await open_page(discord, "silence")
    assert f"**In <#{CHANNEL}> nothing is missing.** Mention me" in text_of(panel)
    await discord.forbid(CURATORS_CHANNEL, Permission.SEND_MESSAGES)
    other = await discord.press(panel, "k:settings:silence-in", CURATORS_CHANNEL)
    assert f"**In <#{CURATORS_CHANNEL}> I cannot answer**" in said(other)
    assert "I miss the permission **Send Messages** here." in said(other)
    before = len(discord.sent)
    await discord.say(QUESTION, by=MEMBER, channel=CURATORS_CHANNEL)
    await discord.ask_and_wait(QUESTION, by=MEMBER)
    assert [it["channel_id"] for it in discord.sent[before:]] == [CHANNEL]

    await choose(discord, "answering", "channels", CURATORS_CHANNEL)
    here = text_of(await open_page(discord, "silence"))
    assert f"**Channels:** I answer in <#{CURATORS_CHANNEL}> alone" in here


@pytest.mark.parametrize(
    ("place", "of", "permission", "named"),
    [
        pytest.param(
            THREAD,
            CHANNEL,
            Permission.SEND_MESSAGES_IN_THREADS,
            "Send Messages in Threads",
            id="thread",
        ),
        pytest.param(
            FORUM,
            FORUM,
            Permission.SEND_MESSAGES_IN_THREADS,
            "Send Messages in Threads",
            id="forum",
        ),
        pytest.param(
            CURATORS_CHANNEL,
            CURATORS_CHANNEL,
            Permission.READ_MESSAGE_HISTORY,
            "Read Message History",
            id="history",
        ),
        pytest.param(
            CURATORS_CHANNEL,
            CURATORS_CHANNEL,
            Permission.VIEW_CHANNEL,
            "View Channel",
            id="sight",
        ),
    ],
)
async def test_a_missing_permission_is_named(
    discord: Discord,
    start_bot: StartBot,
    place: str,
    of: str,
    permission: Permission,
    named: str,
) -> None:
    await start_bot()
    await discord.forbid(of, permission)
    found = await choose(discord, "silence", "silence-in", place)
    assert f"I miss the permission **{named}** here." in said(found)


async def test_a_private_thread_that_the_bot_is_not_in_is_told_apart(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    secret = Channel(payloads.snowflake(), payloads.GUILD, "secret", 12, parent=CHANNEL)
    discord.places.channels[secret.id] = secret
    found = await choose(discord, "silence", "silence-in", secret.id)
    assert f"**In <#{secret.id}> I cannot answer**" in said(found)
    assert "**I am not in this private thread.**" in said(found)


async def test_a_server_with_nothing_to_answer_from_hears_so(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    await choose(discord, "answering", "packs")
    silent = text_of(await open_page(discord, "silence"))
    assert "**I have nothing to answer from:** no shared pack is used here" in silent


async def test_a_server_that_has_its_commands_alone_gets_answers_and_keeps_nothing(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    discord.places.with_commands.add(payloads.ELSEWHERE)
    there: dict[str, Any] = {"by": payloads.OWNER3, "guild": payloads.ELSEWHERE}
    await start_bot()
    assert ANSWER in said(await discord.slash("ask", question="how long should tea steep", **there))
    for command in ("settings", "knowledge add", "knowledge history"):
        refused = await discord.slash(command, **there)
        assert refused.modal is None
        assert "**I am not a member of this server.**" in said(refused)
        assert refused.is_private
    async with Memory(tmp_path).opened() as store:
        assert int(payloads.ELSEWHERE) not in await store.servers.kept()


async def test_a_panel_of_a_server_that_the_bot_left_changes_nothing(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    await start_bot()
    panel = await open_page(discord, "keeping")
    discord.places.with_commands.add(payloads.GUILD)
    await discord.remove_bot()
    refused = await discord.press(panel, "k:settings:retention", "7", by=ADMIN)
    assert "**I am not a member of this server.**" in told(refused)
    async with Memory(tmp_path).opened() as store:
        assert (await store.servers.settings(int(payloads.GUILD))).retention_days == 30


async def test_of_a_server_that_discord_has_not_shown_yet_the_panel_says_so(
    discord: Discord, start_bot: StartBot
) -> None:
    discord.places.unavailable.add(payloads.GUILD)
    await start_bot()
    panel = shown(await discord.slash("settings", by=ADMIN))
    for custom_id, values in (
        ("k:settings:page:silence", ()),
        ("k:settings:channels", (CHANNEL,)),
        ("k:settings:unasked", (CHANNEL,)),
    ):
        found = told(await discord.press(panel, custom_id, *values, by=ADMIN))
        assert "Discord has not shown me the channels of this server yet" in found, custom_id
        assert "is not there any more" not in found, custom_id
    people = shown(await discord.press(panel, "k:settings:page:people", by=ADMIN))
    blocked = await discord.press(people, "k:settings:blocklist", MEMBER, by=ADMIN)
    assert f"**Blocklist:** <@{MEMBER.id}>." in said(blocked)


async def test_a_select_is_cleared_also_where_discord_does_not_repeat_what_it_showed(
    discord: Discord, start_bot: StartBot
) -> None:
    await start_bot()
    chosen = shown(await choose(discord, "answering", "channels", CHANNEL, CURATORS_CHANNEL))
    assert f"I answer in <#{CHANNEL}>, <#{CURATORS_CHANNEL}> and" in text_of(chosen)
    one = await discord.press(without_defaults(chosen), "k:settings:channels", CHANNEL)
    assert f"I answer in <#{CHANNEL}> and" in said(one)
    none = await discord.press(without_defaults(shown(one)), "k:settings:channels")
    assert "I answer everywhere" in said(none)
    blocked = shown(await choose(discord, "people", "blocklist", MEMBER))
    freed = await discord.press(without_defaults(blocked), "k:settings:blocklist")
    assert "**Blocklist:** nobody." in said(freed)


def without_defaults(panel: JSON) -> JSON:
    """The panel as Discord might send it back: without what its selects showed as chosen."""
    bare = deepcopy({key: value for key, value in panel.items() if key != "body"})
    for component in walk(bare["components"]):
        component.pop("default_values", None)
    return bare


async def test_a_panel_of_another_version_says_so(discord: Discord, start_bot: StartBot) -> None:
    await start_bot()
    panel = await open_page(discord, "keeping")
    button = {"type": 2, "style": 2, "label": "x", "custom_id": "k:settings:moods"}
    old = {**panel, "components": [{"type": 1, "components": [button]}]}
    assert "Run `/settings` again" in told(await discord.press(old, "k:settings:moods", by=ADMIN))
