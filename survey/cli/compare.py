"""`minxin compare`: every published rate with its interval, its rank, and the year before."""

from typing import TYPE_CHECKING

import click

from survey.cli import listing
from survey.cli.earlier import earlier_called, earlier_option, moved_since
from survey.cli.frame import with_evening
from survey.cli.results import campaign_option, report_on
from survey.cli.speech import language
from survey.evening import Evening

if TYPE_CHECKING:
    import pandas as pd

    from analysis.report import Report

FACTS = (
    "community",
    "meeting",
    "sub_district",
    "kind",
    "subject",
    "item",
    "rank",
    "tied",
    "best_rank",
    "worst_rank",
    "strict_votes",
    "denominator",
    "strict_rate",
    "low",
    "high",
    "people",
    "roll",
    "suppressed",
)
BEFORE = ("rate_before", "n_before", "difference", "difference_low", "difference_high", "is_clear", "is_comparable")


@click.command("compare")
@with_evening()
@campaign_option
@earlier_option
@click.option("--kind", default="", help="Only subjects of this kind, by its id.")
@click.option("--item", default="", help="Only this item, by its id; pooled is all items together.")
@listing.format_option
def compare(evening: Evening, name: str, earlier: str, kind: str, item: str, shape: str) -> None:
    """Compare every published rate across communities: rank with ties, 95 % interval, and the change since a year.

    Rates and differences are fractions 0–1, ranks those among the same item of the same kind. What too few rated is
    blank, and null in JSON. A table shows less than JSON and CSV do.

    \b
    minxin compare --campaign "双评 2026" --item overall
    minxin compare --campaign "双评 2026" --with "双评 2025" --format csv > changes.csv
    minxin compare --campaign "双评 2026" --with 2025       a year that was brought in
    """
    rows = _rows(evening, name, earlier)
    for column, wanted in (("kind", kind), ("item", item)):
        rows = rows[rows[column] == wanted] if wanted else rows
    columns = [*FACTS, *(BEFORE if earlier else ())]
    if shape == "table":
        listing.write(_readable(rows, report_on(evening, name), bool(earlier)), shape)
        return
    listing.write([_plain(row) for row in rows[columns].to_dict("records")], shape, columns)


def _rows(evening: Evening, name: str, earlier: str) -> "pd.DataFrame":
    """Every published figure in the order of the report, with FACTS and, beside an earlier campaign, BEFORE."""
    from analysis.comparison import compare as ranked

    report = report_on(evening, name)
    rows = ranked(report.items, report.meetings, report.rules)
    ids = report.meetings.set_index("community")["meeting"]
    rows = rows.assign(meeting=rows["community"].map(ids), subject=rows["name"])
    if not earlier:
        return rows
    moved = moved_since(evening, name, report, earlier_called(evening, name, earlier))
    renamed = moved.rename(columns={"low": "difference_low", "high": "difference_high"})
    return rows.assign(**{column: renamed[column] for column in BEFORE})


def _readable(rows: "pd.DataFrame", report: "Report", has_before: bool) -> list[dict[str, object]]:
    from analysis.wording import Wording
    from survey.published.comparing import in_words

    return in_words(rows, Wording(report.instrument, report.rules, language()), has_before)


def _plain(row: dict[object, object]) -> dict[str, object]:
    """The row for a program: what is not known is None."""
    import pandas as pd

    return {str(name): None if pd.isna(value) else _native(value) for name, value in row.items()}


def _native(value: object) -> object:
    """The value as JSON knows it."""
    made: object = value.item() if hasattr(value, "item") else value
    return made
