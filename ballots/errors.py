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


# Slips and codes


class ClassNeeded(Refused):
    """Slips were asked for without a class although the rules declare some."""

    sentence = "The rules of this campaign tell voters apart by class; say how many slips each class gets."


class NoSuchClass(Refused):
    """A class was named that the rules do not declare."""

    sentence = "The rules of this campaign have no such voter class; it has: %(classes)s."


class CodeMistyped(Refused):
    """The code cannot be right: a character is wrong or missing."""

    sentence = "That code has a typing mistake. Compare it with the slip, character by character, and type it again."


class SlipNotValid(Refused):
    """The code is unknown here, or its slip has been used: one sentence for both, so that a finder learns nothing."""

    sentence = "This slip is not valid or has already been used. Ask the staff at the desk."


class SlipVoided(Refused):
    """The slip was voided by the organizer."""

    sentence = "This slip has been voided. Hand it back at the desk and ask for a new one."


class TooManyWrongCodes(Refused):
    """Wrong codes are arriving faster than people type."""

    sentence = "Too many wrong codes are arriving. Wait ten seconds and try again; your slip stays valid."


class NoSlips(Refused):
    """No slips have been made for the meeting."""

    sentence = "There are no slips yet. Print the slips before opening the meeting."


class ReserveUsedUp(Refused):
    """More slips were asked for while the box is open than room was made for at the opening."""

    sentence = "%(left)s more slips can be printed while this box is open, no more. Hand out those that are left over."


class MoreThanAtTheDesk(Refused):
    """More slips are said to be handed out than there are."""

    sentence = "By the ledger %(left)s slips can be handed out. Count again, or print more."


class SlipsUnaccounted(Refused):
    """The account of the slips does not balance, and nobody has said why."""

    sentence = "%(number)s slips are unaccounted for: count again, or say why."


class SlipsOvercounted(SlipsUnaccounted):
    """The same, the other way round."""

    sentence = "%(number)s slips more were handed out by the ledger than can be: count again, or say why."


class SheetUnknown(Refused):
    """The code belongs to no sheet of this meeting."""

    sentence = (
        "This code belongs to no sheet of this meeting. Compare it with the list that was printed with the slips."
    )


class SlipCountNotUsable(Refused):
    """The number of slips asked for is out of range."""

    sentence = "Between 1 and %(most)s slips can be printed at a time."


class FontLacks(Refused):
    """The font cannot draw some characters that would be printed."""

    sentence = "The printing font has no drawing for: %(characters)s. Change the name, or print these by hand."


# The form


class AnswerNotOnForm(Refused):
    """A level was sent that the form does not offer."""

    sentence = "An answer is not on this form. Reload the page and answer again; the slip has not been used."


class CommentTooLong(Refused):
    """A comment has more characters than fit its envelope."""

    sentence = "Your comment has %(length)s characters; at most %(most)s fit. Shorten it and press the button again."


class UnknownKind(Refused):
    """A subject's kind has no section in the instrument."""

    sentence = "The form has no section for %(kind)s. It has: %(kinds)s."


# Keys


class KeyMistyped(Refused):
    """The digits cannot be a key."""

    sentence = "These are not the 42 digits of a key, or one of them is wrong. Compare them group by group."


class KeyOfAnotherMeeting(Refused):
    """The key belongs to another meeting, or to keys that have since been made anew."""

    sentence = "This key is not one of this meeting's three keys. Check the community's name under the QR code."


class KeysDoNotFit(Refused):
    """Two different keys are needed."""

    sentence = "Two different keys are needed to open the box."


class KeysMissing(Refused):
    """The meeting has no keys."""

    sentence = "There are no keys yet. Make the three scrutineers' keys first."


class KeysNotTested(Refused):
    """Not all three keys have been shown to open a test envelope."""

    sentence = "Not all three keys have been tested. Let each scrutineer scan their own key before the opening."


class KeysFixed(Refused):
    """Keys cannot be made anew once the meeting has opened."""

    sentence = "The meeting has opened: its keys can no longer be changed."


# The box


class BoxMissing(Refused):
    """The meeting has no box."""

    sentence = "This meeting has no box on this computer."


class BoxHeld(Refused):
    """Another process holds the box."""

    sentence = "A running server holds this box. Do this on its page: %(page)s"


class BoxUnsafe(Refused):
    """The box's file does not keep what it promises."""

    sentence = "The box cannot be used safely: %(setting)s is not as required. No ballots are taken."


class BoxServerSilent(Refused):
    """The database server that keeps the boxes does not answer, or lets nobody in."""

    sentence = "The database server of the boxes does not answer. Check MINXIN_BOXES and the server, then try again."


class BoxNotWritable(Refused):
    """The ballot could not be made durable."""

    sentence = "Your ballot could not be stored just now. Keep this page and press the button again."


class SlipTaken(BoxNotWritable):
    """A slip had been spent or voided meanwhile, so nothing was written. `Box` answers by what the box says now."""


class BoxClosed(Refused):
    """The box is closed."""

    sentence = "The box is closed. No more ballots are taken."


class BoxNotEmpty(Refused):
    """There are ballots in a box that is to be opened."""

    sentence = (
        "There are ballots in this box already. It is not opened: end the meeting without a result and repeat it."
    )


class BoxDisagrees(Refused):
    """Spent slips and envelopes do not match."""

    sentence = "%(spent)s slips are spent but %(envelopes)s ballots lie in the box. The count stops here."


class BoxChanged(Refused):
    """The ballots in the box are not those over which the seal was made."""

    sentence = "The ballots in the box are not those that were sealed at the close. Nothing has been counted."


class EnvelopeDamaged(Refused):
    """An envelope does not open."""

    sentence = "A ballot in the box could not be opened with these keys. Nothing has been counted."


# Meetings and campaigns


class NoSuchCampaign(Refused):
    """There is no such campaign."""

    sentence = "There is no campaign called %(name)s."


class CampaignExists(Refused):
    """The name is taken."""

    sentence = "There is already a campaign called %(name)s. Choose another name."


class CampaignFrozen(Refused):
    """Form, rules and comments of the campaign can no longer change."""

    sentence = "A meeting of this campaign has opened: form, rules and comments can no longer change."


class NameNotUsable(Refused):
    """A name is empty, too long or holds control characters."""

    sentence = "%(what)s: write 1 to %(most)s characters, without line breaks or invisible marks."


class NoSuchMeeting(Refused):
    """There is no such meeting."""

    sentence = "There is no such meeting."


class MeetingExists(Refused):
    """The community already has a meeting in this campaign."""

    sentence = "%(community)s already has a meeting in this campaign."


class SlipsMade(Refused):
    """A meeting that had slips is more than a plan: its account is kept, discarded ones included."""

    sentence = (
        "Slips were printed for this meeting, and their account is kept. End the meeting without a result instead."
    )


class NoSubjects(Refused):
    """Nobody would be rated."""

    sentence = "Name at least one subject to be rated."


class NumberNotUsable(Refused):
    """A number is negative, too large or missing."""

    sentence = "%(what)s: write a whole number from %(least)s to %(most)s."


class WrongState(Refused):
    """The act does not fit the meeting's state."""

    sentence = "The meeting is %(state)s; this can only be done while it is %(wanted)s."


class NothingCorrected(Refused):
    """A correction would change nothing."""

    sentence = "This is what the minutes say already. Type what it should be."


class FactNotCorrectable(Refused):
    """Something other than a declared fact was to be corrected."""

    sentence = (
        "Counts of slips, ballots and votes are never corrected. If they are wrong, hold the review again in a new "
        "campaign. Corrected can be: people on the roll, people present, names, day, hour, place and host."
    )


class DayNotUsable(Refused):
    """A day is none, or lies after the publishing."""

    sentence = "Write the day like 2026-03-12. It cannot lie after the day of the publishing."


class HourNotUsable(Refused):
    """An hour of the day is none."""

    sentence = "Write the hour like 19:00."


class MoreReturnedThanIssued(Refused):
    """More ballots came back than slips went out."""

    sentence = "%(returned)s ballots came back but only %(issued)s slips went out. This round is void; repeat it."


class MorePaperReturnedThanIssued(MoreReturnedThanIssued):
    """More paper ballots came back than were handed out."""

    sentence = (
        "%(returned)s paper ballots came back but only %(issued)s were handed out. Count both again; if it stays so, "
        "this round is void: repeat it."
    )


class TooFewPresent(Refused):
    """The quorum is not met."""

    sentence = "%(present)s present, %(needed)s needed. The meeting can go on, but it does not count for a grade."


# Paper ballots typed in after the close


class PaperNotAnnounced(Refused):
    """Nobody has said how many paper ballots came back."""

    sentence = "Count the paper ballots that came back and note their number first."


class PaperNotHandedOut(Refused):
    """The meeting is held on paper alone, and no ballot was handed out."""

    sentence = "Note first how many paper ballots were handed out."


class PaperEnteredTwice(Refused):
    """The ballot was typed by two others, settled, or decided."""

    sentence = "Paper ballot %(number)s is entered already. Look at the number pencilled on the ballot."


class PaperNothingToSettle(Refused):
    """The ballot is not one that waits for this decision."""

    sentence = "Paper ballot %(number)s does not wait for this. The list shows which ballots do."


class PaperNotFinished(Refused):
    """Some paper ballot is not ready to be counted."""

    sentence = (
        "Nothing is counted before the paper is finished: %(left)s ballots are to be entered by two people, "
        "%(differs)s differ, %(doubtful)s wait for two scrutineers."
    )


class SameScrutineer(Refused):
    """The same name stands twice."""

    sentence = "Two different scrutineers decide about a doubtful ballot."


class MarksMistyped(Refused):
    """A line of marks has the wrong length, or a sign that means nothing for its item."""

    sentence = "The line needs one sign for each of the %(wanted)s items. Compare it with the ballot, sign by sign."


class MarksTwice(Refused):
    """The same ballot was typed as a line and by its circles."""

    sentence = "Use the circles or the line, not both: empty the line, or begin again."


class MarksLeft(Refused):
    """An item was left open where two readings differ."""

    sentence = "Choose for every item what the paper says."


# Paper ballots read from a file


class PaperTooLarge(Refused):
    """The file is larger than any meeting's paper ballots."""

    sentence = "The file is larger than %(most)s MB and was not read. One row per ballot takes a few hundred bytes."


class PaperNotText(Refused):
    """The file holds a NUL byte: a workbook, a picture, or text in UTF-16."""

    sentence = "Line %(line)s: this is not a text file. In the spreadsheet choose Save as: CSV UTF-8."


class PaperNotUtf8(Refused):
    """The text is in another encoding, such as GB18030."""

    sentence = "Line %(line)s: the text is not UTF-8. In the spreadsheet choose Save as: CSV UTF-8."


class QuoteMisplaced(Refused):
    """The CSV itself is malformed: a quotation mark opens or ends in the wrong place."""

    sentence = "Line %(line)s: a quotation mark is out of place. Correct the line and import again."


class PaperEmpty(Refused):
    """The file has no ballots."""

    sentence = "The file has no ballots: the first line names the columns, each further line is one ballot."


class PaperUnknownColumn(Refused):
    """A column is no item of the form."""

    sentence = "Column %(number)s: the form has no item of this name. Correct the name or remove the column."


class PaperAmbiguousColumn(Refused):
    """A column's name fits items of several sections."""

    sentence = "Column %(number)s: several items have this name. Call it one of %(columns)s."


class PaperTwiceColumn(Refused):
    """Two columns are the same item."""

    sentence = "Column %(number)s, %(column)s: there is already a column for this. Keep one of them."


class PaperMissingColumn(Refused):
    """An item of the form has no column."""

    sentence = "The file has no column %(column)s. Every item of the form needs one."


class PaperRagged(Refused):
    """A row has more or fewer cells than the header."""

    sentence = "Line %(line)s has %(found)s cells, the first line has %(wanted)s. Correct the line and import again."


class PaperRowEmpty(Refused):
    """A row has cells, and nothing in any of them."""

    sentence = "Line %(line)s is empty between its commas. Remove it, or write that the ballot was left blank."


class PaperNameMissing(Refused):
    """The community or the channel of a row is missing or cannot be used as a name."""

    sentence = "Line %(line)s, column %(column)s: write a short name without line breaks."


class PaperTooVaried(Refused):
    """There are so many communities or channels that the column must hold something else."""

    sentence = "Column %(column)s has more than %(most)s different names. Check that it is the right column."


class PaperUnknownLevel(Refused):
    """A mark is no level of the item's scale; which mark is not said."""

    sentence = "Line %(line)s, column %(column)s: this mark is none of the levels and codes of the form."


class PaperNumberUnclear(Refused):
    """The number pencilled on a ballot is no number, or two rows have it."""

    sentence = "Line %(line)s: the number on the ballot is missing, no whole number, or stands in the file twice."


class PaperReasonUnknown(Refused):
    """A doubt is none of the reasons for which a ballot may be spoiled."""

    sentence = "Line %(line)s: leave the doubt empty, or write one of %(reasons)s."
