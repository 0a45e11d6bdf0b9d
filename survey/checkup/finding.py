"""What a check ends with: a sentence that says the fact and what to do."""

from dataclasses import dataclass, field
from enum import StrEnum


class Standing(StrEnum):
    """How a check ended. ASK: only a person can see it."""

    GOOD = "good"
    ASK = "ask"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One check's end: `says` is an English sentence, the key of the catalogues; `values` fill it.

    `about` is the community of the meeting it is about; empty for the computer.
    """

    check: str
    standing: Standing
    says: str
    values: dict[str, object] = field(default_factory=dict)
    about: str = ""


def marked(message: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it."""
    return message
