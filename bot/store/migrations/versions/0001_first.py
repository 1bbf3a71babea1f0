"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes them."""
    op.create_table(
        "homes",
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("home", name="pk_homes"),
    )
    op.create_table(
        "revisions",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger()),
        sa.Column("through", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("undoes", NUMBER),
        sa.Column("is_pending", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revisions"),
        sa.ForeignKeyConstraint(
            ["home"], ["homes.home"], name="fk_revisions_home", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["undoes"], ["revisions.number"], name="fk_revisions_undoes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_revisions_home_number", "revisions", ["home", "number"])
    op.create_index(
        "ix_revisions_pending",
        "revisions",
        ["home"],
        unique=True,
        postgresql_where=sa.text("is_pending"),
        sqlite_where=sa.text("is_pending"),
    )
    op.create_table(
        "revision_changes",
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.PrimaryKeyConstraint("revision", "position", name="pk_revision_changes"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revisions.number"],
            name="fk_revision_changes_revision",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_revision_changes_kind_item", "revision_changes", ["kind", "item"])
    op.create_table(
        "pack_files",
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("home", "file", name="pk_pack_files"),
        sa.ForeignKeyConstraint(
            ["home"], ["homes.home"], name="fk_pack_files_home", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "pending_files",
        sa.Column("revision", NUMBER, nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.PrimaryKeyConstraint("revision", "file", name="pk_pending_files"),
        sa.ForeignKeyConstraint(
            ["revision"],
            ["revisions.number"],
            name="fk_pending_files_revision",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "servers",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("curator_role", sa.BigInteger()),
        sa.Column("curators_channel", sa.BigInteger()),
        sa.Column("packs", sa.Text()),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name="pk_servers"),
    )
    op.create_table(
        "hidden_items",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "pack", "kind", "item", name="pk_hidden_items"),
    )
    op.create_table(
        "questions",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text()),
        sa.Column("entry", sa.Text()),
        sa.Column("confidence", sa.Float()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_guild_id_asked_at", "questions", ["guild_id", "asked_at"])
    op.create_table(
        "tallies",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("pack", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "day", "outcome", "pack", "entry", name="pk_tallies"),
    )
    op.create_table(
        "proposals",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        sa.Column("home", sa.Text(), nullable=False),
        sa.Column("guild_id", sa.BigInteger()),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("edits", sa.Text(), nullable=False),
        sa.Column("form", sa.Text()),
        sa.Column("settles", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
    )
