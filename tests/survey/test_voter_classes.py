"""Evenings whose rules tell voters apart by class: slips, envelopes, the count, and what is kept."""

import pytest

from analysis.report import Report
from ballots import campaigns, meetings
from ballots.classes import ClassSlips, of_meetings
from ballots.errors import ClassNeeded, MoreReturnedThanIssued, NoSuchClass, SlipCountNotUsable
from ballots.meetings import Closing
from survey import paperwork, printing, voter_classes
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import reading, writing
from survey.evening import Evening
from survey.minutes.content import minutes
from survey.minutes.sheet import Table
from survey.published import results
from tests.factories import Prepared, draft, held_on_paper, shipped_form, typed_twice
from tests.survey.classes import HALL, SMALL, class_rules, held, planned
from tests.survey.visitors import send, sign_in


def report(prepared: Prepared) -> Report:
    with reading(prepared.evening.engine) as db:
        return results.report(db, campaigns.find(db, prepared.meeting.campaign_id))


def kept(prepared: Prepared) -> set[int]:
    with reading(prepared.evening.engine) as db:
        return {cell.voter_class for cell in meetings.votes(db, prepared.id)}


def test_an_evening_with_classes_ends_in_figures_for_each_and_all_together(evening: Evening) -> None:
    prepared = held(evening, HALL, unused=3)
    found = report(prepared)
    shown = found.classes[(found.classes["kind"] == "committee") & (found.classes["item"] == "overall")]
    assert shown[["class", "strict_numerator", "strict_denominator"]].to_numpy().tolist() == [
        ["a", 25, 30],
        ["b", 6, 12],
        ["c", 0, 0],
        ["combined", 31, 42],
    ]
    assert found.class_turnout[["class", "issued", "returned"]].to_numpy().tolist() == [
        ["a", 30, 30],
        ["b", 12, 12],
        ["c", 0, 0],
    ]
    with reading(evening.engine) as db:
        assert of_meetings(db, [prepared.id])[prepared.id] == [
            ClassSlips(1, 33, 30, 30, 30),
            ClassSlips(2, 15, 12, 12, 12),
        ]


def test_weights_reach_the_grade(evening: Evening) -> None:
    found = report(held(evening, HALL, weighs=True))
    row = found.grades.iloc[0]
    # (60 · 2500/30 + 30 · 960/12) ÷ 90
    assert row["public"] == pytest.approx((60 * 2500 / 30 + 30 * 960 / 12) / 90)


def test_a_class_of_one_is_neither_published_nor_kept(evening: Evening) -> None:
    prepared = held(evening, SMALL)
    assert kept(prepared) == {0}
    with reading(evening.engine) as db:
        assert [row.returned for row in of_meetings(db, [prepared.id])[prepared.id]] == [None, None]
    found = report(prepared)
    assert found.classes.loc[found.classes["class"] != "combined", "suppressed"].all()
    assert found.items["effective"].tolist()[0] == 31


def test_a_recount_gives_the_same_and_campaigns_without_classes_keep_none(evening: Evening) -> None:
    prepared, stacks = planned(evening, {1: 12, 2: 12})
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    live = evening.open(prepared.id)
    for code in [*stacks[1], *stacks[2]]:
        live.box.cast(code, code.encode(), bytes(17))
    evening.close(prepared.id, Closing(announce=False))
    counted = []
    for pair in (prepared.keys[:2], prepared.keys[1:]):
        for key in pair:
            evening.present_key(prepared.id, key.digits)
        with reading(evening.engine) as db:
            counted.append(meetings.votes(db, prepared.id))
    assert counted[0] == counted[1]
    assert kept(prepared) == {1, 2, 3}


def test_while_people_vote_nothing_moves_in_the_database_by_class(evening: Evening) -> None:
    prepared, stacks = planned(evening, {1: 12, 2: 12})
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    live = evening.open(prepared.id)
    with reading(evening.engine) as db:
        before = of_meetings(db, [prepared.id])
    live.box.cast(stacks[2][0], b"phone", bytes(17))
    with reading(evening.engine) as db:
        assert of_meetings(db, [prepared.id]) == before
    assert [row.returned for row in before[prepared.id]] == [None, None]


def test_more_back_than_handed_out_of_one_class_stops_the_close(evening: Evening) -> None:
    prepared, stacks = planned(evening, {1: 12, 2: 12})
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    live = evening.open(prepared.id)
    for code in stacks[2][:3]:
        live.box.cast(code, code.encode(), bytes(17))
    with pytest.raises(MoreReturnedThanIssued):
        evening.close(prepared.id, Closing(10, unused_by_class={2: 10}))
    evening.close(prepared.id, Closing(9, unused_by_class={2: 9}))


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        ({"": 20}, ClassNeeded),
        ({"d": 20}, NoSuchClass),
        ({"a": 0, "b": 0}, SlipCountNotUsable),
        ({"a": -1, "b": 9}, SlipCountNotUsable),
    ],
)
def test_slips_are_made_for_the_classes_of_the_rules_or_not_at_all(
    evening: Evening, numbers: dict[str, int], refusal: type[Exception]
) -> None:
    prepared, _ = planned(evening, {})
    with pytest.raises(refusal):
        printing.print_slips(evening, prepared.meeting, numbers, address="http://192.0.2.7/v/x", language="en")
    assert evening.find(prepared.id).printed == 0


def test_slips_are_printed_class_by_class(evening: Evening) -> None:
    prepared, _ = planned(evening, {})
    pdf = printing.print_slips(
        evening, prepared.meeting, {"B": 2, "A 票（居民代表）": 22}, address="http://192.0.2.7/v/x", language="zh-CN"
    )
    assert pdf.startswith(b"%PDF")
    with reading(evening.engine) as db:
        made = of_meetings(db, [prepared.id])[prepared.id]
    assert made == [ClassSlips(1, 22, 22), ClassSlips(2, 2, 2)]


@pytest.mark.parametrize(
    ("numbers", "weighs", "said"),
    [
        ({1: 20, 2: 10}, True, []),
        ({1: 20, 2: 9}, False, ["Fewer than 10 slips for: B", "no result is told apart by class"]),
        ({1: 20, 3: 1}, True, ["One single slip for: C", "no result is told apart", "no weighted result"]),
    ],
)
def test_the_organizer_is_warned_of_a_small_class(
    evening: Evening, numbers: dict[int, int], weighs: bool, said: list[str]
) -> None:
    prepared, _ = planned(evening, numbers, weighs=weighs)
    with reading(evening.engine) as db:
        standing = voter_classes.standings(db, prepared.meeting)
        found = voter_classes.warnings(standing, voter_classes.rules_of(db, prepared.meeting), "en", str)
    assert len(found) == len(said)
    assert all(wanted in sentence for wanted, sentence in zip(said, found, strict=True))


def test_the_desk_offers_no_classes_unless_rules_that_have_them_are_chosen(evening: Evening) -> None:
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ORGANIZER)
    page = client.get("/desk/campaigns/new?lang=en").text
    assert page.index('value="default-2026"') < page.index('value="voter-classes-2026"')
    usual = draft(evening)
    assert 'name="class_a"' not in client.get(f"/desk/meetings/{usual.id}").text


def test_the_desk_prints_slips_by_class_warns_and_closes_by_class(evening: Evening) -> None:
    prepared, _ = planned(evening, {})
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ORGANIZER)
    address = f"/desk/meetings/{prepared.id}"
    wrong = send(client, f"{address}/slips", class_a="20", class_b="", class_c="0")
    assert wrong.status_code == 422
    assert 'value="20"' in wrong.text
    sent = send(client, f"{address}/slips", class_a="20", class_b="1", class_c="0")
    assert (sent.status_code, sent.mimetype) == (200, "application/pdf")
    page = client.get(f"{address}?lang=en").text
    assert "A class is too small" in page
    assert "One single slip for: B: party members." in page
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    closing = client.get(f"{address}/close?lang=en").text
    assert 'name="class_b"' in closing
    assert 'name="unused"' not in closing
    assert send(client, f"{address}/close", class_a="3", class_b="1", announce="y").status_code == 302
    assert evening.find(prepared.id).issued == 17


def test_slips_of_a_class_are_printed_while_the_box_is_open_and_stand_in_the_ledger(evening: Evening) -> None:
    prepared, _ = planned(evening, {1: 12, 2: 10})
    for key in prepared.keys:
        evening.present_key(prepared.id, key.digits)
    evening.open(prepared.id)
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ORGANIZER)
    address = f"/desk/meetings/{prepared.id}"
    page = client.get(f"{address}/ledger?lang=en").text
    assert "Slips by voter class" in page
    assert "12 slips" in page
    sent = send(client, f"{address}/slips", class_a="0", class_b="2", class_c="0")
    assert sent.mimetype == "application/pdf"
    assert send(client, f"{address}/close", class_a="0", class_b="2", class_c="0", announce="y").status_code == 302
    assert "10 issued, 0 returned" not in client.get(f"{address}/ledger?lang=en").text  # told only once counted
    assert (evening.find(prepared.id).printed, evening.find(prepared.id).issued) == (24, 22)
    with reading(evening.engine) as db:
        kept = of_meetings(db, [prepared.id])[prepared.id]
    assert [(row.voter_class, row.printed, row.issued) for row in kept] == [(1, 12, 12), (2, 12, 10)]


def test_paper_without_classes_under_rules_that_have_them_tells_no_class(evening: Evening) -> None:
    with writing(evening.engine) as db:
        mine = campaigns.create(db, "分票类", shipped_form(), class_rules(), evening.clock())
    prepared = held_on_paper(evening, 12)
    assert prepared.meeting.campaign_id == mine.id
    typed_twice(prepared)
    paperwork.count(evening, prepared.id)
    made = minutes(evening, prepared.id, "zh-CN")
    (came,) = [
        part for one in made.sections for part in one.parts if isinstance(part, Table) and part.caption == "票类"
    ]
    assert [row[2].lines for row in came.rows] == [("—",)] * 3
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.OFFICIAL)
    page = client.get(f"/district/meetings/{prepared.id}?lang=en")
    assert page.status_code == 200
    assert "None" not in page.text
