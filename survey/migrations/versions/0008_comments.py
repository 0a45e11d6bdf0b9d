"""Comments: whether a campaign asks for them, those that were opened, and how far their review is"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:

    with op.batch_alter_table("campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("takes_comments", sa.Boolean(), server_default=sa.text("0"), nullable=False))

    op.create_table(
        "comment",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("decision", sa.String(length=12), server_default="waiting", nullable=False),
        sa.Column("reason", sa.String(length=12), nullable=True),
        sa.Column("shown", sa.Text(), nullable=True),
        sa.CheckConstraint("decision IN ('waiting', 'released', 'withheld')", name=op.f("ck_comment_decision")),
        sa.CheckConstraint("reason IN ('identifies', 'accuses', 'insults', 'empty')", name=op.f("ck_comment_reason")),
        sa.CheckConstraint("(decision = 'withheld') = (reason IS NOT NULL)", name=op.f("ck_comment_why")),
        sa.CheckConstraint("(decision = 'released') = (shown IS NOT NULL)", name=op.f("ck_comment_what")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_comment_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_comment")),
    )
    op.create_table(
        "review",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("reviewer", sa.String(length=80), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "standing IN ('too_few', 'none', 'waiting', 'begun', 'listed', 'summarised', 'deleted')",
            name=op.f("ck_review_standing"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_review")),
    )
