"""`/privacy`, over Discord's protocol: everybody's own data, and nobody else's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.chat.admins.privacy import render_known, render_sure
from bot.store.people import FORGOTTEN, Known
from bot.store.revisions import Author, Change
from bot.store.store import Store
from bot.translation import speaking
from tests.chat.curators import views
from tests.e2e.conftest import StartBot
from tests.e2e.remembering import Memory
from tests.standin import payloads
from tests.standin.exchanges import Exchange
from tests.standin.people import Person
from tests.standin.server import Discord, custom_ids, text_of

GUILD = int(payloads.GUILD)
MEMBER, CURATOR = payloads.MEMBER, payloads.CURATOR
FOLLOWED = "who drinks the most tea"
SHOW, DELETE, FORGET, KEEP = (f"privacy:{it}" for it in ("show", "delete", "forget", "keep"))


async def fill(store: Store, person: Person) -> None:
    """A vote, a question that they follow, a change that waits, and one that was made."""
    user_id = int(person.id)
    await store.votes.cast(GUILD, "tea", "how-long-to-steep", user_id, is_helpful=False)
    await store.follows.add(GUILD, user_id, f"{FOLLOWED}, asks {person.name}")
    await store.proposals.keep(f"server/{GUILD}", guild_id=GUILD, author_id=user_id, edits="[]")
    await store.revisions.commit(
        f"server/{person.id}",
        Change(Author(f"The {person.name}", "discord", user_id), ""),
        expected=0,
        files={"server.yaml": ""},
    )


def shown(exchange: Exchange) -> dict[str, Any]:
    assert exchange.message is not None
    assert exchange.is_private
    return exchange.message


def said(exchange: Exchange) -> str:
    return text_of(shown(exchange))


async def test_everything_can_be_seen_taken_along_and_deleted(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        await start_bot()
        privacy = await discord.slash("privacy", by=MEMBER)
        for line in (
            "1 vote on",
            "1 question that",
            "1 change of a pack",
            "1 change that you made",
        ):
            assert line in said(privacy)

        file = await discord.press(shown(privacy), SHOW)
        assert file.is_private
        found = json.loads(file.files["privacy.json"])
        assert found["votes"][0]["entry"] == "how-long-to-steep"
        assert found["followed_questions"][0]["question"] == f"{FOLLOWED}, asks {MEMBER.name}"
        assert found["changes_in_history"] == {f"server/{MEMBER.id}": 1}

        asked = await discord.press(shown(privacy), DELETE)
        assert "Nobody can bring that back" in said(asked)
        kept = await discord.press(shown(asked), KEEP)
        assert "Nothing was deleted" in said(kept)
        assert (await store.people.known(int(MEMBER.id))).votes

        asked = await discord.press(shown(kept), DELETE)
        deleted = await discord.press(shown(asked), FORGET)
        assert "- 1 vote\n- 1 followed question\n- 1 waiting change" in said(deleted)
        assert "The changes of packs themselves" in said(deleted)
        assert custom_ids(shown(deleted)) == []
        assert await store.people.known(int(MEMBER.id)) == Known((), (), (), {}, ())
        [revision] = await store.revisions.history(f"server/{MEMBER.id}")
        assert revision.author == Author(FORGOTTEN, "discord", None)
        assert "Nothing is kept about you now" in said(await discord.slash("privacy", by=MEMBER))


async def test_nobody_sees_or_deletes_what_is_anothers(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        await fill(store, CURATOR)
        before = await store.people.known(int(MEMBER.id))
        await start_bot()
        theirs = shown(await discord.slash("privacy", by=MEMBER))
        with pytest.raises(AssertionError, match="does not see the message"):
            await discord.press(theirs, SHOW, by=CURATOR)

        # Somebody may send a press of a button that Discord never showed them.
        sure = shown(await discord.press(theirs, DELETE))
        discord.private[theirs["id"]] = discord.private[sure["id"]] = CURATOR.id
        file = await discord.press(theirs | {"components": shown_buttons()}, SHOW, by=CURATOR)
        assert MEMBER.name not in file.files["privacy.json"].decode()
        assert CURATOR.name in file.files["privacy.json"].decode()
        await discord.press(sure, FORGET, by=CURATOR)
        assert await store.people.known(int(MEMBER.id)) == before
        assert not (await store.people.known(int(CURATOR.id))).votes


def shown_buttons() -> list[dict[str, Any]]:
    """The first message's buttons, which it has no more once it asks whether to delete."""
    button = {"type": 2, "style": 2, "label": "Show it all", "custom_id": SHOW}
    return [{"type": 1, "components": [button]}]


@pytest.mark.parametrize("place", ["direct", "group", "elsewhere", "left"])
async def test_it_works_wherever_somebody_is_and_after_they_left(
    discord: Discord, start_bot: StartBot, tmp_path: Path, place: str
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        await start_bot()
        channel = payloads.DIRECT
        if place == "group":
            channel = payloads.GROUP_DIRECT
        elif place == "elsewhere":
            channel = payloads.ELSEWHERE_CHANNEL
        elif place == "left":
            await discord.leave(MEMBER)
        privacy = await discord.slash("privacy", by=MEMBER, channel=channel)
        assert "1 vote on an answer" in said(privacy)
        file = await discord.press(shown(privacy), SHOW)
        assert FOLLOWED in file.files["privacy.json"].decode()
        asked = await discord.press(shown(privacy), DELETE)
        assert "- 1 vote" in said(await discord.press(shown(asked), FORGET))
        assert not (await store.people.known(int(MEMBER.id))).votes


async def test_who_is_blocked_may_see_and_delete_all_but_that(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        await store.servers.block(GUILD, int(MEMBER.id))
        await start_bot()
        refused = await discord.slash("ask", question="how long should tea steep", by=MEMBER)
        assert "Three minutes" not in said(refused)
        privacy = await discord.slash("privacy", by=MEMBER)
        assert "- 1 server whose admins do not let me answer you" in said(privacy)
        file = await discord.press(shown(privacy), SHOW)
        assert json.loads(file.files["privacy.json"])["blocked_in_servers"] == [GUILD]
        asked = await discord.press(shown(privacy), DELETE)
        deleted = await discord.press(shown(asked), FORGET)
        assert "I do not answer you in 1 server" in said(deleted)
        assert await store.servers.blocked(GUILD) == {int(MEMBER.id)}
        again = await discord.slash("privacy", by=MEMBER)
        assert custom_ids(shown(again)) == [SHOW]


async def test_it_speaks_the_language_of_the_server(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        await discord.change_server(locale="de")
        await start_bot()
        privacy = await discord.slash("privacy", by=MEMBER)
        known = await store.people.known(int(MEMBER.id))
        with speaking("de"):
            assert said(privacy) == views.text_of(render_known(known))
            asked = await discord.press(shown(privacy), DELETE)
            assert said(asked) == views.text_of(render_sure())


async def test_its_buttons_outlive_a_restart(
    discord: Discord, start_bot: StartBot, tmp_path: Path
) -> None:
    async with Memory(tmp_path).opened() as store:
        await fill(store, MEMBER)
        bot = await start_bot()
        privacy = await discord.slash("privacy", by=MEMBER)
        assert await bot.stop() == 0
        await start_bot()
        asked = await discord.press(shown(privacy), DELETE)
        await discord.press(shown(asked), FORGET)
        assert not (await store.people.known(int(MEMBER.id))).votes
