"""Why a slip is void or a paper ballot spoiled, in the words of pages and minutes."""

from collections.abc import Callable

from ballots.ledger import Reason
from ballots.spoiling import Flaw


def of_spoiling(_: Callable[[str], str]) -> dict[str, str]:
    """The words of each reason, by its key; `_` puts a sentence of the catalogue into the reader's language."""
    return {
        Flaw.BLANK: _("Nothing at all is marked"),
        Flaw.TORN: _("Torn or incomplete"),
        Flaw.WRONG_FORM: _("Another meeting's form"),
        Flaw.UNOFFICIAL: _("Not on the paper that was handed out"),
        Flaw.IDENTIFIES: _("A name or a sign shows who filled it in"),
        Flaw.UNREADABLE: _("Unreadable as a whole"),
    }


def of_void(_: Callable[[str], str]) -> dict[Reason, str]:
    """Why slips were voided, likewise."""
    return {
        Reason.TORN: _("torn or dirty"),
        Reason.LOST: _("lost"),
        Reason.MISPRINTED: _("misprinted"),
        Reason.BY_MISTAKE: _("handed out by mistake"),
        Reason.SEEN: _("seen by somebody else"),
        Reason.OTHER: _("another reason, in words"),
    }
