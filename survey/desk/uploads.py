"""A table sent to the desk, as a file or pasted: looked at first, kept when it comes a second time unchanged.

A file is read in memory and forgotten. Its rows come back as text on the page, to be corrected there.
"""

import hashlib
from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, TextAreaField

from ballots.errors import Refused
from survey.errors import NothingSent
from survey.sheets import table, template
from survey.sheets.columns import Column
from survey.sheets.table import Table
from survey.web import current
from survey.web.forms import StaffForm
from survey.web.refusals import said

MOST_SHOWN = 50
"""Faults and lines that a page lists; of the rest it says how many there are."""


class SheetForm(StaffForm):
    """A table. `seen` is the fingerprint of the text that the page showed; `keep` is the button that keeps it."""

    file = FileField()
    table = TextAreaField()
    seen = HiddenField()
    keep = BooleanField()
    is_meant = BooleanField()

    def read(self, columns: Sequence[Column]) -> Table:
        """The table. Raises NothingSent, and what `sheets.table.read` raises."""
        language = current.language()
        if self.file.data:
            found = table.read(self.file.data.read(), columns, language)
            if any(row.titles for row in found.rows):
                self.table.data = template.text(columns, found.rows, language)
            return found
        if not (self.table.data or "").strip():
            raise NothingSent
        return table.read_text(self.table.data, columns, language)

    @property
    def is_kept(self) -> bool:
        """Whether the table is to be kept just as it was shown."""
        return bool(self.keep.data) and not self.file.data and self.seen.data == self.fingerprint

    @property
    def fingerprint(self) -> str:
        """What tells this text from any other; browsers change the ends of its lines."""
        return hashlib.sha256("\n".join((self.table.data or "").splitlines()).encode()).hexdigest()


def listed(faults: Sequence[Refused]) -> list[str]:
    """The first faults, in the reader's language."""
    return [said(fault) for fault in faults[:MOST_SHOWN]]
