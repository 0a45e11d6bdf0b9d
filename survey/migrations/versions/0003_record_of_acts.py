"""The record of acts, which only grows"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSALS = (
    ("act_is_never_changed", "BEFORE UPDATE ON act"),
    ("act_is_never_removed", "BEFORE DELETE ON act"),
    # also keeps INSERT OR REPLACE from removing a line, which calls no trigger of DELETE
    ("act_follows_the_last", "BEFORE INSERT ON act WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM act)"),
)


def upgrade() -> None:

    op.create_table(
        "act",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("via", sa.String(length=16), nullable=False),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=200), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_act")),
    )
    op.create_index(op.f("ix_act_about"), "act", ["about"])
    for name, occasion in REFUSALS:
        op.execute(f"CREATE TRIGGER {name} {occasion} BEGIN SELECT RAISE(ABORT, 'the record of acts only grows'); END")
