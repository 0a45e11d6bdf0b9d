"""What a voting page sends: the random id that makes a second try safe, and wrong codes, which are counted."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request

from ballots.errors import AnswerNotOnForm, SlipNotValid
from ballots.throttle import Throttle

Done = TypeVar("Done")


def phone_secret() -> bytes:
    """The phone's own random id for this slip. Raises AnswerNotOnForm when the form came without one."""
    rid = request.form.get("rid", "")
    if not is_rid(rid):
        raise AnswerNotOnForm
    return bytes.fromhex(rid)


def is_rid(sent: str) -> bool:
    """Whether this can be such an id."""
    return re.fullmatch(r"[0-9a-f]{32}", sent) is not None


def counting_wrong_codes(act: Callable[[], Done]) -> Done:
    """What `act` gives. Raises TooManyWrongCodes instead of SlipNotValid while a flood of wrong codes lasts."""
    throttle: Throttle = current_app.extensions["throttle"]
    try:
        return act()
    except SlipNotValid:
        throttle.note_wrong(time.monotonic())
        raise
