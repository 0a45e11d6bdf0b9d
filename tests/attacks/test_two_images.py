"""A copy of the disk before one ballot and one after it: a backup, a snapshot, a replica. The two tell whose envelope
is new, and no way of keeping a box can hide that from them. They do not tell what lies in it."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from ballots import envelope, keys
from ballots.box import Box
from ballots.errors import EnvelopeDamaged
from tests.attacks.careless import CAREFUL, NOT_SEALED, Care
from tests.ballots.boxes import FORM, MEETING, Opened, open_a_box

MARKS = bytes([0, 1, 2] * 6)[: len(FORM.questions)]


def two_images(folder: Path, care: Care) -> tuple[Opened, bytes]:
    """A box with one ballot between two copies of its file, and the one envelope that is new in the second."""
    opened = open_a_box(folder / "evening" / "toy.box", slips=12)
    with care.in_the_hall():
        box = Box(opened.store)
        for code in opened.codes[1:6]:
            opened.cast(box, code)
        before = shutil.copy(opened.path, folder / "before")
        opened.cast(box, opened.codes[0], MARKS)
        after = shutil.copy(opened.path, folder / "after")
        box.end()
    opened.store.release()
    assert len(rows(after, "SELECT tag FROM slip WHERE spent") - rows(before, "SELECT tag FROM slip WHERE spent")) == 1
    filled = "SELECT body FROM envelope WHERE filled"
    ((body,),) = rows(after, filled) - rows(before, filled)
    return opened, body


def rows(image: Path, question: str) -> set[tuple[bytes, ...]]:
    db = sqlite3.connect(image)
    found = set(db.execute(question))
    db.close()
    return found


def test_the_new_envelope_can_be_named_and_not_read(tmp_path: Path) -> None:
    opened, body = two_images(tmp_path, CAREFUL)
    assert MARKS not in body
    for key in opened.keys:  # one scrutineer's key, alone or with one of another meeting, opens nothing
        stranger = keys.split(keys.new_secret())[key.number % 3]
        with pytest.raises(EnvelopeDamaged):
            envelope.open_body(body, keys.private_key(keys.join([key, stranger])), len(MARKS))
        assert key.fingerprint(MEETING) not in body
    with pytest.raises(EnvelopeDamaged):
        envelope.open_body(body, PrivateKey.generate(), len(MARKS))


def test_without_the_seal_the_same_two_copies_read_the_ballot(tmp_path: Path) -> None:
    _, body = two_images(tmp_path, NOT_SEALED)
    assert body.startswith(MARKS)
