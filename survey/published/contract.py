"""The results of a campaign for programs: the report's own document, with each meeting's slips and corrections."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from ballots import ledger, meetings
from ballots.corrections import Correction
from ballots.meetings import Meeting

if TYPE_CHECKING:
    from analysis.report import Report


def document(db: Connection, report: "Report") -> dict[str, Any]:
    """The contract of `results --format json`: figures as in `analysis.document`, `slips` and `corrections` added."""
    whole: dict[str, Any] = report.as_document()
    return {**whole, "communities": [_community(db, one) for one in whole["communities"]]}


def slips(db: Connection, found: Meeting) -> dict[str, object]:
    """The account of the meeting's slips, in slips. None: not known yet, and never known while people vote."""
    account = ledger.account(db, found)
    kept = (
        *("printed", "extra", "voided", "void", "used_before", "replaced"),
        *("handed_out", "unused", "issued", "returned"),
    )
    return {
        **{name: getattr(account, name) for name in kept},
        "reasons": {reason.value: number for reason, number in account.reasons.items()},
        "unaccounted": account.missing,
        "explained": account.explained,
    }


def corrections(found: Meeting) -> list[dict[str, object]]:
    """What was put right since the publishing, oldest first, both values."""
    return [_correction(one) for one in found.corrections]


def _correction(one: Correction) -> dict[str, object]:
    fact = one.fact.name.lower() + (f"-{one.position}" if one.position else "")
    return {"fact": fact, "old": one.old, "new": one.new, "reason": one.reason, "at": one.at.isoformat()}


def _community(db: Connection, one: Mapping[str, Any]) -> dict[str, Any]:
    found = meetings.find(db, one["meeting"])
    return {**one, "slips": slips(db, found), "corrections": corrections(found)}
