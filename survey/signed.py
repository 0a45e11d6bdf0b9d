"""The signed minutes, scanned or photographed: attached after the publishing, beside all that were attached before."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from ballots import meetings
from ballots.meetings import State
from survey import acts
from survey.acts import Act
from survey.database import reading, writing
from survey.errors import NoSuchPage, NothingAttached, NotStored, TooManyPages
from survey.evening import Evening
from survey.scans import ENDINGS, Scan, cleaned
from survey.tables import signed_page

MOST_PAGES = 12


@dataclass(frozen=True)
class SignedPage:
    """One page as kept. `sha256` is of its file, which is called by it; `size` in bytes."""

    copy: int
    page: int
    media_type: str
    sha256: str
    size: int
    by: str
    at: datetime


@dataclass(frozen=True)
class SignedCopy:
    """The pages that were attached at once, by whom and when. The newest counts; older ones stay listed."""

    number: int
    by: str
    at: datetime
    pages: tuple[SignedPage, ...]


def attach(evening: Evening, meeting_id: str, files: Sequence[bytes]) -> SignedCopy:
    """Keeps the files as the next copy of a published meeting's signed minutes, a page each, all of them or none.

    Raises WrongState before the publishing, NothingAttached, TooManyPages, what `scans.cleaned` raises, NotStored.
    """
    meetings.require(evening.find(meeting_id), State.PUBLISHED)
    if not files:
        raise NothingAttached
    if len(files) > MOST_PAGES:
        raise TooManyPages(most=MOST_PAGES)
    kept = [_keep(evening, meeting_id, scan) for scan in [cleaned(content) for content in files]]
    with writing(evening.engine) as db:
        number = 1 + (
            db.scalar(select(func.max(signed_page.c.copy)).where(signed_page.c.meeting_id == meeting_id)) or 0
        )
        by, now = acts.actor().name, evening.clock()
        rows = [
            {"meeting_id": meeting_id, "copy": number, "page": page, **one, "by": by, "at": now}
            for page, one in enumerate(kept, 1)
        ]
        db.execute(insert(signed_page), rows)
        first = str(kept[0]["sha256"])
        acts.note(db, Act.COPY_ATTACHED, about=meeting_id, copy=number, pages=len(rows), sha256=first)
        return copies(db, meeting_id)[0]


def copies(db: Connection, meeting_id: str) -> list[SignedCopy]:
    """All copies of the meeting, newest first."""
    wanted = select(signed_page).where(signed_page.c.meeting_id == meeting_id)
    pages = [
        SignedPage(**{name: value for name, value in row._mapping.items() if name != "meeting_id"})
        for row in db.execute(wanted.order_by(signed_page.c.copy.desc(), signed_page.c.page))
    ]
    grouped = [tuple(found) for _, found in groupby(pages, key=lambda page: page.copy)]
    return [SignedCopy(found[0].copy, found[0].by, found[0].at, found) for found in grouped]


def content(evening: Evening, meeting_id: str, copy: int, page: int) -> tuple[SignedPage, bytes]:
    """One page and its bytes. Raises NoSuchPage."""
    with reading(evening.engine) as db:
        found = [one for kept in copies(db, meeting_id) for one in kept.pages if (one.copy, one.page) == (copy, page)]
    if not found:
        raise NoSuchPage
    return found[0], _path(evening, meeting_id, found[0].sha256, found[0].media_type).read_bytes()


def _keep(evening: Evening, meeting_id: str, scan: Scan) -> dict[str, object]:
    """Writes one page durably under its own digest, 0600; the row that tells of it comes after."""
    sha256 = hashlib.sha256(scan.content).hexdigest()
    path = _path(evening, meeting_id, sha256, scan.media_type)
    unfinished = path.with_suffix(".unfinished")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(scan.content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError:
        raise NotStored from None
    return {"media_type": scan.media_type, "sha256": sha256, "size": len(scan.content)}


def _path(evening: Evening, meeting_id: str, sha256: str, media_type: str) -> Path:
    return evening.folder.signed / meeting_id / f"{sha256}.{ENDINGS[media_type]}"
