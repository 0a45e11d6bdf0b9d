"""What tests of the published record share."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories import make_evening
from tests.survey.elections import District, Turnout, even_counts, read


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    evening = make_evening(tmp_path_factory.mktemp("district"))
    yield District(evening)
    evening.engine.dispose()


@pytest.fixture(scope="module")
def document(district: District) -> bytes:
    """40 rated best, 8 next, 2 worst and 3 abstained, on every item; 55 ballots, 2 of them spoiled."""
    return district.record(Turnout(), even_counts(district.form))


@pytest.fixture
def content(document: bytes) -> Any:
    """The same record as values, to be changed."""
    return read(document)
