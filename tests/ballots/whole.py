"""What must hold of a box after any crash."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ballots import codes, draft, envelope
from ballots.codes import Code
from ballots.sqlite_store import SqliteStore


def slip_key(path: Path) -> bytes:
    """The key under which the box at `path` keeps its slips."""
    store = SqliteStore(path)
    key = store.fact("slip_key") or b""
    store.release()
    return key


def require_whole(path: Path, key: bytes, every: Sequence[Code], acknowledged: Sequence[Code]) -> int:
    """How many ballots the box holds, after checking that each spent slip has its one envelope and no other has any.

    And that there are as many comments, where the box takes them.
    Each code was cast by a phone whose secret is the code itself, so slips and envelopes can be told to belong.
    """
    store = SqliteStore(path)
    slips, receipts = store.slips(), Counter(sealed.receipt for sealed in store.envelopes())
    comments = len(store.comments()) if draft.takes_comments(store) else None
    store.release()
    spent = {code for code in every if slips[codes.tag(code, key)].spent}
    assert set(acknowledged) <= spent, "an acknowledged ballot is lost"
    assert receipts == Counter(envelope.receipt(code.encode()) for code in spent), "slips and envelopes do not match"
    retries = {code: slips[codes.tag(code, key)].retry for code in spent}
    assert retries == {code: envelope.retry_tag(code.encode()) for code in spent}
    assert comments in (None, len(spent)), "comments are lost or doubled"
    return len(spent)
