"""The office: what the staff keep about themselves.

blueprint    the blueprint that the pages hang on
accounts     everybody on the staff, for the administrator; the district's name
own          one's own account: a new password, sessions
programs     tokens with which programs read results
record       the record of acts: read, compared with a printed head, taken along as a file
forms        what the pages ask
"""

from survey.office import accounts, own, programs, record
from survey.office.blueprint import bp

__all__ = ["accounts", "bp", "own", "programs", "record"]
