"""Lists of sources and topics, page by page."""

from __future__ import annotations

import pytest

from bot.chat.curators.items import A_PAGE, render_list
from bot.knowledge.model import Pack, Source
from tests.chat.curators.views import breaches, ids_of, text_of


def test_a_short_list_has_one_page(tea: Pack) -> None:
    view = render_list(tea, "sources", 0)
    assert "`leaf-journal` The Leaf Journal (academic), cited by 3" in text_of(view)
    assert ids_of(view) == []
    assert r"`health` Health, 2 entries: *Tea is better" in text_of(render_list(tea, "topics", 0))


@pytest.mark.parametrize(("page", "shown"), [(0, 0), (1, 1), (2, 2), (99, 2)])
def test_a_long_list_is_turned_page_by_page(page: int, shown: int) -> None:
    sources = tuple(
        Source(id=f"s-{it}", title="*" * 1000, kind="press") for it in range(2 * A_PAGE + 1)
    )
    view = render_list(Pack(id="p", title="*" * 1000, sources=sources), "sources", page)
    assert breaches(view) == []
    assert f"`s-{shown * A_PAGE}`" in text_of(view)
    assert len(ids_of(view)) == 2


def test_an_empty_pack_says_so() -> None:
    assert "There is none yet." in text_of(render_list(Pack(id="p", title="P"), "topics", 3))
