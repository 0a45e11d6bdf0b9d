"""Rule sets of the district, a row for each version, never changed"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_version",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_rule_version")),
        sa.UniqueConstraint("name", "version", name=op.f("uq_rule_version_name_version")),
    )
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER rule_version_no_{act.lower()} BEFORE {act} ON rule_version"
            " BEGIN SELECT RAISE(ABORT, 'a version of rules is only ever added'); END"
        )
