"""Who reaches which page: every endpoint, method and role. A new page fails here until its readers are written in."""

import secrets
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import Rule

from survey import accounts, sessions
from survey.accounts import Role
from survey.app import create_app
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.sessions import Device
from survey.web import access
from tests.factories import make_evening
from tests.gates.every_page import VALUES

NOBODY = "nobody"
READERS = (NOBODY, Role.ORGANIZER, Role.OFFICIAL, Role.SCRUTINEER, Role.ADMINISTRATOR)
IN, NO, SIGN_IN = "in", "no", "led to the sign-in page"

AUDIENCES = {
    "everybody": (IN, IN, IN, IN, IN),
    "organizers": (SIGN_IN, IN, NO, NO, IN),
    "tablets": (NO, NO, NO, NO, NO),
    "officials": (SIGN_IN, NO, IN, NO, IN),
    "staff": (SIGN_IN, IN, IN, NO, IN),
    "scrutineers": (SIGN_IN, NO, NO, IN, IN),
    "administrators": (SIGN_IN, NO, NO, NO, IN),
    "programs with a token": (NO, NO, NO, NO, NO),
    "everybody with an account": (SIGN_IN, IN, IN, IN, IN),
}
"""What each of READERS meets."""

PAGES = {
    "everybody": """
        entrance.home entrance.setup entrance.sign_in entrance.open_door entrance.take_slip static
        hall.screen hall.state
        residents.ballot residents.check residents.cast residents.ending residents.promise
        keys.desk keys.heard keys.present
        receipts.check receipts.record receipts.program reach.arrive api.openapi board.read kiosk.let_in
    """,
    "organizers": """
        desk.campaigns desk.campaign desk.new_campaign desk.meeting desk.new_meeting desk.note_attendance
        desk.print_slips desk.discard_slips desk.void_slip desk.slip_ledger desk.hand_out
        desk.correct_handed_out desk.repeat desk.rehearse desk.known_deck desk.print_deck desk.fill_in_deck
        desk.wipe desk.zero_report desk.zero_report_file
        desk.kiosk desk.let_tablet_in desk.take_tablets_out
        desk.make_keys desk.next_key desk.show_key
        desk.open_meeting desk.close desk.present_key desk.publish desk.make_void desk.corrections
        desk.ask_for_comments desk.review desk.begin_review desk.release_comment desk.withhold_comment
        desk.finish_review
        desk.attach_signed
        desk.remote desk.show_scene desk.let_follow desk.count_down desk.stop_countdown desk.put_overview
        desk.wifi desk.confirmations desk.take_back_confirmations
        desk.assisted desk.paper desk.print_ballot desk.note_paper_issued desk.note_paper_returned desk.hold_on_paper
        desk.close_paper desk.count_paper desk.take_back_count desk.enter_paper desk.settle_paper desk.rule_paper
        desk.communities desk.community desk.new_community desk.strike_out desk.import_communities
        desk.community_template desk.form desk.edit_meeting desk.remove_meeting desk.import_meetings
        desk.meeting_template desk.copy_meetings desk.checks desk.test_page desk.note_print_test
        scrutineers.name desk.exchange_rules
    """,
    "tablets": "kiosk.start kiosk.promise kiosk.ballot kiosk.cast kiosk.thanks",
    "officials": """
        district.assess district.assess_from_sheet district.vetoes district.withdraw_veto district.grades
        district.all_comments district.questions office.acts office.acts_file district.notice
        district.take_down_notice district.pack district.cancel_pack district.pack_file
        district.rules district.copy_rules district.upload_rules district.rules_file district.what_if
        district.earlier_years district.import_earlier_years district.earlier_years_template district.forget_year
    """,
    "staff": """
        desk.minutes desk.minutes_file desk.signed desk.signed_page
        district.comments
        district.campaigns district.results district.community district.table district.campaign_chart
        district.community_chart district.sheet district.sheet_file
        district.compare district.importance district.sub_districts district.years district.years_chart
    """,
    "programs with a token": "api.campaigns api.results api.record",
    "scrutineers": "scrutineers.meetings scrutineers.confirm",
    "administrators": """
        office.accounts office.new_account office.account office.change_account office.reset_password
        office.end_sessions office.take_out_of_use office.take_into_use office.name_district
        office.programs office.revoke_token
    """,
    "everybody with an account": """
        entrance.begin entrance.sign_out
        office.own_account office.change_own_password office.end_own_session office.end_own_sessions
    """,
}
EXPECTED = {endpoint: AUDIENCES[audience] for audience, listed in PAGES.items() for endpoint in listed.split()}

ACTS = [name for name in EXPECTED if not name.startswith(("residents", "keys", "receipts", "static", "kiosk"))]
"""Pages whose forms need our token. A slip or key is a secret of its own, and looking up a receipt changes nothing."""
BEARERS = [name for name in EXPECTED if name.startswith(("residents", "keys", "kiosk"))]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with an account for each role and no meeting: whoever is let in learns that there is none."""
    evening = make_evening(tmp_path_factory.mktemp("access") / "data")
    with writing(evening.engine) as db:
        for role in Role:
            accounts.create(db, role, role, "a long enough password")
    yield create_app(evening, Settings(address="http://minxin.test"))
    evening.engine.dispose()


def test_every_page_has_its_readers_written_down(app: Flask) -> None:
    assert set(app.view_functions) == set(EXPECTED)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("endpoint", EXPECTED)
def test_a_page_is_for_its_readers_only(app: Flask, endpoint: str, reader: str) -> None:
    expected = EXPECTED[endpoint][READERS.index(reader)]
    for rule in app.url_map.iter_rules(endpoint):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            assert met(signed_in(app, reader), app, rule, method) == expected, method


@pytest.mark.parametrize("endpoint", ACTS)
def test_no_act_is_done_without_our_own_form(app: Flask, endpoint: str) -> None:
    for rule in app.url_map.iter_rules(endpoint):
        if "POST" in (rule.methods or set()):
            assert signed_in(app, Role.ADMINISTRATOR).post(address(app, rule)).status_code == 400


@pytest.mark.parametrize("endpoint", BEARERS)
@pytest.mark.parametrize("origin", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.test"}])
def test_no_slip_or_key_is_taken_from_pages_elsewhere(app: Flask, endpoint: str, origin: dict[str, str]) -> None:
    for rule in app.url_map.iter_rules(endpoint):
        if "POST" in (rule.methods or set()):
            assert app.test_client().post(address(app, rule), headers=origin).status_code == 403


def test_a_page_without_a_guard_keeps_the_app_from_starting() -> None:
    app = Flask("unguarded")
    app.add_url_rule("/secret", "secret", lambda: "")
    with pytest.raises(RuntimeError, match="secret"):
        access.require_guards(app)


def test_a_session_ends_with_the_password(app: Flask) -> None:
    client = signed_in(app, Role.OFFICIAL)
    assert client.get("/district/").status_code == 200
    with writing(evening_of(app).engine) as db:
        accounts.reset_password(db, accounts.named(db, Role.OFFICIAL), "another long password", must_change=False)
    assert client.get("/district/").location.startswith("/sign-in")


def signed_in(app: Flask, reader: str) -> FlaskClient:
    client = app.test_client()
    if reader != NOBODY:
        with writing(evening_of(app).engine) as db:
            account = accounts.named(db, reader)
            token = sessions.begin(db, account, Device(), evening_of(app).clock())
        with client.session_transaction() as session:
            session["token"] = token
    return client


def met(client: FlaskClient, app: Flask, rule: Rule, method: str, **values: str) -> str:
    token = secrets.token_hex(20)
    with client.session_transaction() as session:
        session["csrf_token"] = token
    signed = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(token)  # type: ignore[arg-type]
    sent = {"csrf_token": signed} if method == "POST" else None
    answer = client.open(address(app, rule, **values), method=method, data=sent)
    assert answer.status_code < 500
    if (answer.location or "").startswith("/sign-in"):
        return SIGN_IN
    return NO if answer.status_code in (401, 403) else IN


def address(app: Flask, rule: Rule, **values: str) -> str:
    chosen = {**VALUES, **values}
    return app.url_map.bind("localhost").build(rule.endpoint, {name: chosen[name] for name in rule.arguments})


def evening_of(app: Flask) -> Evening:
    found: Evening = app.extensions["evening"]
    return found
