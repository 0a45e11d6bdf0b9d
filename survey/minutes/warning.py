"""What must stand on every sheet and file of a meeting that does not count, so that none is taken for a real one."""

from collections.abc import Callable

from ballots.meetings import Meeting, Purpose
from ballots.plan import MARK


def warning(found: Meeting, _: Callable[[str], str]) -> str:
    """The sentence above every page; empty for a meeting that counts."""
    match found.purpose:
        case Purpose.REHEARSAL:
            return f"{MARK} · " + _("Nothing here counts.")
        case Purpose.DEMO:
            return _("Demonstration: invented data.")
    return ""


def marked(found: Meeting, title: str) -> str:
    """The title, or the name of a file: a rehearsal's begins with the mark."""
    return f"{MARK} · {title}" if found.purpose is Purpose.REHEARSAL else title
