"""Why a line of earlier results cannot be kept. No sentence repeats what stands in a cell."""

from ballots.errors import Refused


class NotYear(Refused):
    """No year."""

    sentence = "write the year, such as 2025."


class NotPercentage(Refused):
    """No percentage, or one that is no part of a whole."""

    sentence = "write the percentage as it was published, from 0 to 100 with at most 4 decimals, such as 95.94%%."


class KindNotKnown(Refused):
    """No form rates such a subject."""

    sentence = "no form has this kind of subject. Known are: %(kinds)s."


class ItemNotKnown(Refused):
    """The form has no such item for this kind of subject."""

    sentence = "the form has no such item for this kind of subject. Known are: %(items)s."


class FigureMissing(Refused):
    """Neither counts nor a percentage."""

    sentence = "write the votes and how many rated, or the percentage that was published."


class VotesExceed(Refused):
    """More votes than people who rated."""

    sentence = "there are more votes than people who rated."


class TooFewRated(Refused):
    """A figure over few people says how single people voted, also years later."""

    sentence = "fewer than %(least)s people rated: such a figure is not kept."


class FigureTwice(Refused):
    """The same figure stands in the list twice."""

    sentence = "this figure already stands on line %(first)s. Keep one of them."
