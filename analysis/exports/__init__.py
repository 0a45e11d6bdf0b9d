"""Finished tables as bytes: the same report gives the same bytes. Names are people's own text and never a formula.

- `workbook`  a report as XLSX: summary, every count, native charts, the rules behind them
- `plain`     a frame as CSV, plain values as JSON
- `parquet`   a report as typed columns for analysts
- `written`   a report in the format that an ending names
- `spreadsheet`  any rows as CSV that a spreadsheet opens rightly
"""
