"""`minxin results`, `minxin export`: what is published, for people and for programs."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli import listing
from survey.cli.choices import campaign_named
from survey.cli.flat import columns, flat, readable
from survey.cli.frame import with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import language, say
from survey.database import reading
from survey.evening import Evening
from survey.published import contract
from survey.published import results as published

if TYPE_CHECKING:
    from analysis.report import Report

campaign_option = click.option("--campaign", "name", required=True, help="The campaign.")


@click.command("results")
@with_evening()
@campaign_option
@listing.format_option
def results(evening: Evening, name: str, shape: str) -> None:
    """Print the published results of a campaign: counts first, then what follows from them.

    The JSON is a contract other programs may rely on: a rate is [numerator, denominator], a score is text, a figure of
    a group too small to publish is null and says "suppressed": true; each community has its slip ledger (`slips`) and
    what was corrected since (`corrections`, both values). The CSV has one line per community, subject and
    item; rates there are fractions 0–1.

    \b
    minxin results --campaign "双评 2026"
    minxin results --campaign "双评 2026" --format json > results.json
    """
    report = report_on(evening, name)
    document = _document(evening, report)
    if shape == "json":
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    elif shape == "csv":
        listing.write(flat(document, report.instrument), shape, columns(report.instrument, document))
    else:
        from analysis.wording import Wording

        listing.write(readable(document, Wording(report.instrument, report.rules, language())), shape)


@click.command("export")
@with_evening()
@campaign_option
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="A file ending in .xlsx, .csv, .json or .parquet.",
)
def export(evening: Evening, name: str, out: Path) -> None:
    """Write the published results as a workbook, as CSV, JSON, or Parquet for analysts; the ending says which.

    \b
    minxin export --campaign "双评 2026" --out results.xlsx
    """
    shape = out.suffix.lower()
    if shape not in (".xlsx", ".csv", ".json", ".parquet"):
        raise click.UsageError(_("The file must end in .xlsx, .csv, .json or .parquet."))
    from analysis.exports.written import written

    report = report_on(evening, name)
    if shape == ".json":
        from analysis.exports.plain import to_json

        content = to_json(_document(evening, report))
    else:
        content = written(report, shape[1:], language())
    out.write_bytes(content)
    say(_("The results are in %(file)s."), file=out)


def _document(evening: Evening, report: "Report") -> dict[str, Any]:
    with reading(evening.engine) as db:
        return contract.document(db, report)


def report_on(evening: Evening, name: str) -> "Report":
    """Everything published about the campaign. Raises NoSuchCampaign."""
    found = campaign_named(evening, name)
    with reading(evening.engine) as db:
        return published.report(db, found)
