"""What a box promises to those who use it, whichever engine keeps it.

`sqlite_store` keeps each box in a file of its own, for one computer; `postgres_store` keeps each in a schema of its
own, for several processes. Both take the same calls, keep the same promises and pass the same tests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, NamedTuple, Protocol

from ballots.codes import Tag
from ballots.envelope import Envelope


class Phase(StrEnum):
    """How far a box has come. It never goes back."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


USED_BEFORE = "used_before"
"""The fact that keeps how many slips of voided sheets had been used before: it is told after the close."""
SHEET_VOID = b"void"
"""What the fact of a voided sheet holds."""


@dataclass
class Slip:
    """What the box knows of one slip; `retry` recognises the phone that spent it, `voter_class` is printed on it."""

    spent: bool
    void: bool
    retry: bytes
    voter_class: int = 0


class NewSlips(NamedTuple):
    """Slips of one voter class just made, as the box keeps them, and facts that come with them."""

    tags: Sequence[Tag]
    voter_class: int = 0
    facts: Mapping[str, bytes] = MappingProxyType({})


class Drop(NamedTuple):
    """One ballot on its way into the box."""

    tag: Tag
    retry: bytes
    envelope: Envelope
    comment: bytes | None = None
    """The sealed comment, in a box that takes them."""


class Store(Protocol):
    """One box. Not safe for two threads at once: `Box` takes turns. What is written is durable on return.

    Whatever the disk or the server reports becomes BoxNotWritable; only then is it uncertain what was written.
    """

    is_shared: ClassVar[bool]
    """Whether others may change the box while it is held here."""

    def add_slips(self, slips: NewSlips) -> None:
        """Keeps new slips and what comes with them, all or none."""

    def discard_slips(self) -> None:
        """Voids every slip there is: all that was printed so far is worthless."""

    def make_room(self, body_length: int, comment_length: int = 0, reserve: int = 0) -> None:
        """Makes the box ready for an envelope, its body `body_length` bytes, for each good slip and `reserve` more.

        And for one comment for each of them, apart from the envelopes, when they have a `comment_length` in bytes.

        Room made before, for other slips or another form, goes. Not to be called once ballots are cast.
        """

    def set_facts(self, facts: Mapping[str, bytes]) -> None:
        """Keeps facts about the box itself, its public key, its phase: all of them or none."""

    def fact(self, name: str) -> bytes | None:
        """The fact called `name`; None when it was never kept."""

    def slips(self) -> dict[Tag, Slip]:
        """Every slip of the box, by tag."""

    def spare(self) -> int:
        """How many slips may still be added while the box is open, of the reserve that room was made for."""

    def take_reserve(self, slips: NewSlips) -> None:
        """Keeps slips printed while the box is open and what comes with them, all or none.

        Raises ReserveUsedUp, BoxClosed unless the phase is open.
        """

    def void(self, tag: Tag) -> bool:
        """Whether the slip could be voided: it is known and unspent. Raises BoxClosed once the box is closed."""

    def void_sheet(self, name: str, tags: Sequence[Tag]) -> None:
        """Voids those of `tags` that are unspent: all or none. Raises BoxClosed once the box is closed.

        The fact `name` then holds SHEET_VOID, and the fact USED_BEFORE as many more as were spent.
        """

    def keep(self, drops: Sequence[Drop]) -> None:
        """Spends the slips and keeps envelopes and comments, all or none.

        Raises SlipTaken when a slip is spent or void already, BoxClosed unless the phase is open, BoxNotWritable.
        """

    def envelopes(self) -> list[Envelope]:
        """Every ballot in the box, in the order of their receipts, which is no order of casting."""

    def comments(self) -> list[bytes]:
        """Every sealed comment, in the order of its bytes, which are random; none in a box that takes none."""

    def release(self) -> None:
        """Lets the box go, so that others may hold it."""


class Shelf(Protocol):
    """Where the boxes of one Minxin stand, each under its name."""

    def create(self, name: str, facts: Mapping[str, bytes]) -> Store:
        """A new box that keeps `facts`, held alone. Never made over another: raises BoxNotWritable."""

    def has(self, name: str) -> bool:
        """Whether there is a box called `name`."""

    def open(self, name: str) -> Store:
        """The box, held alone. Raises BoxMissing, BoxHeld, or BoxUnsafe when a setting does not hold."""

    def join(self, name: str) -> Store:
        """The box for taking ballots, beside others where the engine can. Raises what `open` raises."""

    def destroy(self, name: str) -> None:
        """Removes the box, or what an earlier try left of it. Raises BoxNotWritable while it cannot be removed."""
