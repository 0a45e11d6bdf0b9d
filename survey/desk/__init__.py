"""The organizer's evening: campaigns, meetings, and one thing to do next.

blueprint    the blueprint that the pages hang on
campaigns    campaigns, made and listed
overview     a campaign's meetings at a glance
preview      the form as residents will see it, exchanged before it is frozen
communities  the register of communities
plans        meetings planned, changed, taken out, brought over
tables       communities and meetings from a sheet, looked at before they are kept
uploads      a table sent as a file or pasted
checks       what is missing before the opening, and the test of the printer
meetings     one meeting's page, attendance, opening, the void
rehearsal    a rehearsal's known-answer deck, and the count held against it
wiping       a rehearsal wiped, and its zero report
slips        slips printed, discarded, voided one by one
keys         three keys made, shown once each, tested and presented
closing      the close, publishing
comments     whether comments are asked for, and their review by one person
assisted     how many people were helped to vote
kiosk        the shared tablet let in and taken out
paper        paper ballots printed, handed out, counted as they come back
paper_entry  paper ballots typed in, differences settled, doubtful ones decided
minutes      the printed minutes of a published meeting
corrections  published minutes put right
signed       the signed minutes attached
remote       the hall's screen, driven scene by scene
rules        the rules before they are frozen
wall         what is written for it: the Wi-Fi, the scrutineers who confirmed
page         the meeting's page put together
steps        the order of the evening, and the step to take now
ceremony     keys that wait in memory to be shown
forms        what the pages ask
plan_forms   what the pages of planning ask; `paper_forms` those of paper
wording      what the steps are called, and how far they are
"""

from survey.desk import (
    assisted,
    campaigns,
    checks,
    closing,
    comments,
    communities,
    corrections,
    keys,
    kiosk,
    meetings,
    minutes,
    paper,
    paper_entry,
    plans,
    preview,
    rehearsal,
    remote,
    rules,
    signed,
    slips,
    tables,
    wall,
    wiping,
)
from survey.desk.blueprint import bp

__all__ = [
    "assisted",
    "bp",
    "campaigns",
    "checks",
    "closing",
    "comments",
    "communities",
    "corrections",
    "keys",
    "kiosk",
    "meetings",
    "minutes",
    "paper",
    "paper_entry",
    "plans",
    "preview",
    "rehearsal",
    "remote",
    "rules",
    "signed",
    "slips",
    "tables",
    "wall",
    "wiping",
]
