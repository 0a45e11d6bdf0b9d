"""Paper ballots become closed, counted meetings: all of a file, or nothing of it."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ballots import campaigns, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.classes import ClassSlips, of_meetings
from ballots.errors import MeetingExists, PaperUnknownColumn, PaperUnknownLevel
from ballots.instrument import ABSTAINED, INVALID, Instrument, parse
from ballots.meetings import Purpose, State
from survey.database import reading
from survey.errors import FormDiffers
from survey.evening import Evening
from survey.importing import PaperFile, import_paper
from tests import factories
from tests.factories import shipped_rules
from tests.survey.classes import class_rules

KANSAS = Path(__file__).parent.parent / "data" / "kansas_city_2022q3.csv"
LEVELS = {
    "5": "very_satisfied",
    "4": "satisfied",
    "3": "neutral",
    "2": "dissatisfied",
    "1": "very_dissatisfied",
    "9": ABSTAINED,
}


def survey_form() -> Instrument:
    return instrument.load(instrument.shipped()["kansas-city-2022"])


def paper_file(path: Path, **more: object) -> PaperFile:
    return PaperFile(path, survey_form(), "Survey", **more)  # type: ignore[arg-type]  # its own fields, passed on


def bring_in(evening: Evening, file: PaperFile) -> list[meetings.Meeting]:
    return import_paper(evening, file, factories.shipped_rules())


def cells(evening: Evening, meeting_id: str) -> dict[tuple[str, str], int]:
    with reading(evening.engine) as db:
        return {(cell.item, cell.level): cell.votes for cell in meetings.votes(db, meeting_id)}


def campaign_names(evening: Evening) -> list[str]:
    with reading(evening.engine) as db:
        return [one.name for one in campaigns.every(db)]


def test_each_community_becomes_a_closed_and_counted_paper_meeting(evening):
    made = bring_in(evening, paper_file(KANSAS))
    assert [one.returned for one in made] == [177, 162, 153, 168, 155, 169]
    for one in made:
        assert (one.state, one.purpose) == (State.CLOSED, Purpose.PAPER)
        assert one.counted_at is not None
        assert (one.issued, one.spoiled, one.seal) == (one.returned, 0, None)
        assert [(subject.kind, subject.name) for subject in one.subjects] == [("city", one.community)]


def test_every_vote_of_the_kansas_city_survey_is_counted_as_plain_python_counts_it(evening):
    with KANSAS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for made in bring_in(evening, paper_file(KANSAS)):
        own = [row for row in rows if row["community"] == made.community]
        right = Counter(
            (item, LEVELS[mark]) for row in own for item, mark in row.items() if item not in ("community", "channel")
        )
        found = cells(evening, made.id)
        assert {cell: votes for cell, votes in found.items() if votes} == right
        assert sum(found.values()) == 16 * len(own)


def test_the_origin_of_the_ballots_is_counted(evening):
    first = bring_in(evening, paper_file(KANSAS))[0]
    with KANSAS.open(newline="", encoding="utf-8") as file:
        right = Counter(row["channel"] for row in csv.DictReader(file) if row["community"] == first.community)
    with reading(evening.engine) as db:
        kept = db.exec_driver_sql("SELECT name, ballots FROM channel WHERE meeting_id = ?", (first.id,)).all()
    assert dict(kept) == right


def test_a_fault_on_the_last_line_leaves_nothing_behind(evening, tmp_path):
    path = tmp_path / "ballots.csv"
    path.write_text(KANSAS.read_text(encoding="utf-8") + "Council District 6,web" + ",7" * 16 + "\n")
    with pytest.raises(PaperUnknownLevel, match="Line 986, column police_services"):
        bring_in(evening, paper_file(path))
    assert campaign_names(evening) == []


def test_a_community_that_is_there_already_stops_the_whole_import(evening, tmp_path):
    bring_in(evening, paper_file(KANSAS))
    head, *rows = KANSAS.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "more.csv"
    path.write_text("\n".join([head, rows[0].replace("Council District 2", "A new one"), rows[1]]))
    with pytest.raises(MeetingExists):
        bring_in(evening, paper_file(path))
    with reading(evening.engine) as db:
        held = meetings.of_campaign(db, campaigns.named(db, "Survey").id)
    assert "A new one" not in [one.community for one in held]


def test_a_campaign_keeps_its_form_and_its_rules(evening):
    bring_in(evening, paper_file(KANSAS))
    other_form = PaperFile(KANSAS, factories.shipped_form(), "Survey")
    with pytest.raises(FormDiffers):
        bring_in(evening, other_form)
    other_rules = campaigns.Ruleset("", "another fingerprint")
    with pytest.raises(FormDiffers):
        bring_in(evening, paper_file(KANSAS, rules=other_rules))


@pytest.mark.parametrize(("given_name", "community"), [("", "Survey"), ("甲社区", "甲社区")])
def test_a_file_without_communities_is_one_meeting(evening, tmp_path, given_name, community):
    items = [item.id for item in survey_form().sections[0].items]
    path = tmp_path / "one.csv"
    path.write_text(",".join(items) + "\n" + ",".join(["5"] * 16) + "\n")
    (made,) = bring_in(evening, paper_file(path, community=given_name))
    assert made.community == community


MARKS = [*"543219", "invalid"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["甲", "乙", "丙"]), st.lists(st.sampled_from(MARKS), min_size=16, max_size=16)),
        min_size=1,
        max_size=20,
    )
)
def test_the_tally_of_any_file_is_an_independent_count(evening, tmp_path, rows):
    items = [item.id for item in survey_form().sections[0].items]
    path = tmp_path / "any.csv"
    path.write_text("\n".join(",".join(row) for row in [("community", *items), *((name, *m) for name, m in rows)]))
    name = f"Survey {len(campaign_names(evening))}"
    made = import_paper(evening, PaperFile(path, survey_form(), name), factories.shipped_rules())
    found = {
        (one.community, item, level): votes
        for one in made
        for (item, level), votes in cells(evening, one.id).items()
        if votes
    }
    level_of = {**LEVELS, "invalid": INVALID}
    assert found == Counter(
        (community, item, level_of[mark]) for community, marks in rows for item, mark in zip(items, marks, strict=True)
    )


def test_paper_ballots_with_a_column_of_classes_are_told_apart_by_class(evening: Evening, tmp_path: Path) -> None:
    rows = ["class,satisfaction"] + ["A,1"] * 20 + ["b,3"] * 12 + ["B: party members,1"] * 3
    (tmp_path / "paper.csv").write_text("\n".join(rows), encoding="utf-8")
    asked = parse(ONE_QUESTION, "one.toml")
    file = PaperFile(tmp_path / "paper.csv", asked, "分票类", rules=class_rules(), community="梧桐社区")
    [made] = import_paper(evening, file, shipped_rules())
    with reading(evening.engine) as db:
        votes = {(cell.voter_class, cell.level): cell.votes for cell in meetings.votes(db, made.id)}
        assert of_meetings(db, [made.id])[made.id] == [ClassSlips(1, 20, 20, 20, 20), ClassSlips(2, 15, 15, 15, 15)]
    assert (votes[1, "good"], votes[2, "good"], votes[2, "bad"]) == (20, 3, 12)
    evening.publish(made.id)


@pytest.mark.parametrize(
    ("header", "row", "rules", "refusal"),
    [
        ("class,satisfaction", "D,1", class_rules(), PaperUnknownLevel),
        ("class,satisfaction", ",1", class_rules(), PaperUnknownLevel),
        ("class,satisfaction", "A,1", shipped_rules(), PaperUnknownColumn),
    ],
    ids=["no such class", "no class", "rules without classes"],
)
def test_a_class_that_the_rules_do_not_know_is_refused_and_never_repeated(
    evening: Evening, tmp_path: Path, header: str, row: str, rules: Ruleset, refusal: type[Exception]
) -> None:
    (tmp_path / "paper.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    file = PaperFile(tmp_path / "paper.csv", parse(ONE_QUESTION, "one.toml"), "分票类", rules=rules)
    with pytest.raises(refusal) as refused:
        import_paper(evening, file, shipped_rules())
    assert '"D"' not in str(refused.value)
    with reading(evening.engine) as db:
        assert campaigns.every(db) == []


ONE_QUESTION = """
id = "one"
edition = "1"
title = { zh-CN = "一问", en = "One question" }
abstain = { zh-CN = "弃权", en = "Abstain" }
[scales.three]
rate = { zh-CN = "满意率", en = "Rate" }
strict = 1
broad = 2
levels = [
  { id = "good", zh-CN = "好", en = "Good", points = 100, codes = ["1"] },
  { id = "fair", zh-CN = "中", en = "Fair", points = 60, codes = ["2"] },
  { id = "bad", zh-CN = "差", en = "Bad", points = 0, codes = ["3"] },
]
[[sections]]
kind = "committee"
scale = "three"
title = { zh-CN = "社区", en = "Committee" }
items = [{ id = "satisfaction", zh-CN = "满意度", en = "Satisfaction" }]
headline = "satisfaction"
"""
