"""Passwords: which can be used, and how they are kept."""

import ast
import re
from pathlib import Path

import pytest

from survey import passwords
from survey.errors import PasswordTooLong, PasswordTooPlain, PasswordTooShort


@pytest.mark.parametrize(
    "password", ["correct horse battery", "四个无关的词：马、电池、订书钉", "  a k d x e q  ", "x7!Kq9-Lm2$P"]
)
def test_long_and_varied_passwords_can_be_used(password: str) -> None:
    passwords.require_usable(password, "周敏")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("eleven char", PasswordTooShort),
        ("x y z w v " * 21, PasswordTooLong),
        ("aaaaaaaaaaaa", PasswordTooPlain),
        ("abcabcabcabcabc", PasswordTooPlain),
        ("123456789012", PasswordTooPlain),
        ("９８７６５４３２１０９８", PasswordTooPlain),
        ("QWERTYUIOPASDF", PasswordTooPlain),
        ("Zhou  Min Street", PasswordTooPlain),
    ],
)
def test_what_is_guessed_at_once_cannot(password: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        passwords.require_usable(password, "zhou min street")


def test_made_passwords_are_long_different_and_can_be_used() -> None:
    made = {passwords.generated() for _ in range(50)}
    assert len(made) == 50
    for one in made:
        assert re.fullmatch(r"([a-hjkmnp-z2-9]{4}-){4}[a-hjkmnp-z2-9]{4}", one)
        passwords.require_usable(one, "周敏")


def test_a_kept_password_is_salted_and_matches_itself_alone() -> None:
    first, second = passwords.hashed("correct horse battery"), passwords.hashed("correct horse battery")
    assert first != second
    assert passwords.matches(first, "correct horse battery")
    assert not passwords.matches(first, "Correct horse battery")
    assert not passwords.matches(first, "correct horse battery" + " " * 1_000_000)
    assert not passwords.matches(None, "a password nobody has")


def test_outside_of_tests_a_try_takes_32_megabytes() -> None:
    """128 · N · r bytes, as OWASP asks for scrypt with p = 1 … 3."""
    tree = ast.parse(Path(passwords.__file__).read_text(encoding="utf-8"))
    (method,) = (
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets) == "METHOD"
    )
    _scrypt, n, r, _p = ast.literal_eval(method).split(":")
    assert 128 * int(n) * int(r) == 32 * 2**20
