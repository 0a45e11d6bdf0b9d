"""Items of the assessment, veto items, confirmed grades"""

import sqlalchemy as sa
from alembic import op

from ballots.tables import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_item",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 10000", name=op.f("ck_assessment_item_points")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_assessment_item_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "item", name=op.f("pk_assessment_item")),
    )
    op.create_table(
        "veto",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("evidence", sa.String(length=200), nullable=False),
        sa.Column("decider", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_veto_withdrawn")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_veto_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_veto")),
    )
    op.create_table(
        "confirmed_grade",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("proposed", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("decider", sa.String(length=200), nullable=False),
        sa.Column("rules_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=False),
        sa.CheckConstraint("grade IN ('model', 'standard', 'ordinary')", name=op.f("ck_confirmed_grade_grade")),
        sa.CheckConstraint(
            "proposed IN ('model', 'standard', 'ordinary', 'undecided')", name=op.f("ck_confirmed_grade_proposed")
        ),
        sa.CheckConstraint("grade = proposed OR length(reason) > 0", name=op.f("ck_confirmed_grade_reason")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_confirmed_grade_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_confirmed_grade")),
    )
