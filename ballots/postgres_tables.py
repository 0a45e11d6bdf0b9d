"""The tables of a box on a database server, and what who takes ballots may do with them. (`docs/postgres.md`)"""

SLIPS_AND_FACTS = """
CREATE TABLE slip(
    tag   bytea PRIMARY KEY CHECK(octet_length(tag) = 16),
    spent boolean NOT NULL DEFAULT false,
    void  boolean NOT NULL DEFAULT false CHECK(NOT (spent AND void)),
    retry bytea NOT NULL DEFAULT decode(repeat('00', 16), 'hex') CHECK(octet_length(retry) = 16),
    voter_class smallint NOT NULL DEFAULT 0 CHECK(voter_class BETWEEN 0 AND 255)
) WITH (fillfactor = 45);
CREATE TABLE fact(name text PRIMARY KEY, value bytea NOT NULL);
ALTER TABLE slip
    ALTER tag SET STATISTICS 0, ALTER spent SET STATISTICS 0,
    ALTER void SET STATISTICS 0, ALTER retry SET STATISTICS 0, ALTER voter_class SET STATISTICS 0;
ALTER TABLE fact ALTER name SET STATISTICS 0, ALTER value SET STATISTICS 0
"""
"""Half of each page stays free, so that a spent slip stays on its page; and no column is ever sampled."""

ENVELOPES = """
DROP TABLE IF EXISTS envelope;
CREATE TABLE envelope(
    receipt bytea CHECK(octet_length(receipt) = 16),
    body    bytea CHECK(octet_length(body) = {body_length}),
    PRIMARY KEY(receipt, body)
);
ALTER TABLE envelope ALTER receipt SET STATISTICS 0, ALTER body SET STATISTICS 0
"""

COMMENTS = """
DROP TABLE IF EXISTS comment;
CREATE TABLE comment(
    slot bytea PRIMARY KEY CHECK(octet_length(slot) = 16),
    body bytea NOT NULL CHECK(octet_length(body) = {body_length})
);
ALTER TABLE comment ALTER slot SET STATISTICS 0, ALTER body SET STATISTICS 0
"""

GRANTS = """
GRANT USAGE ON SCHEMA {schema} TO {caster};
GRANT SELECT (tag, spent, void, retry, voter_class), UPDATE (spent, void, retry) ON slip TO {caster};
GRANT SELECT ON fact TO {caster}
"""
GRANT_ENVELOPES = "GRANT INSERT ON envelope, comment TO {caster}"
