"""The charts that compare: every number of the table is on them, hidden ones are not, and no label hides another."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.changes import as_rates, changes, mapping
from analysis.charts import grades, heat, importance, levels, ranking, slope
from analysis.comparison import compare
from analysis.palette import SHADES, contrast, ink_on, shade
from analysis.tables import beside
from analysis.theme import WIDTH
from analysis.wording import Wording
from tests.analysis.finished import CHINESE, COMMITTEE, ENGLISH, FEW, FORM, GRADUATE, SECRETARY, finished, texts

HALL = [*COMMITTEE, *SECRETARY, *GRADUATE]
NUMBER = re.compile(r"\d+\.\d+%|\d+/\d+")
REPORT = finished(("甲社区", HALL), ("小社区", FEW), ("乙社区", [*reversed(COMMITTEE), *SECRETARY, *GRADUATE]))
WORDINGS = pytest.mark.parametrize("wording", [CHINESE, ENGLISH], ids=["zh", "en"])


def ranked(report=REPORT, item="overall"):
    rows = compare(report.items, report.meetings, report.rules)
    return rows[(rows["kind"] == "committee") & (rows["item"] == item)].sort_values("rank", kind="stable")


def many(number):
    """A report on `number` communities whose overall rates all differ."""
    halls = [[[40, 10, 6, 0, 0]] * 5 + [[56 - at % 50, at % 50, 0, 0, 0]] + HALL[6:] for at in range(number)]
    return finished(*((f"第{at}社区", hall) for at, hall in enumerate(halls)))


def near(seen: list[str], name: str) -> list[str]:
    """The texts of one row: those between its name and its neighbours, however they are sorted."""
    at = seen.index(name)
    return seen[max(at - 6, 0) : at + 8]


def figure_of(chart: str, report, wording: Wording) -> Figure:
    rows = report.items[report.items["kind"] == "committee"]
    if chart == "ranking":
        return ranking.draw(ranked(report), (100, 112), wording)
    if chart == "heat":
        return heat.draw(rows, wording)
    return levels.draw(beside(rows[rows["item"] == "overall"], report.tally, FORM.section("committee")), wording)


@WORDINGS
def test_the_ranking_shows_rank_rate_fraction_and_possible_ranks(wording: Wording) -> None:
    seen = texts(ranking.draw(ranked(), (87, 111), wording))
    assert {"43/55", "78.18%", "37/53", "69.81%", "1", "2"} <= set(seen)
    assert any("78.38% (87/111)" in text for text in seen)
    told = ranking.alt(ranked(), wording)
    assert "78.18% (43/55)" in told
    assert wording.hidden() in told


def test_ties_carry_a_sign_of_their_own() -> None:
    same = finished(("甲社区", HALL), ("乙社区", HALL))
    assert texts(ranking.draw(ranked(same), (1, 1), CHINESE)).count("1=") == 2


@WORDINGS
@pytest.mark.parametrize("chart", ["ranking", "heat", "levels"])
def test_a_hidden_community_shows_no_number(chart: str, wording: Wording) -> None:
    figure = figure_of(chart, finished(("小社区", FEW)), wording)
    seen = [text for text in texts(figure)[2:] if not text.startswith(("all 89", "合并 89"))]
    assert wording.hidden() in seen
    assert not any(NUMBER.search(text) for text in seen)


def test_the_heat_map_writes_every_rate_of_the_table() -> None:
    rows = REPORT.items[(REPORT.items["kind"] == "committee") & (REPORT.items["community"] == "甲社区")]
    seen = texts(heat.draw(REPORT.items[REPORT.items["kind"] == "committee"], CHINESE))
    assert {f"{100 * rate:.1f}" for rate in rows["strict_rate"]} <= set(seen)


def test_shades_only_grow_darker_and_their_numbers_stay_readable() -> None:
    shades = [shade(at / (SHADES - 1)) for at in range(SHADES)]
    lightness = [contrast(colour, "#000000") for colour in shades]
    assert all(one > other for one, other in pairwise(lightness))
    assert min(contrast(colour, ink_on(colour)) for colour in shades) >= 4


def test_the_levels_show_every_count_that_has_room() -> None:
    rows = REPORT.items[(REPORT.items["kind"] == "committee") & (REPORT.items["item"] == "overall")]
    seen = texts(levels.draw(beside(rows, REPORT.tally, FORM.section("committee")), CHINESE))
    assert {"43", "10", "43/55", "56"} <= set(seen)


@pytest.mark.parametrize("chart", [ranking.draw_pages, lambda rows, whole, wording: heat.draw_pages(rows, wording)])
def test_many_communities_are_cut_into_a4_pages_and_none_is_lost(chart) -> None:
    report = many(75)
    rows = ranked(report) if chart is ranking.draw_pages else report.items[report.items["kind"] == "committee"]
    pages = chart(rows, (1, 2), ENGLISH)
    assert len(pages) == 3
    assert all(page.get_size_inches()[1] < 11 for page in pages)
    names = {text for page in pages for text in texts(page) if re.fullmatch(r"第\d+社区", text)}
    assert len(names) == 75


def years(now, then):
    rows = compare(now.items, now.meetings, now.rules)
    before = as_rates(compare(then.items, then.meetings, then.rules))
    moved = changes(as_rates(rows).assign(label=rows["community"]), before, mapping(FORM, FORM))
    return moved[(moved["kind"] == "committee") & (moved["item"] == "overall")]


@WORDINGS
def test_the_slope_shows_both_years_the_change_and_how_many_are_left_out(wording: Wording) -> None:
    worse = [[20, 30, 6, 0, 0]] * 6
    rows = years(REPORT, finished(("甲社区", [*worse, *HALL[6:]])))
    seen = texts(slope.draw(rows, ("2025", "2026"), wording))
    assert {"2025", "2026", "35.7%", "78.2%", "+42.5"} <= set(seen)
    assert wording.say("slope_left_out", count=2) in seen
    assert wording.say("rose") in slope.alt(rows, wording)


def test_no_label_of_a_slope_lies_on_another_or_outside_its_panel() -> None:
    rows = years(many(30), many(30))
    figure = slope.draw(rows, ("2025", "2026"), CHINESE)
    labels = [text for text in figure.axes[0].texts if text.get_position()[0] == pytest.approx(WIDTH - 0.12)]
    places = sorted(text.get_position()[1] for text in labels)
    assert len(places) == 30
    assert all(below - above > 0.18 for above, below in pairwise(places))


def test_importance_names_the_item_that_goes_most_with_the_whole_and_draws_no_unknown_one() -> None:
    columns = [
        "kind",
        "item",
        "meetings",
        "ballots",
        "moves",
        "low",
        "high",
        "strict_votes",
        "denominator",
        "strict_rate",
    ]
    nan = float("nan")
    rows = pd.DataFrame(
        [
            ("committee", "services", 3, 300, 0.42, 0.3, 0.5, 240, 300, 0.8),
            ("committee", "hygiene", 3, 300, 0.3, 0.2, 0.4, 200, 300, 0.667),
            ("committee", "culture", 0, 0, nan, nan, nan, 210, 300, 0.7),
        ],
        columns=columns,
    )
    seen = texts(importance.draw(rows, CHINESE))
    assert "社区班子：与总体评价关系最大的是社区服务" in seen
    assert "社区文化" not in seen
    assert "社区文化：70.00% (210/300)；关系不公布" in importance.alt(rows, CHINESE)
    assert "不公布" in importance.finding(rows[rows["moves"].isna()], CHINESE)
    assert "没有项目与总体评价有明显关系" in importance.finding(rows.assign(low=-0.1), CHINESE)


def test_grades_are_counted_by_sub_district_and_the_confirmed_one_counts() -> None:
    given = pd.DataFrame(
        {
            "sub_district": ["东街", "东街", "西街"],
            "proposed": ["model", "standard", "undecided"],
            "confirmed": [None, "ordinary", None],
        }
    )
    seen = texts(grades.draw(given, CHINESE))
    assert "3个社区的等级：示范 1、标准 0、普通 1、未定 1；已确认 1 个" in seen
    assert "东街：示范 1、标准 0、普通 1、未定 0" in grades.alt(given, CHINESE)
