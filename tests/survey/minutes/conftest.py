"""Meetings whose minutes are read again and again by these tests, and changed by none of them."""

from collections.abc import Iterator

import pytest

from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.sheet import Minutes
from tests.factories import make_evening
from tests.survey.minutes.held import hold


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Evening, str]]:
    """An evening with one published meeting of three subjects, and the meeting's id."""
    evening = make_evening(tmp_path_factory.mktemp("archive"))
    yield evening, hold(evening)
    evening.engine.dispose()


@pytest.fixture(scope="session")
def chinese(archive: tuple[Evening, str]) -> Minutes:
    return minutes(*archive, "zh-CN")


@pytest.fixture(scope="session")
def english(archive: tuple[Evening, str]) -> Minutes:
    return minutes(*archive, "en")
