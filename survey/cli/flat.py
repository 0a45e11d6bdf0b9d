"""The results document as flat rows: every fact for a program, the readable ones for a terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analysis.rounding import UNDEFINED, shown
from ballots.instrument import Instrument

if TYPE_CHECKING:
    from analysis.wording import Wording

Document = Mapping[str, Any]
WEIGHTED = "combined"
"""The class in a row of weighted figures."""
HIDDEN = "＊"
"""What a terminal shows for a figure that is not published."""


def levels(form: Instrument) -> list[str]:
    """Every level of the form's scales, best first, in order of first use."""
    return list(dict.fromkeys(level.id for scale in form.scales for level in scale.levels))


def flat(document: Document, form: Instrument) -> list[dict[str, object]]:
    """One row per community, subject and item.

    Units: counts are people; `strict_rate` and `broad_rate` are fractions 0–1, unrounded, beside their numerators and
    their `denominator`; `score` is points. Missing: None where a figure is suppressed, undefined, or of a level that
    the item's scale does not have.
    """
    return [
        _facts(community, subject, item, form) | {name: item.get(name, "") for name in _class(document)}
        for community, subject, item in _items(document)
    ]


def columns(form: Instrument, document: Document) -> tuple[str, ...]:
    """The columns of `flat`, also when there are no rows; `class` is one where the rules declare voter classes."""
    before = (
        "community",
        "meeting",
        "issued",
        "returned",
        "valid",
        "spoiled",
        "kind",
        "subject",
        "item",
        *_class(document),
    )
    after = ("abstained", "effective", "strict_votes", "broad_votes", "denominator", "strict_rate", "broad_rate")
    return (*before, *levels(form), *after, "score", "suppressed")


def readable(document: Document, wording: "Wording") -> list[dict[str, object]]:
    """One row per community, subject and item, in the form's words: counts by level, rates in percent, points."""
    return [
        _words(community, subject, item, wording)
        | {name: wording.voter_class(item.get(name, "")) for name in _class(document)}
        for community, subject, item in _items(document)
    ]


def _items(document: Document) -> Iterator[tuple[Document, Document, Document]]:
    for community in document["communities"]:
        for subject in community["subjects"]:
            for item in subject["items"]:
                for row in (item, *_by_class(item)):
                    yield community, subject, row


def _by_class(item: Document) -> Iterator[Document]:
    """The item once for each voter class, then with the weighted figures where the rules weigh."""
    for one in item.get("classes", ()):
        yield {**one, "item": item["item"]}
    if "weighted" in item:
        blank = {"counts": dict.fromkeys(item["counts"]), "abstained": None, "effective": None}
        yield {**blank, **item["weighted"], "item": item["item"], "class": WEIGHTED}


def _class(document: Document) -> tuple[str, ...]:
    return ("class",) if document.get("classes") else ()


def _facts(community: Document, subject: Document, item: Document, form: Instrument) -> dict[str, object]:
    strict, broad = item["strict_rate"], item["broad_rate"]
    return {
        **{key: community[key] for key in ("community", "meeting", "issued", "returned", "valid", "spoiled")},
        "kind": subject["kind"],
        "subject": subject["name"],
        "item": item["item"],
        **{level: item["counts"].get(level) for level in levels(form)},
        "abstained": item["abstained"],
        "effective": item["effective"],
        "strict_votes": strict and strict[0],
        "broad_votes": broad and broad[0],
        "denominator": strict and strict[1],
        "strict_rate": strict and strict[0] / strict[1],
        "broad_rate": broad and broad[0] / broad[1],
        "score": item["score"],
        "suppressed": item.get("suppressed", False),
    }


def _words(community: Document, subject: Document, item: Document, wording: "Wording") -> dict[str, object]:
    is_hidden = item.get("suppressed", False)
    counts = " ".join(
        str(item["counts"][level.id] if item["counts"][level.id] is not None else UNDEFINED)
        for level in wording.scale(subject["kind"]).levels
    )
    return {
        "community": community["community"],
        "subject": subject["name"],
        "item": wording.item(subject["kind"], item["item"]),
        "levels": HIDDEN if is_hidden else counts,
        "abstained": item["abstained"],
        "effective": item["effective"],
        "strict": HIDDEN if is_hidden else _percent(item["strict_rate"]),
        "broad": HIDDEN if is_hidden else _percent(item["broad_rate"]),
        "score": HIDDEN if is_hidden else item["score"] or UNDEFINED,
    }


def _percent(rate: list[int] | None) -> str:
    return f"{shown(rate[0], rate[1])}% ({rate[0]}/{rate[1]})" if rate else UNDEFINED
