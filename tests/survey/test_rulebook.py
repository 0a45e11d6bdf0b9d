"""Rule sets by name and version: none ever changes, a copy says what is local, and what would change is read first."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from analysis import rules
from analysis.errors import RulesFault
from analysis.rulewriter import UNSOURCED, edited, written
from ballots import campaigns
from ballots.errors import CampaignFrozen
from survey import planning, rulebook
from survey.accounts import Role
from survey.acts import Act
from survey.app import create_app
from survey.appraisal import points
from survey.cli import main
from survey.config import Settings
from survey.database import reading, writing
from survey.errors import ClassesDiffer, NoSuchRules, RulesClassesDiffer, RulesVersionTaken
from survey.evening import Evening
from survey.published.what_if import WhatIf, what_if
from survey.tables import rule_version
from tests.conftest import require_whole_page
from tests.factories import campaign, make_evening, opened, shipped_rules
from tests.survey.minutes.held import hold
from tests.survey.test_district import text
from tests.survey.visitors import follow, noted, send, sign_in

NAME = "2026 年度社区民主测评"
DEFAULT = shipped_rules()
ABOUT = {"name": "ours", "version": "2", "title": {"zh-CN": "本区规则", "en": "Our rules"}}


def ours(**values: object) -> str:
    """The default rules as version 2 of our own, with other values."""
    return edited(DEFAULT.source, ABOUT, values)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """On each item 46, 40 and 30 of 50 rated best; the superior gave 90 to each. The fourth was rated by seven."""
    evening = make_evening(tmp_path_factory.mktemp("rules") / "data")
    held = [hold(evening, community=name, best=best) for name, best in (("甲", 46), ("乙", 40), ("丙", 30))]
    held.append(hold(evening, community="丁", few=["overall"]))
    with writing(evening.engine) as db:
        points.note(db, dict.fromkeys(held, 9000))
    yield evening
    evening.engine.dispose()


@pytest.fixture(scope="module")
def official(district: Evening) -> FlaskClient:
    client = create_app(district, Settings(address="http://minxin.test")).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return sign_in(client, district, Role.OFFICIAL)


def tried(evening: Evening, source: str) -> WhatIf:
    with reading(evening.engine) as db:
        found = campaigns.named(db, NAME)
        own, other = rules.parse(found.rules.source, "own"), rules.parse(source, "other")
        return what_if(db, found, own, other, "en")


# What is written


@pytest.mark.parametrize("name", sorted(rules.shipped()))
def test_rules_written_again_are_the_same_rules(name: str) -> None:
    found = rules.load(rules.shipped()[name])
    assert rules.parse(written(tomllib.loads(found.source)), name).fingerprint == found.fingerprint


def test_a_changed_choice_is_local_and_has_lost_its_source() -> None:
    made = rules.parse(ours(min_present=30, weight_public=60), "ours")
    assert (made.min_present, made.is_local_default("min_present"), made.sources["min_present"]) == (
        30,
        True,
        UNSOURCED,
    )
    assert made.sources["weight_public"] == rules.parse(DEFAULT.source, "x").sources["weight_public"]
    assert not rules.parse(DEFAULT.source, "x").is_local_default("min_present")


@pytest.mark.parametrize("title", ['say "no"', "back\\slash", "两\n行", "\x7f"])
def test_any_title_is_read_back_as_it_was_written(title: str) -> None:
    assert tomllib.loads(written({"title": {"en": title}})) == {"title": {"en": title}}


# What is kept


def test_a_version_is_kept_once_never_changed_and_found_by_name(evening: Evening) -> None:
    with writing(evening.engine) as db:
        kept = rulebook.keep(db, ours(k_min=12), evening.clock())
        assert rulebook.keep(db, ours(k_min=12), evening.clock()).fingerprint == kept.fingerprint
        assert rulebook.named(db, "ours").rules.k_min == 12
        assert rulebook.find(db, kept.fingerprint).rules.source == ours(k_min=12)
        with pytest.raises(RulesVersionTaken):
            rulebook.keep(db, ours(k_min=13), evening.clock())
        with pytest.raises(NoSuchRules):
            rulebook.named(db, "ours", "3")
    assert len(noted(evening, Act.RULES_KEPT)) == 1
    with pytest.raises(IntegrityError, match="only ever added"), writing(evening.engine) as db:
        db.execute(update(rule_version).values(source="another"))


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"weight_public": 70}, "the two weights do not add up to 100"),
        ({"k_min": 4}, "is not a whole number from 5 to 1000"),
        ({"model_broad": "0.5", "standard_broad": "6/10"}, "is below standard_broad"),
        ({"denominator": "everybody"}, "is none of"),
    ],
)
def test_rules_with_a_fault_are_not_kept(evening: Evening, values: dict[str, object], says: str) -> None:
    with pytest.raises(RulesFault, match=says), writing(evening.engine) as db:
        rulebook.keep(db, ours(**values), evening.clock())


# What would change


def test_other_rules_change_rates_scores_and_grades_as_worked_by_hand(district: Evening) -> None:
    # G = (46·100 + 2·60) ÷ 50 = 94.40, C = 0.6·94.40 + 0.4·90 = 92.64: model. By 40 and 60: 0.4·94.40 + 0.6·90 = 91.76.
    found = tried(district, ours(weight_public=40, weight_superior=60, model_score="92", denominator="valid"))
    rows = {one.community: one for one in found.rows}
    first = rows["甲"]
    assert (first.rate.now, first.rate.then) == ("92.00% (46/50)", "86.79% (46/53)")
    assert (first.public.now, first.public.then) == ("94.40", "89.06")  # 4720 ÷ 53
    assert (first.combined.now, first.combined.then) == ("92.64", "89.62")
    assert (first.grade.now, first.grade.then) == ("model", "standard")
    assert found.rows[0] == first  # what changes comes first
    assert found.grades_changed == sum(one.grade.changes for one in found.rows)
    assert {one.name for one in found.differences} == {"denominator", "model_score", "weight_public", "weight_superior"}
    assert all(one.is_local for one in found.differences)


def test_the_same_rules_change_nothing(district: Evening) -> None:
    found = tried(district, ours())
    assert found.grades_changed == 0
    assert not any(getattr(one, name).changes for one in found.rows for name in ("rate", "public", "combined"))
    assert found.differences == ()


def test_rules_that_hide_less_show_no_more(district: Evening) -> None:
    found = tried(district, ours(k_min=5))
    hidden = next(one for one in found.rows if one.community == "丁")
    assert found.guarded
    assert hidden.rate.then == "not published (fewer than 10)"
    assert (hidden.public.then, hidden.combined.then, hidden.grade.then) == ("—", "—", "undecided")


def test_rules_with_other_voter_classes_cannot_be_tried(district: Evening) -> None:
    with pytest.raises(ClassesDiffer):
        tried(district, rules.load(rules.shipped()["voter-classes-2026"]).source)


def test_trying_changes_nothing(district: Evening) -> None:
    before = district.folder.database.read_bytes()
    tried(district, ours(min_present=99))
    assert district.folder.database.read_bytes() == before


# Pages and terminal


def fields(client: FlaskClient, path: str) -> dict[str, str]:
    """What the form holds as it comes."""
    import html5lib

    document = html5lib.parse(client.get(path).text, namespaceHTMLElements=False)
    found = {one.get("name"): one.get("value") or "" for one in document.iter("input")}
    for one in document.iter("select"):
        found[one.get("name")] = next(option.get("value") for option in one if option.get("selected") is not None)
    return {name: value for name, value in found.items() if name and name != "csrf_token"}


def test_a_copy_is_edited_kept_and_offered_to_new_campaigns(official: FlaskClient, district: Evening) -> None:
    path = f"/district/rules/{DEFAULT.fingerprint}/copy"
    page = require_whole_page(official.get(path).text)
    assert "local default" in page
    assert "Jizhou: at least 50 people take part" in page
    filled = fields(official, path)
    assert (filled["value_model_broad"], filled["value_k_min"]) == ("9/10", "10")
    sent = {**filled, "name": "gunan", "version": "1", "title": "古南规则", "value_min_present": "30"}
    sent |= {"source_min_present": "区委〔2026〕3号", "points_satisfaction_satisfied": ""}
    assert "The rules gunan 1 are kept." in follow(official, send(official, path, **sent))
    with reading(district.engine) as db:
        made = rulebook.named(db, "gunan").rules
    assert (made.min_present, made.sources["min_present"]["en"]) == (30, "区委〔2026〕3号")
    assert made.model_broad == rules.parse(DEFAULT.source, "x").model_broad
    assert made.sources["model_broad"]["en"].startswith("The same grading")
    listed = text(require_whole_page(official.get("/district/rules").text))
    assert "gunan" in listed
    assert "Campaigns that count by it: 2026 年度社区民主测评" in listed
    file = official.get(f"/district/rules/{made.fingerprint}.toml")
    assert file.data.decode() == made.source
    organizer = sign_in(create_app(district, Settings()).test_client(), district, Role.ORGANIZER, "李静")
    send(organizer, "/desk/campaigns/new", name="新活动", instrument="community-2026", rules=made.fingerprint)
    with reading(district.engine) as db:
        assert campaigns.named(db, "新活动").rules.fingerprint == made.fingerprint


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"version": "1"}, "There are other rules called default-2026, version 1"),
        ({"version": "9", "value_weight_public": "70"}, "the two weights do not add up to 100"),
        ({"version": "9", "value_k_min": "many"}, "is not a whole number"),
        ({"version": "9", "name": "Big Letters"}, "lower-case letters"),
    ],
)
def test_a_copy_with_a_fault_comes_back_with_what_was_typed(
    official: FlaskClient, changed: dict[str, str], says: str
) -> None:
    path = f"/district/rules/{DEFAULT.fingerprint}/copy"
    answer = send(official, path, **{**fields(official, path), "value_min_present": "31", **changed})
    assert answer.status_code == 422
    assert says in text(answer.text)
    assert 'value="31"' in answer.text


def test_a_rule_file_is_uploaded_and_tried_on_the_page(official: FlaskClient, district: Evening) -> None:
    require_whole_page(official.get("/district/rules/upload").text)
    assert send(official, "/district/rules/upload", source="name = 1").status_code == 422
    assert send(official, "/district/rules/upload").status_code == 422
    source = ours(model_score="93", version="upload")
    assert "are kept" in follow(official, send(official, "/district/rules/upload", source=source))
    with reading(district.engine) as db:
        made = rulebook.named(db, "ours")
    with reading(district.engine) as db:
        page = f"/district/campaigns/{campaigns.named(db, NAME).id}/what-if"
    assert "Other rules" in require_whole_page(official.get(page).text)
    read = text(require_whole_page(official.get(f"{page}?rules={made.fingerprint}").text))
    assert "1 of 4 communities would have another grade proposed." in read
    assert "Model → Standard" in read
    assert "model_score 90 93 local default" in read


def test_rules_are_listed_shown_added_and_tried_on_the_terminal(district: Evening, tmp_path: Path) -> None:
    def run(*words: str) -> str:
        answer = CliRunner().invoke(main, [*words, "--data", str(district.folder.root)], env={"MINXIN_LANGUAGE": "en"})
        assert answer.exit_code == 0, answer.output
        return answer.output

    file = tmp_path / "ours.toml"
    file.write_text(ours(model_score="93").replace('version = "2"', 'version = "3"'), encoding="utf-8")
    assert "The rules ours 3 are kept." in run("rules", "add", str(file))
    assert run("rules", "show", "ours@3") == file.read_text(encoding="utf-8")
    assert "ours" in run("rules", "list")
    asked = ("--campaign", NAME, "--rules", "ours@3", "--format", "json")
    rows = {row["community"]: row for row in json.loads(run("rules", "what-if", *asked))}
    assert (rows["甲"]["grade_now"], rows["甲"]["grade_then"]) == ("model", "standard")
    assert (rows["乙"]["combined_now"], rows["乙"]["combined_then"]) == ("89.76", "89.76")


def test_rules_are_exchanged_until_the_first_meeting_opens(client: FlaskClient, evening: Evening) -> None:
    with writing(evening.engine) as db:
        kept = rulebook.keep(db, ours(k_min=12), evening.clock())
    campaign_id = campaign(evening)
    sign_in(client, evening)
    path = f"/desk/campaigns/{campaign_id}/rules"
    assert "default-2026 1" in text(require_whole_page(client.get(path).text))
    assert "The campaign counts by other rules now." in follow(client, send(client, path, rules=kept.fingerprint))
    assert noted(evening, Act.RULES_EXCHANGED) == [("周敏", campaign_id)]
    assert send(client, path, rules="no such").status_code == 422
    opened(evening, campaign_id=campaign_id)
    assert "form and rules are frozen" in client.get(path).text
    answer = send(client, path, rules=DEFAULT.fingerprint)
    assert answer.status_code == 422
    with reading(evening.engine) as db:
        assert campaigns.find(db, campaign_id).rules.fingerprint == kept.fingerprint
    with pytest.raises(CampaignFrozen):
        planning.exchange_rules(evening, campaign_id, rules.parse(DEFAULT.source, "x"))
    evening.boxes.release_all()


def test_rules_with_other_voter_classes_are_for_a_new_campaign(evening: Evening) -> None:
    with pytest.raises(RulesClassesDiffer):
        planning.exchange_rules(evening, campaign(evening), rules.load(rules.shipped()["voter-classes-2026"]))
