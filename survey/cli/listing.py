"""A list on the terminal, for a program, or for a spreadsheet: the same rows as table, json or csv."""

import csv
import io
import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
Row = Mapping[str, object]


def format_option(command: Command) -> Command:
    """Gives `command` the option --format."""
    return click.option(
        "--format",
        "shape",
        type=click.Choice(["table", "json", "csv"]),
        default="table",
        show_default=True,
        help="How the list is written.",
    )(command)


def write(rows: Sequence[Row], shape: str, columns: Sequence[str] = ()) -> None:
    """Writes `rows` to standard output as `shape`; None is left blank, and null in JSON.

    `columns` says what a list without rows would have had.
    """
    names = list(columns or (rows[0] if rows else ()))
    writers = {"table": _table, "csv": _csv, "json": _json}
    click.echo(writers[shape](rows, names), nl=False)


def write_one(row: Row, shape: str) -> None:
    """Writes one thing: as table a line for each of its facts, as json one object, as csv a header and one line."""
    if shape == "table":
        write([{"name": name, "value": value} for name, value in row.items()], shape)
    elif shape == "json":
        click.echo(json.dumps(dict(row), ensure_ascii=False, indent=2))
    else:
        write([row], shape)


def _json(rows: Sequence[Row], _names: Sequence[str]) -> str:
    return json.dumps([dict(row) for row in rows], ensure_ascii=False, indent=2) + "\n"


def _csv(rows: Sequence[Row], names: Sequence[str]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_plain(row[name]) for name in names] for row in rows)
    return text.getvalue()


def _table(rows: Sequence[Row], names: Sequence[str]) -> str:
    """Columns as wide as their widest cell; numbers to the right. Chinese characters are two cells wide."""
    cells = [list(names), *([_plain(row[name]) for name in names] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    right = [bool(rows) and all(isinstance(row[name], int | None) for row in rows) for name in names]
    lines = [
        "  ".join(_padded(cell, width, to) for cell, width, to in zip(line, widths, right, strict=True)).rstrip()
        for line in cells
    ]
    return "".join(f"{line}\n" for line in lines)


def _padded(cell: str, width: int, is_right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if is_right else cell + space


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return json.dumps(value)
    return "" if value is None else str(value)
