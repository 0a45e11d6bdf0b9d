"""Meetings for pages that look otherwise where there are classes, corrections, or an account that does not balance."""

from ballots.corrections import Change, Declared
from ballots.meetings import Closing
from survey import correcting, slips
from survey.evening import Evening
from tests import factories
from tests.factories import Prepared
from tests.survey import classes


def classes_and_corrections(evening: Evening, campaign: str) -> dict[str, Prepared]:
    """An open meeting of classes and a published one, an account that does not balance, and corrected minutes."""
    planned, _ = classes.planned(evening, {1: 12, 2: 12, 3: 1})
    for key in planned.keys:
        evening.present_key(planned.id, key.digits)
    evening.open(planned.id)
    unbalanced = factories.opened(evening, campaign_id=campaign, community="白鹭洲社区")
    slips.hand_out(evening, unbalanced.id, 14)
    evening.close(unbalanced.id, Closing(unused=3, explanation="清点时少三张"))
    corrected = factories.published(evening, campaign_id=campaign, community="后河社区")
    correcting.correct(evening, corrected.id, Change(Declared.SUBJECT, "王秀莲", "笔误", position=2))
    correcting.correct(evening, corrected.id, Change(Declared.PRESENT, "18", "签到表漏计二人"))
    told = classes.held(evening, classes.HALL, weighs=True)
    return {"classes_open": planned, "classes": told, "unbalanced": unbalanced, "corrected": corrected}
