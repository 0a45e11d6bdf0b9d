"""The district's own tables, beside those of `ballots`: accounts and the superior's assessment."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from ballots.tables import metadata, one_of

__all__ = ["account", "assessment", "metadata"]

account = Table(
    "account",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("epoch", Integer, nullable=False, server_default="0"),
    one_of("role", "role", ["administrator", "organizer", "official"]),
)

assessment = Table(
    "assessment",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("hundredths", Integer, nullable=False),
    CheckConstraint("hundredths BETWEEN 0 AND 10000", name="points"),
)
