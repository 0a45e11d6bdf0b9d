"""The ordinary database: campaigns, meetings, subjects, tallies and published records.

It never holds a code, an envelope or a voter's trace: those live in each meeting's box (`store.py`) and
go with it. What must hold is a constraint here as well as code elsewhere.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
    true,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as UTC. A naive one is refused."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment without its time zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


def one_of(name: str, column: str, values: list[str]) -> CheckConstraint:
    """The constraint that `column` holds one of `values`."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=name)


campaign = Table(
    "campaign",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("instrument", Text, nullable=False),
    Column("instrument_fingerprint", String(64), nullable=False),
    Column("rules", Text, nullable=False),
    Column("rules_fingerprint", String(64), nullable=False),
    Column("takes_comments", Boolean, nullable=False, server_default=false()),
    Column("frozen_at", Moment),
    Column("created_at", Moment, nullable=False),
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("campaign_id", ForeignKey("campaign.id"), nullable=False),
    Column("sub_district", String(200), nullable=False, server_default=""),
    Column("community", String(200), nullable=False),
    Column("state", String(12), nullable=False),
    Column("purpose", String(12), nullable=False),
    Column("held_on", Date),
    Column("begins", Time),
    Column("place", String(200), nullable=False, server_default=""),
    Column("roll", Integer),
    Column("present", Integer),
    Column("print_tested", Boolean, nullable=False, server_default=false()),
    Column("printed", Integer, nullable=False, server_default="0"),
    Column("voided", Integer, nullable=False, server_default="0"),
    Column("issued", Integer),
    Column("returned", Integer),
    Column("spoiled", Integer, nullable=False, server_default="0"),
    Column("blank", Integer),
    Column("paper_issued", Integer, nullable=False, server_default="0"),
    Column("paper_returned", Integer),
    Column("assisted", Integer, nullable=False, server_default="0"),
    Column("announce", Boolean, nullable=False, server_default=true()),
    Column("seal", String(64)),
    Column("void_reason", String(200)),
    Column("opened_at", Moment),
    Column("closed_at", Moment),
    Column("counted_at", Moment),
    Column("published_at", Moment),
    Column("box_destroyed_at", Moment),
    Column("repeats", ForeignKey("meeting.id", name="fk_meeting_repeats")),
    Column("rehearses", ForeignKey("meeting.id", name="fk_meeting_rehearses")),
    one_of("state", "state", ["draft", "open", "closed", "published", "void"]),
    one_of("purpose", "purpose", ["real", "paper", "demo", "rehearsal"]),
    CheckConstraint("printed >= 0 AND voided >= 0 AND spoiled >= 0", name="counts"),
    CheckConstraint("returned IS NULL OR returned >= spoiled", name="valid"),
    CheckConstraint("paper_issued >= 0", name="paper_issued"),
    CheckConstraint("assisted >= 0", name="assisted"),
    CheckConstraint("paper_returned IS NULL OR paper_returned BETWEEN 0 AND paper_issued", name="paper_returned"),
    Index(
        "ux_meeting_community",
        "campaign_id",
        "sub_district",
        "community",
        unique=True,
        sqlite_where=text("state <> 'void' AND purpose <> 'rehearsal'"),
        postgresql_where=text("state <> 'void' AND purpose <> 'rehearsal'"),
    ),
    Index(
        "ux_meeting_rehearses",
        "rehearses",
        unique=True,
        sqlite_where=text("state <> 'void'"),
        postgresql_where=text("state <> 'void'"),
    ),
)

ledger = Table(
    "ledger",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("entry", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("reason", String(20)),
    Column("fate", String(20)),
    Column("words", String(200), nullable=False, server_default=""),
    one_of("entry", "entry", ["extra", "handed_out", "voided", "reprinted", "unaccounted"]),
    CheckConstraint("number > 0 OR entry IN ('handed_out', 'unaccounted')", name="number"),
)

subject = Table(
    "subject",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(80), nullable=False),
    Column("name", String(200), nullable=False),
)

tally = Table(
    "tally",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("level", String(80), primary_key=True),
    Column("voter_class", Integer, primary_key=True, server_default="0"),
    Column("votes", Integer, CheckConstraint("votes >= 0", name="votes"), nullable=False),
)

class_count = Table(
    "class_count",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("voter_class", Integer, primary_key=True),
    Column("printed", Integer, nullable=False),
    Column("issued", Integer, nullable=False),
    Column("returned", Integer),
    Column("valid", Integer),
    CheckConstraint("issued <= printed AND (returned IS NULL OR returned <= issued)", name="counts"),
)

joint = Table(
    "joint",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("votes", Integer, nullable=False),
    CheckConstraint("votes >= 0", name="votes"),
)
"""Ballots content with an item and with the subject's overall item; of large groups only (docs/decisions/0014)."""

channel = Table(
    "channel",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("ballots", Integer, nullable=False),
)

correction = Table(
    "correction",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("fact", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("old", String(200), nullable=False),
    Column("new", String(200), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    one_of(
        "fact",
        "fact",
        ["roll", "present", "community", "sub_district", "subject", "held_on", "begins", "place", "host"],
    ),
    CheckConstraint("old <> new", name="differs"),
)
"""Triggers of the database refuse to change or remove a line; any later change of the table must keep them."""

spoiled = Table(
    "spoiled",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("reason", String(20), primary_key=True),
    Column("ballots", Integer, nullable=False),
)

paper_entry = Table(
    "paper_entry",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("entered_by", String(80), nullable=False),
    Column("marks", LargeBinary, nullable=False),
    Column("doubt", String(20)),
    UniqueConstraint("meeting_id", "number", "entered_by"),
    CheckConstraint("place IN (1, 2)", name="place"),
)
"""What two people typed of each paper ballot, by the number pencilled on it. Emptied at the publishing."""

paper_settlement = Table(
    "paper_settlement",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("settled_by", String(80), nullable=False),
    Column("marks", LargeBinary, nullable=False),
)
"""What the paper says where the two differed. Emptied at the publishing."""

paper_ruling = Table(
    "paper_ruling",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("reason", String(20)),
    Column("first", String(80), nullable=False),
    Column("second", String(80), nullable=False),
    CheckConstraint("first <> second", name="two_people"),
)
"""What two scrutineers decided about a doubtful ballot; valid without a reason. Emptied at the publishing."""

record = Table(
    "record",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("document", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
)
