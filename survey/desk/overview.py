"""A campaign's meetings at a glance: how many stand where, those that are searched for, and what to do next in each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from flask import request

from ballots.meetings import Meeting, State
from ballots.names import likeness
from survey.desk.steps import Standing, Step, stages
from survey.evening import Evening

MOST_SHOWN = 200
"""Meetings on one page; a search finds the others."""


class Group(StrEnum):
    """Where a meeting stands, as an organizer speaks of it: a draft is to be prepared, or ready to open."""

    PREPARING = "to prepare"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    PUBLISHED = "published"
    VOID = "void"


@dataclass(frozen=True)
class Search:
    """What is looked for: words in the names, a group, a sub-district. Empty, or None, finds all."""

    words: str = ""
    group: str = ""
    sub_district: str | None = None

    @classmethod
    def asked(cls) -> "Search":
        """What the running request asks for."""
        sent = request.args
        return cls(sent.get("q", "")[:200].strip(), sent.get("state", ""), sent.get("sub_district") or None)

    def finds(self, line: "Line") -> bool:
        """Whether the meeting is among those searched for: community, sub-district, place or a subject's name."""
        found = line.meeting
        names = likeness(found.community, found.sub_district, found.place, *(one.name for one in found.subjects))
        return (
            likeness(self.words) in names
            and self.group in ("", line.group)
            and self.sub_district in (None, found.sub_district)
        )


@dataclass(frozen=True)
class Line:
    """One meeting: where it stands, and the step to take next, None when there is none."""

    meeting: Meeting
    group: Group
    step: Step | None


@dataclass(frozen=True)
class Overview:
    """`counts` are of the whole campaign; `districts` hold those found, by sub-district; `more` were found besides."""

    search: Search
    total: int
    counts: dict[str, int]
    sub_districts: tuple[str, ...]
    districts: tuple[tuple[str, tuple[Line, ...]], ...]
    found: int
    more: int


def overview(evening: Evening, held: Sequence[Meeting], search: Search) -> Overview:
    """The meetings `held` as a page shows them."""
    lines = [_line(evening, one) for one in held]
    counts = Counter(line.group for line in lines)
    found = sorted(filter(search.finds, lines), key=lambda line: line.meeting.sub_district)
    shown = groupby(found[:MOST_SHOWN], key=lambda line: line.meeting.sub_district)
    return Overview(
        search,
        len(lines),
        {group.value: counts[group] for group in Group if counts[group]},
        tuple(sorted({one.sub_district for one in held if one.sub_district})),
        tuple((name, tuple(inside)) for name, inside in shown),
        len(found),
        max(len(found) - MOST_SHOWN, 0),
    )


def _line(evening: Evening, found: Meeting) -> Line:
    """Keys are asked for only where there are slips: a box that nobody prepared has none."""
    tested = evening.tested_keys(found) if found.state is State.DRAFT and found.printed else None
    step = next((one.step for one in stages(found, tested) if one.state is Standing.NOW), None)
    if found.state is not State.DRAFT:
        return Line(found, Group(found.state.value), step)
    return Line(found, Group.READY if step in (Step.ATTENDANCE, Step.OPENING) else Group.PREPARING, step)
