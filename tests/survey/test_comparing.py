"""Communities side by side, as officials read them: ranks with ties, intervals, sub-districts, years, questions."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballots import campaigns, instrument, meetings
from survey import accounts, duties
from survey.accounts import Role
from survey.app import create_app
from survey.appraisal import confirmations
from survey.appraisal.confirmations import Decision
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from tests.conftest import require_whole_page
from tests.factories import make_evening, shipped_form
from tests.survey.districts import hold, rated
from tests.survey.visitors import PASSWORD, send, sign_in

EAST, WEST = "东街街道", "西街街道"
NOW = [
    (EAST, "甲社区", rated([45, 0, 5, 0, 0])),
    (WEST, "乙社区", rated([27, 0, 3, 0, 0])),
    (EAST, "丙社区", [*rated([40, 8, 2, 0, 0], 5), [20, 20, 10, 0, 0]]),
    (WEST, "丁社区", rated([5, 1, 1, 0, 0])),  # too few to publish
]
THEN = [(EAST, "甲社区", rated([30, 10, 10, 0, 0])), (EAST, "丙社区", rated([20, 20, 10, 0, 0]))]


class District:
    """Two years of a district, and an official who reads English."""

    def __init__(self, folder: Path) -> None:
        self.evening: Evening = make_evening(folder)
        self.then = hold(self.evening, "2025", *THEN, years_ago=1)
        self.now = hold(self.evening, "2026", *NOW)
        self.client: FlaskClient = self.someone(Role.OFFICIAL)

    def someone(self, role: Role) -> FlaskClient:
        client = create_app(self.evening, Settings(address="http://minxin.test")).test_client()
        client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
        return sign_in(client, self.evening, role, f"周敏 {role}")

    def page(self, path: str) -> str:
        answer = self.client.get(f"/district/campaigns/{path}")
        assert answer.status_code == 200, answer.text
        return require_whole_page(answer.text)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory):
    made = District(tmp_path_factory.mktemp("comparing") / "data")
    yield made
    made.evening.engine.dispose()


def lines(page: str) -> list[list[str]]:
    """The cells of every row of the page's first table, without spaces around them."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("</table>")[0], re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", " ", cell).split()) for cell in row] for row in cells]


def test_ranks_with_ties_stand_beside_intervals_and_the_ranks_that_may_be_true(district):
    table = lines(district.page(f"{district.now}/comparison"))
    assert table[1:] == [
        # 45 of 50 and 27 of 30 are the same rate; the roll is 80, so the smaller hall is less sure of it
        ["1 tied", "甲社区", EAST, "90.00% (45/50)", "82.5–93.8%", "1–2", "50/80", "+19.23", "50/50"],
        ["1 tied", "乙社区", WEST, "90.00% (27/30)", "77.5–96.3%", "1–2", "30/80", "+19.23", "30/30"],
        ["3", "丙社区", EAST, "40.00% (20/50)", "31.3–48.8%", "3", "50/80", "-30.77", "50/50"],
        ["", "丁社区", WEST, "not published (fewer than 10)", "—", "—", "—", "—", "7/7"],
    ]


def test_the_whole_comes_first_pooled_with_its_interval_and_as_a_mean(district):
    read = " ".join(re.sub(r"<[^>]*>", " ", district.page(f"{district.now}/comparison")).split())
    assert "Satisfaction rate 70.77% (92/130) All votes together. With 95 % confidence between" in read
    assert "rates: 73.33% · 1 subject is left out" in read


def test_every_item_has_its_page_and_an_unknown_one_leads_to_the_headline(district):
    table = lines(district.page(f"{district.now}/comparison?kind=committee&item=services"))
    assert [row[3] for row in table[1:3]] == ["90.00% (45/50)", "90.00% (27/30)"]
    assert table[3][3] == "80.00% (40/50)"
    assert lines(district.page(f"{district.now}/comparison?kind=nobody&item=x"))[3][3] == "40.00% (20/50)"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("low", ["甲社区", "乙社区", "丙社区", "丁社区"]),
        ("people", ["丙社区", "甲社区", "乙社区", "丁社区"]),
        ("sub_district", ["甲社区", "丙社区", "乙社区", "丁社区"]),
        ("nonsense", ["甲社区", "乙社区", "丙社区", "丁社区"]),
    ],
)
def test_links_order_the_table(district, order, expected):
    page = district.page(f"{district.now}/comparison?order={order}")
    assert [row[1] for row in lines(page)[1:]] == expected
    assert page.count("aria-sort=") == 1


def test_one_sub_district_keeps_the_ranks_of_all(district):
    table = lines(district.page(f"{district.now}/comparison?sub_district={WEST}"))
    assert [row[:2] for row in table[1:]] == [["1 tied", "乙社区"], ["", "丁社区"]]


def test_sub_districts_are_pooled_and_averaged_without_the_hidden(district):
    table = lines(district.page(f"{district.now}/sub-districts"))
    assert [[row[0], row[1], *row[3:]] for row in table[1:]] == [
        [EAST, "65.00% (65/100)", "65.00%", "2", "0"],
        [WEST, "90.00% (27/30)", "90.00%", "1", "1"],
        ["Whole campaign", "70.77% (92/130)", "73.33%", "3", "1"],
    ]


def test_last_year_stands_beside_this_one_with_the_interval_of_the_difference(district):
    table = lines(district.page(f"{district.now}/years"))
    assert [[*row[:5], row[6]] for row in table[1:]] == [
        ["甲社区", EAST, "60.0% (n = 50)", "90.0% (n = 50)", "+30.00", "clearly higher"],
        ["丙社区", EAST, "40.0% (n = 50)", "40.0% (n = 50)", "0.00", "may be chance"],
        ["丁社区", WEST, "—", "not published (fewer than 10)", "—", "not comparable"],
        ["乙社区", WEST, "—", "90.0% (n = 30)", "—", "not comparable"],
    ]


def test_a_first_campaign_has_no_earlier_year(district):
    assert "no earlier campaign" in district.page(f"{district.then}/years")
    assert "From year to year" not in district.page(f"{district.then}/comparison")


def test_questions_are_asked_with_their_numbers_and_accuse_nobody(district):
    page = district.page(f"{hold(district.evening, '2027', (EAST, '戊社区', rated([28, 0, 0, 0, 0])))}/questions")
    assert "all 28 ballots carry the very same marks on 6 items. Did people" in page
    assert "Nothing in the published numbers raises a question." in district.page(f"{district.now}/questions")


def test_organizers_compare_and_are_not_shown_questions_about_others(district):
    client = district.someone(Role.ORGANIZER)
    page = client.get(f"/district/campaigns/{district.now}/comparison").text
    assert "甲社区" in page
    assert "/questions" not in page
    assert client.get(f"/district/campaigns/{district.now}/questions").status_code == 403


def test_an_organizer_is_led_to_the_own_community_where_two_bear_its_name(district):
    votes = rated([45, 0, 5, 0, 0])
    hold(district.evening, "2024", (EAST, "同名社区", votes), (WEST, "同名社区", votes), years_ago=2)
    again = hold(district.evening, "2030", (EAST, "同名社区", votes), (WEST, "同名社区", votes))
    with writing(district.evening.engine) as db:
        accounts.create(db, "李工", Role.ORGANIZER, PASSWORD, duties=duties.read(f"{EAST} / 同名社区"))
    client = create_app(district.evening, Settings(address="http://minxin.test")).test_client()
    assert send(client, "/sign-in", name="李工", password=PASSWORD).status_code == 302
    for path in ("", "/comparison", "/years"):
        page = client.get(f"/district/campaigns/{again}{path}").text
        assert re.findall(r'href="/district/meetings/\w+">([^<]+)</a>', page) == [f"{EAST} 同名社区"]


@pytest.mark.parametrize("which", ["comparison", "sub-districts", "questions", "years"])
def test_nothing_is_compared_before_something_is_published(district, which):
    waiting = hold(district.evening, f"{which} 2029")
    assert "0 of 0 meetings published" in district.page(f"{waiting}/{which}")


def test_another_edition_is_compared_as_far_as_it_declares(district):
    changed = shipped_form().source.replace('edition = "2026"', 'edition = "2027"')
    declared = (
        '\n[[earlier]]\nform = "community-2026"\nedition = "2026"\nitems = { committee = { overall = ["overall"] } }\n'
    )
    forms = [instrument.parse(source, "form.toml") for source in (changed, changed + declared)]
    silent, told = (hold(district.evening, f"2028 {at}", NOW[0], form=form) for at, form in enumerate(forms))
    page = district.page(f"{silent}/years?with={district.now}")
    assert "does not declare which items can be compared" in page
    page = district.page(f"{told}/years?with={district.now}")
    assert ["甲社区", EAST, "90.0% (n = 50)", "90.0% (n = 50)", "0.00"] in [row[:5] for row in lines(page)]
    assert "Community committee · Services" in page.partition("Not comparable</h2>")[2]


@pytest.mark.parametrize(
    "chart", ["ranking-committee-services", "levels-committee-overall", "heat-committee", "grades"]
)
def test_every_chart_of_the_comparison_is_a_picture(district, chart):
    answer = district.client.get(f"/district/campaigns/{district.now}/charts/{chart}.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")


@pytest.mark.parametrize("chart", ["ranking-committee-nothing", "levels-nobody-overall", "heat-nobody", "slope-a-b"])
def test_a_chart_of_no_item_is_not_found(district, chart):
    assert district.client.get(f"/district/campaigns/{district.now}/charts/{chart}.svg").status_code == 404
    years = f"/district/campaigns/{district.now}/years/{district.then}/charts/{chart}.svg"
    assert district.client.get(years).status_code == 404


def test_two_years_are_a_picture_and_a_table(district):
    page = district.page(f"{district.now}/years")
    picture = re.search(r'<img src="([^"?]+)', page)
    assert district.client.get(picture[1]).mimetype == "image/svg+xml"


def test_grades_are_drawn_again_when_people_decide(district):
    path = f"/district/campaigns/{district.then}/charts/grades.png"
    before = district.client.get(path).data
    with writing(district.evening.engine) as db:
        campaign = campaigns.find(db, district.then)
        found = {one.id: "undecided" for one in meetings.of_campaign(db, district.then)}
        decided = [Decision(one, "ordinary", "undecided", "上级考评未完成") for one in found]
        confirmations.confirm(db, campaign, decided, found, "区委", district.evening.clock())
    assert district.client.get(path).data != before
