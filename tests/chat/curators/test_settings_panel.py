"""The panel of a server's settings."""

from __future__ import annotations

import pytest

from bot.chat.curators.settings_panel import render_settings
from bot.knowledge.model import Knowledge, Pack
from bot.store.servers import ServerSettings
from tests.chat.curators.views import breaches, options_of, parts, text_of
from tests.standin.limits import walk


@pytest.fixture
def shared(tea: Pack) -> Knowledge:
    return Knowledge(packs=(tea, Pack(id="cats", title="Cats *and* dogs")))


def test_the_defaults_are_told_and_chosen(shared: Knowledge) -> None:
    view = render_settings(ServerSettings(), shared)
    text = text_of(view)
    assert "**Curators:** who may manage this server." in text
    assert "**Curators' channel:** none." in text
    assert "**Shared packs:** all, and those that come." in text
    assert "**Questions are kept** for 30 days" in text
    assert all(it["default"] for it in options_of(view, "k:settings:packs"))
    chosen = [it["value"] for it in options_of(view, "k:settings:retention") if it["default"]]
    assert chosen == ["30"]
    assert breaches(view) == []


def test_what_was_decided_is_told_and_chosen(shared: Knowledge) -> None:
    view = render_settings(ServerSettings(5, 6, ("cats",), 45), shared, "A note.")
    text = text_of(view)
    assert "A note." in text
    assert "<@&5>, and who may manage this server." in text
    assert "<#6>" in text
    assert r"Cats \*and\* dogs." in text
    assert "for 45 days" in text
    selects = {it.get("custom_id"): it for it in walk(parts(view))}
    assert selects["k:settings:role"]["default_values"] == [{"id": 5, "type": "role"}]
    assert selects["k:settings:channel"]["default_values"] == [{"id": 6, "type": "channel"}]
    packs = {it["value"]: it["default"] for it in options_of(view, "k:settings:packs")}
    assert packs == {"tea": False, "cats": True}


@pytest.mark.parametrize("select", ["role", "channel", "packs"])
def test_a_choice_can_be_taken_back(shared: Knowledge, select: str) -> None:
    view = render_settings(ServerSettings(5, 6), shared)
    found = {it.get("custom_id"): it for it in walk(parts(view))}[f"k:settings:{select}"]
    assert found["min_values"] == 0


def test_without_shared_packs_there_is_nothing_to_choose() -> None:
    view = render_settings(ServerSettings(packs=()), Knowledge(packs=()))
    assert "**Shared packs:** there are none." in text_of(view)
    assert breaches(view) == []


def test_more_packs_than_a_select_holds_can_still_be_sent() -> None:
    packs = tuple(Pack(id=f"p{number}", title="*" * 200) for number in range(30))
    used = tuple(it.id for it in packs[1:])
    assert breaches(render_settings(ServerSettings(packs=used), Knowledge(packs=packs))) == []
