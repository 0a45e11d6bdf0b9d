"""A box before the opening: its slips, its keys, and the step that opens it."""

import hmac
import secrets
from collections.abc import Iterable

from ballots import codes, comment, envelope, keys, sheets
from ballots.codes import Code, Kind
from ballots.envelope import Ballot
from ballots.errors import (
    BoxNotEmpty,
    EnvelopeDamaged,
    KeyOfAnotherMeeting,
    KeysDoNotFit,
    KeysFixed,
    KeysMissing,
    KeysNotTested,
    NoSlips,
    SlipCountNotUsable,
    SlipNotValid,
)
from ballots.form import Form
from ballots.keys import Key
from ballots.sheets import Sheet
from ballots.store import Phase, Shelf, Store

MOST_SLIPS = 5000
RESERVE = 5 * sheets.A_SHEET
"""How many slips may be printed while the box is open, where nobody says otherwise."""
_TEST = Ballot(b"minxin test")


def create(shelf: Shelf, name: str) -> Store:
    """A new box, held alone."""
    return shelf.create(name, {"slip_key": secrets.token_bytes(32), "phase": Phase.DRAFT.encode()})


def phase(store: Store) -> Phase:
    """How far the box has come."""
    return Phase((store.fact("phase") or b"draft").decode())


def new_sheets(store: Store, count: int, voter_class: int = 0, kind: Kind = Kind.SLIP) -> tuple[Sheet, ...]:
    """Sheets of `count` fresh slips, of which the box keeps only the tags: print them now, they exist nowhere else.

    `voter_class`: the place of their class in the rules, from 1; 0 where there are no classes.

    Raises SlipCountNotUsable, or KeysFixed once the box has opened.
    """
    _require_draft(store)
    if not 1 <= count <= MOST_SLIPS:
        raise SlipCountNotUsable(most=MOST_SLIPS)
    stack = sheets.fresh(count, voter_class, store.fact("slip_key") or b"", kind)
    store.add_slips(stack.kept)
    return stack.sheets


def new_slips(store: Store, count: int, voter_class: int = 0, kind: Kind = Kind.SLIP) -> list[Code]:
    """The codes of `new_sheets`, one after the other, for those who print no sheets."""
    return [code for sheet in new_sheets(store, count, voter_class, kind) for code in sheet.slips]


def void_slip(store: Store, code: Code) -> None:
    """Makes one slip worthless before the opening. Raises SlipNotValid when it is unknown."""
    _require_draft(store)
    if not store.void(codes.tag(code, store.fact("slip_key") or b"")):
        raise SlipNotValid


def discard_slips(store: Store) -> None:
    """Voids every slip printed so far. Raises KeysFixed once the box has opened."""
    _require_draft(store)
    store.discard_slips()


def printed_and_void(store: Store) -> tuple[int, int]:
    """How many slips there are, void ones included, and how many are void."""
    slips = store.slips().values()
    return len(slips), sum(slip.void for slip in slips)


def make_keys(store: Store, meeting_id: str) -> tuple[Key, ...]:
    """The three scrutineers' keys, which exist nowhere else; earlier keys become worthless. Raises KeysFixed."""
    _require_draft(store)
    secret = keys.new_secret()
    shares = keys.split(secret)
    public_key = bytes(keys.private_key(secret).public_key)
    test = {"public_key": public_key, "test_envelope": envelope.seal(_TEST, public_key), "keys_tested": b""}
    store.set_facts(test | {f"key_{key.number}": key.fingerprint(meeting_id) for key in shares})
    return shares


def recognise(store: Store, meeting_id: str, key: Key) -> None:
    """Returns when `key` is one of the box's three. Raises KeysMissing, KeyOfAnotherMeeting."""
    known = store.fact(f"key_{key.number}")
    if known is None:
        raise KeysMissing
    if not hmac.compare_digest(known, key.fingerprint(meeting_id)):
        raise KeyOfAnotherMeeting


def test_keys(store: Store, presented: Iterable[Key]) -> frozenset[int]:
    """The numbers of all keys tested so far, after every two of `presented` have opened the test envelope.

    Raises KeysDoNotFit when two of them do not open it.
    """
    body = store.fact("test_envelope")
    if body is None:
        raise KeysMissing
    tested = set(tested_keys(store))
    for pair in keys.pairs(presented):
        try:
            found = envelope.open_body(body, keys.private_key(keys.join(pair)), len(_TEST.marks))
        except EnvelopeDamaged:
            raise KeysDoNotFit from None
        if found == _TEST:
            tested |= {key.number for key in pair}
    store.set_facts({"keys_tested": bytes(sorted(tested))})
    return frozenset(tested)


def tested_keys(store: Store) -> frozenset[int]:
    """The numbers of the keys that have opened the test envelope."""
    return frozenset(store.fact("keys_tested") or b"")


def open_box(store: Store, form: Form, *, takes_comments: bool = False, reserve: int = 0) -> None:
    """Makes room for a ballot on `form` for every slip and opens the box. Doing it again changes nothing.

    `takes_comments`: and room for a comment from every ballot. `reserve`: and room for so many slips printed later.
    Raises NoSlips, KeysMissing, KeysNotTested, BoxNotEmpty, KeysFixed once the box is closed.
    """
    body_length = envelope.body_length(len(form.questions))
    comment_length = comment.BODY_LENGTH if takes_comments else 0
    lengths = {"body_length": str(body_length).encode(), "comment_length": str(comment_length).encode()}
    if phase(store) is Phase.CLOSED:
        raise KeysFixed
    slips = store.slips().values()
    if any(slip.spent for slip in slips):
        raise BoxNotEmpty
    if phase(store) is Phase.OPEN and all(store.fact(name) == length for name, length in lengths.items()):
        return
    if all(slip.void for slip in slips):
        raise NoSlips
    if store.fact("public_key") is None:
        raise KeysMissing
    if len(tested_keys(store)) < keys.HOLDERS:
        raise KeysNotTested
    store.make_room(body_length, comment_length, reserve)
    store.set_facts({**lengths, "phase": Phase.OPEN.encode()})


def takes_comments(store: Store) -> bool:
    """Whether every ballot brings a comment, be it an empty one."""
    return (store.fact("comment_length") or b"0") != b"0"


def _require_draft(store: Store) -> None:
    if phase(store) is not Phase.DRAFT:
        raise KeysFixed
