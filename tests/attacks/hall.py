"""An evening of which the test knows everything and the attacker only what lies on the disk."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ballots import codes, count, draft, envelope, instrument, keys
from ballots.box import Box
from ballots.codes import Code
from ballots.form import Subject, lay_out
from ballots.keys import Key
from ballots.sqlite_store import SqliteShelf
from ballots.store import Store
from tests.attacks import links, secrets_search
from tests.attacks.careless import CAREFUL, Care

BOX = "hall"
FORM = lay_out(
    instrument.load(instrument.shipped()["community-2026"]),
    [Subject("committee", "长岗路社区居委会"), Subject("secretary", "王秀兰"), Subject("graduate", "李明")],
)
QUESTIONS = len(FORM.questions)
VOTERS = 200
LATE = 30
"""How many of the slips are printed while the box is open, for those who come late."""
LUCK = 9
"""Slips that guessing may name rightly: with one right on average, more happens in one of ten million evenings."""
COMERS_BETWEEN_SYNCS = 10
"""A system writes out what waits every half minute; in a hall somebody comes every three seconds."""


class Moment(StrEnum):
    """When the attacker takes the disk."""

    HALF_WAY = "half-way, cable pulled"
    CLOSED = "after the close"
    DESTROYED = "after count and destruction"


class Place(Protocol):
    """Where the evening's files are kept, and all that somebody finds who takes it away."""

    @property
    def folder(self) -> Path:
        """The folder to keep files in."""

    def settle(self) -> None:
        """Writes out whatever waits."""

    def read(self) -> bytes:
        """The bytes found there now."""


@dataclass(frozen=True)
class Loot:
    """What the attacker got out of the disk at one moment: how many of the `cast` ballots, and by which attack.

    `linked` slips were named rightly with their envelope, `authors` with their comment. `marks`, `texts`, `voices` and
    `keys` were found in plain.
    """

    cast: int
    linked: int
    attack: str
    authors: int
    marks: int
    texts: int
    voices: int
    keys: int

    @property
    def share(self) -> float:
        """The fraction of slips that were named rightly with their envelope."""
        return self.linked / self.cast

    @property
    def plain(self) -> int:
        """How many secrets of any kind were found."""
        return self.marks + self.texts + self.voices + self.keys


@dataclass
class Evening:
    """What happened. `came` holds the slips' tags in the order of casting.

    `truth` has each one's receipt, `wrote` the first bytes of its comment as it lies in the box.
    """

    codes: list[Code]
    keys: Sequence[Key]
    voters: int
    phones: list[bytes] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)
    came: list[bytes] = field(default_factory=list)
    truth: dict[bytes, bytes] = field(default_factory=dict)
    wrote: dict[bytes, bytes] = field(default_factory=dict)
    found: dict[Moment, bytes] = field(default_factory=dict)

    def loot(self, moment: Moment) -> Loot:
        """All attacks on the disk as it was at `moment`; of those that link, the most successful."""
        raw = self.found[moment]
        came = self.came[: len(self.came) // 2] if moment is Moment.HALF_WAY else self.came
        attack, linked = links.best(links.guesses(raw, came), self.truth)
        _, authors = links.best(links.guesses(raw, came, "comments"), self.wrote)
        kinds = (self.marks, self.texts, self._voices(), self._openers())
        plain = secrets_search.found(raw, [one for kind in kinds for one in kind])
        return Loot(len(came), linked, attack, authors, *(len(plain & set(kind)) for kind in kinds))

    def _voices(self) -> list[bytes]:
        """What would let somebody vote, or know the voter's phone."""
        printed = [shape.encode() for code in self.codes for shape in (code, codes.grouped(code))]
        return [*printed, *self.phones]

    def _openers(self) -> list[bytes]:
        """Whatever opens the box, whole or in part."""
        secret = keys.join(self.keys[:2])
        parts = [part for key in self.keys for part in (key.share, key.digits.encode(), key.grouped.encode())]
        return [secret, bytes(keys.private_key(secret)), *parts]


def spend_an_evening(place: Place, care: Care = CAREFUL, voters: int = VOTERS) -> Evening:
    """A meeting whose people come one at a time, and the bytes of its disk at each moment."""
    with care.in_force():
        shelf = SqliteShelf(place.folder / "boxes")
        store = draft.create(shelf, BOX)
        evening = prepare(store, voters - LATE, reserve=2 * LATE)
        place.settle()
        with care.in_the_hall():
            _vote(evening, store, place)
        seal = count.close(store)
        store.release()
        place.settle()
        evening.found[Moment.CLOSED] = place.read()
        if care.seals:
            store = shelf.open(BOX)
            counted = count.open_all(store, seal.fingerprint, evening.keys[1:], QUESTIONS)
            read = count.open_comments(store, seal.fingerprint, evening.keys[1:])
            store.release()
            assert [ballot.marks for ballot in counted] == sorted(evening.marks)
            assert read == sorted(text.decode() for text in evening.texts)
        shelf.destroy(BOX)
        place.settle()
        evening.found[Moment.DESTROYED] = place.read()
    return evening


def prepare(store: Store, voters: int, reserve: int = 0) -> Evening:
    """The evening of an open box with a slip for each voter, and room for `reserve` slips more."""
    slips, three_keys = draft.new_slips(store, voters), draft.make_keys(store, BOX)
    draft.test_keys(store, three_keys)
    draft.open_box(store, FORM, takes_comments=True, reserve=reserve)
    return Evening(slips, three_keys, voters + min(reserve, LATE))


def _vote(evening: Evening, store: Store, place: Place) -> None:
    slip_key, box, bodies = store.fact("slip_key") or b"", Box(store), set[bytes]()
    for number, code in enumerate(_comers(evening, box), 1):
        tag, phone, marks = bytes(codes.tag(code, slip_key)), secrets.token_bytes(16), secrets.token_bytes(QUESTIONS)
        text = f"意见 {secrets.token_hex(16)}"
        box.cast(code, phone, marks, text)
        (body,) = set(store.comments()) - bodies
        bodies.add(body)
        evening.phones.append(phone)
        evening.marks.append(marks)
        evening.came.append(tag)
        evening.texts.append(text.encode())
        evening.truth[tag] = envelope.receipt(phone)
        evening.wrote[tag] = body[:16]
        if number % COMERS_BETWEEN_SYNCS == 0:
            place.settle()
        if number == evening.voters // 2:
            evening.found[Moment.HALF_WAY] = place.read()
    box.end()


def _comers(evening: Evening, box: Box) -> Iterator[Code]:
    """Everybody's code in the order in which they come. After a quarter of them more slips are printed."""
    chance = secrets.SystemRandom()
    waiting = chance.sample(evening.codes, len(evening.codes))
    for _ in range(len(waiting) // 4):
        yield waiting.pop()
    late = [code for sheet in box.print_more(LATE) for code in sheet.slips]
    evening.codes.extend(late)
    waiting.extend(late)
    yield from chance.sample(waiting, len(waiting))
