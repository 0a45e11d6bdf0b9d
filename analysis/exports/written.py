"""A report in the format that the ending of a file names."""

from analysis.exports import parquet, plain, workbook
from analysis.report import Report
from analysis.wording import Wording


def written(report: Report, ending: str, language: str) -> bytes:
    """The report as xlsx, csv, json or parquet. KeyError for another ending.

    Heads and words of xlsx and csv are in `language`; json and parquet carry the form's own ids.
    """
    wording = Wording(report.instrument, report.rules, language)
    formats = {
        "xlsx": lambda: workbook.to_xlsx(report, wording),
        "csv": lambda: plain.to_csv(report.as_table(), wording),
        "json": lambda: plain.to_json(report.as_document()),
        "parquet": lambda: parquet.to_parquet(report),
    }
    return formats[ending]()
