"""Paper ballots: how many went out and came back, what two people typed of each, how the spoiled ones were decided"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_COUNT = "INTEGER DEFAULT '0' NOT NULL"


def upgrade() -> None:
    # Written out, because only so does SQLite take a constraint with a column.
    op.execute(
        f"ALTER TABLE meeting ADD COLUMN paper_issued {_COUNT}"
        " CONSTRAINT ck_meeting_paper_issued CHECK (paper_issued >= 0)"
    )
    op.execute(
        "ALTER TABLE meeting ADD COLUMN paper_returned INTEGER CONSTRAINT ck_meeting_paper_returned"
        " CHECK (paper_returned IS NULL OR paper_returned BETWEEN 0 AND paper_issued)"
    )
    op.execute(f"ALTER TABLE meeting ADD COLUMN assisted {_COUNT} CONSTRAINT ck_meeting_assisted CHECK (assisted >= 0)")
    op.execute(
        "UPDATE meeting SET paper_issued = issued, paper_returned = returned, printed = 0"
        " WHERE purpose = 'paper' AND issued IS NOT NULL"
    )
    op.create_table(
        "spoiled",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_spoiled_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "reason", name=op.f("pk_spoiled")),
    )
    op.create_table(
        "paper_entry",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.Column("doubt", sa.String(length=20), nullable=True),
        sa.CheckConstraint("place IN (1, 2)", name=op.f("ck_paper_entry_place")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_entry_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "number", "place", name=op.f("pk_paper_entry")),
        sa.UniqueConstraint(
            "meeting_id", "number", "entered_by", name=op.f("uq_paper_entry_meeting_id_number_entered_by")
        ),
    )
    op.create_table(
        "paper_settlement",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settled_by", sa.String(length=80), nullable=False),
        sa.Column("marks", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_settlement_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_paper_settlement")),
    )
    op.create_table(
        "paper_ruling",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("first", sa.String(length=80), nullable=False),
        sa.Column("second", sa.String(length=80), nullable=False),
        sa.CheckConstraint("first <> second", name=op.f("ck_paper_ruling_two_people")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_ruling_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "number", name=op.f("pk_paper_ruling")),
    )
