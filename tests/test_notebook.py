"""The notebook for analysts: its cells run on the Parquet file beside it and give what the page shows."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from analysis import rules
from analysis.exports.parquet import ABOUT
from ballots import instrument
from tools.notebook import run

FOLDER = Path(__file__).resolve().parents[1] / "docs/examples"


def test_every_cell_runs_and_gives_what_is_shown() -> None:
    path = FOLDER / "results.ipynb"
    kept, now = json.loads(path.read_text(encoding="utf-8")), run(path)
    assert texts(now) == texts(kept)
    assert len(texts(now)) == 7
    assert any("image/png" in shown for shown in outputs(now))


def test_its_file_is_of_this_form_and_these_rules_and_holds_the_counts_of_the_example() -> None:
    table = pq.read_table(FOLDER / "kansas-city.parquet")
    about = json.loads(table.schema.metadata[ABOUT])
    assert about["form"]["fingerprint"] == instrument.load(instrument.shipped()["kansas-city-2022"]).fingerprint
    assert about["rules"]["fingerprint"] == rules.load(rules.shipped()["default-2026"]).fingerprint
    first = table.to_pylist()[0]
    assert (first["strict_numerator"], first["broad_numerator"], first["denominator"]) == (21, 101, 169)
    assert f"{first['score']:.2f}" == "65.74"


def outputs(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return [output["data"] for cell in cells for output in cell["outputs"] if "data" in output]


def texts(notebook: dict[str, Any]) -> list[str]:
    """What each cell gives, as text."""
    return ["".join(shown["text/plain"]) for shown in outputs(notebook)]
