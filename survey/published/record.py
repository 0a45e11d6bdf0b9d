"""The published record of one meeting: what anybody needs to recompute each published figure, and nothing more.

Canonical JSON, so that the same result is the same bytes. `verify.py` reads it back; docs/verify.md says what that
proves.
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection

from ballots import campaigns, ledger, paper_counts
from ballots.box import receipt_shown
from ballots.campaigns import Campaign
from ballots.channels import PAPER
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
        **_slips(db, found),
        **_origins(db, found, finished.rules.k_min),
        **_basis(campaign, finished),
        "takes_comments": campaign.takes_comments,
        "receipts": sorted(receipt_shown(number) for number in receipts),
        **_classes(finished),
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
        "unused": found.printed - found.voided - (found.slips_issued or 0),
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


def _slips(db: Connection, found: Meeting) -> dict[str, object]:
    """The ledger's account of the slips, and how many ballots say nothing at all.

    Not the explanation of an account that does not balance: what people wrote stands in the minutes.
    """
    account = ledger.account(db, found)
    unnamed = account.voided - sum(account.reasons.values())
    return {
        "blank": found.blank,
        "blank_rate": _fraction(found.blank, found.valid),
        "slips": {
            "at_opening": account.printed - account.extra,
            "extra": account.extra,
            "voided": account.voided,
            "reasons": {**account.reasons, **({"unnamed": unnamed} if unnamed else {})},
            "used_before": account.used_before or 0,
            "handed_out": account.handed_out,
            "unaccounted": max(account.missing, 0),
            "overcounted": max(-account.missing, 0),
        },
    }


def _origins(db: Connection, found: Meeting, k_min: int) -> dict[str, object]:
    """How the ballots came, and why paper was spoiled, as far as it says nothing of a few: decision 0013."""
    channels, reasons = paper_counts.origins(db, found.id)
    on_paper = found.paper_returned or 0
    has_small = any(0 < ballots < k_min for channel, ballots in channels.items() if channel != PAPER)
    return {
        "channels": None if has_small or not channels else channels,
        "paper": {
            "issued": found.paper_issued,
            "returned": on_paper,
            "spoiled": None if 0 < on_paper < k_min else reasons,
        },
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
    from analysis.classes import COMBINED

    rows = iter(finished.items.to_dict("records"))
    told = iter(finished.classes[finished.classes["class"] != COMBINED].to_dict("records"))
    return [
        {**subject, "items": [{**item, **_further(next(rows)), **_by_class(item, told)} for item in subject["items"]]}
        for subject in _community(finished)["subjects"]
    ]


def _community(finished: "Report") -> dict[str, list[Any]]:
    """What the report's own document says of its one community."""
    (community,) = cast("list[dict[str, list[Any]]]", finished.as_document()["communities"])
    return community


def _classes(finished: "Report") -> dict[str, object]:
    """How many of each voter class came; none where the rules have none."""
    return {"classes": _community(finished)["classes"] if finished.rules.classes else []}


def _by_class(item: Row, rows: Iterator[Row]) -> dict[str, object]:
    """The classes of one item, each with the figures that follow from its counts; `rows` are theirs, in order."""
    if "classes" not in item:
        return {}
    classes = cast("list[dict[str, object]]", item["classes"])
    return {"classes": [{**one, **_further(_as_item(next(rows)))} for one in classes]}


def _as_item(row: Row) -> Row:
    """A class's row under the names of an item's."""
    return {**row, "negative_votes": row["negative_numerator"], "denominator": row["strict_denominator"]}


def _further(row: Row) -> dict[str, object]:
    return {
        "invalid": None if row["suppressed"] else row["invalid"],
        "negative_rate": None if row["suppressed"] else _fraction(row["negative_votes"], row["denominator"]),
        "abstain_rate": None if row["suppressed"] else _fraction(row["abstained"], row["valid"]),
    }


def _fraction(above: object, below: object) -> list[object] | None:
    return [above, below] if below and above is not None else None
