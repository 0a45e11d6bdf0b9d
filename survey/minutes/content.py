"""The minutes of one published meeting, put together."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from analysis.report import Report
from analysis.wording import Wording
from ballots import campaigns, ledger, meetings
from ballots.meetings import Meeting, State
from survey import acts, comments, history, naming
from survey.database import reading
from survey.evening import Evening
from survey.hall.confirmation import confirmations
from survey.minutes import account, basis, proceedings, subjects
from survey.minutes.account import Told
from survey.minutes.sheet import Minutes, Say, Section, Signatures, Table
from survey.minutes.warning import marked, warning
from survey.published import figures, results
from survey.web.i18n import catalogue

SCRUTINEERS, TELLERS = 3, 2
"""How many lines there are to sign; a third scrutineer's may stay empty."""


def minutes(evening: Evening, meeting_id: str, language: str) -> Minutes:
    """The minutes in `language`. Raises NoSuchMeeting, WrongState before the result is published."""
    found = meetings.require(evening.find(meeting_id), State.PUBLISHED)
    with reading(evening.engine) as db:
        campaign = campaigns.find(db, found.campaign_id)
        report = results.report(db, campaign, [found])
        document, sha256 = meetings.published_record(db, meeting_id)
        head = acts.head(db, about=meeting_id)
        told = _told(db, found, document)
        confirmed = confirmations(db, meeting_id)
        said = comments.remarks(db, meeting_id)
        district = naming.district_name(db)
    wording, _ = Wording(report.instrument, report.rules, language), catalogue(language).gettext
    label = figures.label_of(report, meeting_id)
    overview, tables = subjects.overview(report, label, wording), _tables(report, label, wording)
    box = basis.box(found, evening.kept_until(found), evening.clock(), _)
    sections = [
        proceedings.meeting(found, campaign, language, _),
        proceedings.attendance(found, report.rules, _),
        *account.sections(found, told, _),
        proceedings.results(overview, tables, confirmed, _),
        *proceedings.remarks(said, _),
        *([proceedings.corrections(found, _)] if found.corrections else []),
        basis.rules(found, report.rules, wording, _),
        basis.proof(found, campaign, basis.Proof(sha256, head, box), _),
    ]
    return Minutes(
        language=language,
        district=district,
        title=marked(found, _("Minutes of the review meeting: %(community)s") % {"community": found.community}),
        subtitle=_("with the report of the count"),
        warning=warning(found, _),
        sections=tuple(_numbered(sections, _)),
        signatures=_signatures(_),
        page=_("Page %(page)s of %(pages)s"),
        dated=found.published_at or evening.clock(),
    )


def _tables(report: Report, label: str, wording: Wording) -> list[Table]:
    return [*subjects.tables(report, label, wording), *subjects.by_class(report, label, wording)]


def _told(db: Connection, found: Meeting, document: str) -> Told:
    """What is told of the ballots: of ways and reasons only what the record says; its first edition says nothing."""
    published = json.loads(document)
    return Told(
        slips=ledger.account(db, found),
        channels=published.get("channels"),
        spoiled=published.get("paper", {}).get("spoiled"),
        deciders=history.deciders(db, found.id),
    )


def _numbered(sections: Sequence[Section], _: Say) -> Iterator[Section]:
    """The sections under numbers as documents of the office have them."""
    signs = _("1 2 3 4 5 6 7 8 9 10 11 12").split()
    for sign, section in zip(signs, sections, strict=False):
        yield replace(section, title=_("%(sign)s. %(title)s") % {"sign": sign, "title": section.title})


def _signatures(_: Say) -> Signatures:
    scrutineers = [_("Scrutineer %(number)s") % {"number": number} for number in range(1, SCRUTINEERS + 1)]
    tellers = [_("Teller %(number)s") % {"number": number} for number in range(1, TELLERS + 1)]
    return Signatures(
        title=_("Signatures"),
        heads=(_("Office"), _("Signature"), _("Name in print"), _("Date")),
        roles=(_("Chair"), *scrutineers, *tellers),
    )
