"""The register of communities; when and where a meeting is held, and whether its printing was tested"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "community",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("sub_district", sa.String(length=200), server_default="", nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("roll", sa.Integer(), nullable=True),
        sa.Column("likeness", sa.Text(), nullable=False),
        sa.CheckConstraint("roll IS NULL OR roll > 0", name=op.f("ck_community_roll")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("likeness", name=op.f("uq_community_likeness")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("begins", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("print_tested", sa.Boolean(), server_default=sa.false(), nullable=False))
