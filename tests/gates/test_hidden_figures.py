"""A group too small to publish: its numbers stand in nothing that the product gives out, page, file or terminal."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn
from flask.testing import FlaskClient

from analysis import rules
from ballots import campaigns, instrument, meetings
from ballots.campaigns import Ruleset
from ballots.form import Subject
from ballots.instrument import ABSTAINED, INVALID
from ballots.meetings import Plan, Purpose, Votes
from survey import notices, tokens
from survey.accounts import Role
from survey.app import create_app
from survey.cli import main
from survey.config import Settings
from survey.database import writing
from survey.evening import Evening
from survey.notices import Notice, Shown
from tests.factories import make_evening, shipped_form, shipped_rules
from tests.survey.visitors import sign_in

SMALLEST, BALLOTS = 400, 9731
OTHERS = [9000, 500, 200]
FEW = [211, 149, 37]
HIDDEN = ["211", "149", "397", "360", "9334", "53.15", "90.68"]
"""Votes of one item: two levels, all who rated, both upper levels, who abstained, and the two rates. No other figure
of the meeting is one of these."""
NAME = "小范围测评"


def hold(folder: Path, smallest: int) -> tuple[Evening, str, str]:
    """A published meeting in which 397 people rated one item; its evening, campaign and id."""
    evening, form = make_evening(folder), shipped_form()
    source = re.sub(r"(?<=\[parameters.k_min\])([^\n]*\nvalue = )\d+", rf"\g<1>{smallest}", shipped_rules().source)
    kept = Ruleset(source, rules.parse(source, "rules").fingerprint)
    subject = Subject("committee", "长岗路社区居委会")
    section = form.section("committee")
    with writing(evening.engine) as db:
        campaign_id = campaigns.create(db, NAME, form, kept, evening.clock()).id
        made = meetings.create(db, campaign_id, Plan("长岗路社区", (subject,), purpose=Purpose.PAPER))
        meetings.take_in_paper(db, made.id, BALLOTS, {}, evening.clock())
        meetings.note_count(db, made.id, list(_votes(section)), evening.clock())
    evening.publish(made.id)
    return evening, campaign_id, made.id


def _votes(section: instrument.Section) -> Iterator[Votes]:
    for number, item in enumerate(section.items):
        counts = FEW if number == 1 else OTHERS
        row = [*counts, BALLOTS - sum(counts), 0]
        levels = [*(level.id for level in section.scale.levels), ABSTAINED, INVALID]
        for level, votes in zip(levels, row, strict=True):
            yield Votes(1, item.id, level, votes)


def given_out(folder: Path, smallest: int) -> dict[str, str]:
    """The text of everything that can be had of the meeting, by where it comes from."""
    evening, campaign_id, meeting_id = hold(folder, smallest)
    client = sign_in(create_app(evening, Settings()).test_client(), evening, Role.ADMINISTRATOR)
    with writing(evening.engine) as db:
        day = evening.clock().astimezone().date()
        notices.put_up(db, Notice(campaign_id, day, day, Shown.GRADES_AND_RATES, "区委组织部", "周敏"))
        _, token = tokens.make(db, "another program", evening.clock())
    tried = f"/district/campaigns/{campaign_id}/what-if?rules={shipped_rules().fingerprint}"
    begin = [f"/district/campaigns/{campaign_id}", f"/hall/{meeting_id}", f"/v/{meeting_id}/receipts", tried]
    found = _walked(client, [*begin, f"/notices/{campaign_id}"])
    for path in (f"/api/campaigns/{campaign_id}/results", f"/api/meetings/{meeting_id}/record"):
        found[path] = client.get(path, headers={"Authorization": f"Bearer {token}"}).text
    evening.engine.dispose()
    commands = [
        [name, *shape] for name in ("results", "compare") for shape in (["--format", "json"], ["--format", "csv"], [])
    ]
    for command in commands:
        run = CliRunner().invoke(main, [*command, "--campaign", NAME], env={"MINXIN_DATA": str(folder)})
        assert run.exit_code == 0, run.output
        found[" ".join(command)] = run.output
    run = CliRunner().invoke(
        main,
        ["rules", "what-if", "--campaign", NAME, "--rules", "default-2026", "--format", "json"],
        env={"MINXIN_DATA": str(folder)},
    )
    assert run.exit_code == 0, run.output
    found["what-if"] = run.output
    for ending in ("csv", "json", "xlsx", "parquet"):
        out = folder.parent / f"out.{ending}"
        run = CliRunner().invoke(
            main, ["export", "--campaign", NAME, "--out", str(out)], env={"MINXIN_DATA": str(folder)}
        )
        assert run.exit_code == 0, run.output
        found[f"export {ending}"] = _text(out.read_bytes(), ending)
    return found


def _walked(client: FlaskClient, begin: list[str]) -> dict[str, str]:
    """Every page and file that links lead to, pictures and tables included; staff forms are not sent."""
    waiting, found = [*begin, "/district/", "/desk/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        if path in found or not path.startswith("/") or path.startswith(("/static", "/sign-out")):
            continue
        if path.partition("?")[0].endswith((".png", ".pdf")):
            continue  # the same drawing as its SVG
        answer = client.get(path)
        found[path] = _text(answer.data, path.partition("?")[0].rpartition(".")[2])
        if answer.mimetype == "text/html":
            waiting += [
                url.partition("#")[0].replace("&amp;", "&")
                for url in re.findall(r'(?:href|src)="([^"]+)"', answer.text)
            ]
        answer.close()
    return found


def _text(content: bytes, ending: str) -> str:
    if ending == "parquet":
        return str(pq.read_table(io.BytesIO(content)).to_pylist())
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    if ending == "docx":
        body = docx.Document(io.BytesIO(content)).element.body
        return "\n".join(node.text or "" for node in body.iter(qn("w:t")))
    text = content.decode("utf-8", errors="replace")
    return re.sub(
        r'(?<= )(?:d|x|y|transform|points|style|viewBox|width|height)="[^"]*"', "", text
    )  # drawing, not words


def showing(texts: dict[str, str]) -> dict[str, list[str]]:
    """Where which of the hidden numbers stand."""
    shown = {
        where: [
            number
            for number in HIDDEN
            if re.search(rf"(?<![0-9A-Za-z.,]){re.escape(number)}(?![0-9A-Za-z]|\.\d)", text)
        ]
        for where, text in texts.items()
    }
    return {where: numbers for where, numbers in shown.items() if numbers}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hidden")


def test_nothing_given_out_names_a_number_of_a_hidden_item(folder: Path) -> None:
    texts = given_out(folder / "small", SMALLEST)
    assert len(texts) > 20
    assert showing(texts) == {}


def test_the_same_search_finds_the_numbers_where_the_group_is_large_enough(folder: Path) -> None:
    shown = showing(given_out(folder / "large", 10))
    assert len(shown) >= 8
    assert set().union(*shown.values()) >= {"211", "149", "397", "9334", "53.15"}
