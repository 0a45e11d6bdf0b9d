"""First tables: campaigns, meetings, tallies, records, accounts, assessments"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "account",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint("role IN ('administrator', 'organizer', 'official')", name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_account")),
    )
    op.create_table(
        "campaign",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("instrument", sa.Text(), nullable=False),
        sa.Column("instrument_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("rules_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("campaign_id", sa.String(length=8), nullable=False),
        sa.Column("sub_district", sa.String(length=200), server_default="", nullable=False),
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("printed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("voided", sa.Integer(), server_default="0", nullable=False),
        sa.Column("issued", sa.Integer(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=True),
        sa.Column("spoiled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("announce", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=True),
        sa.Column("void_reason", sa.String(length=200), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("counted_at", sa.DateTime(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("purpose IN ('real', 'paper', 'demo', 'rehearsal')", name=op.f("ck_meeting_purpose")),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed', 'published', 'void')", name=op.f("ck_meeting_state")),
        sa.CheckConstraint("printed >= 0 AND voided >= 0 AND spoiled >= 0", name=op.f("ck_meeting_counts")),
        sa.CheckConstraint("returned IS NULL OR returned >= spoiled", name=op.f("ck_meeting_valid")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_meeting_campaign")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            "ux_meeting_community",
            ["campaign_id", "sub_district", "community"],
            unique=True,
            sqlite_where=sa.text("state <> 'void'"),
            postgresql_where=sa.text("state <> 'void'"),
        )

    op.create_table(
        "assessment",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.CheckConstraint("hundredths BETWEEN 0 AND 10000", name=op.f("ck_assessment_points")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_assessment_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_assessment")),
    )
    op.create_table(
        "channel",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_channel_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "name", name=op.f("pk_channel")),
    )
    op.create_table(
        "record",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_record_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_record")),
    )
    op.create_table(
        "subject",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_subject_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_subject")),
    )
    op.create_table(
        "tally",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=80), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_tally_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", "item", "level", name=op.f("pk_tally")),
    )
