"""After the close: the seal first, then all envelopes or none.

The seal is shown on the wall before any key appears, so the box cannot be changed afterwards without
everybody seeing it. The result is a function of the set of ballots only: a recount gives the same.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nacl.public import PrivateKey

from ballots import comment, draft, envelope, keys
from ballots.envelope import Ballot, Envelope
from ballots.errors import BoxChanged, BoxDisagrees, KeysDoNotFit
from ballots.keys import Key
from ballots.store import Phase, Store


@dataclass(frozen=True)
class Seal:
    """What is fixed at the close: the fingerprint of the box (64 hex digits) and its integer counts."""

    fingerprint: str
    printed: int
    voided: int
    returned: int

    @property
    def grouped(self) -> str:
        """The first 80 bits as read aloud: five groups of four."""
        return " ".join(self.fingerprint[at : at + 4] for at in range(0, 20, 4))


def close(store: Store) -> Seal:
    """Closes the box for good and returns its seal. Doing it again gives the same seal.

    Raises BoxDisagrees when spent slips and envelopes do not match one to one.
    """
    store.set_facts({"phase": Phase.CLOSED.encode()})
    slips = store.slips().values()
    spent, sealed, comments = sum(slip.spent for slip in slips), store.envelopes(), store.comments()
    for found in (len(sealed), len(comments)) if draft.takes_comments(store) else (len(sealed),):
        if found != spent:
            raise BoxDisagrees(spent=spent, envelopes=found)
    return Seal(fingerprint(sealed, comments), len(slips), sum(slip.void for slip in slips), spent)


def fingerprint(sealed: Iterable[Envelope], comments: Iterable[bytes] = ()) -> str:
    """SHA-256, in hex, over the sorted hashes of all envelopes, then of all comments.

    The same for the same sets, whatever the order.
    """
    hashes = sorted(hashlib.sha256(one.receipt + one.body).digest() for one in sealed)
    hashes += sorted(hashlib.sha256(body).digest() for body in comments)
    return hashlib.sha256(b"".join(hashes)).hexdigest()


def receipts(store: Store, seal: str) -> list[bytes]:
    """The receipt of every ballot in the box, sorted. Raises BoxChanged when `seal` does not fit any more."""
    return sorted(one.receipt for one in _as_sealed(store, seal))


def lying(store: Store) -> tuple[int, int]:
    """How many ballots lie in the box, and how many different receipts; before the opening there is no room for any.

    For looking into a box that must be empty, or one that goes. A slip that is spent counts as a ballot.
    """
    spent = sum(slip.spent for slip in store.slips().values())
    sealed = [] if draft.phase(store) is Phase.DRAFT else store.envelopes()
    return max(len(sealed), spent), len({one.receipt for one in sealed})


def open_all(store: Store, seal: str, two_keys: Sequence[Key], questions: int) -> list[Ballot]:
    """Every ballot, its marks one byte a question, in no order that means anything. All or none.

    `seal` is the fingerprint that was shown at the close. Raises BoxChanged when the ballots are not those that
    were sealed, KeysDoNotFit for fewer than two different keys or keys of another box, EnvelopeDamaged when a
    single envelope does not open although others do.
    """
    sealed, key = _as_sealed(store, seal), _private_key(store, two_keys)
    return sorted(envelope.open_body(one.body, key, questions) for one in sealed)


def open_comments(store: Store, seal: str, two_keys: Sequence[Key]) -> list[str]:
    """The comment of every ballot, sorted by text, the empty ones first: one of each ballot, of none in particular.

    All or none. Raises what `open_all` raises.
    """
    _as_sealed(store, seal)
    key = _private_key(store, two_keys)
    return sorted(comment.open_body(body, key) for body in store.comments())


def _private_key(store: Store, two_keys: Sequence[Key]) -> PrivateKey:
    key = keys.private_key(keys.join(two_keys))
    if bytes(key.public_key) != store.fact("public_key"):
        raise KeysDoNotFit
    return key


def _as_sealed(store: Store, seal: str) -> list[Envelope]:
    sealed = store.envelopes()
    if fingerprint(sealed, store.comments()) != seal:
        raise BoxChanged
    return sealed
