"""The interface's strings, collected into the Chinese catalogue: `python3 run.py strings`, `--check` in the gates.

English is the key, so English needs no catalogue. Neither line numbers nor dates are kept: a catalogue changes only
when a sentence does. New sentences come in empty; whoever adds one translates it in the same change.
"""

import ast
import importlib
import io
import pkgutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from analysis.errors import FigureRefused
from ballots.corrections import Declared
from ballots.errors import Refused
from ballots.instrument import TYPE_NAMES
from ballots.meetings import Purpose, State
from survey.accounts import Role
from survey.acts import Act, Via
from survey.chain import Breach
from survey.desk.overview import Group
from survey.past.figures import Check
from survey.web.i18n import BETWEEN, OURS

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ballots", "analysis", "survey")
PO = ROOT / "survey/translations/zh_CN/LC_MESSAGES/messages.po"
MO = PO.with_suffix(".mo")

KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "fault": (2,),
    "InstrumentFault": (3,),
    "RulesFault": (3,),
    "usable_name": (2,),
    "usable_number": (2,),
    "distinct": (3,),
}
"""Which argument of which call is a sentence or a word that people read."""

Found = str | tuple[str, ...]


class Chinese(Catalog):
    """A catalogue whose header holds what readers of it need, and nothing that changes by itself."""

    mime_headers = property(
        lambda self: [
            ("Language", "zh_CN"),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
    )


def collected() -> set[Found]:
    """Every sentence and word of ours that somebody may read."""
    return {*_in_templates(), *_in_calls(), *_in_keywords(), *_details_of_acts(), *_refusals(), *_state_words()}


def merged(known: Catalog) -> Catalog:
    """The catalogue of what is said now, with the translations of `known`; what is no longer said goes."""
    header = "# Chinese words of Minxin. Collected by tools/strings.py."
    fresh = Chinese(locale="zh_CN", header_comment=header, fuzzy=False)
    for found in sorted(collected(), key=str):
        key = found if isinstance(found, str) else found[0]
        before = known.get(key)
        fresh.add(found, before.string if before is not None and type(before.id) is type(found) else "")
    return fresh


def written(catalog: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as the bytes of its .po and .mo files."""
    po, mo = io.BytesIO(), io.BytesIO()
    write_po(po, catalog, width=120, no_location=True, sort_output=True)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def kept() -> Catalog:
    """The catalogue in the checkout, empty when there is none yet."""
    with io.BytesIO(PO.read_bytes() if PO.exists() else b"") as file:
        return read_po(file, locale="zh_CN")


def untranslated(catalog: Catalog) -> list[str]:
    """The keys that have no Chinese, or only a guess."""
    return [str(message.id) for message in catalog if message.id and (message.fuzzy or not _is_said(message.string))]


def _is_said(string: str | tuple[str, ...] | None) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _in_templates() -> Iterator[Found]:
    for path in sorted((ROOT / "templates").rglob("*.*")):
        yield from _extracted("jinja2.ext:babel_extract", path)


def _in_calls() -> Iterator[Found]:
    for path in _sources():
        yield from _extracted("python", path)


def _extracted(method: str, path: Path) -> Iterator[Found]:
    with path.open("rb") as file:
        yield from (message for _line, message, _comments, _context in extract(method, file, KEYWORDS))


def _in_keywords() -> Iterator[Found]:
    """Words handed to a refusal by name, such as `WrongState(wanted="counted")`."""
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in OURS and isinstance(node.value, ast.Constant):
                yield node.value.value


def _details_of_acts() -> Iterator[Found]:
    """The names of what is noted with an act, such as `slips` in `note(db, Act.SLIPS_PRINTED, about=…, slips=80)`."""
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and any(ast.unparse(given).startswith("Act.") for given in node.args):
                yield from (word.arg for word in node.keywords if word.arg and word.arg != "about")


def _sources() -> Iterable[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def _refusals() -> Iterator[Found]:
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, f"{package}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    waiting: list[type[Refused | FigureRefused]] = [Refused, FigureRefused]
    while waiting:
        refusal = waiting.pop()
        yield refusal.sentence
        waiting.extend(refusal.__subclasses__())


def _state_words() -> Iterator[Found]:
    yield from (BETWEEN, *TYPE_NAMES.values())
    for words in (State, Purpose, Role, Act, Via, Breach, Group, Declared, Check):
        yield from (word.value for word in words)


def main(arguments: list[str]) -> int:
    catalog = merged(kept())
    po, mo = written(catalog)
    is_fresh = PO.exists() and MO.exists() and (po, mo) == (PO.read_bytes(), MO.read_bytes())
    missing = untranslated(catalog)
    if "--check" not in arguments and not is_fresh:
        PO.parent.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po)
        MO.write_bytes(mo)
    print(f"{len(catalog)} strings, {len(missing)} without Chinese", *missing, sep="\n  ")
    if "--check" in arguments and not is_fresh:
        print("The catalogue is stale. Run: python3 run.py strings", file=sys.stderr)
    return int("--check" in arguments and (not is_fresh or bool(missing)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
