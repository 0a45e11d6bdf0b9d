"""Scrutineers, duties of organizers, a row for each session, names that compare in any case, the district's name"""

import sqlalchemy as sa
from alembic import op

from ballots.names import likeness, new_id

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROLES = "role IN ('administrator', 'organizer', 'official', 'scrutineer')"


def upgrade() -> None:
    before = op.get_bind().execute(sa.text("SELECT name, role, password_hash FROM account ORDER BY name")).all()
    op.drop_table("account")
    account = _create_account()
    op.bulk_insert(account, _brought_along([tuple(row) for row in before]))
    _create_duty_and_session()
    _create_district_and_scrutineers()


def _brought_along(before: list[tuple[str, str, str]]) -> list[dict[str, str]]:
    """The accounts as they were; of two whose names differ in case or width only, the second gets its id added."""
    rows: list[dict[str, str]] = []
    for name, role, password_hash in before:
        account_id, taken = new_id(), {row["likeness"] for row in rows}
        called = f"{name} {account_id}" if likeness(name) in taken else name
        kept = {"role": role, "password_hash": password_hash}
        rows.append({"id": account_id, "name": called, "likeness": likeness(called), **kept})
    return rows


def _create_account() -> sa.Table:
    return op.create_table(
        "account",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("likeness", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_for_all", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("1"), nullable=False),
        sa.Column("must_change", sa.Boolean(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(ROLES, name=op.f("ck_account_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("likeness", name=op.f("uq_account_likeness")),
    )


def _create_duty_and_session() -> None:
    op.create_table(
        "duty",
        sa.Column("account_id", sa.String(length=8), nullable=False),
        sa.Column("sub_district", sa.String(length=200), nullable=False),
        sa.Column("community", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_duty_account")),
        sa.PrimaryKeyConstraint("account_id", "sub_district", "community", name=op.f("pk_duty")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=8), nullable=False),
        sa.Column("browser", sa.String(length=20), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_session_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )


def _create_district_and_scrutineers() -> None:
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_district_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
    )
    op.create_table(
        "scrutineer",
        sa.Column("meeting_id", sa.String(length=8), nullable=False),
        sa.Column("account_id", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_scrutineer_account")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_scrutineer_meeting")),
        sa.PrimaryKeyConstraint("meeting_id", "account_id", name=op.f("pk_scrutineer")),
    )
    with op.batch_alter_table("confirmation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))
