"""The slip ledger; blank ballots; which meeting repeats or rehearses another"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COUNTS = sa.text("state <> 'void' AND purpose <> 'rehearsal'")
STANDS = sa.text("state <> 'void'")
COMMUNITY = ["campaign_id", "sub_district", "community"]


def upgrade() -> None:

    op.drop_index("ux_meeting_community", "meeting")
    op.add_column("meeting", sa.Column("blank", sa.Integer(), nullable=True))
    for name in ("repeats", "rehearses"):  # in words, for making the table anew would drop it under its children
        op.execute(f"ALTER TABLE meeting ADD {name} VARCHAR(8) CONSTRAINT fk_meeting_{name} REFERENCES meeting (id)")
    op.create_index(
        "ux_meeting_community", "meeting", COMMUNITY, unique=True, sqlite_where=COUNTS, postgresql_where=COUNTS
    )
    op.create_index(
        "ux_meeting_rehearses", "meeting", ["rehearses"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )
    op.create_table(
        "ledger",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entry", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("fate", sa.String(length=20), nullable=True),
        sa.Column("words", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "entry IN ('extra', 'handed_out', 'voided', 'reprinted', 'unaccounted')", name=op.f("ck_ledger_entry")
        ),
        sa.CheckConstraint("number > 0 OR entry IN ('handed_out', 'unaccounted')", name=op.f("ck_ledger_number")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_ledger_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "position", name=op.f("pk_ledger")),
    )
