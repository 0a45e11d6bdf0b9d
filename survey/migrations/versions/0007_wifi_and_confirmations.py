"""The hall's Wi-Fi, and who confirmed the count"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wifi",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("password", sa.String(length=63), nullable=False),
        sa.Column("security", sa.String(length=8), nullable=False),
        sa.CheckConstraint("security IN ('WPA', 'WEP', 'nopass')", name=op.f("ck_wifi_security")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_wifi_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_wifi")),
    )
    op.create_table(
        "confirmation",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_confirmation_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_confirmation")),
    )
