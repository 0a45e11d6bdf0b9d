"""Which communities an organizer works for, as typed and as compared."""

from dataclasses import dataclass

import pytest

from ballots.errors import NameNotUsable
from survey import duties
from survey.duties import Duties, Duty
from survey.errors import NoDuties


@dataclass(frozen=True)
class At:
    sub_district: str
    community: str


def test_duties_are_typed_one_on_a_line() -> None:
    typed = " 北门街道 \n\n石阳路街道／梧桐社区\n石阳路街道 / 梧桐社区\n/ 独立社区\n"
    read = duties.read(typed)
    assert read == Duties(listed=(Duty("北门街道"), Duty("石阳路街道", "梧桐社区"), Duty("独立社区")))
    assert duties.read(read.written.replace("; ", "\n")) == read


@pytest.mark.parametrize("typed", ["", " \n ", "/", " / \n／"])
def test_nothing_typed_is_no_duty(typed: str) -> None:
    with pytest.raises(NoDuties):
        duties.read(typed)


@pytest.mark.parametrize("typed", ["x" * 201, "街道 / 社\u202e区", "街\x00道"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(NameNotUsable):
        duties.read(typed)


@pytest.mark.parametrize(
    ("typed", "place", "covered"),
    [
        ("北门街道", At("北门街道", "河滨社区"), True),
        ("北门街道", At("石阳路街道", "河滨社区"), False),
        ("北门街道 / 河滨社区", At("北门街道", "河滨社区"), True),
        ("北门街道 / 河滨社区", At("北门街道", "北门社区"), False),
        ("北门街道 / 河滨社区", At("石阳路街道", "河滨社区"), False),  # the same name elsewhere is another community
        ("河滨社区", At("", "河滨社区"), True),
        ("河滨社区", At("北门街道", "河滨社区"), False),
        ("ＡＢＣ sub / Eins", At("abc  SUB", "EINS"), True),
    ],
)
def test_a_place_is_in_a_duty_or_not(typed: str, place: At, covered: bool) -> None:
    assert duties.read(typed).cover(place) is covered
    assert duties.EVERYTHING.cover(place)
