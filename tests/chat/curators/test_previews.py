"""What curators see before they publish, within Discord's limits."""

from __future__ import annotations

from datetime import date

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.chat.curators.examining import examine
from bot.chat.curators.findings import changes_told
from bot.chat.curators.previews import render_preview
from bot.curating.changes import Put, PutHeader, Remove
from bot.knowledge.model import Entry, Pack, PackHeader, Source
from tests.chat.curators.proposing import EXPECTED, proposal
from tests.chat.curators.views import breaches, ids_of, parts, text_of
from tests.standin.limits import walk

STAMP = "0123456789abcdef"
TODAY = date(2026, 11, 21)


def previewed(
    answerer: Answerer, pack: Pack, *edits: Put | Remove, is_form: bool = True
) -> list[object]:
    found = examine(proposal(edits), edits, answerer, (), TODAY, expected=(EXPECTED,))
    return list(render_preview(7, edits, pack, found, stamp=STAMP, is_form=is_form))


def changed(pack: Pack, entry_id: str, **fields: object) -> Put:
    entry = pack.entry_by_id[entry_id]
    return Put(entry.model_copy(update=fields), entry)


def test_an_entry_is_shown_as_readers_will_see_it_with_idle_buttons(
    answerer: Answerer, tea: Pack
) -> None:
    put = changed(tea, "tea-is-healthier", answer="It is warmer. [^bean-board: page 1]")
    (view,) = previewed(answerer, tea, put)
    assert "It is warmer. [1]" in text_of(view)
    assert "[1] What the Bean Board says (lobby, sells coffee; page 1)" in text_of(view)
    assert "Above is `tea-is-healthier` as readers would see it." in text_of(view)
    buttons = {it["label"]: it for it in walk(parts(view)) if it.get("type") == 2}
    assert {name for name, it in buttons.items() if it["disabled"]} == {"The other side", "Why?"}
    assert ids_of(view)[-5:] == [
        f"k:publish:7:{STAMP}:0",
        "k:draft:7",
        "k:edit:7",
        "k:discard:7",
        "k:more:7",
    ]


def test_what_is_a_press_away_for_readers_is_one_for_the_curator(
    answerer: Answerer, tea: Pack
) -> None:
    answer = "\n\n".join(["Tea is warm and coffee is too. " * 20 + "[^bean-board]"] * 4)
    view, *others = previewed(answerer, tea, changed(tea, "tea-is-healthier", answer=answer))
    assert "Part 1 of 2" in text_of(view)
    (onward,) = [it for it in walk(parts(view)) if it.get("label") == "Read on"]
    assert (onward["custom_id"], onward["disabled"]) == ("k:page:7:1", False)
    assert not others
    assert breaches(view) == []


def test_what_would_break_is_told_and_counted_in_the_button(answerer: Answerer, tea: Pack) -> None:
    put = changed(tea, "how-long-to-steep", not_for=("steeping time of black tea",))
    (view,) = previewed(answerer, tea, put, is_form=False)
    assert "**What would change**\nOf 1 question: 1 answer is lost." in text_of(view)
    assert "then nothing, although `how-long-to-steep` must answer" in text_of(view)
    assert f"k:publish:7:{STAMP}:1" in ids_of(view)


def test_errors_disable_publishing_and_are_told_in_full(answerer: Answerer, tea: Pack) -> None:
    (view,) = previewed(answerer, tea, changed(tea, "how-long-to-steep", answer="So. [^nobody]"))
    publish = next(
        it for it in walk(parts(view)) if str(it.get("custom_id")).startswith("k:publish")
    )
    assert publish["disabled"]
    assert "There is no source `nobody`" in text_of(view)
    assert "- Answer: There is no source `nobody`" in text_of(view)
    assert "as readers would see it" not in text_of(view)


def test_an_entry_that_leaves_no_room_gets_a_message_of_its_own(
    answerer: Answerer, tea: Pack
) -> None:
    base = tea.entry_by_id["tea-is-healthier"]
    entry = base.model_copy(update={"answer": "Tea is warm. " * 118 + "[^bean-board]"})
    phrasings = tuple(f"is tea the warmer drink of the two, version {it}" for it in range(60))
    others = [
        changed(tea, name, phrasings=phrasings) for name in ("milk-first", "coffee-is-healthier")
    ]
    first, second = previewed(answerer, tea, *others, Put(entry, base))
    assert "Below is `tea-is-healthier` as readers would see it." in text_of(first)
    assert "version 0” is new" in text_of(first)
    assert "Tea is warm" not in text_of(first)
    assert "Tea is warm" in text_of(second)
    assert not any(it.startswith("k:") for it in ids_of(second))
    assert [*breaches(first), *breaches(second)] == []


def test_a_removal_names_what_refers_to_the_entry(answerer: Answerer, tea: Pack) -> None:
    (view,) = previewed(answerer, tea, Remove("entries", "how-long-to-steep"), is_form=False)
    text = text_of(view)
    assert "`tea-is-healthier` lists it as related" in text
    assert "1 expectation would be removed" in text
    assert "k:more:7" not in ids_of(view)
    (removal,) = [it for it in walk(parts(view)) if it.get("label") == "Remove"]
    assert removal["style"] == discord.ButtonStyle.danger.value
    told = changes_told([Remove("entries", "coffee-is-healthier")], tea)
    assert "- `tea-is-healthier` has it as its counter, and will have none." in told


def test_a_change_of_texts_tells_what_comes_and_what_goes(tea: Pack) -> None:
    phrasings = (*tea.entry_by_id["milk-first"].phrasings[1:], "**bold** milk")
    assert changes_told([changed(tea, "milk-first", phrasings=phrasings)], tea) == [
        "**Entry `milk-first`**",
        r"- Phrasings: “\*\*bold\*\* milk” is new",
        "- Phrasings: “milk before tea or after” goes",
    ]


def test_what_an_import_says_of_the_pack_is_told_before_its_items(tea: Pack) -> None:
    header = PackHeader(title="*Drinks*", language="en")
    edit = PutHeader(header, PackHeader(title=tea.title), (*tea.synonyms, ("a", "b"), ("c", "d")))
    sources = [Put(Source(id=f"s-{it}", title="T", kind="press")) for it in range(60)]
    assert changes_told([edit, *sources], tea)[:3] == [
        r"**Title: Tea and coffee → \*Drinks\***",
        "**2 groups of synonyms more**",
        "**Source `s-0`, new**",
    ]


def test_of_many_items_the_names_alone_are_told(answerer: Answerer, tea: Pack) -> None:
    sources = [Put(Source(id=f"s-{it}", title="T" * 900, kind="press")) for it in range(60)]
    (view,) = previewed(answerer, tea, *sources, is_form=False)
    assert breaches(view) == []
    assert "**Source `s-0`, new**" in text_of(view)
    assert "`s-9`, new**\n… and 50 more." in text_of(view)
    assert "- `s-5`: No answer cites `s-5`: cite it, or remove it.\n… and 54 more." in text_of(view)
    assert "What would change" in text_of(view)


def test_what_a_file_left_out_leaves_room_for_the_rest(answerer: Answerer, tea: Pack) -> None:
    edits = [changed(tea, "milk-first", question="Milk first?")]
    found = examine(proposal(edits), edits, answerer, (), TODAY)
    note = "\n".join(f"Line {it} was left out: it is empty." for it in range(900))
    (view,) = render_preview(7, edits, tea, found, stamp=STAMP, is_form=False, note=note)
    assert breaches(view) == []
    assert "Line 0 was left out" in text_of(view)
    assert "- Question: Milk first\\?" in text_of(view)


@pytest.mark.parametrize("is_form", [True, False], ids=["form", "no form"])
@settings(max_examples=25, deadline=None)
@given(
    answer=st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6000),
    question=st.text(st.characters(codec="utf-8", categories=["L", "P", "Zs"]), max_size=1000),
    related=st.booleans(),
)
def test_whatever_is_written_discord_takes_the_preview(
    answerer: Answerer, tea: Pack, is_form: bool, answer: str, question: str, related: bool
) -> None:
    base = tea.entry_by_id["tea-is-healthier"]
    entry = Entry.model_construct(
        **{
            **dict(base),
            "answer": f"{answer} [^leaf-journal]",
            "question": f"Q{question}".strip(),
            "related": base.related if related else (),
        }
    )
    found = examine(proposal([]), (), answerer, (), TODAY)
    views = render_preview(7, [Put(entry, base)], tea, found, stamp=STAMP, is_form=is_form)
    for view in views:
        assert breaches(view) == []
