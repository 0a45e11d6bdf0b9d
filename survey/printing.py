"""What goes to the printer: slips, made and drawn in one go, for nothing keeps them; paper ballots; a test page."""

import math
from collections.abc import Callable, Mapping
from pathlib import Path

from ballots import campaigns, face, glyphs, slips, testpage
from ballots.ballotpaper import Size, ballot_paper
from ballots.errors import FontLacks, SlipCountNotUsable
from ballots.meetings import Meeting, Purpose
from ballots.plan import MARK
from survey import voter_classes
from survey.database import reading
from survey.evening import Evening
from survey.slips import print_sheets

FONT = Path(face.__file__).parent / "fonts" / "MinxinSansSC-Regular.ttf"


def undrawable(text: str) -> list[str]:
    """The characters of `text` that the printing font has no drawing for."""
    return glyphs.missing_characters(text, FONT)


def print_slips(
    evening: Evening,
    found: Meeting,
    numbers: Mapping[str, int],
    *,
    address: str,
    language: str,
    progress: Callable[[int], None] = slips.quiet,
) -> bytes:
    """A PDF of fresh slips of the meeting, for its voting page at `address`, and of the list of their sheets.

    `numbers`: how many for each voter class, by its id or words; under "" where the rules have no classes.
    `progress` hears the number of slips drawn, after each.
    Raises ClassNeeded, NoSuchClass, FontLacks and SlipCountNotUsable before any slip is made, WrongState,
    ReserveUsedUp.
    """
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
        wanted = voter_classes.places(db, found, numbers)
        words = {place: one.declared.words[language] for place, one in enumerate(voter_classes.standings(db, found), 1)}
    title = campaign.instrument.title[language]
    if missing := undrawable("".join([found.community, title, *words.values()])):
        raise FontLacks(characters=" ".join(missing))
    if not 1 <= sum(wanted.values()) <= slips.MOST or min(wanted.values()) < 0:
        raise SlipCountNotUsable(most=slips.MOST)
    stacks = {place: number for place, number in sorted(wanted.items()) if number}
    made = [sheet for place, number in stacks.items() for sheet in print_sheets(evening, found.id, number, place)]
    return slips.sheets(
        [code for sheet in made for code in sheet.slips],
        address=address,
        community=found.community,
        title=title,
        font=FONT,
        language=language,
        kept=[sheet.code for sheet in made],
        is_rehearsal=found.purpose is Purpose.REHEARSAL,
        progress=progress,
        classes=[(words[place], number) for place, number in stacks.items() if place],
    )


def test_page(found: Meeting, address: str, language: str) -> bytes:
    """A page that tests the printer with the meeting's names; its QR code leads to `address`. It carries no code."""
    names = [found.community, found.sub_district, *(subject.name for subject in found.subjects)]
    return testpage.draw(address, [name for name in names if name], FONT, language)


def suggested_number(roll: int | None) -> int | None:
    """How many slips to print: one for everybody on the roll and a tenth more, for some get lost."""
    return None if roll is None else math.ceil(roll * 11 / 10)


def print_ballot(evening: Evening, found: Meeting, size: Size, language: str) -> bytes:
    """One paper ballot of the meeting as a PDF, to be copied. Raises FontLacks."""
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
    return ballot_paper(
        evening.form(found),
        campaign=campaign.name,
        community=found.community,
        font=FONT,
        size=size,
        language=language,
        mark=MARK if found.purpose is Purpose.REHEARSAL else "",
    )
