from dataclasses import fields
from fractions import Fraction

import pytest

from analysis.errors import RulesFault
from analysis.rules import Denominator, Rules, load, parse, shipped
from tests.analysis.toys import DEFAULT, choose, class_rules, rules

SOURCE = shipped()["default-2026"].read_text(encoding="utf-8")
NOT_PARAMETERS = {"name", "version", "title", "points", "classes", "assessment", "sources", "local_defaults", "source"}

A_CLASS = '[[classes]]\nid = "a"\nzh-CN = "A 票"\nen = "A"\n'
ZERO, THIRTY = 'weight = "0"', 'weight = "30"'


def items(first: int, second: int, second_id: str = "b") -> str:
    """Two items of the superior's assessment, of so many points each."""
    words = 'zh-CN = "党建"\nen = "Party building"\n'
    one = f'[[assessment]]\nid = "a"\npoints = {first}\n{words}'
    return f'{one}[[assessment]]\nid = "{second_id}"\npoints = {second}\n{words}'


def classes(changed: str) -> str:
    """A second class with one line changed or added, and the head that follows in the file."""
    lines = {"id": 'id = "b"', "zh-CN": 'zh-CN = "B 票"', "en": 'en = "B"'} | {changed.split(" ")[0]: changed}
    return "\n".join(["[[classes]]", *lines.values(), "[parameters.denominator]"])


def test_the_default_rules_are_the_recommended_ones():
    assert (DEFAULT.name, DEFAULT.version) == ("default-2026", "1")
    assert DEFAULT.denominator is Denominator.EFFECTIVE
    assert (DEFAULT.weight_public, DEFAULT.weight_superior) == (60, 40)
    assert (DEFAULT.model_score, DEFAULT.standard_score) == (90, 80)
    assert (DEFAULT.model_broad, DEFAULT.standard_broad) == (Fraction(9, 10), Fraction(6, 10))
    assert (DEFAULT.model_quota, DEFAULT.min_fraction_of_roll) == (Fraction(3, 10), Fraction(2, 3))
    assert (DEFAULT.min_present, DEFAULT.k_min) == (50, 10)


def test_every_shipped_rule_set_loads_under_its_own_name():
    assert {name: load(path).name for name, path in shipped().items()} == {name: name for name in shipped()}


def test_every_parameter_has_a_source_in_both_languages():
    parameters = {field.name for field in fields(Rules)} - NOT_PARAMETERS
    assert parameters == set(DEFAULT.sources)
    assert all(set(words) == {"zh-CN", "en"} for words in DEFAULT.sources.values())


def test_only_the_founding_district_s_own_number_is_no_local_default():
    assert [name for name in DEFAULT.sources if not DEFAULT.is_local_default(name)] == ["min_present"]
    with pytest.raises(KeyError):
        DEFAULT.is_local_default("colour")


def test_the_fingerprint_follows_the_content_and_not_the_layout():
    assert len(DEFAULT.fingerprint) == 64
    assert parse("# a remark\n" + SOURCE.replace(" = ", "   =   "), "x").fingerprint == DEFAULT.fingerprint
    assert rules(choose("k_min", "11")).fingerprint != DEFAULT.fingerprint


@pytest.mark.parametrize(
    ("parameter", "value", "says"),
    [
        ("k_min", "4", "parameters.k_min: is not a whole number from 5 to 1000"),
        ("k_min", "true", "is not a whole number"),
        ("k_min", "10.0", "a decimal point rounds"),
        ("min_present", "-1", "is not a whole number from 0"),
        ("min_fraction_of_roll", "0.6666", "a decimal point rounds"),
        ("min_fraction_of_roll", '"4/3"', "is not an exact string from 0 to 1"),
        ("min_fraction_of_roll", '"2/0"', "is not an exact string"),
        ("min_fraction_of_roll", '"two thirds"', "is not an exact string"),
        ("model_score", '"101"', "is not an exact string from 0 to 100"),
        ("model_score", "90", "is not an exact string"),
        ("denominator", '"everybody"', "is none of effective, valid, returned, present, roll"),
        ("majority", "1", "is none of more_than_half, at_least_half"),
        ("headline_kind", '"The Committee"', "is not lower-case letters"),
        ("weight_public", "70", "the two weights do not add up to 100"),
        ("model_score", '"79"', "parameters.model_score: is below standard_score"),
        ("model_broad", '"1/2"', "parameters.model_broad: is below standard_broad"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(parameter, value, says):
    with pytest.raises(RulesFault, match=r"changed\.toml: ") as refused:
        rules(choose(parameter, value))
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "default-2026"', "", "file: has no name"),
        ('name = "default-2026"', 'name = "Default 2026"', "is not lower-case letters"),
        ('version = "1"', "version = 1", "file: has no version"),
        ('zh-CN = "默认计分规则（2026）", ', "", "title: has no words in zh-CN"),
        ("[parameters.k_min]", "[parameters.smallest]", "parameters: has no k_min"),
        ("local = false", "", "parameters.min_present: does not say local = true or local = false"),
        ('en = "Pooled votes first', 'en_US = "Pooled votes first', "has 'en_US', which means nothing here"),
        ('zh-CN = "本系统匿名保护规则，不得低于5"', "", "parameters.k_min: has no words in zh-CN"),
        ('version = "1"', 'version = "1"\nauthor = "x"', "file: has 'author', which means nothing here"),
        ("[parameters.denominator]", '[parameters.colour]\nvalue = "red"\n[parameters.denominator]', "'colour'"),
        ("[parameters.denominator]", "[points]\ncompetence = 7\n[parameters.denominator]", "points.competence: is not"),
        ("[parameters.denominator]", "[points.a]\nb = 101\n[parameters.denominator]", "points are whole numbers"),
        ("[parameters.denominator]", "[points.a]\nb = 1.5\n[parameters.denominator]", "points are whole numbers"),
        ("[parameters.denominator]", "[parameters.denominator", "file: is not TOML"),
        ("[parameters.denominator]", "[classes]\na = 1\n[parameters.denominator]", "classes: is not a list of tables"),
        ("[parameters.denominator]", f"{A_CLASS}[parameters.denominator]", "classes: are not 2 to 9"),
        (
            "[parameters.denominator]",
            f"{A_CLASS * 2}[parameters.denominator]",
            "classes.2: is called like a class before",
        ),
        ("[parameters.denominator]", f"{A_CLASS}{classes('id = 7')}", "classes.2: id 7 is not lower-case letters"),
        (
            "[parameters.denominator]",
            f"{A_CLASS}{classes('en = %r' % ('x' * 41))}",
            "classes.2: has words longer than 40",
        ),
        (
            "[parameters.denominator]",
            f"{A_CLASS}{classes('colour = 1')}",
            "classes.2: has 'colour', which means nothing",
        ),
        (
            "[parameters.denominator]",
            f"{A_CLASS}{classes('weight = 30')}",
            "classes.2: its weight is not an exact string",
        ),
        (
            "[parameters.denominator]",
            f"{A_CLASS}{classes(ZERO)}",
            "classes.2: its weight is not an exact string above 0",
        ),
        ("[parameters.denominator]", "[assessment]\na = 1\n[parameters.denominator]", "assessment: is not a list"),
        ("[parameters.denominator]", f"{items(60, 41)}[parameters.denominator]", "assessment: have points that do not"),
        (
            "[parameters.denominator]",
            f"{items(0, 100)}[parameters.denominator]",
            "assessment.1: its points are",
        ),
        ("[parameters.denominator]", f"{items(50, 50, 'a')}[parameters.denominator]", "assessment: have an id twice"),
        ("[parameters.denominator]", f"{A_CLASS}{classes(THIRTY)}", "classes: have a weight for some only"),
    ],
)
def test_a_file_that_is_wrong_names_its_place(old, new, says):
    with pytest.raises(RulesFault) as refused:
        rules((old, new))
    assert says in str(refused.value)


def test_classes_are_read_in_their_order_and_the_fingerprint_covers_them():
    found = class_rules(["60", "1/2"])
    assert [(one.id, one.words["zh-CN"], one.weight) for one in found.classes] == [
        ("a", "a 票", Fraction(60)),
        ("b", "b 票", Fraction(1, 2)),
    ]
    assert found.weighs_classes
    assert len({one.fingerprint for one in (DEFAULT, found, class_rules(["60", "1/3"]), class_rules(number=2))}) == 4


@pytest.mark.parametrize("denominator", ["returned", "present", "roll"])
def test_classes_need_a_denominator_that_each_class_has(denominator):
    with pytest.raises(RulesFault, match=r"parameters\.denominator: is not known for each class"):
        class_rules((), choose("denominator", f'"{denominator}"'))


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    with pytest.raises(RulesFault, match=r"gone\.toml: file: there is no such file"):
        load(tmp_path / "gone.toml")
    (tmp_path / "latin.toml").write_bytes(b"name = \xff")
    with pytest.raises(RulesFault, match="is not UTF-8 text"):
        load(tmp_path / "latin.toml")
