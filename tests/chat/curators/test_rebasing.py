"""Two curators who add to one list lose nothing of each other's."""

from __future__ import annotations

from bot.chat.curators.rebasing import digest_of, with_both_lists
from bot.curating.changes import Put, Remove, merged
from bot.knowledge.model import Pack


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
