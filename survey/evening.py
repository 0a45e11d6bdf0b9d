"""The acts of an evening. Pages and commands call these and nothing deeper.

Each act moves the box and the ordinary database together: the box first, durably, then the database, so
that an act cut short by a crash is completed by doing it again.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from ballots import campaigns, classes, count, destruction, draft, entries, keys, ledger, meetings
from ballots.campaigns import Campaign
from ballots.codes import Code
from ballots.count import Seal
from ballots.envelope import Ballot
from ballots.errors import BoxClosed, BoxMissing, BoxUnsafe, Refused, WrongState
from ballots.form import Form, lay_out
from ballots.keydesk import KeyDesk
from ballots.keys import HOLDERS, NEEDED, Key
from ballots.meetings import Closing, Meeting, Purpose, State
from survey import acts, comments, counting, tallying
from survey.acts import Act
from survey.boxes import Boxes, LiveBox, choose_shelf
from survey.comments import Written
from survey.config import KEEP_COMMENTS_DAYS
from survey.database import forget_old_pages, open_database, reading, writing
from survey.folder import DataFolder
from survey.published.announcement import Announcements
from survey.published.record import record


@dataclass(frozen=True)
class KeyProgress:
    """What a scrutineer hears: whose key it is, which keys are known by now, and whether the box was opened."""

    number: int
    presented: frozenset[int]
    tested: frozenset[int]
    is_counted: bool


class Evening:
    """Everything that can be done to meetings of one data folder."""

    def __init__(
        self,
        folder: DataFolder,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        server: str = "",
        keep_days: int = 0,
        reserve: int = draft.RESERVE,
        keep_comments_days: int = KEEP_COMMENTS_DAYS,
    ) -> None:
        """`server`: the PostgreSQL server that keeps the boxes, or empty for files. Raises DriverMissing.

        `keep_days`: for how many days after the publishing a box is kept, unopened. `keep_comments_days`: the same for
        residents' comments, opened. `reserve`: how many slips can be printed while a box is open.
        """
        self.folder = folder.create()
        self.engine: Engine = open_database(folder.database, self._hour)
        self.boxes = Boxes(folder, choose_shelf(folder, server))
        self.key_desk = KeyDesk()
        self.announcements = Announcements()
        self.clock = clock
        self.keep_days = keep_days
        self.reserve = reserve
        self.keep_comments_days = keep_comments_days

    def _hour(self) -> datetime:
        """The clock as it is now: demos and tests exchange it."""
        return self.clock()

    def find(self, meeting_id: str) -> Meeting:
        """The meeting. Raises NoSuchMeeting."""
        with reading(self.engine) as db:
            return meetings.find(db, meeting_id)

    def campaign(self, meeting: Meeting) -> Campaign:
        """The campaign that the meeting belongs to."""
        with reading(self.engine) as db:
            return campaigns.find(db, meeting.campaign_id)

    def form(self, meeting: Meeting) -> Form:
        """The meeting's form."""
        return lay_out(self.campaign(meeting).instrument, meeting.subjects)

    # Before the opening

    def make_slips(self, meeting_id: str, number: int, voter_class: int = 0) -> list[Code]:
        """`number` fresh codes; print them now, they exist nowhere else. Raises WrongState, SlipCountNotUsable.

        `voter_class`: whose slips they are, by the place in the rules; 0 where there are no classes.
        """
        found = meetings.require(self.find(meeting_id), State.DRAFT)
        with self.boxes.in_draft(meeting_id) as store, writing(self.engine) as db:
            fresh = draft.new_slips(store, number, voter_class, found.slip_kind)
            ledger.catch_up_printed(db, meetings.find(db, meeting_id), len(store.slips()))
            classes.note_printed(db, meeting_id, store.slips().values())
            acts.note(db, Act.SLIPS_PRINTED, about=meeting_id, slips=number)
            return fresh

    def make_keys(self, meeting_id: str) -> tuple[Key, ...]:
        """The three scrutineers' keys, to be shown once each. Keys of a demo or rehearsal are kept on disk."""
        found = meetings.require(self.find(meeting_id), State.DRAFT)
        with self.boxes.in_draft(meeting_id) as store, writing(self.engine) as db:
            made = draft.make_keys(store, meeting_id)
            acts.note(db, Act.KEYS_MADE, about=meeting_id)
        self.key_desk.forget(meeting_id)
        if found.purpose in (Purpose.DEMO, Purpose.REHEARSAL):
            self.folder.kept_keys.mkdir(mode=0o700, exist_ok=True)
            self.folder.keys_of(meeting_id).write_text("\n".join(key.grouped for key in made))
        return made

    def note_key_shown(self, meeting_id: str, number: int) -> None:
        """Notes that the key of this number was shown to its holder."""
        with writing(self.engine) as db:
            acts.note(db, Act.KEY_SHOWN, about=meeting_id, number=number)

    def kept_keys(self, meeting: Meeting) -> list[str]:
        """The keys of a demo or rehearsal meeting as digits; empty for a real one."""
        path = self.folder.keys_of(meeting.id)
        return path.read_text().splitlines() if path.exists() else []

    def tested_keys(self, meeting: Meeting) -> frozenset[int] | None:
        """The numbers of the keys tested so far; None when there are no keys yet."""
        if not self.boxes.has(meeting.id):
            return None
        with self.boxes.in_draft(meeting.id) as store:
            return draft.tested_keys(store) if store.fact("public_key") else None

    def open(self, meeting_id: str) -> LiveBox:
        """Opens the meeting and its box. Raises WrongState, NoSlips, KeysMissing, KeysNotTested."""
        found = meetings.require(self.find(meeting_id), State.DRAFT)
        form, campaign = self.form(found), self.campaign(found)
        with self.boxes.in_draft(meeting_id) as store, writing(self.engine) as db:
            draft.open_box(store, form, reserve=self.reserve, takes_comments=campaign.takes_comments)
            meetings.open_(db, meeting_id, self.clock())
            acts.note(db, Act.OPENED, about=meeting_id)
        return self.boxes.go_live(meeting_id, form)

    # While open

    def live(self, meeting_id: str) -> LiveBox:
        """The open box. Raises NoSuchMeeting, WrongState when the meeting is not open, BoxHeld, BoxClosed."""
        live = self.boxes.live(meeting_id)
        if live is not None:
            return live
        found = meetings.require(self.find(meeting_id), State.OPEN)
        return self.boxes.go_live(meeting_id, self.form(found))

    def resume(self) -> None:
        """Takes up what a stopped server left: holds every open box, and destroys those whose time has come."""
        self.sweep()
        with reading(self.engine) as db:
            left_open = meetings.in_state(db, State.OPEN)
        for found in left_open:
            try:
                self.live(found.id)
            except BoxClosed:
                continue  # a close was cut short: closing again completes it
            except (BoxMissing, BoxUnsafe):
                continue  # whoever comes to this meeting hears it; the other meetings go on

    # The close

    def close(self, meeting_id: str, closing: Closing) -> Seal:
        """Closes the box for good and returns its seal.

        Raises WrongState, BoxDisagrees, MoreReturnedThanIssued, SlipsUnaccounted.
        """
        meetings.require(self.find(meeting_id), State.OPEN)
        with self.boxes.ended(meeting_id) as store, writing(self.engine) as db:
            seal = count.close(store)
            meetings.close(db, meeting_id, seal, closing, self.clock())
            classes.note_issued(db, meeting_id, list(store.slips().values()), closing.unused_by_class)
            ledger.settle(db, meeting_id, closing.explanation)
            acts.note(db, Act.CLOSED, about=meeting_id, returned=seal.returned, unused=closing.unused)
        self.key_desk.forget(meeting_id)
        counting.prepare()
        return seal

    def present_key(self, meeting_id: str, typed: str) -> KeyProgress:
        """Takes one scrutineer's key: tests it before the opening; at the second one after the close, counts.

        Raises KeyMistyped, KeyOfAnotherMeeting, KeysMissing, WrongState while the meeting is open or over; after the
        close PaperNotAnnounced, PaperNotFinished.
        """
        found = meetings.require(self.find(meeting_id), State.DRAFT, State.CLOSED)
        if found.state is State.CLOSED:
            tallying.require_finished_paper(self.engine, found)
        key = keys.read(typed)
        with self.boxes.at_rest(meeting_id) as store, writing(self.engine) as db:
            draft.recognise(store, meeting_id, key)
            presented = self.key_desk.present(meeting_id, key, time.monotonic())
            if found.state is State.DRAFT:
                tested = draft.test_keys(store, presented)
            is_test = found.state is State.DRAFT and key.number in tested
            acts.note(db, Act.KEY_TESTED if is_test else Act.KEY_PRESENTED, about=meeting_id, number=key.number)
        numbers = frozenset(one.number for one in presented)
        if found.state is State.DRAFT:
            if len(tested) == HOLDERS:
                self.key_desk.forget(meeting_id)
            return KeyProgress(key.number, numbers, tested, is_counted=False)
        if len(presented) >= NEEDED:
            self._count(found, presented)
        return KeyProgress(key.number, numbers, frozenset(), is_counted=len(presented) >= NEEDED)

    def _count(self, found: Meeting, presented: tuple[Key, ...]) -> None:
        form = self.form(found)
        with self.boxes.at_rest(found.id) as store:
            ballots = count.open_all(store, found.seal or "", presented, len(form.questions))
            written = comments.opened(store, found, self.campaign(found), presented, len(ballots))
        self.count(found.id, ballots, written)
        self.key_desk.forget(found.id)

    def count(self, meeting_id: str, ballots: Sequence[Ballot], written: Written | None = None) -> None:
        """Counts the ballots from the box together with those on paper; publishes when that was asked for.

        `written`: the comments that lay in the box. Raises WrongState, PaperNotAnnounced, PaperNotFinished.
        """
        form = self.form(self.find(meeting_id))
        with writing(self.engine) as db:
            found = meetings.require(meetings.find(db, meeting_id), State.CLOSED)
            tallying.keep(db, found, form, ballots, written, self.clock())
        if found.announce:
            self.publish(meeting_id)

    def publish(self, meeting_id: str) -> None:
        """Publishes a counted meeting with its record; then its box goes, or is kept a while. Raises WrongState."""
        found = meetings.require(self.find(meeting_id), State.CLOSED)
        if found.counted_at is None:
            raise WrongState(state="closed, not counted", wanted="counted")
        receipts: list[bytes] = []
        if found.purpose is not Purpose.PAPER:
            with self.boxes.at_rest(meeting_id) as store:
                receipts = count.receipts(store, found.seal or "")
        with writing(self.engine) as db:
            document, sha256 = record(db, found, receipts)
            meetings.publish(db, meeting_id, document, sha256, self.clock())
            entries.forget(db, meeting_id)
            acts.note(db, Act.PUBLISHED, about=meeting_id, sha256=sha256)
        forget_old_pages(self.engine)
        self.sweep()

    def make_void(self, meeting_id: str, reason: str) -> None:
        """Ends the meeting without a result and destroys its box. Raises WrongState once published."""
        with writing(self.engine) as db:
            meetings.make_void(db, meeting_id, reason)
            comments.forget(db, meeting_id)
            entries.forget(db, meeting_id)
            acts.note(db, Act.MADE_VOID, about=meeting_id, reason=reason)
        forget_old_pages(self.engine)
        self._destroy(meeting_id)

    # Afterwards

    def kept_until(self, found: Meeting) -> datetime | None:
        """Until when a published meeting's box is kept; None for a meeting that had none or is not published."""
        if found.published_at is None or found.purpose is Purpose.PAPER:
            return None
        return found.published_at + timedelta(days=self.keep_days)

    def sweep(self) -> None:
        """Destroys every box, and deletes comments, whose time has come; what cannot go waits for the next sweep."""
        self._delete_comments()
        with reading(self.engine) as db:
            over = [meetings.find(db, meeting_id) for meeting_id in destruction.outlived(db)]
        for found in over:
            with suppress(Refused):
                if self._is_due(found) or not self.boxes.has(found.id):
                    self._destroy(found.id)

    def _is_due(self, found: Meeting) -> bool:
        """A void meeting's box, and every box when none is kept, waits for no clock."""
        until = self.kept_until(found)
        return not self.keep_days or until is None or self.clock() >= until

    def _delete_comments(self) -> None:
        with reading(self.engine) as db:
            due = comments.published_before(db, self.clock() - timedelta(days=self.keep_comments_days))
        for meeting_id in due:
            with suppress(Refused), writing(self.engine) as db:
                comments.erase(db, meeting_id)
                acts.note(db, Act.COMMENTS_DELETED, about=meeting_id)
        if due:
            forget_old_pages(self.engine)

    def _destroy(self, meeting_id: str) -> None:
        self.boxes.destroy(meeting_id)
        self.folder.keys_of(meeting_id).unlink(missing_ok=True)
        with writing(self.engine) as db:
            destruction.note(db, meeting_id, self.clock())
            acts.note(db, Act.BOX_DESTROYED, about=meeting_id)
