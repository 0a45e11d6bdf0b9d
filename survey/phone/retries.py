"""A phone that lost its answer and asks again after the close. It hears the truth, and nobody else hears anything."""

import json
from contextlib import suppress

from ballots import envelope, meetings
from ballots.box import receipt_at_rest, receipt_shown
from ballots.codes import Code
from ballots.errors import Refused
from ballots.meetings import Meeting, State
from survey.database import reading
from survey.evening import Evening


def late_receipt(evening: Evening, meeting: Meeting, code: Code, phone_secret: bytes) -> str | None:
    """The receipt of the ballot that this very phone put in before the close, as shown; None for everybody else.

    Before the publishing the box itself is asked, afterwards the published list, for then there is no box. None also
    while the box cannot be asked, because another program counts it.
    """
    if meeting.state is State.PUBLISHED:
        return _if_listed(evening, meeting, receipt_shown(envelope.receipt(phone_secret)))
    with suppress(Refused), evening.boxes.at_rest(meeting.id) as store:
        return receipt_at_rest(store, code, phone_secret).shown
    return None


def _if_listed(evening: Evening, meeting: Meeting, receipt: str) -> str | None:
    with reading(evening.engine) as db:
        document, _ = meetings.published_record(db, meeting.id)
    return receipt if receipt in json.loads(document)["receipts"] else None
