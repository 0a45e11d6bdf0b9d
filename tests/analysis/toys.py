"""Small forms, meetings and boxes made to order. A test says the counts; the marks that give them are made here."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.classes import ByClass
from analysis.rules import Rules, load, parse, shipped
from analysis.tally import ABSTAINED_MARK, INVALID_MARK, questions, tally
from ballots.instrument import Instrument
from ballots.instrument import parse as parse_form

WORDS = 'zh-CN = "字", en = "word"'
SCALES = {
    "satisfaction": (1, 2, [("satisfied", 100), ("basic", 60), ("dissatisfied", 0)]),
    "competence": (1, 2, [("excellent", 100), ("competent", 80), ("basic", 60), ("incompetent", 0)]),
    "five": (2, 3, [("very", 100), ("satisfied", 80), ("basic", 60), ("rather_not", 30), ("not", 0)]),
}


def form(*sections: tuple[str, str, Sequence[str], str | None]) -> Instrument:
    """A form of (kind, scale, items, headline) sections on the scales above."""
    lines = ['id = "toy"', 'edition = "1"', f"title = {{ {WORDS} }}", f"abstain = {{ {WORDS} }}"]
    for scale in {section[1] for section in sections}:
        strict, broad, levels = SCALES[scale]
        rows = ", ".join(f'{{ id = "{level}", {WORDS}, points = {points} }}' for level, points in levels)
        lines.append(f"[scales.{scale}]\nrate = {{ {WORDS} }}\nstrict = {strict}\nbroad = {broad}\nlevels = [{rows}]")
    for kind, scale, items, headline in sections:
        rows = ", ".join(f'{{ id = "{item}", {WORDS} }}' for item in items)
        lines.append(f'[[sections]]\nkind = "{kind}"\nscale = "{scale}"\ntitle = {{ {WORDS} }}\nitems = [{rows}]')
        lines += [f'headline = "{headline}"'] if headline else []
    return parse_form("\n".join(lines), "toy.toml")


ONE_ITEM = form(("committee", "satisfaction", ["overall"], "overall"))
EXCELLENCE = form(("committee", "competence", ["overall"], "overall"))
FIVE = form(("committee", "five", ["overall"], "overall"))
TWO_SECTIONS = form(
    ("committee", "satisfaction", ["services", "overall"], "overall"),
    ("secretary", "satisfaction", ["morality", "ability", "diligence"], None),
)


def rules(*changes: tuple[str, str]) -> Rules:
    """The default rules with pieces of the file's text changed; each piece must be there."""
    source = shipped()["default-2026"].read_text(encoding="utf-8")
    for old, new in changes:
        assert old in source, f"the rule file does not say {old}"
        source = source.replace(old, new, 1)
    return parse(source, "changed.toml")


def choose(parameter: str, value: str) -> tuple[str, str]:
    """The change that gives `parameter` the value written as TOML."""
    lines = shipped()["default-2026"].read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith(f"[parameters.{parameter}]"))
    return f"{lines[at]}\n{lines[at + 1]}\n", f"{lines[at]}\nvalue = {value}\n"


DEFAULT = load(shipped()["default-2026"])


def box(
    instrument: Instrument, columns: Sequence[Sequence[int]], community: str = "甲", kinds: Sequence[str] | None = None
) -> pd.DataFrame:
    """The tally of one meeting whose columns hold these votes: levels best first, then abstained, then invalid."""
    subjects = [(kind, kind) for kind in kinds or [section.kind for section in instrument.sections]]
    asked = questions(instrument, subjects)
    sizes = {section.scale.id: len(section.scale.levels) for section in instrument.sections}
    marks = [
        np.repeat([*range(sizes[scale]), ABSTAINED_MARK, INVALID_MARK], votes).astype(np.uint8)
        for scale, votes in zip(asked["scale"], columns, strict=True)
    ]
    return tally(np.column_stack(marks), asked, instrument, community=community)


def meeting(valid: int, community: str = "甲", **facts: object) -> pd.DataFrame:
    """One meeting of `valid` ballots where everybody on the roll came and gave back a good sheet, but for `facts`."""
    spoiled = int(str(facts.get("spoiled", 0)))
    numbers: Mapping[str, object] = dict.fromkeys(("roll", "present", "issued", "returned"), valid + spoiled)
    row = {"community": community, "sub_district": "东街", **numbers, "spoiled": spoiled, "valid": valid}
    return pd.DataFrame([row | facts])


def class_rules(weights: Sequence[str] = (), *changes: tuple[str, str], number: int = 3) -> Rules:
    """The default rules with `number` classes a, b, c …, weighed when there are `weights`."""
    tables = []
    for at, name in enumerate("abcdefghi"[: len(weights) or number]):
        weight = f'weight = "{weights[at]}"' if weights else ""
        tables.append(f'[[classes]]\nid = "{name}"\nzh-CN = "{name} 票"\nen = "class {name}"\n{weight}\n')
    return rules(("[parameters.denominator]", "".join(tables) + "[parameters.denominator]"), *changes)


def told_apart(
    instrument: Instrument,
    ballots: Mapping[str, npt.NDArray[np.uint8]],
    issued: Mapping[str, int] | None = None,
    community: str = "甲",
) -> tuple[pd.DataFrame, ByClass]:
    """The tally of one meeting, and what is known of its classes: the marks of each, by its id.

    Every slip that was `issued` came back where it does not say otherwise.
    """
    asked = questions(instrument, [(section.kind, section.kind) for section in instrument.sections])
    parts = [
        tally(marks, asked, instrument, community=community).assign(**{"class": name})
        for name, marks in ballots.items()
    ]
    whole = tally(np.concatenate(list(ballots.values())), asked, instrument, community=community)
    valid = {name: len(marks) for name, marks in ballots.items()}
    handed_out = [(issued or valid)[name] for name in ballots]
    turnout = pd.DataFrame({"community": community, "class": list(ballots), "issued": handed_out})
    returned = pd.array(list(valid.values()), dtype="Int64")
    return whole, ByClass(pd.concat(parts, ignore_index=True), turnout.assign(returned=returned, valid=returned))
