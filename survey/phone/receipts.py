"""After the result: everybody finds the receipt of their own envelope on the list, and takes the record home."""

import json
import re
from enum import StrEnum
from pathlib import Path

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from ballots import codes, meetings
from ballots.meetings import State
from survey.database import reading
from survey.published import verify
from survey.web import current
from survey.web.access import anybody

bp = Blueprint("receipts", __name__)


class Answer(StrEnum):
    """What a resident hears about the receipt she typed."""

    LISTED = "listed"
    NOT_LISTED = "not-listed"
    MISREAD = "misread"


@bp.route("/v/<meeting_id>/receipts", methods=["GET", "POST"])
@anybody
def check(meeting_id: str) -> ResponseReturnValue:
    """The whole list, and whether one receipt is on it.

    With script the receipt never leaves the phone; without, it comes in the form's body, where no log sees it.
    """
    meeting = current.evening().find(meeting_id)
    if meeting.state is not State.PUBLISHED:
        return render_template("receipts/none_yet.html", meeting=meeting)
    document, sha256 = _published(meeting_id)
    listed = json.loads(document)["receipts"]
    typed = read_receipt(request.form.get("receipt", ""))
    answer = _answer(typed, listed) if "receipt" in request.form else None
    shown = {"listed": listed, "typed": typed, "answer": answer, "sha256": sha256, "file": _file_name(meeting_id)}
    return render_template("receipts/list.html", meeting=meeting, **shown)


@bp.get("/v/<meeting_id>/record.json")
@anybody
def record(meeting_id: str) -> ResponseReturnValue:
    """The published record, byte for byte as its SHA-256 was taken. Raises WrongState before it is published."""
    document, _ = _published(meeting_id)
    return _attachment(document.encode(), _file_name(meeting_id), "application/json")


@bp.get("/verify.py")
@anybody
def program() -> ResponseReturnValue:
    """The program that recomputes a record, to be run on another computer."""
    return _attachment(Path(verify.__file__).read_bytes(), "verify.py", "text/x-python")


def read_receipt(typed: str) -> str:
    """The receipt as it stands on the list, XXXX-XXXX; empty when what was typed cannot be one."""
    tidy = codes.tidied(typed)
    receipt = f"{tidy[:4]}-{tidy[4:]}"
    return receipt if re.fullmatch(verify.RECEIPT, receipt) else ""


def _answer(receipt: str, listed: list[str]) -> Answer:
    if not receipt:
        return Answer.MISREAD
    return Answer.LISTED if receipt in listed else Answer.NOT_LISTED


def _published(meeting_id: str) -> tuple[str, str]:
    meeting = current.evening().find(meeting_id)
    with reading(current.evening().engine) as db:
        return meetings.published_record(db, meeting.id)


def _file_name(meeting_id: str) -> str:
    return f"minxin-{meeting_id}.json"


def _attachment(content: bytes, name: str, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
