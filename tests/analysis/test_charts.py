"""The charts as a reader sees them: words and numbers are those of the table, and hidden ones are not there."""

import re
from itertools import pairwise

import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.charts import communities, overview, subject
from analysis.charts.sheet import Sheet
from analysis.palette import level_colours
from analysis.tables import beside
from analysis.theme import MARGIN, RULER, WIDTH, Format, render
from analysis.wording import Wording
from tests.analysis.finished import (
    CHINESE,
    COMMITTEE,
    ENGLISH,
    FEW,
    FORM,
    GRADUATE,
    SECRETARY,
    finished,
    one,
    texts,
)
from tests.analysis.toys import choose, rules

LONG = "=HYPERLINK(“x”)" + "很长的名字" * 40
HIDDEN = "不公布 (少于10人)"
NUMBER = re.compile(r"\d+\.\d+%|\d+/\d+")
"""A rate or its fraction; the whole percents are those of scales and rules."""


def rows(kind: str, **made: str) -> pd.DataFrame:
    report = one(**made)
    return beside(report.items, report.tally, FORM.section(kind))


def headlines(*boxes: tuple[str, list[list[int]]], kind: str = "committee") -> pd.DataFrame:
    found = finished(*boxes).headlines
    return communities.ranked(found[found["kind"] == kind])


def voted(overall: list[int]) -> list[list[int]]:
    """A box whose committee's overall item has these votes, and all its other items the same sum."""
    size = sum(overall)
    return [[size, 0, 0, 0, 0]] * 5 + [overall] + [[size, 0, 0, 0, 0]] * 5 + [[size, 0, 0, 0, 0, 0]] * 6


def rectangles(figure: Figure, colour: str) -> list[Rectangle]:
    return [
        patch
        for patch in figure.axes[0].patches
        if isinstance(patch, Rectangle)
        and tuple(round(part * 255) for part in patch.get_facecolor()[:3]) == rgb(colour)
    ]


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def test_the_title_is_the_finding_and_the_line_under_it_the_base() -> None:
    seen = texts(subject.draw(rows("committee"), CHINESE))
    assert seen[:4] == [
        "城东社区 | 社区班子 | 有效票 56 张",
        "committee：满意率 78.18% (43/55)",
        "满意率 = 满意 ÷ 有效评价",
        "满意率(含基本满意) = (满意 + 基本满意) ÷ 有效评价",
    ]


def test_the_same_chart_speaks_english() -> None:
    seen = texts(subject.draw(rows("graduate"), ENGLISH))
    assert "graduate: excellence rate 50.91% (168/330)" in seen
    assert "Excellence rate = Excellent ÷ effective ratings" in seen
    assert "Political quality" in seen
    assert not re.search(r"[满优称弃]", "".join(seen).replace("城东社区", ""))


def test_every_count_of_the_table_stands_on_its_row() -> None:
    seen = texts(subject.draw(rows("committee"), CHINESE))
    for item, votes in zip(FORM.section("committee").items, COMMITTEE, strict=True):
        at = seen.index(item.words["zh-CN"])
        near = seen[max(at - 6, 0) : at + 8]
        assert {str(count) for count in votes if count} <= set(near), item.id
        assert f"{votes[0]}/{sum(votes[:3])}" in near
        assert f"{votes[0] + votes[1]}/{sum(votes[:3])}" in near


def test_segments_are_as_long_as_their_votes() -> None:
    figure = subject.draw(rows("committee"), CHINESE)
    best = rectangles(figure, level_colours(FORM.section("committee").scale)["satisfied"])[1:]
    lengths = [patch.get_width() + 0.012 for patch in best]
    satisfied = [votes[0] for votes in COMMITTEE]
    assert lengths == pytest.approx([lengths[0] * count / satisfied[0] for count in satisfied])


def test_all_items_together_have_a_row_of_their_own() -> None:
    seen = texts(subject.draw(rows("secretary"), CHINESE))
    assert {"各项合计", "180/257", "233/257", "180"} <= set(seen)


def test_abstained_votes_are_hatched_and_apart_from_the_levels() -> None:
    figure = subject.draw(rows("committee"), CHINESE)
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == 2 + 6 + 1  # legend of both, abstained on six items, invalid on one
    others = [patch for patch in figure.axes[0].patches if not patch.get_hatch()]
    for patch in hatched[2:]:
        same_row = [bar for bar in others if bar.get_y() == patch.get_y()]
        assert all(bar.get_x() + bar.get_width() < patch.get_x() - 0.04 for bar in same_row)


@pytest.mark.parametrize("wording", [CHINESE, ENGLISH])
def test_a_hidden_subject_shows_no_number_in_any_chart(wording: Wording) -> None:
    report = finished(("小社区", FEW))
    table = beside(report.items, report.tally, FORM.section("committee"))
    figures = [
        subject.draw(table, wording),
        overview.draw(report.items, wording),
        communities.draw(report.headlines[report.headlines["kind"] == "committee"], wording),
    ]
    told = [subject.alt(table, wording), overview.alt(report.items, wording)]
    for seen in ["\n".join(texts(figure)[2:]) for figure in figures]:
        assert wording.hidden() in seen
        assert not NUMBER.search(seen)
    for words in told:
        assert wording.hidden() in words
        assert not NUMBER.search(words)


def test_an_item_nobody_rated_shows_a_dash_never_a_percentage() -> None:
    report = finished(("甲", voted([0, 0, 0, 20, 0])))
    table = beside(report.items, report.tally, FORM.section("committee"))
    seen = texts(subject.draw(table, CHINESE))
    assert "committee：满意率 — (0/0)" in seen
    assert seen.count("0/0") == 2
    assert texts(overview.draw(report.items, CHINESE)).count("—") == 2


def test_the_overview_shows_both_rates_of_every_subject() -> None:
    figure = overview.draw(one().items, CHINESE)
    seen = texts(figure)
    assert "城东社区：3个测评对象的结果" in seen
    assert "有效票 56 张" in seen
    fractions = [text for text in seen if re.fullmatch(r"\d+/\d+", text)]
    assert fractions == ["43/55", "53/55", "180/257", "233/257", "168/330", "288/330"]
    assert {"满意率", "优秀率", "满意率(含基本满意)", "优秀率(含称职)"} <= set(seen)


def test_communities_are_ranked_by_exact_fractions_hidden_ones_last() -> None:
    ranked = headlines(
        ("乙", voted([89, 5, 6, 0, 0])),
        ("少", FEW),
        ("无", voted([0, 0, 0, 30, 0])),
        ("丙", voted([269, 20, 10, 1, 0])),
        ("丁", voted([18, 1, 1, 2, 0])),
        ("戊", voted([90, 10, 0, 0, 0])),
    )
    assert list(ranked["community"]) == ["戊", "丁", "丙", "乙", "无", "少"]
    seen = texts(communities.draw(ranked, CHINESE))
    names = [text for text in seen if text in set("乙少无丙丁戊")]
    assert names == ["戊", "丁", "丙", "乙", "无", "少"]
    assert {"89.97%", "269/299", "289/299", HIDDEN, "—"} <= set(seen)


def test_the_lines_of_the_rules_are_named_where_they_are_on_the_scale() -> None:
    seen = texts(communities.draw(headlines(("甲", voted([40, 30, 10, 0, 0]))), CHINESE))
    assert {"示范线 90%", "标准线 60%", "等级线，对照浅色点"} <= set(seen)
    near = texts(communities.draw(headlines(("甲", voted([90, 5, 5, 0, 0]))), CHINESE))
    assert "示范线 90%" in near
    assert "标准线 60%" not in near
    persons = texts(communities.draw(headlines(("甲", voted([40, 30, 10, 0, 0])), kind="secretary"), CHINESE))
    assert "示范线 90%" not in persons


@pytest.mark.parametrize("count", [6, 150])
def test_however_many_communities_their_names_do_not_touch(count: int) -> None:
    ranked = headlines(*[(f"第{at}社区", voted([30 + at % 20, 10, 5, 2, 0])) for at in range(count)])
    figures = [communities.draw(ranked, CHINESE), *communities.draw_pages(ranked, CHINESE)]
    for figure in figures:
        names = [text for text in figure.axes[0].texts if text.get_text().startswith("第")]
        boxes = sorted((text.get_window_extent(RULER) for text in names), key=lambda box: box.y0)
        assert all(lower.y1 <= upper.y0 for lower, upper in pairwise(boxes))
    pages = figures[1:]
    assert len(pages) == (1 if count == 6 else 4)
    assert all(page.get_size_inches()[1] <= 10.2 for page in pages)
    drawn = [text for page in pages for text in texts(page) if text.startswith("第") and text.endswith("社区")]
    assert sorted(drawn) == sorted(f"第{at}社区" for at in range(count))


@pytest.mark.parametrize("name", [LONG, "W" * 200, "שלום " * 40, "🏘" * 200, "$a$ \\frac{1}{2} %s"])
def test_a_name_of_any_kind_stays_on_the_paper(name: str) -> None:
    report = one(community=name, name=name)
    table = beside(report.items, report.tally, FORM.section("committee"))
    committee = report.headlines[report.headlines["kind"] == "committee"]
    for figure in (
        subject.draw(table, ENGLISH),
        overview.draw(report.items, ENGLISH),
        communities.draw(committee, ENGLISH),
    ):
        render(figure, Format.PNG)
        for text in figure.axes[0].texts:
            extent = text.get_window_extent(RULER)
            assert not text.get_parse_math()
            assert extent.x0 >= (MARGIN - 0.03) * figure.dpi, text.get_text()
            assert extent.x1 <= (WIDTH - MARGIN + 0.03) * figure.dpi, text.get_text()


@pytest.mark.parametrize("wording", [CHINESE, ENGLISH])
def test_the_words_for_those_who_do_not_see_hold_every_number(wording: Wording) -> None:
    told = subject.alt(rows("committee"), wording)
    for votes in COMMITTEE:
        assert f"({votes[0]}/{sum(votes[:3])})" in told
    assert overview.alt(one().items, wording).count("%") == 6
    assert "(43/55)" in communities.alt(one().headlines, wording)


def test_the_rules_stand_under_every_chart() -> None:
    foot = CHINESE.foot()
    assert CHINESE.rules.fingerprint[:12] in foot
    assert texts(overview.draw(one().items, CHINESE))[-1] == foot
    assert texts(subject.draw(rows("committee"), CHINESE))[-1] == foot


def test_the_base_is_named_as_the_rules_choose_it() -> None:
    chosen = Wording(FORM, rules(choose("denominator", '"valid"'), choose("count_basic", '"included"')), "zh-CN")
    assert chosen.formulas("committee") == (
        "满意率(不含基本满意) = 满意 ÷ 有效票",
        "满意率 = (满意 + 基本满意) ÷ 有效票",
    )


def test_drawing_leaves_the_table_as_it_was() -> None:
    table = rows("committee")
    before = table.copy(deep=True)
    subject.draw(table, CHINESE)
    pd.testing.assert_frame_equal(table, before)


def test_a_line_is_broken_before_brackets_and_between_words() -> None:
    sheet = Sheet("")
    room = sheet.width("满意率(含基本", 8)
    assert sheet.wrap("满意率(含基本满意)", 8, room + 0.2, 2) == ["满意率", "(含基本满意)"]
    assert sheet.wrap("Satisfaction rate", 8, sheet.width("Satisfaction r", 8), 2) == ["Satisfaction", "rate"]
    assert sheet.wrap("", 8, 1, 2) == [""]


def test_votes_stand_beside_their_figures() -> None:
    table = rows("secretary")
    pooled = table[table["item"] == "pooled"].iloc[0]
    assert [pooled[level] for level in ("satisfied", "basically_satisfied", "dissatisfied")] == [
        sum(votes[at] for votes in SECRETARY) for at in range(3)
    ]
    assert list(rows("graduate")["excellent"]) == [votes[0] for votes in GRADUATE] + [168]
