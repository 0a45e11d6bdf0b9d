"""Corrections of published minutes, which are only ever added"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FACTS = "'roll', 'present', 'community', 'sub_district', 'subject', 'held_on', 'begins', 'place', 'host'"
REFUSALS = (
    ("correction_is_never_changed", "BEFORE UPDATE ON correction"),
    ("correction_is_never_removed", "BEFORE DELETE ON correction"),
    # also keeps INSERT OR REPLACE from removing a line, which calls no trigger of DELETE
    (
        "correction_follows_the_last",
        "BEFORE INSERT ON correction WHEN NEW.number <> "
        "(SELECT COALESCE(MAX(number), 0) + 1 FROM correction WHERE meeting_id = NEW.meeting_id)",
    ),
)


def upgrade() -> None:

    op.create_table(
        "correction",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("old", sa.String(length=200), nullable=False),
        sa.Column("new", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(f"fact IN ({FACTS})", name=op.f("ck_correction_fact")),
        sa.CheckConstraint("old <> new", name=op.f("ck_correction_differs")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_correction_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_correction")),
    )
    for name, occasion in REFUSALS:
        op.execute(f"CREATE TRIGGER {name} {occasion} BEGIN SELECT RAISE(ABORT, 'corrections are only added'); END")
