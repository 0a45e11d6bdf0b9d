"""A rehearsal may be wiped whole, corrections and signed copies included; those of real meetings stay for good"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OF_REHEARSALS = "(SELECT purpose FROM meeting WHERE id = OLD.meeting_id) IS NOT 'rehearsal'"
REFUSALS = (
    ("correction_is_never_removed", "correction", "corrections are only added"),
    ("signed_page_survives_delete", "signed_page", "signed copies are only added"),
)


def upgrade() -> None:

    for name, table, says in REFUSALS:
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE DELETE ON {table} WHEN {OF_REHEARSALS} "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
        )
