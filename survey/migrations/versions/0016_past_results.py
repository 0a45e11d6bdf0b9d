"""Results of earlier years, as they were published before this system"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "past_result",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("likeness", sa.String(length=700), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("sub_district", sa.String(length=200), nullable=False),
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("percent", sa.String(length=8), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("rated", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "votes IS NULL OR rated IS NOT NULL AND votes BETWEEN 0 AND rated", name=op.f("ck_past_result_counts")
        ),
        sa.CheckConstraint("percent <> '' OR votes IS NOT NULL", name=op.f("ck_past_result_figure")),
        sa.PrimaryKeyConstraint("year", "likeness", "kind", "item", name=op.f("pk_past_result")),
    )
