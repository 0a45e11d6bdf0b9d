"""The district's tables beside those of `ballots`: name, accounts, communities, assessments, comments, acts, walls."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    true,
)

from ballots.tables import Moment, metadata, one_of

__all__ = [
    "access_token",
    "account",
    "act",
    "assessment",
    "assessment_item",
    "comment",
    "community",
    "confirmation",
    "confirmed_grade",
    "district",
    "duty",
    "metadata",
    "notice",
    "past_result",
    "review",
    "rule_version",
    "scrutineer",
    "session",
    "signed_page",
    "veto",
    "wall",
    "wifi",
]

account = Table(
    "account",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("likeness", Text, nullable=False, unique=True),  # the name as it compares
    Column("role", String(16), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("is_for_all", Boolean, nullable=False, server_default=true()),
    Column("is_active", Boolean, nullable=False, server_default=true()),
    Column("must_change", Boolean, nullable=False, server_default=false()),
    one_of("role", "role", ["administrator", "organizer", "official", "scrutineer"]),
)

duty = Table(
    "duty",
    metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("sub_district", String(200), primary_key=True),
    Column("community", String(200), primary_key=True),
)

session = Table(
    "session",
    metadata,
    Column("id", String(64), primary_key=True),  # a digest: the token itself is in one cookie only
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("browser", String(20), nullable=False),
    Column("system", String(20), nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

district = Table(
    "district",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    CheckConstraint("id = 1", name="one"),
)

scrutineer = Table(
    "scrutineer",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("account_id", ForeignKey("account.id"), primary_key=True),
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

comment = Table(
    "comment",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("decision", String(12), nullable=False, server_default="waiting"),
    Column("reason", String(12)),
    Column("shown", Text),
    one_of("decision", "decision", ["waiting", "released", "withheld"]),
    one_of("reason", "reason", ["identifies", "accuses", "insults", "empty"]),
    CheckConstraint("(decision = 'withheld') = (reason IS NOT NULL)", name="why"),
    CheckConstraint("(decision = 'released') = (shown IS NOT NULL)", name="what"),
)
"""Comments as the keys opened them, in the order of their hashes. Nothing here leads to a ballot."""

review = Table(
    "review",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("standing", String(12), nullable=False),
    Column("reviewer", String(80), nullable=False, server_default=""),
    Column("summary", Text, nullable=False, server_default=""),
    one_of("standing", "standing", ["too_few", "none", "waiting", "begun", "listed", "summarised", "deleted"]),
)

assessment_item = Table(
    "assessment_item",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("hundredths", Integer, nullable=False),
    CheckConstraint("hundredths BETWEEN 0 AND 10000", name="points"),
)

veto = Table(
    "veto",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("meeting_id", ForeignKey("meeting.id"), nullable=False),
    Column("what", String(200), nullable=False),
    Column("basis", String(200), nullable=False),
    Column("evidence", String(200), nullable=False),
    Column("decider", String(200), nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("noted_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_reason", String(200)),
    CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawn"),
)

confirmed_grade = Table(
    "confirmed_grade",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("proposed", String(12), nullable=False),
    Column("grade", String(12), nullable=False),
    Column("reason", String(400), nullable=False),
    Column("decider", String(200), nullable=False),
    Column("rules_fingerprint", String(64), nullable=False),
    Column("confirmed_at", Moment, nullable=False),
    one_of("grade", "grade", ["model", "standard", "ordinary"]),
    one_of("proposed", "proposed", ["model", "standard", "ordinary", "undecided"]),
    CheckConstraint("grade = proposed OR length(reason) > 0", name="reason"),
)

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

tablet = Table(
    "tablet",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("hash", String(64), primary_key=True),
)
"""The shared tablets that the organizer let in: a hash of what each one's cookie holds, and no time."""

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
    Column("confirmed_at", Moment),
)

signed_page = Table(
    "signed_page",
    metadata,
    Column("meeting_id", ForeignKey("meeting.id"), primary_key=True),
    Column("copy", Integer, primary_key=True, autoincrement=False),
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("media_type", String(20), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("by", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    one_of("media_type", "media_type", ["application/pdf", "image/jpeg", "image/png"]),
)
"""Triggers of the database refuse to change or remove a page; its file is called by its digest."""

access_token = Table(
    "access_token",
    metadata,
    Column("id", String(8), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)
"""The token itself is in the hands of one program only."""

notice = Table(
    "notice",
    metadata,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("shown", String(20), nullable=False),
    Column("objections", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    CheckConstraint("ends_on >= starts_on", name="period"),
    one_of("shown", "shown", ["grades", "grades_and_rates"]),
)

past_result = Table(
    "past_result",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("likeness", String(700), primary_key=True),
    Column("kind", String(80), primary_key=True),
    Column("item", String(80), primary_key=True),
    Column("sub_district", String(200), nullable=False),
    Column("community", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("percent", String(8), nullable=False),
    Column("votes", Integer),
    Column("rated", Integer),
    Column("source", String(200), nullable=False),
    CheckConstraint("votes IS NULL OR rated IS NOT NULL AND votes BETWEEN 0 AND rated", name="counts"),
    CheckConstraint("percent <> '' OR votes IS NOT NULL", name="figure"),
)
"""`percent` is the text that was published, also where it does not compute; empty where only counts are known."""

rule_version = Table(
    "rule_version",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("version", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("name", "version"),
)
"""Triggers of the database refuse to change or remove a version; any later change of the table must keep them."""
