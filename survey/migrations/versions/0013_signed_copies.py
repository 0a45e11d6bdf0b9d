"""Scans of the signed minutes, which are only ever added"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "signed_page",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("copy", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("media_type", sa.String(length=20), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('application/pdf', 'image/jpeg', 'image/png')", name=op.f("ck_signed_page_media_type")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_signed_page_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "copy", "page", name=op.f("pk_signed_page")),
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER signed_page_survives_{act.lower()} BEFORE {act} ON signed_page "
            "BEGIN SELECT RAISE(ABORT, 'signed copies are only added'); END"
        )
