"""What can be refused at the double appraisal. One class per fact; the sentence says what to do next."""

from ballots.errors import Refused


class PointsNotUsable(Refused):
    """Points are not a number from 0 to 100 with at most two decimals."""

    sentence = "Points are 0 to 100 with at most two decimals."


class ItemPointsNotUsable(Refused):
    """More points for one item than it can have."""

    sentence = "This item can have at most %(most)s points."


class CommunityNotInCampaign(Refused):
    """A sheet names a community without a meeting in the campaign, or one of several with the same name."""

    sentence = "no meeting of this campaign is of this community. Write it as planned, with its sub-district."


class CommunityAgain(Refused):
    """A sheet names the same community twice."""

    sentence = "this community stands in the table already. Keep one of the two lines."


class NoSuchVeto(Refused):
    """There is no such veto item."""

    sentence = "There is no such veto item."


class VetoWithdrawn(Refused):
    """The veto item was taken back already."""

    sentence = "This veto item was taken back already."


class DayNotUsable(Refused):
    """No day, or one that has not come yet."""

    sentence = "Write the day of the decision, such as 2026-11-23; it cannot lie ahead."


class GradeNotUsable(Refused):
    """No grade that people can confirm."""

    sentence = "Choose model, standard or ordinary."


class DeviationUnexplained(Refused):
    """People decide otherwise than the rules propose, and wrote no reason."""

    sentence = "%(community)s: this is not the grade that the rules propose. Write why; both are kept."


class ProposalChanged(Refused):
    """What the rules propose changed while the page was open."""

    sentence = "%(community)s: the rules now propose another grade than this page showed. Look again, then decide."
