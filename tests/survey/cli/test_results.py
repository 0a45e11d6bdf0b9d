"""What programs read: the JSON contract compared whole, the CSV line by line, files that other programs open."""

import csv
import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

from analysis import rules
from ballots import instrument

NAME = "小测评"
ROWS = ["3,3"] * 8 + ["2,2"] * 2 + ["1,9", "9,9"]
"""Twelve ballots: work 8 2 1 and one blank, overall 8 2 0 and two blank."""


@pytest.fixture
def published(done, small_form, tmp_path) -> Path:
    """One community with twelve published paper ballots; the CSV they came from."""
    path = tmp_path / "ballots.csv"
    path.write_text("work,overall\n" + "\n".join(ROWS) + "\n")
    done("import", "ballots", path, "--instrument", small_form, "--campaign", NAME, "--community", "甲社区")
    done("publish", "--campaign", NAME)
    return path


def test_the_json_contract_whole(done, published):
    found = json.loads(done("results", "--campaign", NAME, "--format", "json"))
    (community,) = found["communities"]
    grade = community.pop("grade")
    meeting = community.pop("meeting")
    chosen = rules.load(rules.shipped()["default-2026"])
    assert found == {
        "campaign": NAME,
        "rules": {"name": "default-2026", "version": chosen.version, "fingerprint": chosen.fingerprint},
        "communities": [
            {
                "community": "甲社区",
                "issued": 12,
                "returned": 12,
                "valid": 12,
                "spoiled": 0,
                "slips": {
                    **dict.fromkeys(("printed", "extra", "voided", "void", "used_before", "replaced"), 0),
                    **{"handed_out": None, "unused": 0, "issued": 0, "returned": 0},
                    **{"reasons": {}, "unaccounted": 0, "explained": ""},
                },
                "corrections": [],
                "subjects": [
                    {
                        "kind": "committee",
                        "name": "甲社区",
                        "items": [
                            {
                                "item": "work",
                                "counts": {"satisfied": 8, "basically_satisfied": 2, "dissatisfied": 1},
                                "abstained": 1,
                                "effective": 11,
                                "strict_rate": [8, 11],
                                "broad_rate": [10, 11],
                                "score": "83.64",
                            },
                            {
                                "item": "overall",
                                "counts": {"satisfied": 8, "basically_satisfied": 2, "dissatisfied": 0},
                                "abstained": 2,
                                "effective": 10,
                                "strict_rate": [8, 10],
                                "broad_rate": [10, 10],
                                "score": "92.00",
                            },
                        ],
                    }
                ],
            }
        ],
    }
    assert (grade["proposed"], grade["confirmed"]) == ("undecided", None)
    assert len(meeting) == 6
    assert json.loads(done("meeting", "show", meeting, "--format", "json"))["state"] == "published"


def test_a_group_too_small_is_null_and_says_so(done, small_form, tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("work,overall\n" + "3,3\n" * 9)
    done("import", "ballots", path, "--instrument", small_form, "--campaign", NAME)
    done("publish", "--campaign", NAME)
    (community,) = json.loads(done("results", "--campaign", NAME, "--format", "json"))["communities"]
    item = community["subjects"][0]["items"][0]
    assert item["suppressed"] is True
    assert (item["strict_rate"], item["broad_rate"], item["score"]) == (None, None, None)
    assert set(item["counts"].values()) == {None}
    (line, *_) = csv.DictReader(io.StringIO(done("results", "--campaign", NAME, "--format", "csv")))
    assert (line["satisfied"], line["score"], line["suppressed"]) == ("", "", "true")
    assert "＊" in done("results", "--campaign", NAME)


def test_csv_has_one_line_per_item_with_counts_and_fractions(done, published):
    lines = list(csv.DictReader(io.StringIO(done("results", "--campaign", NAME, "--format", "csv"))))
    assert [line["item"] for line in lines] == ["work", "overall"]
    work = lines[0]
    assert [work[name] for name in ("issued", "returned", "valid", "abstained", "effective")] == [
        "12",
        "12",
        "12",
        "1",
        "11",
    ]
    assert [work[name] for name in ("satisfied", "basically_satisfied", "dissatisfied")] == ["8", "2", "1"]
    assert [work[name] for name in ("strict_votes", "broad_votes", "denominator")] == ["8", "10", "11"]
    assert float(work["strict_rate"]) == pytest.approx(8 / 11)
    assert work["score"] == "83.64"


def test_the_table_shows_each_rate_with_its_fraction(done, published):
    table = done("results", "--campaign", NAME)
    assert "72.73% (8/11)" in table
    assert "100.00% (10/10)" in table
    assert "Overall" in table
    assert "总体评价" in done("results", "--campaign", NAME, MINXIN_LANGUAGE="zh-CN")


def test_nothing_is_shown_before_publishing(done, small_form, tmp_path):
    path = tmp_path / "ballots.csv"
    path.write_text("work,overall\n" + "\n".join(ROWS) + "\n")
    done("import", "ballots", path, "--instrument", small_form, "--campaign", NAME)
    assert json.loads(done("results", "--campaign", NAME, "--format", "json"))["communities"] == []
    assert len(done("results", "--campaign", NAME, "--format", "csv").splitlines()) == 1


@pytest.mark.parametrize(("shape", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_every_chart_is_a_file(done, published, tmp_path, shape, begins):
    out = tmp_path / "charts"
    assert "7 charts" in done("charts", "--campaign", NAME, "--out", out, "--format", shape)
    files = sorted(out.iterdir())
    assert [file.stem for file in files[:5]] == [
        "communities-committee",
        "grades",
        "heat-committee",
        "levels-committee-overall",
        "ranking-committee-overall",
    ]
    assert all(file.name.startswith("甲社区-") for file in files[5:])
    assert all(file.read_bytes().startswith(begins) for file in files)


def test_the_workbook_opens_and_names_the_community(done, published, tmp_path):
    out = tmp_path / "results.xlsx"
    done("export", "--campaign", NAME, "--out", out)
    cells = [cell for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "甲社区" in cells


def test_exported_json_is_the_contract(done, published, tmp_path):
    done("export", "--campaign", NAME, "--out", tmp_path / "results.json")
    printed = json.loads(done("results", "--campaign", NAME, "--format", "json"))
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == printed


def test_exported_csv_opens_in_a_spreadsheet(done, published, tmp_path):
    done("export", "--campaign", NAME, "--out", tmp_path / "results.csv")
    text = (tmp_path / "results.csv").read_bytes().decode("utf-8-sig")
    assert len(text.splitlines()) == 3


@pytest.mark.parametrize("noun", [("campaign", "list"), ("meeting", "list"), ("meeting", "list", "--campaign", NAME)])
def test_lists_are_the_same_as_table_json_and_csv(done, published, noun):
    rows = json.loads(done(*noun, "--format", "json"))
    lines = list(csv.DictReader(io.StringIO(done(*noun, "--format", "csv"))))
    table = done(*noun).splitlines()
    assert len(rows) == len(lines) == len(table) - 1 == 1
    shown = table[0].split()
    assert list(rows[0])[: len(shown)] == list(lines[0]) == shown


def test_programs_read_the_ledger_and_the_corrections_of_each_meeting(done, published):
    done("minutes", "correct", "甲社区", "--fact", "present", "--to", "61", "--reason", "漏计")
    (community,) = json.loads(done("results", "--campaign", NAME, "--format", "json"))["communities"]
    (meeting,) = json.loads(done("meeting", "list", "--format", "json"))
    for found in (community, meeting):
        (one,) = found["corrections"]
        assert (one["fact"], one["new"], one["reason"]) == ("present", "61", "漏计")
        assert found["slips"]["printed"] == 0
    assert (meeting["present"], meeting["spoiled"], meeting["paper_returned"]) == (61, community["spoiled"], 12)


def test_campaign_show_gives_the_fingerprints_of_form_and_rules(done, published, small_form):
    shown = json.loads(done("campaign", "show", NAME, "--format", "json"))
    assert shown["form_fingerprint"] == instrument.load(small_form).fingerprint
    assert shown["frozen"] is not None
    assert shown["form_fingerprint"] in done("campaign", "show", NAME)
    assert done("campaign", "show", NAME, "--format", "csv").splitlines()[0].endswith("rules_fingerprint")


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("docx", b"PK")])
def test_a_community_has_a_sheet(done, published, tmp_path, ending, begins):
    out = tmp_path / f"sheet.{ending}"
    assert f"sheet.{ending}" in done("sheet", "甲社区", "--out", out)
    assert out.read_bytes().startswith(begins)


def test_the_sheet_says_grade_and_district(done, published, tmp_path):
    out = tmp_path / "sheet.docx"
    done("sheet", "甲社区", "--out", out)
    text = "\n".join(paragraph.text for paragraph in docx.Document(out).paragraphs)
    assert "Result of 甲社区" in text
    assert "Why this grade" in text


def test_a_sheet_in_another_format_or_before_the_publishing_is_refused(minxin, published, tmp_path):
    assert minxin("sheet", "甲社区", "--out", tmp_path / "sheet.txt").exit_code == 2
    minxin("meeting", "new", "--campaign", NAME, "--community", "乙社区", "--subject", "committee=乙社区班子")
    ended = minxin("sheet", "乙社区", "--out", tmp_path / "sheet.pdf")
    assert ended.exit_code == 1
    assert not (tmp_path / "sheet.pdf").exists()
