"""Refusals of the survey itself. How refusals become pages is in `refusals.py`."""

from ballots.errors import Refused


class DriverMissing(Refused):
    """The boxes are on PostgreSQL, and the library that speaks to it is not installed."""

    sentence = "MINXIN_BOXES needs the PostgreSQL driver. Install it: pip install 'minxin[postgres]'"


class NotStored(Refused):
    """The disk is full, or may only be read: the act changed nothing that it could not finish when done again."""

    sentence = "This could not be stored: the disk is full or cannot be written. Make room, then do the same again."


class SettingNotUsable(Refused):
    """A setting in the environment means nothing."""

    sentence = "The setting %(name)s is not usable. docs/settings.md says what it may be."


class SignInFailed(Refused):
    """Name and password do not fit together; which of the two is not said."""

    sentence = "Name and password do not fit together. Try again."


class AccountExists(Refused):
    """The name is taken."""

    sentence = "There is already an account called %(name)s."


class PasswordTooShort(Refused):
    """The password is too short."""

    sentence = "Choose a password of at least %(least)s characters."


class TooManySignIns(Refused):
    """Wrong passwords come too fast from one device."""

    sentence = "Too many wrong passwords came from this device. Wait %(seconds)s seconds and try again."


class NameBesieged(Refused):
    """Wrong passwords for one name come from many devices."""

    sentence = (
        "Somebody is trying passwords for this name. Wait %(seconds)s seconds and try again, "
        "or use a device on which you have signed in before."
    )


class PasswordTooLong(Refused):
    """The password is longer than anybody types."""

    sentence = "Choose a password of at most %(most)s characters."


class PasswordTooPlain(Refused):
    """The password is the account's name, a row of keys, or a few characters again and again."""

    sentence = "This password is guessed at once. Choose another: four unrelated words, for example."


class PasswordsDiffer(Refused):
    """The password and its repetition are not the same."""

    sentence = "The two passwords are not the same. Type both again."


class WrongPassword(Refused):
    """The old password is not the account's."""

    sentence = "The old password is not right. Type it again."


class SamePassword(Refused):
    """The new password is the old one."""

    sentence = "The new password is the old one. Choose another."


class NoSuchAccount(Refused):
    """There is no such account."""

    sentence = "There is no such account."


class LastAdministrator(Refused):
    """Nobody would be left who can make accounts."""

    sentence = "This is the last administrator. Make another account an administrator first."


class NoDuties(Refused):
    """An organizer without any community could do nothing."""

    sentence = "Name at least one community or sub-district, or choose all communities."


class NotYourCommunity(Refused):
    """The organizer works for other communities."""

    sentence = "%(community)s is not among your communities. The administrator can add it to your account."


class NotAScrutineer(Refused):
    """The account is not one of a scrutineer in use, or not of one who is named for the meeting."""

    sentence = "Only an account of a scrutineer who is named for this meeting can do this."


class AlreadySetUp(Refused):
    """The first account exists."""

    sentence = "This Minxin is already set up. Sign in instead."


class HeadNotUsable(Refused):
    """What was typed is no head of the record of acts."""

    sentence = "Type the head as it is printed: the number, then the groups of digits, such as 132 · 9f2c 11d0 5a3b."


class KeyShown(Refused):
    """A key was shown already, or waited too long for its holder."""

    sentence = "This key is no longer waiting to be shown. If its holder did not take it, make three new keys."


class FormDiffers(Refused):
    """Paper ballots belong to another form, or other rules, than the campaign's."""

    sentence = (
        "The campaign %(name)s uses another form or other rules. Import these ballots under a campaign of their own."
    )


class NoSuchCommunity(Refused):
    """The register has no such community."""

    sentence = "The register has no such community."


class CommunityExists(Refused):
    """The community is in the register already."""

    sentence = "%(community)s is already in the register."


class AgainOnLine(Refused):
    """The same community stands in a list twice."""

    sentence = "this community already stands on line %(first)s. Keep one of them."


class HasMeeting(Refused):
    """A community of a list has a meeting in the campaign already."""

    sentence = "this community already has a meeting in this campaign. Remove the line."


class DaysOver(Refused):
    """A sheet has days that are over, and nobody has said that they are meant."""

    sentence = "The days on these lines are over: %(lines)s. Correct them, or say with --past that they are meant."


class TooManyMeetings(Refused):
    """More meetings than one sheet plans."""

    sentence = "One sheet plans at most %(most)s meetings. Divide it."


class NothingSent(Refused):
    """Neither a file nor any text came."""

    sentence = "Choose a file, or paste the table."


class TableHasFaults(Refused):
    """A list with faults is not brought in."""

    sentence = "The table has %(count)s faults, and nothing of it was kept. Correct them and send it again."


class FormLacksSection(Refused):
    """A meeting rates somebody for whom the new form has no section."""

    sentence = "%(community)s rates %(kind)s, and this form has no section for it. Change the meeting first."


class ReviewNotPossible(Refused):
    """The meeting has no comments to review."""

    sentence = "There are no comments to review: none were asked for or written, too few voted, or they are deleted."


class RatedMayNotReview(Refused):
    """Somebody who is rated would read the comments first."""

    sentence = "You are one of those rated. Let somebody else read the comments."


class NotTheReviewer(Refused):
    """Somebody else reads the meeting's comments."""

    sentence = "One person alone reads these comments, and that is not you. The administrator can take over."


class NoSuchComment(Refused):
    """The meeting has no comment of this number."""

    sentence = "There is no such comment."


class WordsNotThere(Refused):
    """Words to be struck out do not stand in the comment."""

    sentence = "Not all of these words stand in the comment. Copy them from it, each part on a line of its own."


class NothingLeft(Refused):
    """All of a comment would be struck out."""

    sentence = "Nothing would be left of the comment. Withhold it instead."


class ReasonMissing(Refused):
    """A comment would be withheld without a reason."""

    sentence = "Choose why the comment is withheld."


class CommentsUndecided(Refused):
    """Not every comment has been decided."""

    sentence = "%(number)s comments are not decided yet. Decide them first."


class SummaryNotUsable(Refused):
    """The summary is too long."""

    sentence = "The summary is longer than %(most)s characters. Shorten it."


class PortTaken(Refused):
    """The server cannot listen where it should."""

    sentence = "Port %(port)s cannot be used here: another program has it. Choose another with --port."


class NoDataThere(Refused):
    """The data folder is empty or missing."""

    sentence = "There is no Minxin data in %(folder)s. Check --data, or begin with: minxin serve"


class MeetingUnclear(Refused):
    """Several meetings answer to the name given."""

    sentence = "%(count)s meetings are called %(name)s. Use the meeting's id, which minxin meeting list shows."


class KeysNeedTerminal(Refused):
    """Keys would be shown where something could keep them."""

    sentence = "Keys are shown on a terminal only, where nothing keeps them. Run this without a pipe or a file."


class RehearsalStuck(Refused):
    """A rehearsal could not go on."""

    sentence = "The rehearsal stopped at the %(where)s. Run minxin doctor, which says what is wrong with this computer."


class NotARehearsal(Refused):
    """The act is for rehearsals alone."""

    sentence = "This is not a rehearsal. Plan one from the page of the real meeting."


class DeckNotAlone(Refused):
    """Somebody has voted already, so the known ballots would not be alone in the box."""

    sentence = (
        "There are ballots in the box already, so its count could not be the deck's. Use the cards by hand, or wipe "
        "this rehearsal and begin again."
    )


class RealMeetingOpen(Refused):
    """The real meeting takes ballots, so its box is not looked into."""

    sentence = "The real meeting is open, and nobody looks into its box. Wipe its rehearsal after the close."


class NothingWiped(Refused):
    """No rehearsal of this meeting was wiped, so there is no zero report."""

    sentence = "No rehearsal of this meeting has been wiped yet. Wipe it first; the zero report comes with that."


class TabletNotLetIn(Refused):
    """The device serves no meeting as a tablet, or not this one."""

    sentence = "This device does not serve as a shared tablet here. Ask the organizer to let it in."


class LinkOver(Refused):
    """The link for a tablet was used, is too old, or never was one."""

    sentence = "This link is used up or too old. Ask the organizer for a new one."


class NoKioskOnPaper(Refused):
    """Everybody votes on paper, so there is no box for a tablet."""

    sentence = "This meeting is held on paper alone. Let people vote by phone as well first."


class DemoFolderTaken(Refused):
    """The demo's folder holds something else, or a real meeting has been planned in it."""

    sentence = "%(folder)s holds more than a demo and was not touched. Name an empty folder with --data."


class SceneUnknown(Refused):
    """The wall has no scene of this name."""

    sentence = "The wall has no scene of this name. The remote lists them, and so does: minxin hall list"


class SceneNotNow(Refused):
    """The scene does not fit the evening as it stands."""

    sentence = "This is not shown while the meeting is %(state)s. Choose one of the scenes that fit now."


class CountdownNotUsable(Refused):
    """A countdown would be shorter than a minute, or longer than anybody waits."""

    sentence = "A countdown lasts 1 to %(most)s minutes. Choose fewer, or stop the one that runs."


class WifiNameNotUsable(Refused):
    """No network can have this name."""

    sentence = (
        "The name of a Wi-Fi has 1 to %(most)s bytes, about ten Chinese characters. Copy it from the access point."
    )


class WifiPasswordNotUsable(Refused):
    """No network secured in this way can have this password."""

    sentence = (
        "The password has %(least)s to %(most)s characters. Copy it from the access point, or choose no password."
    )


class AllConfirmed(Refused):
    """Every scrutineer is noted already."""

    sentence = "All %(number)s scrutineers are noted. If a name is wrong, take the confirmations back and begin again."


class ScanNotReadable(Refused):
    """A file is none of the kinds that are kept, or is damaged."""

    sentence = "A file is neither a PDF nor a JPEG or PNG picture, or it is damaged. Scan or photograph the page again."


class HeicNotTaken(Refused):
    """A photograph is in the format that some phones use for themselves."""

    sentence = (
        "A photograph is in HEIC format, which few programs can open. Set the phone's camera to Most Compatible "
        "(JPEG), or send a screenshot of the picture, or scan the page to PDF."
    )


class ScanTooLarge(Refused):
    """A file or a picture is too large."""

    sentence = (
        "A file is too large: %(most)s MB at most. Scan in grey at 200 dots an inch, or photograph with fewer pixels."
    )


class TooManyPages(Refused):
    """More pages at once than a copy has."""

    sentence = "%(most)s pages at most. Put the pages together into one PDF."


class NothingAttached(Refused):
    """No file came with the form."""

    sentence = "Choose the scan or the photograph first."


class NoSuchPage(Refused):
    """There is no such page of the signed minutes."""

    sentence = "There is no such page of the signed minutes."


class NoSuchToken(Refused):
    """There is no such token."""

    sentence = "There is no such token."


class NoticePeriodNotUsable(Refused):
    """A period that ends before it begins."""

    sentence = "The notice ends before it begins. Correct one of the two days."


class NoticeEmpty(Refused):
    """A notice that does not say how to object."""

    sentence = "Write how residents object: where, to whom, until when."


class PackInTheMaking(Refused):
    """Another pack is being made."""

    sentence = "Another pack is being made. Wait until it is finished, or cancel it."


class MeetingsUnderWay(Refused):
    """A backup was wanted while there were ballots that are not published."""

    sentence = (
        "A meeting is open, or closed and not published: %(communities)s. A copy made meanwhile could betray ballots. "
        "Publish it or make it void first."
    )


class FileThere(Refused):
    """The file to be written is there already."""

    sentence = "%(file)s is there already. Choose another name; nothing is overwritten."


class FolderNotEmpty(Refused):
    """A backup was to be restored onto a folder that is in use."""

    sentence = "%(folder)s is not empty. Restore into a new folder; nothing is overwritten."


class BackupNotUsable(Refused):
    """The file is no backup of ours, or not as it was made."""

    sentence = (
        "This file is no backup of Minxin, or it was damaged or changed. Nothing was restored; take another copy."
    )


class NoSuchRules(Refused):
    """There is no such version of rules."""

    sentence = "There are no such rules."


class RulesVersionTaken(Refused):
    """Other rules have this name and version."""

    sentence = "There are other rules called %(name)s, version %(version)s, and a version never changes. Write another."


class ClassesDiffer(Refused):
    """Ballots were told apart by other voter classes, or not at all."""

    sentence = "These rules declare other voter classes than the ballots were counted by. Choose rules with the same."


class SpokenForTwice(Refused):
    """Two subjects of the kind that a community's grade rests on."""

    sentence = (
        "%(community)s: only one of the subjects may be the one whose rating gives the community its grade. "
        "Leave one of them in this meeting, and plan another meeting for the other, under a name of its own."
    )


class RulesClassesDiffer(Refused):
    """A campaign was begun with other voter classes, or without."""

    sentence = "These rules declare other voter classes than the campaign's. Begin a new campaign with them."
