"""The tables, as the newest migration leaves them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    false,
    text,
    true,
)
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time, aware and in UTC on both databases. SQLite keeps it without its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """In UTC. Raises `ValueError` for a time without a zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time in the database has a zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def storable(text: str) -> str:
    """`text` with U+FFFD for what cannot be stored: NUL, and halves of surrogate pairs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "\N{REPLACEMENT CHARACTER}")


class Words(TypeDecorator[str]):
    """What people typed, made storable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Storable."""
        return storable(value) if value is not None else None


class Names(TypeDecorator[tuple[str, ...]]):
    """Some names, as a list in JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """As JSON."""
        return json.dumps(list(value)) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """As a tuple."""
        return tuple(str(name) for name in json.loads(value)) if value is not None else None


class Numbers(TypeDecorator[tuple[int, ...]]):
    """Some ids, as a list in JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[int, ...] | None, dialect: Dialect) -> str | None:
        """As JSON."""
        return json.dumps(list(value)) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:
        """As a tuple."""
        return tuple(int(number) for number in json.loads(value)) if value is not None else None


Number = BigInteger().with_variant(Integer(), "sqlite")
"""The type of numbers that the database gives. SQLite gives them only to an INTEGER."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

homes = Table(
    "homes",
    metadata,
    Column("home", Text, primary_key=True),
    Column("version", Integer, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=True),
    Column("home", ForeignKey("homes.home", ondelete="CASCADE"), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("author", Words, nullable=False),
    Column("author_id", BigInteger),
    Column("through", Text, nullable=False),
    Column("summary", Words, nullable=False),
    Column("undoes", ForeignKey("revisions.number")),
    Column("is_pending", Boolean, nullable=False),
    Index("ix_revisions_home_number", "home", "number"),
    # A home has never two pending revisions, however many processes try. PostgreSQL's index too
    # is of pending revisions only, but its migration says so, not this table: otherwise every bot
    # would import PostgreSQL's dialect.
    Index("ix_revisions_pending", "home", unique=True, sqlite_where=text("is_pending")),
    sqlite_autoincrement=True,
)

revision_changes = Table(
    "revision_changes",
    metadata,
    Column("revision", ForeignKey("revisions.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Index("ix_revision_changes_kind_item", "kind", "item"),
)

pack_files = Table(
    "pack_files",
    metadata,
    Column("home", ForeignKey("homes.home", ondelete="CASCADE"), primary_key=True),
    Column("file", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

pending_files = Table(
    "pending_files",
    metadata,
    Column("revision", ForeignKey("revisions.number", ondelete="CASCADE"), primary_key=True),
    Column("file", Text, primary_key=True),
    Column("text", Text),
)

servers = Table(
    "servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("curator_role", BigInteger),
    Column("curators_channel", BigInteger),
    Column("packs", Names),
    Column("retention_days", Integer, nullable=False),
    Column("language", Text),
    Column("answer_bar", Float),
    Column("takes_votes", Boolean, nullable=False, server_default=true()),
    Column("has_digest", Boolean, nullable=False, server_default=false()),
    Column("channels", Numbers),
    Column("unasked_channels", Numbers, nullable=False, server_default="[]"),
    Column("digest_at", Moment),
    Column("left_at", Moment),
)

blocklist = Table(
    "blocklist",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_blocklist_user_id", "user_id"),
)

hidden_items = Table(
    "hidden_items",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pack", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("item", Text, primary_key=True),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("question", Words, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("pack", Text),
    Column("entry", Text),
    Column("confidence", Float),
    Column("state", Text, nullable=False),
    Index("ix_questions_guild_id_asked_at", "guild_id", "asked_at"),
    # A button holds the id, which must not come to mean another question.
    sqlite_autoincrement=True,
)

tallies = Table(
    "tallies",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("pack", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("count", Integer, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("home", Text, nullable=False),
    Column("guild_id", BigInteger),
    Column("author_id", BigInteger, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("edits", Words, nullable=False),
    Column("form", Words),
    Column("settles", Names, nullable=False),
    # A button holds the id, which must not come to mean another proposal.
    sqlite_autoincrement=True,
)

votes = Table(
    "votes",
    metadata,
    # 0 where it was cast in no server that the bot is in: a key has no room for NULL.
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("pack", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("is_helpful", Boolean, nullable=False),
    Column("reason", Text),
    Column("voted_at", Moment, nullable=False),
    Index("ix_votes_guild_id_voted_at", "guild_id", "voted_at"),
    Index("ix_votes_user_id", "user_id"),
)

follows = Table(
    "follows",
    metadata,
    Column("id", Number, primary_key=True, autoincrement=True),
    Column("guild_id", BigInteger),
    Column("user_id", BigInteger, nullable=False),
    Column("question", Words, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_follows_guild_id", "guild_id"),
    Index("ix_follows_user_id", "user_id"),
    # A button holds the id, which must not come to mean somebody else's follow.
    sqlite_autoincrement=True,
)

replies = Table(
    "replies",
    metadata,
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger),
    Column("question_id", BigInteger),
    Column("pack", Text),
    Column("entry", Text),
    Column("percent", Integer),
    Column("posted_at", Moment, nullable=False),
    Column("is_unasked", Boolean, nullable=False),
    Column("substance", Text),
    Index("ix_replies_channel_id_posted_at", "channel_id", "posted_at"),
    Index("ix_replies_question_id", "question_id"),
    Index("ix_replies_pack_posted_at", "pack", "posted_at"),
)
