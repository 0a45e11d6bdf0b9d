"""The open box: many phones, one writer, and an answer only when the ballot is durable.

`cast` is called by many threads. It checks the code and seals the marks, then waits while the writer puts
all waiting envelopes into the store in one durable step. Nobody waits for a timer: the writer takes what
is there. What a phone hears is decided by what the disk holds.
"""

import hmac
import queue
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from ballots import codes, comment, draft, envelope, sheets
from ballots.channels import Origin
from ballots.codes import Code, Kind, Tag
from ballots.envelope import Ballot, Envelope
from ballots.errors import (
    BoxClosed,
    BoxNotWritable,
    KeysMissing,
    Refused,
    ReserveUsedUp,
    SlipNotValid,
    SlipTaken,
    SlipVoided,
)
from ballots.sheets import Sheet
from ballots.store import Drop, Slip, Store

MOST_AT_ONCE = 32
PATIENCE_SECONDS = 10.0
"""How long a phone waits for the writer before it hears that the ballot is not confirmed yet."""


class Standing(StrEnum):
    """What a code is good for, as its owner may know it."""

    READY = "ready"
    IN_THE_BOX = "in_the_box"


@dataclass(frozen=True)
class Receipt:
    """Proof that an envelope is in the box, and of nothing else. `repeated`: it had been there already."""

    number: bytes
    repeated: bool

    @property
    def shown(self) -> str:
        """Eight characters, 40 bits, as a person reads them: XXXX-XXXX."""
        return receipt_shown(self.number)


def receipt_at_rest(store: Store, code: Code, phone_secret: bytes) -> Receipt:
    """The receipt of a ballot that this very phone put into a box which takes no more. Raises SlipNotValid."""
    slip = store.slips().get(codes.tag(code, store.fact("slip_key") or b""))
    if slip is None or not slip.spent or not hmac.compare_digest(slip.retry, envelope.retry_tag(phone_secret)):
        raise SlipNotValid
    return Receipt(envelope.receipt(phone_secret), repeated=True)


def receipt_shown(number: bytes) -> str:
    """The first 40 bits of a receipt's number in Crockford's alphabet: XXXX-XXXX."""
    bits = int.from_bytes(number[:5])
    text = "".join(codes.ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))
    return f"{text[:4]}-{text[4:]}"


@dataclass
class _Waiting:
    """One phone waiting for the writer."""

    drop: Drop
    done: threading.Event = field(default_factory=threading.Event)
    refusal: BaseException | None = None
    repeated: bool = False


class Box:
    """An open box over its store. `end` it before the store is used by anybody else."""

    def __init__(self, store: Store) -> None:
        """Starts the writer. Raises KeysMissing when nothing could ever open what is cast."""
        public_key, slip_key = store.fact("public_key"), store.fact("slip_key")
        if public_key is None or slip_key is None:
            raise KeysMissing
        self._store, self._public_key, self._slip_key = store, public_key, slip_key
        self.takes_comments = draft.takes_comments(store)
        self._slips = store.slips()
        self._is_behind = False  # whether _slips may say less than the disk
        self._gate = threading.Lock()  # between the last phone and the end
        self._turn = threading.Lock()  # between the writer and whoever voids a slip
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._closed = False
        self._writer = threading.Thread(target=self._write, name="box writer", daemon=True)
        self._writer.start()

    @property
    def printed(self) -> int:
        """How many slips there are, voided ones included."""
        return len(self._slips)

    @property
    def returned(self) -> int:
        """How many ballots lie in the box."""
        self._look()
        return sum(slip.spent for slip in list(self._slips.values()))

    @property
    def voided(self) -> int:
        """How many slips are void, those of voided sheets included that had been used before: so it tells nothing."""
        self._look()
        with self._turn:
            used_before = sheets.used_before(self._store)
        return sum(slip.void for slip in list(self._slips.values())) + used_before

    def check(self, code: Code, phone_secret: bytes) -> Standing:
        """Whether `code` can be cast, or is in the box from this very phone. Raises SlipVoided, SlipNotValid."""
        self._look()
        slip = self._slip(codes.tag(code, self._slip_key))
        return _standing(slip, envelope.retry_tag(phone_secret))

    def cast(
        self, code: Code, phone_secret: bytes, marks: bytes, text: str = "", origin: Origin = Origin.PHONE
    ) -> Receipt:
        """The receipt of a ballot that is durably in the box. `text`: a tidied comment, for a box that takes them.

        `origin` goes into the envelope with the marks and nowhere else.
        The same slip from the same phone again: the first ballot stands, and its receipt comes back.
        Raises SlipNotValid, SlipVoided, CommentTooLong, BoxClosed, or BoxNotWritable (try again: nothing is lost or
        doubled).
        """
        tag = codes.tag(code, self._slip_key)
        if tag not in self._slips:
            self._look()  # it may have been printed a moment ago
        receipt = envelope.receipt(phone_secret)
        retry = envelope.retry_tag(phone_secret)
        slip = self._slip(tag)
        if _standing(slip, retry) is Standing.IN_THE_BOX:
            return Receipt(receipt, repeated=True)
        body = envelope.seal(Ballot(marks, slip.voter_class, origin), self._public_key)
        sealed_comment = comment.seal(text, self._public_key) if self.takes_comments else None
        waiting = _Waiting(Drop(tag, retry, Envelope(receipt, body), sealed_comment))
        self._hand_over(waiting)
        return Receipt(receipt, waiting.repeated)

    @property
    def spare(self) -> int:
        """How many slips may still be printed while the box is open."""
        with self._turn:
            return self._store.spare()

    def print_more(self, count: int, voter_class: int = 0, kind: Kind = Kind.SLIP) -> tuple[Sheet, ...]:
        """Sheets of `count` fresh slips that are good at once: print them now, they exist nowhere else.

        Raises ReserveUsedUp, BoxClosed, BoxNotWritable.
        """
        with self._turn:
            left = self._store.spare()
            if not 1 <= count <= left:
                raise ReserveUsedUp(left=left)
            stack = sheets.fresh(count, voter_class, self._slip_key, kind)
            self._store.take_reserve(stack.kept)
            self._slips = self._store.slips()
        return stack.sheets

    def void(self, code: Code) -> None:
        """Makes an unspent slip worthless. Raises SlipNotValid when it is unknown or spent."""
        tag = codes.tag(code, self._slip_key)
        with self._turn:
            if not self._store.void(tag):
                raise SlipNotValid
            self._slips = self._store.slips()

    def void_sheet(self, code: Code) -> None:
        """Makes what is unspent of a sheet worthless; what was spent is not told. Raises SheetUnknown."""
        with self._turn:
            sheets.void(self._store, code)
            self._slips = self._store.slips()

    def end(self) -> None:
        """Takes no more ballots, lets those that wait go in, and stops the writer. Doing it again changes nothing."""
        with self._gate:
            self._closed = True
            self._queue.put(None)
        self._writer.join()

    def _look(self) -> None:
        """Reads what others may have changed; while the store does not answer, what was known last stands.

        A box held alone needs no second look.
        """
        if self._store.is_shared:
            with self._turn, suppress(BoxNotWritable):
                self._slips = self._store.slips()

    def _slip(self, tag: Tag) -> Slip:
        slip = self._slips.get(tag)
        if slip is None:
            raise SlipNotValid
        return slip

    def _hand_over(self, waiting: _Waiting) -> None:
        with self._gate:
            if self._closed:
                raise BoxClosed
            self._queue.put(waiting)
        if not waiting.done.wait(PATIENCE_SECONDS):
            raise BoxNotWritable
        if waiting.refusal is not None:
            raise waiting.refusal

    # The writer's thread

    def _write(self) -> None:
        while batch := self._take():
            with self._turn:
                self._put_in(batch)
            for waiting in batch:
                waiting.done.set()

    def _take(self) -> list[_Waiting]:
        """What waits, at least one; empty once the box ends and everybody has been served."""
        batch: list[_Waiting] = []
        while len(batch) < MOST_AT_ONCE and not (batch and self._queue.empty()):
            waiting = self._queue.get()
            if waiting is None:
                self._queue.put(None)
                break
            batch.append(waiting)
        return batch

    def _put_in(self, batch: list[_Waiting]) -> None:
        """One durable step for all of `batch`, or for none of it. Sets what each phone hears."""
        try:
            self._catch_up()
            first = self._keep_the_fresh(batch)
        except Exception as error:
            # Whatever went wrong, nobody of this batch may hear that the ballot is in the box, though it may be.
            self._is_behind = True
            for waiting in batch:
                waiting.refusal = error
        else:
            self._note_spent(first)
            for waiting in batch:
                if first.get(waiting.drop.tag) is not waiting:
                    self._answer_late(waiting)

    def _catch_up(self) -> None:
        """After a failure, reads from the disk what became of the ballots that nobody was told about."""
        if self._is_behind:
            self._slips = self._store.slips()
            self._is_behind = False

    def _keep_the_fresh(self, batch: list[_Waiting]) -> dict[Tag, _Waiting]:
        """The first of `batch` for each slip nobody had spent before, now kept. The store has the last word."""
        while first := self._first_for_each_slip(batch):
            try:
                self._store.keep([waiting.drop for waiting in first.values()])
                break
            except SlipTaken:
                self._slips = self._store.slips()  # at least one slip fewer is fresh now, so this ends
        return first

    def _first_for_each_slip(self, batch: list[_Waiting]) -> dict[Tag, _Waiting]:
        first: dict[Tag, _Waiting] = {}
        for waiting in batch:
            if _is_fresh(self._slips[waiting.drop.tag]):
                first.setdefault(waiting.drop.tag, waiting)
        return first

    def _note_spent(self, dropped: dict[Tag, _Waiting]) -> None:
        for tag, waiting in dropped.items():
            slip = self._slips[tag]
            slip.spent, slip.retry = True, waiting.drop.retry

    def _answer_late(self, waiting: _Waiting) -> None:
        """What a phone hears whose slip was taken while it waited."""
        try:
            _standing(self._slips[waiting.drop.tag], waiting.drop.retry)
            waiting.repeated = True
        except Refused as refusal:
            waiting.refusal = refusal


def _is_fresh(slip: Slip) -> bool:
    return not (slip.spent or slip.void)


def _standing(slip: Slip, retry: bytes) -> Standing:
    if slip.spent:
        if hmac.compare_digest(slip.retry, retry):
            return Standing.IN_THE_BOX
        raise SlipNotValid
    if slip.void:
        raise SlipVoided
    return Standing.READY
