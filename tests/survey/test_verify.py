"""The verifier agrees with every record the server makes, and with none that was touched afterwards."""

import ast
import copy
import hashlib
import json
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from survey import verify
from survey.cli import main
from survey.verify import LARGEST, WORDS, canonical, check, fingerprint, report
from tests.factories import make_evening, shipped_form
from tests.survey.elections import (
    OWN_POINTS,
    District,
    Turnout,
    all_counts,
    even_counts,
    read,
    rule_source,
    turnouts,
    written,
)

PROGRAM = Path(verify.__file__)
NUMBER_OR_TEXT = re.compile(r'"(?:[^"\\]|\\.)*"|\d+')


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    evening = make_evening(tmp_path_factory.mktemp("district"))
    yield District(evening)
    evening.engine.dispose()


@pytest.fixture(scope="module")
def document(district: District) -> bytes:
    """40 rated best, 8 next, 2 worst and 3 abstained, on every item; 55 ballots, 2 of them spoiled."""
    return district.record(Turnout(), even_counts(district.form))


@pytest.fixture
def content(document: bytes) -> Any:
    """The same record as values, to be changed."""
    return read(document)


def agrees(document: bytes, sha256: str | None = None) -> bool:
    return all(finding.agrees for finding in check(document, sha256))


def complaints(document: bytes) -> str:
    """What an observer reads, in English, about what is wrong."""
    lines, _ = report(document, None, "en")
    return "\n".join(line for line in lines if line.startswith("✗"))


# Records as the server makes them


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_record_the_server_makes_agrees(district: District, data: st.DataObject) -> None:
    turnout = data.draw(turnouts())
    counts = data.draw(all_counts(district.form, turnout.valid))
    denominator = data.draw(st.sampled_from(["effective", "valid", "returned", "present", "roll"]))
    person_overall = data.draw(st.sampled_from(["own_item", "pooled"]))
    points = data.draw(st.sampled_from(["", OWN_POINTS]))
    made = district.record(turnout, counts, rule_source(denominator, person_overall, points))
    assert complaints(made) == ""


def test_a_committee_speaking_by_all_items_together_agrees_too(district: District) -> None:
    source = rule_source(person_overall="pooled").replace('value = "committee"', 'value = "secretary"')
    made = district.record(Turnout(), even_counts(district.form), source)
    pooled = read(made)["subjects"][0]["items"][-1]
    assert (pooled["item"], pooled["strict_rate"]) == ("pooled", [5 * 40, 5 * 50])  # without the overall item
    assert complaints(made) == ""


def test_an_observer_reads_the_figures_worked_out_by_hand(document: bytes) -> None:
    lines, all_agree = report(document, hashlib.sha256(document).hexdigest(), "en")
    assert all_agree
    overall = next(line for line in lines if line.endswith("Overall"))
    assert overall.split() == ["40/50", "80.00%", "48/50", "96.00%", "89.60", "Overall"]
    together = next(line for line in lines if line.endswith("All items together"))
    assert together.split()[:5] == ["200/250", "80.00%", "240/250", "96.00%", "89.60"]
    assert lines[-1] == "Everything agrees."


def test_a_half_is_rounded_up_as_schools_teach_it() -> None:
    assert verify.rounded(verify.Fraction(29, 32) * 100) == "90.63"  # 90.625
    assert verify.rounded(verify.Fraction(269, 299) * 100) == "89.97"
    assert verify.rounded(verify.Fraction(5, 1000)) == "0.01"


def test_the_sha256_in_the_minutes_is_compared(document: bytes) -> None:
    digest = hashlib.sha256(document).hexdigest()
    assert agrees(document, digest)
    assert not agrees(document, digest[:-1] + ("0" if digest[-1] != "0" else "1"))


# Records that were touched


def _change(*path: object, to: object) -> Callable[[Any], None]:
    def change(content: Any) -> None:
        for key in path[:-1]:
            content = content[key]
        assert content[path[-1]] != to
        content[path[-1]] = to

    return change


def _sorted_in(receipt: str) -> Callable[[Any], None]:
    return lambda content: content.update(receipts=sorted([*content["receipts"], receipt]))


ITEM = ("subjects", 0, "items", 2)
TOUCHED: dict[str, tuple[Callable[[Any], None], str]] = {
    "a changed count": (_change(*ITEM, "counts", "satisfied", to=41), "culture › effective"),
    "a vote moved": (
        lambda content: content["subjects"][0]["items"][2]["counts"].update(satisfied=41, dissatisfied=1),
        "culture › strict_rate",
    ),
    "a changed abstention": (_change(*ITEM, "abstained", to=2), "culture › abstain_rate"),
    "a changed rate": (_change(*ITEM, "strict_rate", to=[41, 50]), "culture › strict_rate"),
    "a rate cut short": (_change(*ITEM, "strict_rate", to=[4, 5]), "culture › strict_rate"),
    "a changed score": (_change(*ITEM, "score", to="89.70"), "culture › score"),
    "a score rounded otherwise": (_change(*ITEM, "score", to="89.6"), "culture › score"),
    "a changed sum": (_change("subjects", 1, "items", 5, "counts", "satisfied", to=201), "pooled › counts › satisfied"),
    "changed issued": (_change("issued", to=71), "unused"),
    "more returned than issued": (
        lambda content: content.update(issued=50, unused=38, return_rate=[55, 50]),
        "returned 55 ≤ issued 50",
    ),
    "changed present": (_change("present", to=74), "attendance"),
    "changed roll": (_change("roll", to=81), "turnout"),
    "a dropped receipt": (lambda content: content["receipts"].pop(7), "54 receipts where there should be 55"),
    "an added receipt": (_sorted_in("Z000-0000"), "56 receipts"),
    "a doubled receipt": (lambda content: content["receipts"].insert(1, content["receipts"][1]), "none stands twice"),
    "one receipt instead of another": (
        lambda content: content["receipts"].__setitem__(3, content["receipts"][4]),
        "none stands twice",
    ),
    "reordered receipts": (lambda content: content["receipts"].reverse(), "sorted"),
    "a receipt that none can be": (lambda content: content["receipts"].__setitem__(-1, "ZZZZ-ZZZU"), "well-formed"),
    "an unknown key": (lambda content: content.update(comment=""), "comment is unknown"),
    "an unknown key in an item": (
        lambda content: content["subjects"][0]["items"][2].update(ballots=[[0, 1]]),
        "ballots is unknown",
    ),
    "a missing key": (lambda content: content.pop("spoiled"), "spoiled is missing"),
    "an unknown level": (
        lambda content: content["subjects"][0]["items"][2]["counts"].update(splendid=0),
        "culture › counts",
    ),
    "a missing item": (lambda content: content["subjects"][0]["items"].pop(2), "not those of the form"),
    "an item twice": (
        lambda content: content["subjects"][0]["items"].insert(2, content["subjects"][0]["items"][2]),
        "not those of the form",
    ),
    "a subject of another kind": (_change("subjects", 0, "kind", to="mayor"), "not those of the form"),
    "a changed threshold": (
        _change("rules", "content", "parameters", "model_score", "value", to="95"),
        "rules › fingerprint",
    ),
    "another smallest group": (
        _change("rules", "content", "parameters", "k_min", "value", to=5),
        "rules › fingerprint",
    ),
    "other points": (
        lambda content: content["rules"]["content"].update(points={"satisfaction": {"satisfied": 100}}),
        "cannot be used",
    ),
    "another form": (_change("instrument", "content", "title", "en", to="A form"), "instrument › fingerprint"),
    "a form without scales": (lambda content: content["instrument"]["content"].pop("scales"), "cannot be used"),
    "a denominator unheard of": (
        _change("rules", "content", "parameters", "denominator", "value", to="receipts"),
        "cannot be used",
    ),
    "rules by another name": (_change("rules", "name", to="district"), "rules › name"),
    "no seal": (_change("seal", to=None), "seal"),
    "another edition": (_change("record", to=2), "record"),
    "a number as text": (_change("issued", to="70"), "issued does not hold"),
    "a yes for a number": (_change("voided", to=True), "voided does not hold"),
    "a number below zero": (_change("unused", to=-1), "unused does not hold"),
    "a figure hidden by itself": (_change(*ITEM, "score", to=None), "culture › score"),
    "a list for the whole": (lambda content: content.update(subjects={}), "subjects does not hold"),
}


@pytest.mark.parametrize(("touch", "says"), TOUCHED.values(), ids=TOUCHED)
def test_a_touched_record_is_refused_and_the_place_named(content: Any, touch: Callable[[Any], None], says: str) -> None:
    touch(content)
    assert says in complaints(written(content))


def numbers_in(text: str) -> list[int]:
    """Where the digits of numbers stand; digits inside quoted text are names and fingerprints."""
    found = NUMBER_OR_TEXT.finditer(text)
    return [at for one in found if not one.group().startswith('"') for at in range(*one.span())]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_single_changed_digit_of_any_number_is_noticed(document: bytes, data: st.DataObject) -> None:
    text = document.decode()
    at = data.draw(st.sampled_from(numbers_in(text)))
    digit = data.draw(st.sampled_from(string.digits.replace(text[at], "")))
    assert not agrees((text[:at] + digit + text[at + 1 :]).encode())


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_single_changed_byte_is_noticed_by_who_has_the_minutes(document: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(document) - 1))
    byte = data.draw(st.integers(1, 255)) ^ document[at]
    changed = document[:at] + bytes([byte]) + document[at + 1 :]
    assert not agrees(changed, hashlib.sha256(document).hexdigest())


@settings(max_examples=50, deadline=None)
@given(length=st.floats(0, 1, exclude_max=True))
def test_a_truncated_record_is_refused(document: bytes, length: float) -> None:
    assert "not JSON" in complaints(document[: int(length * len(document))])


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda text: text + "\n",
        lambda text: text.replace(":", ": ", 1),
        lambda text: json.dumps(json.loads(text), ensure_ascii=True, sort_keys=True, separators=(",", ":")),
        lambda text: json.dumps(dict(reversed(json.loads(text).items())), ensure_ascii=False, separators=(",", ":")),
        lambda text: text.replace('"voided":2', '"voided":3,"voided":2'),
    ],
    ids=["line end", "space", "escapes", "other order", "key twice"],
)
def test_the_same_values_written_otherwise_are_refused(document: bytes, rewrite: Callable[[str], str]) -> None:
    changed = rewrite(document.decode()).encode()
    assert json.loads(changed) == json.loads(document)
    assert complaints(changed) == "✗ NOT SO: Written in the one canonical form"


@pytest.mark.parametrize(
    "document",
    [b"", b"\xff\xfe", b"minxin", b"NaN", b"1.5", b"[" * 100_000, b"9" * 5000, b'{"a":"\xed\xa0\x80"}', b'"\\ud800"'],
    ids=[
        "nothing",
        "no text",
        "no JSON",
        "no number",
        "a fraction",
        "a deep hole",
        "a long number",
        "half a sign",
        "half a sign escaped",
    ],
)
def test_what_is_no_json_is_refused_without_a_crash(document: bytes) -> None:
    assert "not JSON" in complaints(document)


@pytest.mark.parametrize("document", [b"{}", b"[]", b"null", b'"x"', b"1"])
def test_json_that_is_no_record_is_refused(document: bytes) -> None:
    assert complaints(document).startswith("✗ ")


def test_a_huge_file_is_refused_before_it_is_read_as_json() -> None:
    assert complaints(b"[" + b" " * LARGEST) == "✗ The file is larger than 32 MB"


# Groups too small to publish


@pytest.fixture
def small(district: District) -> Any:
    """As before, but only 4 people rated the secretary's integrity."""
    counts = even_counts(district.form)
    counts[2, "integrity"] = [4, 0, 0, 49, 0]
    return read(district.record(Turnout(), counts))


def test_a_hidden_item_hides_the_row_of_all_items_and_agrees(small: Any) -> None:
    integrity, pooled = small["subjects"][1]["items"][4:]
    for hidden in (integrity, pooled):
        assert hidden.pop("suppressed") is True
        assert {value for key, value in hidden.items() if key not in ("item", "counts")} == {None}
        assert set(hidden["counts"].values()) == {None}
        hidden["suppressed"] = True
    assert complaints(written(small)) == ""


def test_hidden_figures_that_show_through_are_refused(small: Any) -> None:
    for key, value in (("abstained", 49), ("effective", 4), ("score", "100.00"), ("strict_rate", [4, 4])):
        changed = copy.deepcopy(small)
        changed["subjects"][1]["items"][4][key] = value
        assert f"integrity › {key}" in complaints(written(changed))


def test_an_item_of_four_ratings_shown_whole_is_refused(small: Any) -> None:
    shown = {"counts": {"satisfied": 4, "basically_satisfied": 0, "dissatisfied": 0}, "abstained": 49, "effective": 4}
    shown |= {"invalid": 0, "strict_rate": [4, 4], "broad_rate": [4, 4], "negative_rate": [0, 4]}
    item = small["subjects"][1]["items"][4]
    item.update(shown | {"abstain_rate": [49, 53], "score": "100.00"})
    item.pop("suppressed")
    assert "integrity" in complaints(written(small))


def test_the_sum_over_items_is_not_shown_beside_a_hidden_item(small: Any, content: Any) -> None:
    small["subjects"][1]["items"][5] = content["subjects"][1]["items"][5]
    assert "pooled" in complaints(written(small))


def test_the_sum_over_items_is_not_hidden_when_all_items_are_shown(small: Any, content: Any) -> None:
    content["subjects"][1]["items"][5] = small["subjects"][1]["items"][5]
    assert "pooled" in complaints(written(content))


def test_an_item_that_is_shown_cannot_be_called_hidden(content: Any) -> None:
    content["subjects"][0]["items"][2]["suppressed"] = True
    assert "culture" in complaints(written(content))


# The program


def test_it_imports_nothing_but_the_standard_library() -> None:
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= set(sys.stdlib_module_names)


def run_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The file alone in an empty folder, with no installed package and no setting in sight."""
    shutil.copy(PROGRAM, folder / "verify.py")
    command = [sys.executable, "-I", "-S", "-X", "utf8", "verify.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


def test_it_runs_alone_and_its_exit_status_tells(tmp_path: Path, document: bytes) -> None:
    digest = hashlib.sha256(document).hexdigest()
    (tmp_path / "record.json").write_bytes(document)
    (tmp_path / "touched.json").write_bytes(document.replace(b'"issued":70', b'"issued":69'))
    typed = " ".join(re.findall("....", digest.upper()))
    good = run_alone(tmp_path, "record.json", "--sha256", typed, "--language", "zh-CN")
    assert (good.returncode, good.stdout.splitlines()[-1], good.stderr) == (0, "全部一致。", "")
    bad = run_alone(tmp_path, "touched.json", "--language", "zh-CN")
    assert (bad.returncode, bad.stdout.splitlines()[-1]) == (1, "有不一致之处，请勿采信这份文件。")
    for wrong in (["missing.json"], [], ["record.json", "--sha256", "12"], ["record.json", "--language", "fr"]):
        assert run_alone(tmp_path, *wrong).returncode == 2


def test_a_console_that_knows_no_chinese_still_gets_its_answer(tmp_path: Path, document: bytes) -> None:
    (tmp_path / "record.json").write_bytes(document)
    command = [sys.executable, "-S", str(PROGRAM), "record.json", "--language", "en"]
    environment = {"PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, b"Everything agrees.")


@pytest.mark.parametrize(
    ("environment", "language"),
    [({"LANG": "zh_CN.UTF-8"}, "zh-CN"), ({"LANG": "en_GB"}, "en"), ({"LC_ALL": "zh_CN", "LANG": "en_US"}, "zh-CN")],
)
def test_it_speaks_the_language_of_the_computer(environment: dict[str, str], language: str) -> None:
    assert verify.own_language(environment) == language


def test_the_command_line_calls_the_same_program(tmp_path: Path, document: bytes) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(document)
    runner = CliRunner()
    good = runner.invoke(main, ["verify", str(path), "--language", "en"])
    assert (good.exit_code, good.output.splitlines()) == (0, report(document, None, "en")[0])
    path.write_bytes(document[:-1])
    assert runner.invoke(main, ["verify", str(path)]).exit_code == 1
    assert runner.invoke(main, ["verify", str(tmp_path / "missing.json")]).exit_code == 2
    assert runner.invoke(main, ["verify", str(path), "--sha256", "12"]).exit_code == 2


def test_every_sentence_is_said_in_both_languages_with_the_same_places() -> None:
    for word, words in WORDS.items():
        assert set(words) == {"zh-CN", "en"}, word
        places = [sorted(re.findall(r"%\((\w+)\)s", text)) for text in words.values()]
        assert places[0] == places[1], word


def test_the_fingerprints_are_those_the_server_announces(content: Any) -> None:
    assert fingerprint(content["instrument"]["content"]) == shipped_form().fingerprint
    assert canonical({"b": 1, "a": "民"}) == '{"a":"民","b":1}'.encode()
