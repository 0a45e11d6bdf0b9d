"""Refusals of the survey itself. How refusals become pages is in `refusals.py`."""

from ballots.errors import Refused


class SettingNotUsable(Refused):
    """A setting in the environment means nothing."""

    sentence = "The setting %(name)s is not usable. docs/settings.md says what it may be."


class SignInFailed(Refused):
    """Name and password do not fit together; which of the two is not said."""

    sentence = "Name and password do not fit together. Try again."


class AccountExists(Refused):
    """The name is taken."""

    sentence = "There is already an account called %(name)s."


class PasswordTooShort(Refused):
    """The password is too short."""

    sentence = "Choose a password of at least %(least)s characters."


class PointsNotUsable(Refused):
    """Points are not a number from 0 to 100 with at most two decimals."""

    sentence = "Points are 0 to 100 with at most two decimals."
