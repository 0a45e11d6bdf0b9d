"""Why a paper ballot is spoiled (废票). Two scrutineers decide it; what is counted is each reason's number."""

from enum import StrEnum


class Flaw(StrEnum):
    """The reasons there are. An item left blank or marked twice spoils nothing but itself."""

    BLANK = "blank"
    TORN = "torn"
    WRONG_FORM = "wrong_form"
    UNOFFICIAL = "unofficial_paper"
    IDENTIFIES = "identifies_voter"
    UNREADABLE = "unreadable"
