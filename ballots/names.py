"""Names and public ids: what a person may type, and short addresses that say nothing."""

import secrets
import unicodedata

from ballots.errors import NameNotUsable, NumberNotUsable

LONGEST = 200
MOST_PEOPLE = 100_000
_ID_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
_ID_LENGTH = 6


def new_id() -> str:
    """A short random id for an address: six letters and digits without look-alikes, easy to type in a hall."""
    return "".join(secrets.choice(_ID_ALPHABET) for _ in range(_ID_LENGTH))


def unused_id(taken: set[str]) -> str:
    """A new id that is none of `taken`, which has it from now on: among 10,000 made at once two are often the same."""
    while (made := new_id()) in taken:
        pass
    taken.add(made)
    return made


def usable_name(typed: str, what: str) -> str:
    """The name as kept: trimmed, inner runs of space made one. Raises NameNotUsable; `what` names the field."""
    name = " ".join(typed.split())
    if not 1 <= len(name) <= LONGEST or not name.isprintable():
        raise NameNotUsable(what=what, most=LONGEST)
    return name


def likeness(*names: str) -> str:
    """What names that people take for the same have in common; width, capitals, spaces, invisible marks put aside."""
    alike = ("".join(filter(_is_seen, unicodedata.normalize("NFKC", name).casefold())) for name in names)
    return "\n".join(alike)


def _is_seen(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign) != "Cf"


def usable_number(number: int | None, what: str, least: int = 0, most: int = MOST_PEOPLE) -> int | None:
    """The number itself, None staying None (not known). Raises NumberNotUsable when it is out of range."""
    if number is not None and not least <= number <= most:
        raise NumberNotUsable(what=what, least=least, most=most)
    return number
