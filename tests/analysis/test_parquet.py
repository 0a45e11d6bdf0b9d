"""Parquet for analysts: types survive, fractions stay whole numbers, hidden figures are null."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.exports.parquet import ABOUT, to_parquet
from analysis.exports.written import written
from analysis.report import report
from tests.analysis.finished import COMMITTEE, FEW, GRADUATE, SECRETARY, finished, one
from tests.analysis.toys import TWO_SECTIONS, class_rules, meeting, told_apart


def test_every_column_has_its_type_and_each_rate_its_whole_numbers() -> None:
    table = pq.read_table(BytesIO(to_parquet(one())))
    kinds = {field.name: field.type for field in table.schema}
    assert kinds["votes_satisfied"] == kinds["strict_numerator"] == kinds["denominator"] == pa.int64()
    assert kinds["strict_rate"] == kinds["score"] == pa.float64()
    assert kinds["suppressed"] == pa.bool_()
    row = table.to_pylist()[0]
    assert (row["community"], row["sub_district"], row["item"], row["class"]) == ("城东社区", "东街", "services", "")
    assert (row["votes_satisfied"], row["votes_basically_satisfied"], row["votes_dissatisfied"]) == (37, 14, 2)
    assert row["votes_excellent"] is None
    assert (row["strict_numerator"], row["broad_numerator"], row["denominator"]) == (37, 51, 53)
    assert row["strict_rate"] == pytest.approx(37 / 53)
    assert (row["score_points"], row["score_denominator"]) == (37 * 100 + 14 * 60, 53)


def test_hidden_figures_are_null_and_the_row_says_so() -> None:
    rows = pq.read_table(BytesIO(to_parquet(finished(("小", FEW))))).to_pylist()
    assert all(row["suppressed"] for row in rows)
    shown = {"community", "sub_district", "kind", "name", "item", "class", "subject", "headline", "suppressed", "valid"}
    assert {name for row in rows for name, value in row.items() if value is not None} == shown


def test_an_item_nobody_rated_has_a_denominator_of_nought_and_no_rate() -> None:
    nobody = [[0, 0, 0, 56, 0], *COMMITTEE[1:], *SECRETARY, *GRADUATE]
    row = pq.read_table(BytesIO(to_parquet(finished(("甲", nobody))))).to_pylist()[0]
    assert (row["strict_numerator"], row["denominator"], row["strict_rate"], row["score"]) == (0, 0, None, None)


def test_the_file_names_campaign_form_and_rules_and_is_the_same_each_time() -> None:
    found = one()
    about = json.loads(pq.read_schema(BytesIO(to_parquet(found))).metadata[ABOUT])
    assert about["campaign"] == "2026"
    assert about["rules"]["fingerprint"] == found.rules.fingerprint
    assert about["form"]["fingerprint"] == found.instrument.fingerprint
    assert to_parquet(found) == written(one(), "parquet", "en")


def test_voter_classes_are_rows_of_their_own_with_the_sub_district() -> None:
    asked = {"a": np.tile(np.repeat(np.array([0, 1], np.uint8), 15)[:, None], (1, 5)), "b": np.zeros((12, 5), np.uint8)}
    whole, by_class = told_apart(TWO_SECTIONS, asked)
    found = report(whole, meeting(42), TWO_SECTIONS, class_rules(["75", "25"]), by_class=by_class)
    rows = pq.read_table(BytesIO(to_parquet(found))).to_pylist()
    assert [row["class"] for row in rows[:4]] == ["", "a", "b", "combined"]
    assert len({row["sub_district"] for row in rows}) == 1
    assert (rows[1]["strict_numerator"], rows[1]["denominator"]) == (15, 30)
    assert (rows[3]["strict_numerator"], rows[3]["strict_rate"]) == (None, 0.625)


def test_tables_take_their_memory_from_the_c_library_which_gives_it_back() -> None:
    program = "import analysis.report, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    asked = {name: value for name, value in os.environ.items() if name != "ARROW_DEFAULT_MEMORY_POOL"}
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-c", program]
    told = subprocess.run(command, cwd=root, env=asked, capture_output=True, text=True, check=True)
    assert told.stdout == "system\n"
