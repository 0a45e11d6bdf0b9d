"""Passwords of the staff: which can be used, how they are kept, and ones made by the computer."""

import secrets
import unicodedata
from functools import cache

from werkzeug.security import check_password_hash, generate_password_hash

from ballots.names import likeness
from survey.errors import PasswordTooLong, PasswordTooPlain, PasswordTooShort

SHORTEST, LONGEST = 12, 200
"""Characters. Longer ones are refused before any work is spent on them."""
_FEWEST_DIFFERENT = 5
_RUNS = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
METHOD = "scrypt:32768:8:1"
"""How a password is kept: memory-hard, about a twentieth of a second for each try (OWASP, Password Storage)."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 5, 4


def require_usable(password: str, name: str) -> None:
    """Returns when the account called `name` may have this password.

    Spaces and every kind of letter are welcome. Raises PasswordTooShort, PasswordTooLong, and PasswordTooPlain for
    the account's own name, a row of keys, or a few characters again and again.
    """
    if len(password) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    if len(password) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    plain = likeness(password)
    is_run = any(plain in run for run in _RUNS)
    if is_run or plain == likeness(name) or len(set(plain)) < _FEWEST_DIFFERENT:
        raise PasswordTooPlain


def hashed(password: str) -> str:
    """What is kept of a password: scrypt with a salt of its own."""
    return generate_password_hash(_typed(password), METHOD)


def matches(kept: str | None, password: str) -> bool:
    """Whether `password` is the one of which `kept` was made; the same work when there is none (None)."""
    if len(password) > LONGEST:
        return False
    return check_password_hash(kept or _nobodys(METHOD), _typed(password)) and kept is not None


def generated() -> str:
    """A new password of 20 random letters and digits without look-alikes, in groups: 99 bits."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))


@cache
def _nobodys(method: str) -> str:
    return generate_password_hash("a password nobody has", method)


def _typed(password: str) -> str:
    """The same password from every keyboard: full-width signs of a Chinese one are those of any other."""
    return unicodedata.normalize("NFKC", password)
