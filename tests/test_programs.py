"""A missing program is named, and does not pass unnoticed where everything must run."""

import pytest

from tests.programs import require


def test_an_installed_program_is_found() -> None:
    assert require("python3", "python3").endswith("/python3")


def test_a_missing_program_skips_the_test_and_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=r"no-such-program is not installed; .* apt-get install some-tools"):
        require("no-such-program", "some-tools")


def test_a_missing_program_fails_the_test_under_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="apt-get install some-tools"):
        require("no-such-program", "some-tools")
