"""Votes, follows and replies, blocklists, and what servers decide of answers and digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes them."""
    for column in (
        sa.Column("language", sa.Text()),
        sa.Column("answer_bar", sa.Float()),
        sa.Column("takes_votes", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("has_digest", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("channels", sa.Text()),
        sa.Column("unasked_channels", sa.Text(), server_default="[]", nullable=False),
        sa.Column("digest_at", MOMENT),
        sa.Column("left_at", MOMENT),
    ):
        op.add_column("servers", column)
    op.create_table(
        "blocklist",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name="pk_blocklist"),
    )
    op.create_index("ix_blocklist_user_id", "blocklist", ["user_id"])
    op.create_table(
        "votes",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_helpful", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("voted_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "pack", "entry", "user_id", name="pk_votes"),
    )
    op.create_index("ix_votes_guild_id_voted_at", "votes", ["guild_id", "voted_at"])
    op.create_index("ix_votes_user_id", "votes", ["user_id"])
    op.create_table(
        "follows",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_follows"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_follows_guild_id", "follows", ["guild_id"])
    op.create_index("ix_follows_user_id", "follows", ["user_id"])
    op.create_table(
        "replies",
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("question_id", sa.BigInteger()),
        sa.Column("pack", sa.Text()),
        sa.Column("entry", sa.Text()),
        sa.Column("percent", sa.Integer()),
        sa.Column("posted_at", MOMENT, nullable=False),
        sa.Column("is_unasked", sa.Boolean(), nullable=False),
        sa.Column("substance", sa.Text()),
        sa.PrimaryKeyConstraint("message_id", name="pk_replies"),
    )
    op.create_index("ix_replies_channel_id_posted_at", "replies", ["channel_id", "posted_at"])
    op.create_index("ix_replies_question_id", "replies", ["question_id"])
    op.create_index("ix_replies_pack_posted_at", "replies", ["pack", "posted_at"])
