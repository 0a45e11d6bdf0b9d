"""The conditions of a grade in words: what each compared, by its id."""

from collections.abc import Callable

Say = Callable[[str], str]


def titles(_: Say) -> dict[str, str]:
    """What each condition of `analysis.reasons` is called, in the language of `_`."""
    return {
        "present": _("People present"),
        "share_of_roll": _("Share of the roll present"),
        "returned": _("Ballots returned, against those issued"),
        "ratings": _("Ratings that count"),
        "assessment": _("Superior's points are known"),
        "veto": _("Veto items"),
        "model_score": _("Combined points, for model"),
        "model_broad": _("Broad rate, for model"),
        "model_quota": _("Place among those who reach model, against the seats"),
        "standard_score": _("Combined points, for standard"),
        "standard_broad": _("Broad rate, for standard"),
        "rectify_broad": _("To be put right: broad rate"),
        "rectify_negative": _("To be put right: dissatisfied share"),
    }


def grades(_: Say) -> dict[str, str]:
    """What each grade is called, in the language of `_`."""
    return {
        "model": _("Model"),
        "standard": _("Standard"),
        "ordinary": _("Ordinary"),
        "undecided": _("Undecided"),
    }
