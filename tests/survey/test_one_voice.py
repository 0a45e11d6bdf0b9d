"""A community's grade rests on one subject: a second one is refused at the planning, not noticed after the count."""

import pytest

from ballots.form import Subject
from ballots.meetings import Plan
from survey import planning
from survey.errors import SpokenForTwice
from survey.evening import Evening
from tests import factories
from tests.factories import SUBJECTS, campaign

TWO_COMMITTEES = (*SUBJECTS, Subject("committee", "长岗路社区业委会"))


def test_two_committees_in_one_meeting_are_refused_and_two_secretaries_are_not(evening: Evening) -> None:
    held = campaign(evening)
    with pytest.raises(SpokenForTwice, match="plan another meeting for the other"):
        planning.plan_meeting(evening, held, Plan("长岗路社区", TWO_COMMITTEES))
    two = planning.plan_meeting(evening, held, Plan("长岗路社区", (*SUBJECTS, Subject("secretary", "周敏"))))
    assert len(two.subjects) == 4


def test_a_sheet_of_meetings_with_such_a_one_plans_none(evening: Evening) -> None:
    held = campaign(evening)
    with pytest.raises(SpokenForTwice):
        planning.plan_meetings(evening, held, [Plan("河滨社区", SUBJECTS), Plan("长岗路社区", TWO_COMMITTEES)])
    assert planning.plan_meeting(evening, held, Plan("河滨社区", SUBJECTS)).community == "河滨社区"


def test_a_planned_meeting_gets_no_second_committee(evening: Evening) -> None:
    planned = factories.planned(evening)
    with pytest.raises(SpokenForTwice):
        planning.change_meeting(evening, planned.id, Plan("长岗路社区", TWO_COMMITTEES))
    assert evening.find(planned.id).subjects == SUBJECTS
