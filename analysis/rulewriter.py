"""A rule set written as a TOML file again: the same content, in an order and layout of its own."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from ballots.instrument import LANGUAGES, Words


def edited(
    source: str, about: Mapping[str, object], values: Mapping[str, object], points: Mapping[str, object] | None = None
) -> str:
    """The rules in `source` under another name and with other values, as TOML text to be parsed and checked.

    `about`: name, version and title (words). `values`: by parameter, what takes the place of its value; a parameter
    whose value differs is a local choice from then on, and says so until it is given its own `source` words.
    `points`: by scale id, the points of levels that take the place of all points of the file.
    """
    data: dict[str, Any] = tomllib.loads(source) | dict(about)
    data["parameters"] = {name: _changed(one, values.get(name)) for name, one in data["parameters"].items()}
    if points is not None:
        data.pop("points", None)
        data |= {"points": points} if points else {}
    return written(data)


def _changed(parameter: Mapping[str, Any], value: object) -> Mapping[str, Any]:
    if value is None or value == parameter["value"]:
        return parameter
    return {"value": value, "local": True, **UNSOURCED}


UNSOURCED: Words = {"zh-CN": "本地自定，未注明依据", "en": "Chosen locally; no source is given"}
"""The source of a value that somebody changed."""


def sourced(source: str, words: Mapping[str, str]) -> str:
    """The rules in `source` with other words about where parameters come from; by parameter, one text for all."""
    data = tomllib.loads(source)
    for name, text in words.items():
        data["parameters"][name] |= dict.fromkeys(LANGUAGES, text)
    return written(data)


def written(data: Mapping[str, Any]) -> str:
    """The values as TOML: plain values first, then tables, then lists of tables."""
    return "\n".join(_lines(data)).strip() + "\n"


def _lines(data: Mapping[str, Any], place: str = "") -> Iterator[str]:
    tables = {key: value for key, value in data.items() if isinstance(value, dict)}
    lists = {key: value for key, value in data.items() if isinstance(value, list)}
    for key, value in data.items():
        if key not in tables and key not in lists:
            yield f"{key} = {_plain(value)}"
    for key, value in tables.items():
        name = f"{place}{key}"
        yield from ("", f"[{name}]", *_lines(value, f"{name}."))
    for key, rows in lists.items():
        for row in rows:
            yield from ("", f"[[{place}{key}]]", *_lines(row, f"{place}{key}."))


def _plain(value: object) -> str:
    """A text, a whole number or a truth: TOML writes them as JSON does."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
