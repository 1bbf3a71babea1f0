"""Values on their way into the tables."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.errors import StoreError
from bot.store.database import Database
from bot.store.store import Store
from bot.store.tables import questions, storable


@given(st.text(st.characters(codec=None, exclude_categories=())))
@settings(max_examples=300, deadline=None)
def test_any_text_becomes_one_that_can_be_kept(text: str) -> None:
    kept = storable(text)
    assert "\0" not in kept
    kept.encode()
    assert storable(kept) == kept


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
@settings(max_examples=300, deadline=None)
def test_a_text_that_can_be_kept_is_kept_as_it_is(text: str) -> None:
    assert storable(text) == text


async def test_a_time_comes_back_in_utc_whatever_its_zone(store: Store, database_url: str) -> None:
    asked_at = datetime(2026, 3, 29, 1, 30, 0, 1, tzinfo=timezone(timedelta(hours=-9.5)))
    database = await Database.open(database_url)
    async with database.writing() as connection:
        await connection.execute(
            insert(questions).values(
                guild_id=1, asked_at=asked_at, question="", outcome="none", state="open"
            )
        )
        found = await connection.scalar(select(questions.c.asked_at))
    await database.close()
    assert found == asked_at
    assert found is not None
    assert found.tzinfo is UTC


async def test_a_time_without_a_zone_is_refused(store: Store, database_url: str) -> None:
    database = await Database.open(database_url)
    with pytest.raises(StoreError):
        async with database.writing() as connection:
            await connection.execute(
                select(questions).where(questions.c.asked_at < datetime(2026, 1, 1))
            )
    await database.close()
