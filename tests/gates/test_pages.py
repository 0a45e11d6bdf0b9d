"""Every page in every state of a meeting, in both languages, on a narrow phone: accessible, and no sideways scroll.

axe-core looks for breaches of WCAG 2.2 at level AA. A page that is not listed here fails the first test.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from ballots import meetings
from ballots.meetings import Plan
from ballots.spoiling import Flaw
from survey import accounts, communities, notices, rulebook, tokens
from survey.accounts import Role
from survey.app import create_app
from survey.appraisal import vetoes
from survey.appraisal.vetoes import Finding
from survey.communities import Entry
from survey.config import Settings
from survey.database import reading, writing
from survey.evening import Evening
from survey.hall import runbook, wifi
from survey.hall.scenes import Place
from survey.hall.wifi import Security, Wifi
from survey.notices import Notice, Shown
from survey.phone.reach import Visits
from survey.serving import Server
from tests import factories
from tests.factories import make_evening
from tests.gates.every_page import FILES, OF_A_MEETING, OTHERS, STATES
from tests.gates.told_apart import classes_and_corrections
from tests.looking import breaches

PHONE = {"width": 360, "height": 740}
LANGUAGES = ("zh-CN", "en")
PASSWORD = "a long enough password"

SEEN: set[str] = set()
CHANGING = re.compile(r'name="csrf_token"[^>]*>|/[a-z0-9]{6}\b')
"""What differs between two drawings of the same page: tokens, and ids in addresses."""


@dataclass(frozen=True)
class World:
    """A server with a meeting in each state, and the ids that stand for them in addresses."""

    address: str
    ids: dict[str, str]
    evening: Evening


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    evening = make_evening(tmp_path_factory.mktemp("pages") / "data")
    with writing(evening.engine) as db:
        admin = accounts.create(db, "admin", Role.ADMINISTRATOR, PASSWORD)
    with Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server:
        yield World(server.local_address, {"account": admin.id, **_meetings(evening)}, evening)
    evening.engine.dispose()


def _meetings(evening: Evening) -> dict[str, str]:
    campaign, later = factories.campaign(evening), factories.campaign(evening, "双评 2027")
    with writing(evening.engine) as db:
        bare = meetings.create(db, campaign, Plan("梧桐社区", factories.SUBJECTS)).id
        communities.add(db, [Entry("古南镇街道", "长岗路社区", 52), Entry("", "河滨社区")])
        community = communities.every(db)[0].id
        for number in range(8):
            meetings.create(
                db, campaign, Plan(f"{number} 号社区", factories.SUBJECTS, f"{number % 2} 号街道", place="二楼")
            )
    made = {
        "draft": factories.draft(evening, community="桃花源社区"),
        "open": factories.opened(evening, community="河滨社区"),
        "closed": factories.closed(evening, community="北门社区"),
        "counted": factories.closed(evening, announce=False, community="新建社区"),
        "published": factories.published(evening, community="铁路社区"),
        "void": factories.called_off(evening, community="长征路社区"),
    }
    for key in made["counted"].keys[:2]:
        evening.present_key(made["counted"].id, key.digits)
    reach = Visits(evening.folder.secret("reach")).token
    made["typing"] = factories.with_paper(evening, papers=4, community="古樟社区")
    made["alone"] = factories.held_on_paper(evening, 3, community="井冈山社区")
    factories.typed(made["typing"], 1, by="李静")
    factories.typed(made["typing"], 1, bytes([2] * 17), by="王强")
    factories.typed(made["typing"], 2, doubt=Flaw.TORN)
    made |= classes_and_corrections(evening, campaign)
    with writing(evening.engine) as db:
        finding = Finding(
            "换届选举逾期", "村民委员会组织法第十一条", "街道函〔2026〕8号", "区委组织部", date(2026, 1, 15)
        )
        veto = vetoes.note(db, made["published"].id, finding, evening.clock()).id
        token, _text = tokens.make(db, "区大数据中心", evening.clock())
        today = evening.clock().astimezone().date()
        notices.put_up(db, Notice(campaign, today, today, Shown.GRADES_AND_RATES, "区委组织部 0796-0000000", "admin"))
    with reading(evening.engine) as db:
        rules, other = (one.fingerprint for one in rulebook.every(db)[:2])
    others = {
        "rules": rules,
        "other": other,
        "token": token.id,
        "reach": reach,
        "campaign": campaign,
        "later": later,
        "community": community,
        "bare": bare,
        "veto": veto,
    }
    return others | {state: prepared.id for state, prepared in made.items()}


def test_every_page_is_looked_at(world: World) -> None:
    app = create_app(world.evening, Settings())
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}
    assert pages == {*OF_A_MEETING, *OTHERS, *FILES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_every_page_of_a_meeting_is_for_everybody(browser: Browser, world: World, state: str, language: str) -> None:
    rules = create_app(world.evening, Settings()).url_map.bind("")
    with signed_in(browser, world, language) as page:
        for endpoint in OF_A_MEETING:
            look(page, world.address + rules.build(endpoint, {"meeting_id": world.ids[state]}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_scene_that_is_only_driven_to_is_for_everybody(browser: Browser, world: World, language: str) -> None:
    wifi.keep(world.evening, world.ids["draft"], Wifi("Hall", "spring tide 7", Security.WPA))
    runbook.count_down(world.evening, world.ids["open"], 5)
    scenes = {"draft": "welcome", "open": "countdown", "closed": "keys", "counted": "seal", "published": "subject-2"}
    with signed_in(browser, world, language) as page:
        for state, scene in scenes.items():
            runbook.show(world.evening, world.ids[state], Place.read(scene))
            for path in ("/hall/{}", "/desk/meetings/{}/remote"):
                look(page, world.address + path.format(world.ids[state]))
            runbook.follow(world.evening, world.ids[state])
    runbook.stop_countdown(world.evening, world.ids["open"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_page_is_for_everybody(browser: Browser, world: World, language: str) -> None:
    with signed_in(browser, world, language) as page:
        for path in itertools.chain(*OTHERS.values()):
            look(page, world.address + path.format(**world.ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_key_on_the_screen_is_for_everybody(browser: Browser, world: World, language: str) -> None:
    meeting = factories.draft(world.evening, community=f"永和社区 {language}")
    with signed_in(browser, world, language) as page:
        page.goto(f"{world.address}/desk/meetings/{meeting.id}/keys")
        with page.expect_navigation():
            page.evaluate("document.querySelector('form[action$=\"/keys\"]').requestSubmit()")
        look(page)
        page.locator("form[action$='/keys/1'] button").click()
        look(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/accounts/new",
        "/account/password",
        "/desk/campaigns/new",
        "/desk/campaigns/{campaign}/meetings/new",
        "/v/{open}",
    ],
)
def test_a_form_sent_empty_says_what_is_wrong_to_everybody(
    browser: Browser, world: World, path: str, language: str
) -> None:
    with signed_in(browser, world, language) as page:
        page.goto(world.address + path.format(**world.ids))
        page.evaluate("document.querySelector('main form').noValidate = true")
        page.locator("main form button:visible").first.click()
        look(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_start_is_for_everybody(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, language: str
) -> None:
    evening = make_evening(tmp_path_factory.mktemp("first") / "data")
    with (
        Server(evening, Settings(host="127.0.0.1", port=0)).in_background() as server,
        visitor(browser, language) as page,
    ):
        look(page, f"{server.local_address}/setup")
        page.fill("[name=district]", "江北区")
        page.fill("[name=name]", "admin")
        page.fill("[name=password]", PASSWORD)
        page.locator("main form button").click()
        look(page)
        look(page, f"{server.local_address}/district/")
    evening.engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_doors_of_the_demo_are_for_everybody(browser: Browser, world: World, language: str) -> None:
    evening = make_evening(world.evening.folder.root.parent / f"demo {language}")
    server = Server(evening, Settings(host="127.0.0.1", port=0), is_demo=True)
    with server.in_background(), visitor(browser, language) as page:
        look(page, server.local_address)
    evening.engine.dispose()


@pytest.mark.parametrize("language", LANGUAGES)
def test_comments_from_the_ballot_to_the_results_are_for_everybody(
    browser: Browser, world: World, language: str
) -> None:
    factories.campaign(world.evening, f"征求意见 {language}")
    asked = factories.opened(factories.asking_for_comments(world.evening), community=f"梅苑社区 {language}")
    held = factories.commented(world.evening, ["路灯坏了", "楼道太脏", *[""] * 8], community=f"竹苑社区 {language}")
    with signed_in(browser, world, language) as page:
        look(page, f"{world.address}/v/{asked.id}")
        page.fill("#comment", "长" * 201)
        page.locator("#send button").click()
        look(page)
        look(page, f"{world.address}/v/{asked.id}/secrecy")
        look(page, f"{world.address}/desk/campaigns/{held.meeting.campaign_id}/comments")
        look(page, f"{world.address}/desk/meetings/{held.id}/comments")
        page.check("[name=is_apart]")
        for _ in range(3):
            page.locator("main form button").first.click()
            look(page)
        page.locator("details").first.click()
        look(page)
        page.locator("main form button").first.click()
        look(page)
        look(page, f"{world.address}/district/meetings/{held.id}")


def test_a_page_that_shuts_people_out_is_noticed(browser: Browser, world: World) -> None:
    with visitor(browser, "en") as page:
        page.set_content("<title>x</title><p style='color:#ccc;width:900px'>pale and wide</p><input>")
        faults = breaches(page)
    assert {"color-contrast", "label", "html-has-lang", "sideways scroll"} <= set(faults)


def visitor(browser: Browser, language: str) -> "_Visit":
    """Somebody on a narrow phone, who has not signed in."""
    return _Visit(browser, language)


def signed_in(browser: Browser, world: World, language: str) -> "_Visit":
    """The administrator on a narrow phone: sees every page there is."""
    return _Visit(browser, language, world)


class _Visit:
    """One browser context while the block runs; a page of it comes back."""

    def __init__(self, browser: Browser, language: str, world: World | None = None) -> None:
        self.context = browser.new_context(locale=language, viewport=PHONE, reduced_motion="reduce")  # type: ignore[arg-type]
        self.language, self.world = language, world

    def __enter__(self) -> Page:
        page = self.context.new_page()
        if self.world is not None:
            page.goto(f"{self.world.address}/sign-in")
            page.fill("[name=name]", "admin")
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button").click()
        return page

    def __exit__(self, *_: object) -> None:
        self.context.close()


def look(page: Page, address: str = "") -> None:
    """Goes to `address`, or stays, and fails when the page shuts anybody out."""
    if address:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status < 500, address
    assert page.locator("h1").count() == 1, page.url
    assert faults_of(page) == [], page.url


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page; the same page is read once."""
    text = CHANGING.sub("", page.content())
    if text in SEEN:
        return []
    SEEN.add(text)
    return breaches(page)
