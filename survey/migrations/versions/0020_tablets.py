"""Shared tablets that the organizer let in: a hash for each, and the meeting it serves"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "tablet",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tablet_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "hash", name=op.f("pk_tablet")),
    )
