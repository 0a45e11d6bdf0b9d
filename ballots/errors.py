"""Every way an act can be refused. One class per fact; its `sentence` says the fact and what to do next.

A sentence never repeats a code, an answer or another exception's text. It is written in English, and is
the key under which the catalogues hold its translations (`survey/errors.py` turns it into the reader's words).
"""

from typing import ClassVar


class Refused(Exception):
    """The act was refused; nothing was changed."""

    sentence: ClassVar[str] = "The act was refused; nothing was changed."

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.sentence % values)


class InstrumentFault(Refused):
    """An instrument file is wrong at one place; `reason` is a sentence of its own, with its own values."""

    sentence = "%(file)s: %(place)s: %(reason)s"

    def __init__(self, file: str, place: str, reason: str, **values: object) -> None:
        self.reason = reason
        self.reason_values = values
        super().__init__(file=file, place=place, reason=reason % values)
