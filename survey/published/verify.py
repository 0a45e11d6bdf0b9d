"""Recomputes every figure of a published record, and says what agrees and what differs.

One file that needs nothing but Python's standard library: an observer carries it on a stick to a computer of her own.

    python3 verify.py RECORD.json --sha256 HEX

Exit status: 0 everything agrees, 1 something differs, 2 wrong use. docs/verify.md says what that proves, and what not.
"""

import argparse
import hashlib
import json
import locale
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

EDITION = 2
"""Of the record's layout, which is in SHAPES. Records of the first one are read as well."""
LARGEST = 32 * 1024 * 1024
"""Bytes. A hundred thousand ballots make a record of about one million."""
MOST_DIFFERENCES = 10
HASH = re.compile(r"[0-9a-f]{64}")
RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
PAPER, POOLED = "paper", "pooled"
REASONS = {"blank", "torn", "wrong_form", "unofficial_paper", "identifies_voter", "unreadable"}
VOIDED_FOR = {"torn", "lost", "misprinted", "by_mistake", "seen", "other", "unnamed"}
DENOMINATORS = {"effective": None, "valid": "valid", "returned": "returned", "present": "present", "roll": "roll"}
RATES = ("strict_rate", "broad_rate", "negative_rate", "abstain_rate")

Json = Any
"""A value read from JSON. `require_shape` says what it is before anything is done with it."""
WHOLE, WHOLE_OR_NONE, PAIR_OR_NONE = (int,), (int, type(None)), (list, type(None))
TEXT, TEXT_OR_NONE = (str,), (str, type(None))
CLASS_FIGURES: Json = {
    **dict.fromkeys(RATES, PAIR_OR_NONE),
    **dict.fromkeys(("abstained", "effective", "invalid"), WHOLE_OR_NONE),
    "class": TEXT,
    "counts": (dict,),
    "score": TEXT_OR_NONE,
    "suppressed": (bool,),
}
WEIGHTED: Json = {
    **dict.fromkeys(("strict_rate", "broad_rate"), PAIR_OR_NONE),
    "score": TEXT_OR_NONE,
    "suppressed": (bool,),
}
TURNOUT: Json = {
    "class": TEXT,
    "issued": WHOLE,
    "returned": WHOLE_OR_NONE,
    "valid": WHOLE_OR_NONE,
    "suppressed": (bool,),
}
FIRST_SHAPE: Json = {
    **dict.fromkeys(("campaign", "meeting", "purpose", "community", "sub_district"), TEXT),
    **dict.fromkeys(("record", "printed", "voided", "issued", "unused", "returned", "spoiled", "valid"), WHOLE),
    **dict.fromkeys(("attendance", "turnout", "return_rate", "validity"), PAIR_OR_NONE),
    "roll": WHOLE_OR_NONE,
    "present": WHOLE_OR_NONE,
    "seal": TEXT_OR_NONE,
    "receipts": [TEXT],
    "instrument": {"id": TEXT, "edition": TEXT, "fingerprint": TEXT, "content": (dict,)},
    "rules": {"name": TEXT, "version": TEXT, "fingerprint": TEXT, "content": (dict,)},
    "subjects": [
        {
            "kind": TEXT,
            "name": TEXT,
            "items": [
                {
                    **dict.fromkeys(RATES, PAIR_OR_NONE),
                    **dict.fromkeys(("abstained", "effective", "invalid"), WHOLE_OR_NONE),
                    "item": TEXT,
                    "counts": (dict,),
                    "score": TEXT_OR_NONE,
                    "suppressed": (bool,),
                    "classes": [CLASS_FIGURES],
                    "weighted": WEIGHTED,
                }
            ],
        }
    ],
}
COUNTS_OR_NONE = (dict, type(None))
SLIPS: Json = {
    **dict.fromkeys(("at_opening", "extra", "voided", "used_before", "unaccounted", "overcounted"), WHOLE),
    "handed_out": WHOLE_OR_NONE,
    "reasons": (dict,),
}
SHAPES: Mapping[int, Json] = {
    1: FIRST_SHAPE,
    2: {
        **FIRST_SHAPE,
        "classes": [TURNOUT],
        "takes_comments": (bool,),
        "blank": WHOLE_OR_NONE,
        "blank_rate": PAIR_OR_NONE,
        "slips": SLIPS,
        "channels": COUNTS_OR_NONE,
        "paper": {"issued": WHOLE, "returned": WHOLE, "spoiled": COUNTS_OR_NONE},
    },
}
"""The layout of each edition. The second knows voter classes, comments, the slip ledger, and paper beside the box."""
OPTIONAL = {"suppressed", "classes", "weighted"}


class NotARecord(Exception):
    """The file cannot be read as a record, so nothing can be recomputed."""

    def __init__(self, word: str, **values: object) -> None:
        self.finding = Finding(False, word, values, is_claim=False)
        super().__init__(word)


@dataclass(frozen=True)
class Finding:
    """One thing that agrees or differs: a key of WORDS and what fills it.

    `is_claim`: the words say what is so when it agrees; otherwise they say what is wrong.
    """

    agrees: bool
    word: str
    values: Mapping[str, object] = field(default_factory=dict)
    is_claim: bool = True

    def said(self, language: str) -> str:
        """One line: a mark, and the words."""
        words = WORDS[self.word][language] % self.values
        if self.agrees:
            return f"✓ {words}"
        return f"✗ {WORDS['not_so'][language] if self.is_claim else ''}{words}"


# Reading


def read(document: bytes) -> dict[str, Json]:
    """The record in `document`, its shape checked. Raises NotARecord."""
    if len(document) > LARGEST:
        raise NotARecord("too_large", most=LARGEST // 1024 // 1024)
    try:
        found = json.loads(document.decode(), parse_float=_refuse, parse_constant=_refuse)
        canonical(found)  # raises for half a character, which could be escaped but not written
    except (ValueError, RecursionError):
        raise NotARecord("not_json") from None
    edition = found.get("record") if isinstance(found, dict) else None
    require_shape(found, SHAPES.get(edition, SHAPES[EDITION]) if type(edition) is int else SHAPES[EDITION], ())
    return dict(found)


def canonical(value: Json) -> bytes:
    """The one way to write `value` as JSON: keys sorted, no spaces, UTF-8, no line end."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def fingerprint(content: Json) -> str:
    """SHA-256, in hex, of a form or a rule set."""
    return hashlib.sha256(canonical(content)).hexdigest()


def require_shape(value: Json, shape: Json, place: Sequence[str]) -> None:
    """Returns when `value` is laid out as `shape`. Raises NotARecord, naming the place that is not."""
    if isinstance(shape, tuple):
        if type(value) not in shape or (type(value) is int and value < 0):
            raise NotARecord("misshapen", place=_written(place))
    elif type(value) is not type(shape):
        raise NotARecord("misshapen", place=_written(place))
    elif isinstance(shape, list):
        for at, entry in enumerate(value, 1):
            require_shape(entry, shape[0], [*place, str(at)])
    else:
        for key in sorted({*shape, *value} - (OPTIONAL - set(value))):
            if key not in shape or key not in value:
                raise NotARecord("unknown_key" if key in value else "missing_key", place=_written([*place, key]))
            require_shape(value[key], shape[key], [*place, key])


def _refuse(_: str) -> None:
    raise ValueError


def _written(place: Sequence[str]) -> str:
    return " › ".join(place) or "{}"


# What form and rules say


@dataclass(frozen=True)
class Section:
    """What is asked about one kind of subject, and how many leading levels enter the strict and the broad rate.

    `parts` are the items that are also taken together; none where an overall item speaks for the subject.
    """

    items: tuple[str, ...]
    parts: tuple[str, ...]
    levels: tuple[str, ...]
    points: tuple[int, ...]
    strict: int
    broad: int

    @property
    def rows(self) -> tuple[str, ...]:
        """The items that a subject of this kind has in the record, in order."""
        return (*self.items, POOLED) if self.parts else self.items


@dataclass(frozen=True)
class Basis:
    """What figures are computed by. `denominator` is a count of the record; None for those who rated the item.

    `classes`: the voter classes, each with its weight; None where they are not weighed.
    """

    sections: Mapping[str, Section]
    denominator: str | None
    k_min: int
    classes: Mapping[str, Fraction | None]

    @property
    def weighs(self) -> bool:
        """Whether the classes have weights."""
        return None not in self.classes.values() and bool(self.classes)

    def is_small(self, people: int) -> bool:
        """Whether a figure about so few people stays unpublished."""
        return 0 < people < self.k_min


def read_basis(form: Json, rules: Json) -> Basis:
    """What the form and the rules in the record say. Raises NotARecord when they say nothing usable."""
    try:
        chosen = {name: parameter["value"] for name, parameter in rules["parameters"].items()}
        sections = {table["kind"]: _section(table, form["scales"], rules, chosen) for table in form["sections"]}
        classes = {one["id"]: Fraction(one["weight"]) if "weight" in one else None for one in rules.get("classes", ())}
        return Basis(sections, DENOMINATORS[chosen["denominator"]], int(chosen["k_min"]), classes)
    except (KeyError, TypeError, AttributeError, ValueError, ZeroDivisionError):
        raise NotARecord("basis_unusable") from None


def _section(table: Json, scales: Json, rules: Json, chosen: Mapping[str, Json]) -> Section:
    scale, overall = scales[table["scale"]], table.get("headline")
    own = {level["id"]: level["points"] for level in scale["levels"]}
    points = rules.get("points", {}).get(table["scale"], own)
    is_set_aside = chosen["person_overall"] == POOLED and table["kind"] != chosen["headline_kind"]
    items = tuple(item["id"] for item in table["items"])
    return Section(
        items=items,
        parts=tuple(item for item in items if item != overall) if overall is None or is_set_aside else (),
        levels=tuple(own),
        points=tuple(int(points[level]) for level in own),
        strict=int(scale["strict"]),
        broad=int(scale["broad"]),
    )


# Recomputing


@dataclass(frozen=True)
class Sums:
    """The whole numbers of one item, or of all items together."""

    counts: tuple[int, ...]
    abstained: int
    valid: int
    denominator: int

    @property
    def effective(self) -> int:
        """How many rated."""
        return sum(self.counts)

    @property
    def below(self) -> int:
        """What rates and score are divided by; 0 where nobody rated."""
        return self.denominator if self.effective else 0

    def points(self, section: Section) -> int:
        """What the votes are worth together."""
        return sum(weight * number for weight, number in zip(section.points, self.counts, strict=True))


def rebuild(record: Mapping[str, Json], basis: Basis) -> dict[str, Json]:
    """The record as its own counts, form and rules make it. Where it agrees with itself, it comes back unchanged."""
    form, rules = record["instrument"]["content"], record["rules"]["content"]
    edition = 1 if record["record"] == 1 and not basis.classes else EDITION
    classes = {"classes": [_rebuild_turnout(name, record, basis) for name in basis.classes]} if edition > 1 else {}
    blank = {"blank_rate": fraction(record["blank"], record["valid"])} if "blank" in record else {}
    return {
        **record,
        **classes,
        **blank,
        "record": edition,
        "unused": record["printed"] - record["voided"] - (record["issued"] - _on_paper(record, "issued")),
        "valid": record["returned"] - record["spoiled"],
        "attendance": fraction(record["present"], record["roll"]),
        "turnout": fraction(record["returned"], record["roll"]),
        "return_rate": fraction(record["returned"], record["issued"]),
        "validity": fraction(record["valid"], record["returned"]),
        "instrument": {**_named(form, "id", "edition"), "content": form},
        "rules": {**_named(rules, "name", "version"), "content": rules},
        "subjects": [_rebuild_subject(subject, record, basis) for subject in record["subjects"]],
    }


def _named(content: Json, *names: str) -> dict[str, Json]:
    return {"fingerprint": fingerprint(content), **{name: content.get(name) for name in names}}


def _rebuild_subject(subject: Json, record: Mapping[str, Json], basis: Basis) -> dict[str, Json]:
    section = basis.sections.get(subject["kind"])
    found = {item["item"]: item for item in subject["items"]}
    if section is None or list(found) != list(section.rows) or len(found) != len(subject["items"]):
        raise NotARecord("other_items", name=subject["name"])
    sums = {item: _sums(found[item], section, record, basis) for item in section.items}
    apart = {item: _apart(found[item], sums[item], section, record, basis) for item in section.items}
    for item, classes in apart.items():
        sums[item] = _together(list(classes.values()), sums[item]) if classes else sums[item]
    sums[POOLED] = _pool_all(sums, section)
    apart[POOLED] = _pool_classes(apart, section, basis)
    rows = [figures(item, sums[item], section) | _by_class(apart[item], section, basis) for item in section.rows]
    return {**subject, "items": rows}


def _sums(item: Json, section: Section, record: Mapping[str, Json], basis: Basis) -> Sums | None:
    """The sums of one item; None where it is hidden, or ought to be."""
    below = None if basis.denominator is None else record[basis.denominator] or 0
    sums = _counted(item, section, record["valid"], below)
    return None if sums is None or basis.is_small(sums.effective) or basis.is_small(sums.valid) else sums


def _counted(item: Json, section: Section, valid: int, below: int | None) -> Sums | None:
    """The sums of an item's own counts, over `below` or else over those who rated; None where there are no counts."""
    counts = [item["counts"].get(level) for level in section.levels]
    if any(type(number) is not int or number < 0 for number in [*counts, item["abstained"]]):
        return None
    return Sums(tuple(counts), item["abstained"], valid, sum(counts) if below is None else below)


def _pool_all(sums: Mapping[str, Sums | None], section: Section) -> Sums | None:
    """All items together; None where one of them is hidden or there is no such row."""
    shown = {item: one for item, one in sums.items() if one}
    return _pool([shown[item] for item in section.parts]) if section.parts and len(shown) == len(sums) else None


def _pool(parts: Sequence[Sums]) -> Sums:
    return Sums(
        tuple(map(sum, zip(*(part.counts for part in parts), strict=True))),
        sum(part.abstained for part in parts),
        sum(part.valid for part in parts),
        sum(part.denominator for part in parts),
    )


# Voter classes: told apart on an item for all of them or for none


def _rebuild_turnout(name: str, record: Mapping[str, Json], basis: Basis) -> dict[str, Json]:
    """How many of one class came; hidden where any class was handed slips for too few."""
    found = {one["class"]: one for one in record.get("classes", ())}
    if list(found) != list(basis.classes):
        raise NotARecord("other_classes")
    one = found[name]
    if any(basis.is_small(each["issued"]) for each in found.values()):
        return {"class": name, "issued": one["issued"], "returned": None, "valid": None, "suppressed": True}
    return {"class": name, "issued": one["issued"], "returned": one["returned"], "valid": one["valid"]}


def _apart(
    item: Json, whole: Sums | None, section: Section, record: Mapping[str, Json], basis: Basis
) -> dict[str, Sums | None]:
    """The sums of each class on one item, each None where they are hidden, or ought to be; empty without classes."""
    if not basis.classes:
        return {}
    found = {one["class"]: one for one in item.get("classes", ())}
    if list(found) != list(basis.classes):
        raise NotARecord("other_classes")
    turnout = {one["class"]: one for one in record["classes"]}
    valid = {name: turnout[name]["valid"] for name in found}
    if whole is None or not _may_be_told(whole, list(turnout.values()), basis):
        return dict.fromkeys(found)
    below = {name: None if basis.denominator is None else valid[name] for name in found}
    return {name: _counted(one, section, valid[name], below[name]) for name, one in found.items()}


def _may_be_told(whole: Sums, turnout: Sequence[Json], basis: Basis) -> bool:
    """Whether every class would keep enough ratings even if all who abstained or marked twice were its own."""
    valid = [one["valid"] for one in turnout]
    if any(number is None for number in valid) or any(basis.is_small(one["issued"]) for one in turnout):
        return False
    silent = whole.valid - whole.effective
    return sum(valid) == whole.valid and all(number - silent >= basis.k_min for number in valid if number)


def _together(classes: Sequence[Sums | None], whole: Sums | None) -> Sums | None:
    """The item as its classes make it: they must add up to what stands there for all."""
    told = [one for one in classes if one is not None]
    if whole is None or not told or len(told) < len(classes):
        return whole
    counts = tuple(map(sum, zip(*(one.counts for one in told), strict=True)))
    own = whole.denominator == whole.effective
    return Sums(counts, sum(one.abstained for one in told), whole.valid, sum(counts) if own else whole.denominator)


def _pool_classes(
    apart: Mapping[str, Mapping[str, Sums | None]], section: Section, basis: Basis
) -> dict[str, Sums | None]:
    """All items together, class by class; hidden for all where one item hides its classes."""
    is_told = all(None not in apart[item].values() for item in section.items)
    return {
        name: _pool_all({item: apart[item][name] for item in section.items}, section) if is_told else None
        for name in basis.classes
    }


def _by_class(classes: Mapping[str, Sums | None], section: Section, basis: Basis) -> dict[str, Json]:
    """What stands in the record about the classes on one item; nothing where there are none."""
    if not classes:
        return {}
    rows = [{**figures("", sums, section), "class": name} for name, sums in classes.items()]
    listed = {"classes": [{key: value for key, value in row.items() if key != "item"} for row in rows]}
    return {**listed, "weighted": _weighted(classes, section, basis)} if basis.weighs else listed


def _weighted(classes: Mapping[str, Sums | None], section: Section, basis: Basis) -> dict[str, Json]:
    """Rates and score by the classes' weights, over those in which somebody rated; hidden with the classes."""
    if None in classes.values():
        return {"strict_rate": None, "broad_rate": None, "score": None, "suppressed": True}
    rated = [(basis.classes[name] or Fraction(0), sums) for name, sums in classes.items() if sums and sums.below]

    def mean(above: Sequence[int]) -> Fraction | None:
        total = sum((weight for weight, _ in rated), Fraction(0))
        parts = (weight * Fraction(n, sums.below) for n, (weight, sums) in zip(above, rated, strict=True))
        return sum(parts, Fraction(0)) / total if total else None

    strict, broad = (mean([sum(one.counts[:end]) for _, one in rated]) for end in (section.strict, section.broad))
    score = mean([one.points(section) for _, one in rated])
    return {
        "strict_rate": None if strict is None else [strict.numerator, strict.denominator],
        "broad_rate": None if broad is None else [broad.numerator, broad.denominator],
        "score": None if score is None else rounded(score),
    }


def figures(item: str, sums: Sums | None, section: Section) -> dict[str, Json]:
    """One item as it stands in the record; hidden when there are no sums."""
    if sums is None:
        hidden = dict.fromkeys(("abstained", "effective", "invalid", "score", *RATES))
        return {"item": item, "counts": dict.fromkeys(section.levels), "suppressed": True, **hidden}
    counts, below, points = sums.counts, sums.below, sums.points(section)
    return {
        "item": item,
        "counts": dict(zip(section.levels, counts, strict=True)),
        "abstained": sums.abstained,
        "effective": sums.effective,
        "invalid": sums.valid - sums.effective - sums.abstained,
        "strict_rate": fraction(sum(counts[: section.strict]), below),
        "broad_rate": fraction(sum(counts[: section.broad]), below),
        "negative_rate": fraction(counts[-1], below),
        "abstain_rate": fraction(sums.abstained, sums.valid),
        "score": rounded(Fraction(points, below)) if below else None,
    }


def fraction(above: int | None, below: int | None) -> list[int] | None:
    """A rate as it stands in the record; None where there is nothing to divide, or by."""
    return [above, below] if below and above is not None else None


def rounded(exact: Fraction) -> str:
    """The number with two decimals, half-up (四舍五入)."""
    hundredths = (exact * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


# Comparing


def check(document: bytes, sha256: str | None = None) -> list[Finding]:
    """What agrees and what differs in a record; `sha256` is the one in the minutes, when it is known."""
    digest = hashlib.sha256(document).hexdigest()
    findings = [Finding(sha256 == digest, "sha256_compared")] if sha256 else []
    try:
        record = read(document)
        basis = read_basis(record["instrument"]["content"], record["rules"]["content"])
        rebuilt = rebuild(record, basis)
    except NotARecord as refusal:
        return [*findings, refusal.finding]
    findings.append(Finding(document == canonical(record), "canonical"))
    findings += [*_check_ballots(record, basis), *_check_receipts(record)]
    return [*findings, *_check_figures(record, rebuilt)]


def _check_ballots(record: Mapping[str, Json], basis: Basis) -> Iterator[Finding]:
    slips = {"printed": record["printed"], "voided": record["voided"]}
    slips |= {"slips": record["issued"] - _on_paper(record, "issued")}
    numbers = {**slips, **{name: record[name] for name in ("issued", "returned", "spoiled")}}
    is_possible = record["spoiled"] <= record["returned"] <= record["issued"]
    yield Finding(is_possible and 0 <= slips["slips"] <= record["printed"] - record["voided"], "ballots", numbers)
    for one in record.get("classes", ()):
        if one["returned"] is not None:
            said = {"name": one["class"], **{key: one[key] for key in ("issued", "returned", "valid")}}
            yield Finding((one["valid"] or 0) <= one["returned"] <= one["issued"], "class_ballots", said)
    yield Finding(bool(HASH.fullmatch(record["seal"] or "")) is not _is_paper(record), "seal")
    if "paper" in record:
        yield from _check_slips(record, record["slips"], slips["slips"])
        yield from _check_blank(record)
        yield from _check_paper(record, record["paper"], basis)
        yield from _check_channels(record, record["channels"], basis)


def _check_slips(record: Mapping[str, Json], kept: Mapping[str, Json], issued: int) -> Iterator[Finding]:
    """The ledger of the desk and what came out of the box tell the same of the slips."""
    in_box, reasons = record["returned"] - _on_paper(record, "returned"), kept["reasons"]
    numbers = {**kept, **{name: record[name] for name in ("printed", "voided")}}
    numbers |= {"issued": issued, "in_box": in_box, "at_desk": kept["voided"]}
    yield Finding(kept["at_opening"] + kept["extra"] == record["printed"], "slips_printed", numbers)
    is_void = kept["voided"] - kept["used_before"] == record["voided"] and kept["used_before"] <= in_box <= issued
    yield Finding(is_void, "slips_void", numbers)
    is_whole = _are_counts(reasons) and set(reasons) <= VOIDED_FOR and sum(reasons.values()) == kept["voided"]
    yield Finding(is_whole, "slips_reasons", numbers)
    missing = 0 if kept["handed_out"] is None else issued - kept["handed_out"]
    is_balanced = (kept["unaccounted"], kept["overcounted"]) == (max(missing, 0), max(-missing, 0))
    yield Finding(is_balanced, "slips_handed_out", numbers)


def _check_blank(record: Mapping[str, Json]) -> Iterator[Finding]:
    """Whoever marked nothing abstained on every item; it is not told where an item is hidden."""
    if record["blank"] is None:
        return
    items = [item for subject in record["subjects"] for item in subject["items"] if item["item"] != POOLED]
    is_told = not any("suppressed" in item for item in items)
    least = min((item["abstained"] or 0 for item in items), default=0)
    yield Finding(is_told and record["blank"] <= least, "blank", {"blank": record["blank"], "least": least})


def _check_paper(record: Mapping[str, Json], paper: Mapping[str, Json], basis: Basis) -> Iterator[Finding]:
    """Only paper can be spoiled. By reason it is said where enough ballots came on paper to hide who."""
    reasons = paper["spoiled"]
    numbers = {"spoiled": record["spoiled"], "returned": paper["returned"], "issued": paper["issued"]}
    yield Finding(record["spoiled"] <= paper["returned"] <= paper["issued"], "paper", numbers)
    if reasons is not None:
        is_whole = _are_counts(reasons) and set(reasons) <= REASONS and sum(reasons.values()) == record["spoiled"]
        yield Finding(is_whole and not basis.is_small(paper["returned"]), "reasons", {"spoiled": record["spoiled"]})


def _check_channels(record: Mapping[str, Json], channels: Json, basis: Basis) -> Iterator[Finding]:
    """Every ballot came by one channel. None is named while one brought few, but for paper, which all saw counted."""
    if channels is None:
        return
    is_whole = _are_counts(channels) and sum(channels.values()) == record["returned"]
    has_small = is_whole and any(basis.is_small(number) for name, number in channels.items() if name != PAPER)
    is_paper = _is_paper(record) or channels.get(PAPER, 0) == record["paper"]["returned"]
    yield Finding(is_whole and is_paper and not has_small, "channels", {"returned": record["returned"]})


def _are_counts(found: Mapping[str, Json]) -> bool:
    return all(type(number) is int and number > 0 for number in found.values())


def _check_receipts(record: Mapping[str, Json]) -> Iterator[Finding]:
    receipts = record["receipts"]
    wanted = record["returned"] - _on_paper(record, "returned")
    yield Finding(len(receipts) == wanted, "receipts_counted", {"found": len(receipts), "wanted": wanted})
    yield Finding(receipts == sorted(set(receipts)), "receipts_sorted")
    yield Finding(all(map(RECEIPT.fullmatch, receipts)), "receipts_written")


def _on_paper(record: Mapping[str, Json], name: str) -> int:
    """How many ballots were issued or returned on paper. The first edition knew meetings by phone or on paper only."""
    if "paper" in record:
        return int(record["paper"][name])
    return record["returned"] if _is_paper(record) and name == "returned" else 0


def _check_figures(record: Mapping[str, Json], rebuilt: Mapping[str, Json]) -> Iterator[Finding]:
    found = list(differences(rebuilt, record, ()))
    own = [item for subject in record["subjects"] for item in subject["items"]]
    items = [*own, *(one for item in own for one in item.get("classes", ()))]
    hidden = sum("suppressed" in item for item in items)
    yield Finding(not found, "figures", {"rows": len(items), "hidden": hidden})
    for place, ours, theirs in found[:MOST_DIFFERENCES]:
        values = {"place": _written(place), "ours": _shown(ours), "theirs": _shown(theirs)}
        yield Finding(False, "difference", values, is_claim=False)
    if len(found) > MOST_DIFFERENCES:
        yield Finding(False, "more", {"number": len(found) - MOST_DIFFERENCES}, is_claim=False)


def differences(ours: Json, theirs: Json, place: Sequence[str]) -> Iterator[tuple[Sequence[str], Json, Json]]:
    """Each place where the two differ, with what stands there in each."""
    if canonical(ours) == canonical(theirs):
        return
    if isinstance(ours, dict) and isinstance(theirs, dict) and ours.keys() == theirs.keys():
        for key in sorted(ours):
            yield from differences(ours[key], theirs[key], [*place, key])
    elif isinstance(ours, list) and ours and isinstance(ours[0], dict):
        for one, other in zip(ours, theirs, strict=True):
            yield from differences(one, other, [*place, one.get("name") or one.get("item") or one["class"]])
    else:
        yield place, ours, theirs


def _is_paper(record: Mapping[str, Json]) -> bool:
    return bool(record["purpose"] == PAPER)


def _shown(value: Json) -> str:
    text = canonical(value).decode()
    return text if len(text) <= 80 else f"{text[:80]}…"


# Saying it


WORDS: Mapping[str, Mapping[str, str]] = {
    "too_large": {"zh-CN": "文件超过 %(most)s MB", "en": "The file is larger than %(most)s MB"},
    "not_json": {"zh-CN": "文件不是 JSON，或已被截断", "en": "The file is not JSON, or it is cut off"},
    "misshapen": {"zh-CN": "“%(place)s”不是应有的类型", "en": "%(place)s does not hold what it should"},
    "unknown_key": {"zh-CN": "多出“%(place)s”，记录中没有这一项", "en": "%(place)s is unknown: no record has it"},
    "missing_key": {"zh-CN": "缺少“%(place)s”", "en": "%(place)s is missing"},
    "basis_unusable": {"zh-CN": "其中的测评表或规则无法使用", "en": "The form or the rules in it cannot be used"},
    "other_classes": {"zh-CN": "其中的票类与规则不符", "en": "The voter classes in it are not those of the rules"},
    "other_items": {"zh-CN": "“%(name)s”的项目与测评表不符", "en": "The items of %(name)s are not those of the form"},
    "sha256_compared": {
        "zh-CN": "SHA-256 与给出的一致：一个字节也没有改动",
        "en": "The SHA-256 is the one given: not a byte was changed",
    },
    "canonical": {"zh-CN": "书写格式唯一（规范 JSON）", "en": "Written in the one canonical form"},
    "ballots": {
        "zh-CN": "废票 %(spoiled)s ≤ 收回 %(returned)s ≤ 发出 %(issued)s；"
        "发出选票条 %(slips)s ≤ 印制 %(printed)s − 作废 %(voided)s",
        "en": "spoiled %(spoiled)s ≤ returned %(returned)s ≤ issued %(issued)s; "
        "slips issued %(slips)s ≤ printed %(printed)s − void %(voided)s",
    },
    "paper": {
        "zh-CN": "废票 %(spoiled)s ≤ 收回纸质票 %(returned)s ≤ 发出纸质票 %(issued)s",
        "en": "spoiled %(spoiled)s ≤ paper ballots returned %(returned)s ≤ paper ballots issued %(issued)s",
    },
    "slips_printed": {
        "zh-CN": "开箱前印制 %(at_opening)s ＋ 开箱后加印 %(extra)s ＝ 印制 %(printed)s",
        "en": "slips printed before the opening %(at_opening)s + while the box was open %(extra)s = %(printed)s",
    },
    "slips_void": {
        "zh-CN": "登记作废 %(at_desk)s − 作废前已使用 %(used_before)s ＝ 作废 %(voided)s；"
        "作废前已使用 ≤ 入箱 %(in_box)s ≤ 发出 %(issued)s",
        "en": "slips voided at the desk %(at_desk)s − used before %(used_before)s = void %(voided)s; "
        "used before ≤ in the box %(in_box)s ≤ issued %(issued)s",
    },
    "slips_reasons": {
        "zh-CN": "登记作废 %(at_desk)s 张，各项原因相加一致",
        "en": "The reasons of the slips voided at the desk add up to %(at_desk)s",
    },
    "slips_handed_out": {
        "zh-CN": "下落不明 %(unaccounted)s、多记 %(overcounted)s ＝ 发出 %(issued)s 与登记发出之差",
        "en": "slips unaccounted for %(unaccounted)s, overcounted %(overcounted)s = issued %(issued)s less handed out",
    },
    "blank": {
        "zh-CN": "全部弃权票 %(blank)s ≤ 各项弃权的最小值 %(least)s，且没有不公布的项目",
        "en": "wholly blank ballots %(blank)s ≤ the fewest abstentions on an item %(least)s; no item is hidden",
    },
    "reasons": {
        "zh-CN": "废票 %(spoiled)s 张，各项原因相加一致",
        "en": "The reasons of the spoiled ballots add up to %(spoiled)s",
    },
    "channels": {
        "zh-CN": "各种投票方式相加等于收回 %(returned)s",
        "en": "The ways in which ballots came add up to the %(returned)s returned",
    },
    "class_ballots": {
        "zh-CN": "票类 %(name)s：有效 %(valid)s ≤ 收回 %(returned)s ≤ 发出 %(issued)s",
        "en": "class %(name)s: valid %(valid)s ≤ returned %(returned)s ≤ issued %(issued)s",
    },
    "seal": {
        "zh-CN": "有封箱指纹（纸质票没有）",
        "en": "It carries the seal of a box (paper ballots have none)",
    },
    "receipts_counted": {
        "zh-CN": "回执 %(found)s 个，应有 %(wanted)s 个，票箱中每张票一个",
        "en": "%(found)s receipts where there should be %(wanted)s, one for each ballot in the box",
    },
    "receipts_sorted": {"zh-CN": "回执按顺序排列，没有重复", "en": "Receipts are sorted, none stands twice"},
    "receipts_written": {"zh-CN": "回执格式正确", "en": "Receipts are well-formed"},
    "figures": {
        "zh-CN": "指纹与全部数字均可由票数重算得出：%(rows)s 行，其中 %(hidden)s 行人数过少不公布",
        "en": "Fingerprints and figures follow from the counts: %(rows)s rows, %(hidden)s hidden (too few people)",
    },
    "difference": {
        "zh-CN": "%(place)s：记录为 %(theirs)s，重算为 %(ours)s",
        "en": "%(place)s: the record says %(theirs)s, recomputed it is %(ours)s",
    },
    "more": {"zh-CN": "还有 %(number)s 处", "en": "and %(number)s places more"},
    "sha256": {"zh-CN": "SHA-256（请与会议记录核对）", "en": "SHA-256 (compare with the minutes)"},
    "sealed": {"zh-CN": "封箱指纹（请与会场公布的核对）", "en": "Seal (compare with what the hall was shown)"},
    "form": {"zh-CN": "测评表", "en": "Form"},
    "rules": {"zh-CN": "规则", "en": "Rules"},
    "columns": {"zh-CN": "率、含次一等的率、得分、项目", "en": "strict rate, broad rate, score, item"},
    "pooled": {"zh-CN": "各项合计", "en": "All items together"},
    "not_so": {"zh-CN": "不符：", "en": "NOT SO: "},
    "all_agrees": {"zh-CN": "全部一致。", "en": "Everything agrees."},
    "differs": {"zh-CN": "有不一致之处，请勿采信这份文件。", "en": "Something differs. Do not rely on this file."},
}
LANGUAGES = ("zh-CN", "en")


def report(document: bytes, sha256: str | None, language: str) -> tuple[list[str], bool]:
    """What an observer reads, line by line, and whether everything agrees."""
    findings = check(document, sha256)
    agrees = all(finding.agrees for finding in findings)
    lines = [f"{WORDS['sha256'][language]}:", f"  {hashlib.sha256(document).hexdigest()}"]
    lines += [finding.said(language) for finding in findings]
    if agrees:
        lines += _figures_read_aloud(read(document), language)
    return [*lines, WORDS["all_agrees" if agrees else "differs"][language]], agrees


def _figures_read_aloud(record: Mapping[str, Json], language: str) -> Iterator[str]:
    """The heart of a record that agrees: what was announced, then each item's two rates, its score and its words."""
    words = {(section["kind"], item["id"]): item for section in _sections(record) for item in section["items"]}
    yield " · ".join(filter(None, (record["campaign"], record["sub_district"], record["community"])))
    yield f"{WORDS['sealed'][language]}: {record['seal'] or '—'}"
    yield f"{WORDS['form'][language]}: {record['instrument']['id']} {record['instrument']['fingerprint']}"
    yield f"{WORDS['rules'][language]}: {record['rules']['name']} {record['rules']['fingerprint']}"
    for subject in record["subjects"]:
        yield f"{subject['name']} ({WORDS['columns'][language]})"
        for item in subject["items"]:
            shown = f"{_percent(item['strict_rate']):>18} {_percent(item['broad_rate']):>18} {item['score'] or '—':>7}"
            yield f"{shown}  {words.get((subject['kind'], item['item']), WORDS['pooled'])[language]}"


def _sections(record: Mapping[str, Json]) -> Json:
    return record["instrument"]["content"]["sections"]


def _percent(rate: Sequence[int] | None) -> str:
    return f"{rate[0]}/{rate[1]} {rounded(Fraction(*rate) * 100)}%" if rate else "—"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(description="Recompute a published record. 重算已公布的测评记录。")
    parser.add_argument("file", type=Path, help="the record, as downloaded 下载的记录")
    parser.add_argument("--sha256", type=read_hash, help="as in the minutes 会议记录中的 SHA-256")
    parser.add_argument("--language", choices=LANGUAGES, default=own_language())
    asked = parser.parse_args(arguments)
    try:
        document = read_file(asked.file)
    except OSError as error:
        parser.error(f"{error.strerror}: {asked.file}")
    lines, agrees = report(document, asked.sha256, asked.language)
    sys.stdout.write("\n".join([*lines, ""]))
    return 0 if agrees else 1


def read_file(path: Path) -> bytes:
    """The file's bytes, and no more of them than tell that it is too large. Raises OSError."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def read_hash(typed: str) -> str:
    """A SHA-256 as typed: spaces and capitals are forgiven. Raises ValueError."""
    tidy = "".join(typed.split()).lower()
    if not HASH.fullmatch(tidy):
        raise ValueError
    return tidy


def own_language(environment: Mapping[str, str] = os.environ) -> str:
    """The reader's language by the computer's: Chinese on a Chinese one, else English."""
    system = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG")
    system = system or locale.getlocale()[0] or ""
    return "zh-CN" if system.startswith(("zh", "Chinese")) else "en"


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]  # a console may not know every character
    sys.exit(main())
