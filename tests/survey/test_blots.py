"""A code typed where it does not belong is blotted out of the record of acts, whatever stands before it."""

import json

from sqlalchemy import select

from ballots import codes
from ballots.errors import CodeMistyped
from survey import acts
from survey.acts import Act, note
from survey.database import reading, writing
from survey.evening import Evening
from survey.tables import act


def test_a_word_that_passes_for_the_first_group_of_a_code_is_taken_with_all_of_the_code(evening: Evening) -> None:
    code = next(code for code in iter(codes.new_code, None) if is_code("LOST-" + codes.grouped(code)[:14]))
    with writing(evening.engine) as db:
        note(db, Act.MADE_VOID, reason=f"lost {codes.grouped(code)} again")
    with reading(evening.engine) as db:
        kept = json.loads(db.scalars(select(act.c.details)).one())
    assert kept["reason"] == f"{acts.BLOT} again"


def is_code(text: str) -> bool:
    try:
        codes.read(text)
    except CodeMistyped:
        return False
    return True
