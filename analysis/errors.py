"""Every way a figure can be refused. One class per fact; its `sentence` says the fact and what to do next.

The shape is that of `ballots/errors.py`, so that `survey/errors.py` puts both into the reader's words alike:
`sentence` is English and the key of the catalogues, `values` fill it. No sentence repeats a single answer.
"""

from typing import ClassVar


class FigureRefused(Exception):
    """The figures were not made; nothing was changed."""

    sentence: ClassVar[str] = "The figures were not made; nothing was changed."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence % values)


class RulesFault(FigureRefused):
    """A rule file is wrong at one place; `reason` is a sentence of its own, with its own values."""

    sentence = "%(file)s: %(place)s: %(reason)s"

    def __init__(self, file: str, place: str, reason: str, **values: object) -> None:
        self.reason = reason
        self.reason_values = values
        super().__init__(file=file, place=place, reason=reason % values)


class KindUnknown(FigureRefused):
    """A subject is of a kind the form does not rate."""

    sentence = "The form has no section for subjects of the kind %(kind)s; use the form the ballots were filled in on."


class MarksMisshapen(FigureRefused):
    """The array of marks does not have one byte per ballot and question."""

    sentence = "The marks are not one byte for each of %(questions)s questions; count with the form they were made on."


class MarkUnknown(FigureRefused):
    """Some marks on one item are no level of its scale, not blank and not invalid."""

    sentence = "%(count)s marks on %(name)s, %(item)s are no level of its scale; count with the form they were made on."


class LevelUnknown(FigureRefused):
    """A tally names a level that the scale of the item does not have."""

    sentence = (
        "The tally has the level %(level)s for %(kind)s, which the form does not; use the form it was counted on."
    )


class CommunityUnknown(FigureRefused):
    """A table speaks of a community that has no meeting."""

    sentence = "There is no meeting of %(community)s; add the meeting or correct the name."


class CommunityTwice(FigureRefused):
    """A table that has one row per community has two for one."""

    sentence = "%(community)s appears twice; keep one row for each community."


class CountsDisagree(FigureRefused):
    """The marks on one item do not add up to the valid ballots of its meeting."""

    sentence = "%(community)s, %(item)s: %(counted)s marks for %(valid)s valid ballots; count the box again."


class ReturnsDisagree(FigureRefused):
    """Valid ballots are not the returned ones less the spoiled ones."""

    sentence = "%(community)s: valid ballots are not returned less spoiled; correct the minutes."


class PointsUnfit(FigureRefused):
    """The rules give points to a scale or to levels that the form does not have."""

    sentence = "The rules give points that do not fit the scale %(scale)s of the form; correct the rules or the form."


class AssessmentOutOfRange(FigureRefused):
    """A superior's assessment is no number from 0 to 100."""

    sentence = "The assessment of %(community)s is not a number from 0 to 100 with at most 4 decimals; enter it again."


class HeadlineTwice(FigureRefused):
    """Two subjects of one community would both speak for it."""

    sentence = "%(community)s has two subjects of the kind %(kind)s, and the rules let one speak for the community."


class GradeUnknown(FigureRefused):
    """An earlier grade is none of the grades."""

    sentence = "A grade of %(community)s is not model, standard or ordinary; correct it."


class ReasonMissing(FigureRefused):
    """People decided otherwise than the rules propose, and wrote no reason."""

    sentence = "%(community)s: the grade is not the one that the rules propose. Write why; both are kept."
