"""Two curators who add to one list lose nothing of each other's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import create_autospec, patch

import discord

from bot.chat.curators.access import Access
from bot.chat.curators.desk import Desk
from bot.chat.curators.proposals import find_proposal, propose
from bot.chat.curators.rebasing import composed, digest_of, rebased_on_seen, with_both_lists
from bot.curating.changes import Put, Remove, merged
from bot.curating.homes import SERVER_PACK
from bot.knowledge.model import Pack
from tests.chat.admins.workspaces import ANN, KETTLE, OWN, opened

SERVER = 11
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_what_both_do_to_a_list_is_done(tea: Pack) -> None:
    base = tea.entry_by_id["milk-first"]
    first, second, *others = base.phrasings
    theirs = base.model_copy(update={"phrasings": (second, *others, "theirs", "both")})
    mine = base.model_copy(update={"phrasings": (first, *others, "mine", "both")})
    pack = tea.model_copy(update={"entries": (theirs,)})
    edit = with_both_lists(Put(mine, base), pack)
    assert isinstance(edit, Put)
    assert edit.base is not None
    result = merged(edit.item, edit.base, theirs)
    assert result == base.model_copy(update={"phrasings": (*others, "theirs", "both", "mine")})


def test_all_else_is_left_to_be_compared(tea: Pack) -> None:
    base = tea.entry_by_id["milk-first"]
    theirs = base.model_copy(update={"question": "Theirs?"})
    edit = Put(base.model_copy(update={"question": "Mine?"}), base)
    assert with_both_lists(edit, tea.model_copy(update={"entries": (theirs,)})) == edit
    assert with_both_lists(edit, tea) == edit
    gone = Remove("entries", "milk-first")
    assert with_both_lists(gone, tea) == gone


def test_two_versions_have_two_digests(tea: Pack) -> None:
    entry = tea.entry_by_id["milk-first"]
    assert digest_of(entry) == digest_of(entry.model_copy())
    assert digest_of(entry) != digest_of(entry.model_copy(update={"question": "M?"}))


async def test_who_saw_what_stands_now_changes_that_and_it_alone(tmp_path: Path) -> None:
    base, other = KETTLE, KETTLE.model_copy(update={"id": "other"})
    edits = [Put(base.model_copy(update={"question": "Mine?"}), base), Put(other, other)]
    theirs = base.model_copy(update={"phrasings": ("theirs",)})
    async with opened(tmp_path, NOW) as workspace:
        own = workspace.own(SERVER)
        await workspace.curation.publish(own, [*OWN, Put(other)], ANN)
        await workspace.curation.publish(own, [Put(theirs, base)], ANN)
        interaction = create_autospec(discord.Interaction, instance=True)
        interaction.client.workspace = workspace
        interaction.user.id = 7
        desk = Desk(interaction, Access(SERVER, is_manager=False, is_curator=True, is_owner=False))
        proposed = await propose(desk, SERVER_PACK, edits=edits)

        assert (await rebased_on_seen(desk, proposed, "of something else")).edits == tuple(edits)
        mine = theirs.model_copy(update={"question": "Mine?"})
        rebased = (Put(mine, theirs), edits[1])
        assert (await rebased_on_seen(desk, proposed, digest_of(theirs))).edits == rebased
        assert (await find_proposal(desk, str(proposed.number))).edits == rebased


async def test_what_is_saved_and_not_answered_from_yet_is_not_overwritten(tmp_path: Path) -> None:
    async with opened(tmp_path, NOW) as workspace:
        home = workspace.own(SERVER)
        await workspace.curation.publish(home, OWN, ANN)
        interaction = create_autospec(discord.Interaction, instance=True)
        interaction.client.workspace = workspace
        interaction.user.id = 7
        desk = Desk(interaction, Access(SERVER, is_manager=False, is_curator=True, is_owner=False))
        answered = await desk.pack(SERVER_PACK)
        mine = KETTLE.model_copy(update={"phrasings": (*KETTLE.phrasings, "mine")})
        proposed = await propose(desk, SERVER_PACK, edits=[Put(mine, KETTLE)])
        theirs = KETTLE.model_copy(update={"phrasings": (*KETTLE.phrasings, "theirs")})
        await workspace.curation.publish(home, [Put(theirs, KETTLE)], ANN)

        with patch.object(Desk, "pack", return_value=answered):
            found, _stamp = await composed(desk, proposed)
        (edit,) = found.edits
        assert isinstance(edit, Put)
        assert edit.base == theirs
        both = (*KETTLE.phrasings, "theirs", "mine")
        assert edit.item == KETTLE.model_copy(update={"phrasings": both})
