"""The office: what the staff keep about themselves.

blueprint    the blueprint that the pages hang on
record       the record of acts: read, compared with a printed head, taken along as a file
"""

from survey.office import record
from survey.office.blueprint import bp

__all__ = ["bp", "record"]
