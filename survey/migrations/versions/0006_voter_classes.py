"""The tally by voter class, and the slips of each class"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "class_count",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("voter_class", sa.Integer(), nullable=False),
        sa.Column("printed", sa.Integer(), nullable=False),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("valid", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "issued <= printed AND (returned IS NULL OR returned <= issued)", name=op.f("ck_class_count_counts")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_class_count_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "voter_class", name=op.f("pk_class_count")),
    )
    op.rename_table("tally", "tally_before")
    op.create_table(
        "tally",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("voter_class", sa.Integer(), server_default="0", nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tally_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", "item", "level", "voter_class", name=op.f("pk_tally")),
    )
    op.execute(
        "INSERT INTO tally (meeting_id, position, item, level, voter_class, votes) "
        "SELECT meeting_id, position, item, level, 0, votes FROM tally_before"
    )
    op.drop_table("tally_before")
