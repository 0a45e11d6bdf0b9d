"""The district's own tables, beside those of `ballots`: accounts, communities, assessments, acts, the walls."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Integer, String, Table, Text, false

from ballots.tables import Moment, metadata, one_of

__all__ = ["account", "act", "assessment", "community", "confirmation", "metadata", "wall", "wifi"]

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

community = Table(
    "community",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("sub_district", String(200), nullable=False, server_default=""),
    Column("name", String(200), nullable=False),
    Column("roll", Integer),
    Column("likeness", Text, nullable=False, unique=True),
    CheckConstraint("roll IS NULL OR roll > 0", name="roll"),
)
"""`likeness` is what two ways of writing the same community have in common."""

act = Table(
    "act",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(20), nullable=False),  # text, because the hash is over what is written
    Column("via", String(16), nullable=False),
    Column("account", String(200), nullable=False),
    Column("act", String(80), nullable=False),
    Column("about", String(200), nullable=False, index=True),
    Column("details", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""Triggers of the database refuse to change or remove a line: revision 0003, which any later change must keep."""

wall = Table(
    "wall",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("phase", String(12)),
    Column("scene", String(12)),
    Column("number", Integer, nullable=False, server_default="0"),
    Column("presses", Integer, nullable=False, server_default="0"),
    Column("is_overview_first", Boolean, nullable=False, server_default=false()),
    Column("closes_at", Moment),
    CheckConstraint("(phase IS NULL) = (scene IS NULL)", name="choice"),
)

wifi = Table(
    "wifi",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("name", String(32), nullable=False),
    Column("password", String(63), nullable=False),
    Column("security", String(8), nullable=False),
    one_of("security", "security", ["WPA", "WEP", "nopass"]),
)

confirmation = Table(
    "confirmation",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
)
