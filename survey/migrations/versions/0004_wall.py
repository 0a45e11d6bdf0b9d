"""What is chosen for each meeting's wall"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wall",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=True),
        sa.Column("scene", sa.String(length=12), nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("presses", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_overview_first", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(phase IS NULL) = (scene IS NULL)", name=op.f("ck_wall_choice")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_wall_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_wall")),
    )
