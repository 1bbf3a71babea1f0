"""Forms fit into modals, and come back from them."""

from __future__ import annotations

import pytest

from bot.chat.curators.forms import Typed, fields_of
from bot.chat.curators.modals import FIELDS, MORE, field_modal, kind_submitted, whole_modal
from bot.errors import ChangeRefused
from bot.knowledge.model import Entry, Item, Pack, kind_of
from tests.standin.limits import modal_breaches, walk


def items(pack: Pack) -> tuple[Item, ...]:
    return (*pack.sources, *pack.topics, *pack.entries)


def test_every_item_opens_as_it_is_within_discords_limits(tea: Pack) -> None:
    for item in items(tea):
        typed = Typed(kind_of(item), fields_of(item), item)
        modal = whole_modal(12, typed).to_dict()
        assert modal_breaches(modal) == []
        assert modal["custom_id"] == f"k:form:12::{item.id}"
        fields = {it["custom_id"]: it for it in walk(modal["components"]) if "custom_id" in it}
        assert list(fields) == list(FIELDS[kind_of(item)])[:5]
        for name, field in fields.items():
            options = [it["value"] for it in field.get("options", []) if it["default"]]
            assert (field.get("value") or "".join(options)) == typed.fields[name]


@pytest.mark.parametrize("name", [it for it in MORE if it != "reviewed"])
def test_the_other_fields_have_modals_of_their_own(tea: Pack, name: str) -> None:
    entry = tea.entry_by_id["tea-is-healthier"]
    modal = field_modal(12, Typed("entries", fields_of(entry), entry), name).to_dict()
    assert modal_breaches(modal) == []
    assert [it["custom_id"] for it in walk(modal["components"]) if "custom_id" in it] == [name]


def test_a_form_tells_its_pack_and_item_where_there_is_room_for_both() -> None:
    entry = Entry(id="e" * 64, topic="t", question="Q?", answer="A.")
    typed = Typed("entries", fields_of(entry), entry)
    assert whole_modal(1, typed, "server").custom_id == f"k:form:1:server:{'e' * 64}"
    assert field_modal(1, typed, "counter", "server").custom_id == f"k:form:1:server:{'e' * 64}"
    assert whole_modal(12345, typed, "p" * 24).custom_id == "k:form:12345"
    assert whole_modal(1, Typed("topics", {}), "server").custom_id == "k:form:1:server:"


def test_the_kind_of_a_form_is_known_by_its_fields() -> None:
    for kind, fields in FIELDS.items():
        assert kind_submitted(list(fields)[:5]) == kind
    assert kind_submitted(["phrasings"]) == "entries"
    assert kind_submitted(["question", "stake"]) is None


def test_an_empty_form_is_neutral(tea: Pack) -> None:
    modal = whole_modal(1, Typed("entries", {})).to_dict()
    assert modal_breaches(modal) == []
    (side,) = [it for it in walk(modal["components"]) if it.get("custom_id") == "side"]
    assert [it["value"] for it in side["options"] if it["default"]] == ["neutral"]


def test_an_answer_that_no_modal_holds_is_refused_with_a_way_out(tea: Pack) -> None:
    entry = tea.entry_by_id["tea-is-healthier"].model_copy(update={"answer": "x" * 4001})
    with pytest.raises(ChangeRefused, match=r"4,001 characters.*`/knowledge export`"):
        whole_modal(1, Typed("entries", fields_of(entry), entry))
