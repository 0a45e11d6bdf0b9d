"""What every staff form shares: the reader's language, and refusals shown beside what was typed."""

from collections.abc import Callable
from typing import TypeVar

from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField

from analysis.errors import FigureRefused
from ballots.errors import Refused
from survey.web import current
from survey.web.refusals import said

Done = TypeVar("Done")


_LONGEST_NUMBER = 12


class CountField(IntegerField):  # type: ignore[misc]  # WTForms comes without types
    """A number of people or slips. What is too long to be one is no number: the library would fail on it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed."""
        super().process_formdata([typed if len(typed) <= _LONGEST_NUMBER else "" for typed in valuelist])


class NameField(StringField):  # type: ignore[misc]
    """Somebody's or something's name; the space around it is nobody's."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Reads what was typed."""
        super().process_formdata([typed.strip() for typed in valuelist])


class StaffForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF comes without types
    """A form with CSRF whose own messages are in the reader's language."""

    refusal: Refused | FigureRefused | None = None
    """Why the last act was refused."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Language, chosen for each request."""

        @property
        def locales(self) -> list[str]:
            """The languages WTForms looks for, best first."""
            return ["zh"] if current.language() == "zh-CN" else ["en"]

    def carry_out(self, act: Callable[[], Done]) -> Done | None:
        """What `act` returned; None when the form was not sent, not filled in rightly, or `act` was refused.

        A refusal becomes an error of the whole form, so that the page can show it above what was typed.
        """
        if not self.validate_on_submit():
            return None
        try:
            return act()
        except (Refused, FigureRefused) as refusal:
            self.form_errors.append(said(refusal))
            self.refusal = refusal
            return None

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows this form: 422 when something must be put right."""
        return 422 if self.errors else 200
