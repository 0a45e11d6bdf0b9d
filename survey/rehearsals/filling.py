"""The computer casts the known ballots: the same box, by the same act as phones, with slips of the rehearsal's own.

No code is kept for it. The slips are made at that moment, as for late arrivals, and are used up at once; the codes are
in memory only in between.
"""

import secrets
import threading

from ballots import meetings
from ballots.codes import Code
from ballots.meetings import Meeting, Purpose, State
from survey import acts, slips, voter_classes
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import DeckNotAlone, NotARehearsal
from survey.evening import Evening
from survey.rehearsals import deck

_TURN = threading.Lock()


def require_rehearsal(found: Meeting) -> Meeting:
    """`found` itself. Raises NotARehearsal for a meeting that counts."""
    if found.purpose is not Purpose.REHEARSAL:
        raise NotARehearsal
    return found


def fill_in(evening: Evening, meeting_id: str) -> int:
    """How many ballots the computer has cast: the whole deck, into a box that was empty.

    Raises NotARehearsal, WrongState unless it is open, DeckNotAlone, ReserveUsedUp before anything is cast.
    """
    found = meetings.require(require_rehearsal(evening.find(meeting_id)), State.OPEN)
    live = evening.live(meeting_id)
    cards = deck.cards(live.form)
    with _TURN:
        if live.box.returned:
            raise DeckNotAlone
        for code, answers in zip(_fresh_codes(evening, found, len(cards)), cards, strict=True):
            live.box.cast(code, secrets.token_bytes(16), live.form.marks(answers))
    with writing(evening.engine) as db:
        acts.note(db, Act.DECK_CAST, about=meeting_id, cards=len(cards))
    return len(cards)


def _fresh_codes(evening: Evening, found: Meeting, number: int) -> list[Code]:
    """So many new slips, shared out among the voter classes; handed out, where the desk keeps account of that."""
    with reading(evening.engine) as db:
        places = [place for place, _ in enumerate(voter_classes.standings(db, found), 1)] or [0]
    least, over = divmod(number, len(places))
    shares = {place: least + (at < over) for at, place in enumerate(places)}
    made = [slips.print_sheets(evening, found.id, share, place) for place, share in shares.items() if share]
    if slips.account(evening, found.id).handed_out is not None:
        slips.hand_out(evening, found.id, number)
    return [code for sheets in made for sheet in sheets for code in sheet.slips]
