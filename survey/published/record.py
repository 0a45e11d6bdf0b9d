"""The published record of one meeting: what anybody needs to recompute each published figure, and nothing more.

Canonical JSON, so that the same result is the same bytes. `verify.py` reads it back; docs/verify.md says what that
proves.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from sqlalchemy import Connection

from ballots import campaigns
from ballots.box import receipt_shown
from ballots.campaigns import Campaign
from ballots.meetings import Meeting
from survey.published import results
from survey.published.verify import EDITION, canonical

if TYPE_CHECKING:
    from analysis.report import Report

Row = Mapping[str, object]


def record(db: Connection, found: Meeting, receipts: Sequence[bytes]) -> tuple[str, str]:
    """The record of one counted meeting as canonical JSON, and its SHA-256 in hex.

    Units and missing figures are those of `analysis.document`. The grade is not in it: it weighs communities
    against each other.
    """
    campaign = campaigns.find(db, found.campaign_id)
    finished = results.assemble(db, campaign, [found])
    content = {
        "record": EDITION,
        "campaign": campaign.name,
        **_meeting(found),
        **_turnout(found),
        **_basis(campaign, finished),
        "receipts": sorted(receipt_shown(number) for number in receipts),
        "subjects": _subjects(finished),
    }
    document = canonical(content)
    return document.decode(), hashlib.sha256(document).hexdigest()


def _meeting(found: Meeting) -> dict[str, object]:
    kept = (
        "community",
        "sub_district",
        "seal",
        "roll",
        "present",
        "printed",
        "voided",
        "issued",
        "returned",
        "spoiled",
    )
    return {
        "meeting": found.id,
        "purpose": found.purpose.value,
        "unused": found.printed - found.voided - (found.issued or 0),
        "valid": found.valid,
        **{name: getattr(found, name) for name in kept},
    }


def _turnout(found: Meeting) -> dict[str, object]:
    return {
        "attendance": _fraction(found.present, found.roll),
        "turnout": _fraction(found.returned, found.roll),
        "return_rate": _fraction(found.returned, found.issued),
        "validity": _fraction(found.valid, found.returned),
    }


def _basis(campaign: Campaign, finished: "Report") -> dict[str, object]:
    """The form and the rules, whole, under the fingerprints that are announced."""
    form, rules = finished.instrument, finished.rules
    return {
        "instrument": {
            "id": form.id,
            "edition": form.edition,
            "fingerprint": form.fingerprint,
            "content": tomllib.loads(form.source),
        },
        "rules": {
            "name": rules.name,
            "version": rules.version,
            "fingerprint": campaign.rules.fingerprint,
            "content": tomllib.loads(rules.source),
        },
    }


def _subjects(finished: "Report") -> list[dict[str, object]]:
    """The subjects as in the report's own document, each item with the figures that follow from its counts."""
    (community,) = cast("list[dict[str, list[dict[str, list[Row]]]]]", finished.as_document()["communities"])
    rows = iter(finished.items.to_dict("records"))
    return [
        {**subject, "items": [{**item, **_further(next(rows))} for item in subject["items"]]}
        for subject in community["subjects"]
    ]


def _further(row: Row) -> dict[str, object]:
    return {
        "invalid": None if row["suppressed"] else row["invalid"],
        "negative_rate": None if row["suppressed"] else _fraction(row["negative_votes"], row["denominator"]),
        "abstain_rate": None if row["suppressed"] else _fraction(row["abstained"], row["valid"]),
    }


def _fraction(above: object, below: object) -> list[object] | None:
    return [above, below] if below and above is not None else None
