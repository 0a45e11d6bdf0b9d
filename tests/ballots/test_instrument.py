"""A form is a data file, checked whole when it is loaded: the first fault is named by file, place and reason."""

from pathlib import Path

import pytest

from ballots import instrument
from ballots.errors import InstrumentFault
from ballots.instrument import LANGUAGES, MOST_ITEMS, MOST_LEVELS, Instrument

TOY = """
id = "toy"
edition = "1"
title = { zh-CN = "小表", en = "Toy form" }
abstain = { zh-CN = "不了解", en = "Don't know" }
abstain_codes = ["9"]

[scales.liking]
rate = { zh-CN = "喜欢率", en = "Liking rate" }
strict = 1
broad = 1
levels = [
    { id = "good", zh-CN = "好", en = "Good", points = 100, codes = ["1"] },
    { id = "bad", zh-CN = "坏", en = "Bad", points = 0, codes = ["2"] },
]

[[sections]]
kind = "tea"
scale = "liking"
title = { zh-CN = "茶", en = "Tea" }
headline = "taste"
items = [ { id = "smell", zh-CN = "香", en = "Smell" }, { id = "taste", zh-CN = "味", en = "Taste" } ]
"""
ITEM = '{ id = "smell", zh-CN = "香", en = "Smell" }'
GOOD = '{ id = "good", zh-CN = "好", en = "Good", points = 100, codes = ["1"] }'

FAULTS = [
    ('id = "toy"\n', "", "file", "has no id"),
    ('id = "toy"', 'id = "Toy form"', "file", "id 'Toy form' is not lower-case letters, digits, _ or -"),
    ('id = "toy"', "id = 7", "file", "id is not a string"),
    ('edition = "1"', "edition = 1", "file", "edition is not a string"),
    ('edition = "1"', 'edition = "1"\ncolour = "red"', "file", "has 'colour', which means nothing here"),
    ('title = { zh-CN = "小表", ', "title = { ", "title", "has no words in zh-CN"),
    ('zh-CN = "小表", en = "Toy form"', 'zh-CN = "小表"', "title", "has no words in en"),
    ('en = "Toy form"', 'en = "  "', "title", "has no words in en"),
    ('en = "Toy form"', 'en = "Toy\\nform"', "title", "has a control character in its en words"),
    ('en = "Don\'t know"', 'fr = "Sans avis"', "abstain", "has no words in en"),
    ('abstain_codes = ["9"]', "abstain_codes = [9]", "file", "abstain_codes is not a list of strings"),
    ('abstain_codes = ["9"]', 'abstain_codes = ["1"]', "scales.liking", "has the code '1' twice"),
    ("[scales.liking]", "[scales.Liking]", "scales.Liking", "id 'Liking' is not lower-case letters, digits, _ or -"),
    ("strict = 1", "strict = true", "scales.liking", "strict is not a whole number"),
    ("strict = 1", "strict = 0", "scales.liking", "needs 1 ≤ strict ≤ broad < number of levels"),
    ("broad = 1", "broad = 2", "scales.liking", "needs 1 ≤ strict ≤ broad < number of levels"),
    ("strict = 1\nbroad = 1", "strict = 2\nbroad = 1", "scales.liking", "needs 1 ≤ strict ≤ broad < number of levels"),
    ("broad = 1\n", "", "scales.liking", "has no broad"),
    ('en = "Liking rate"', 'de = "Quote"', "scales.liking.rate", "has no words in en"),
    (f"    {GOOD},\n", "", "scales.liking", f"has 1 levels; a scale has 2 to {MOST_LEVELS}"),
    (f"{GOOD},", f"{GOOD}, 7,", "scales.liking.levels[2]", "is not a table"),
    ("points = 0", "points = 101", "scales.liking.levels[2]", "points are 0 to 100, not 101"),
    ("points = 0", "points = -1", "scales.liking.levels[2]", "points are 0 to 100, not -1"),
    ("points = 0", "points = 0.5", "scales.liking.levels[2]", "points is not a whole number"),
    ("points = 0,", "points = 0, colour = 1,", "scales.liking.levels[2]", "has 'colour', which means nothing here"),
    ('id = "bad"', 'id = "good"', "scales.liking", "has the level id 'good' twice"),
    ('id = "bad"', 'id = "abstained"', "scales.liking.levels[2]", "the level id abstained is reserved"),
    ('id = "bad"', 'id = "invalid"', "scales.liking.levels[2]", "the level id invalid is reserved"),
    ('id = "bad", zh-CN = "坏"', 'id = "bad", zh-TW = "坏"', "scales.liking.levels[2]", "has 'zh-TW', which"),
    ('codes = ["2"]', 'codes = ["1"]', "scales.liking", "has the code '1' twice"),
    ('codes = ["2"]', 'codes = "2"', "scales.liking.levels[2]", "codes is not a list of strings"),
    ('scale = "liking"', 'scale = "loving"', "sections[1]", "names the scale loving, which the file does not define"),
    ('headline = "taste"', 'headline = "price"', "sections[1]", "names the headline price, which is none of its items"),
    ('kind = "tea"\n', "", "sections[1]", "has no kind"),
    ('id = "smell"', 'id = "taste"', "sections[1]", "has the item id 'taste' twice"),
    ('id = "smell"', 'id = "pooled"', "sections[1].items[1]", "the item id pooled is reserved"),
    (ITEM, '"smell"', "sections[1].items[1]", "is not a table"),
    ('zh-CN = "味", ', "", "sections[1].items[2]", "has no words in zh-CN"),
    ("[[sections]]", "[sections]", "file", "sections is not a list"),
    *[
        ('edition = "1"', f'edition = "1"\nearlier = {earlier}', place, reason)
        for earlier, place, reason in (
            ('"toy"', "file", "earlier is not a list"),
            ('["toy"]', "earlier[1]", "is not a table"),
            ('[{ form = "toy", items = {} }]', "earlier[1]", "has no edition"),
            ("[{ items = { coffee = {} } }]", "earlier[1].items", "has 'coffee', which means nothing here"),
            ("[{ items = { tea = { price = [] } } }]", "earlier[1].items.tea", "has 'price', which means nothing"),
            ('[{ items = { tea = { smell = "x" } } }]', "earlier[1].items.tea", "smell is not a list of strings"),
        )
    ],
]


@pytest.mark.parametrize(("written", "instead", "place", "reason"), FAULTS)
def test_a_fault_is_named_by_file_place_and_reason(written: str, instead: str, place: str, reason: str) -> None:
    assert written in TOY
    with pytest.raises(InstrumentFault) as refused:
        instrument.parse(TOY.replace(written, instead, 1), "toy.toml")
    assert str(refused.value).startswith(f"toy.toml: {place}: {reason}")


def test_levels_must_come_best_first() -> None:
    swapped = TOY.replace("points = 100", "points = 20").replace("points = 0", "points = 30")
    with pytest.raises(InstrumentFault, match=r"^toy\.toml: scales\.liking: levels are not in order: the best comes"):
        instrument.parse(swapped, "toy.toml")


def test_levels_may_share_their_points() -> None:
    assert instrument.parse(TOY.replace("points = 100", "points = 0"), "toy.toml").scales[0].levels[0].points == 0


def test_sections_of_the_same_kind_and_empty_ones_are_refused() -> None:
    section = TOY[TOY.index("[[sections]]") :]
    with pytest.raises(InstrumentFault, match="sections: has the kind 'tea' twice"):
        instrument.parse(TOY + section, "toy.toml")
    with pytest.raises(InstrumentFault, match="file: has no sections"):
        instrument.parse(TOY.replace(section, ""), "toy.toml")
    with pytest.raises(InstrumentFault, match=r"toy.toml: sections\[1\]: has no item"):
        instrument.parse(TOY[: TOY.index("headline")] + "items = []", "toy.toml")
    with pytest.raises(InstrumentFault, match="sections: the form has no section"):
        instrument.parse("sections = []\n" + TOY.replace(section, ""), "toy.toml")


def test_a_form_that_no_ballot_could_hold_is_refused() -> None:
    items = ", ".join(f'{{ id = "i{number}", zh-CN = "项", en = "Item" }}' for number in range(MOST_ITEMS - 1))
    with pytest.raises(InstrumentFault, match=rf"the form has {MOST_ITEMS + 1} items; at most {MOST_ITEMS} fit"):
        instrument.parse(TOY.replace("items = [", f"items = [ {items},"), "toy.toml")


def test_a_scale_of_too_many_levels_is_refused() -> None:
    more = "".join(GOOD.replace("good", f"good{number}").replace('["1"]', "[]") + "," for number in range(MOST_LEVELS))
    with pytest.raises(InstrumentFault, match=f"has {MOST_LEVELS + 2} levels; a scale has 2 to {MOST_LEVELS}"):
        instrument.parse(TOY.replace("levels = [", f"levels = [ {more}"), "toy.toml")


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"\xff\xfe", "is not UTF-8 text"), (b"id = ", "is not TOML"), (b"", "has no scales"), (None, "cannot be read")],
)
def test_a_file_that_is_no_form_is_refused_by_name(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "form.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    with pytest.raises(InstrumentFault, match=f"^form.toml: file: {reason}"):
        instrument.load(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InstrumentFault, match=r"^none\.toml: file: there is no such file$"):
        instrument.load(tmp_path / "none.toml")


def test_a_file_written_on_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "toy.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TOY.replace("\n", "\r\n").encode())
    assert instrument.load(path).fingerprint == instrument.parse(TOY, "toy").fingerprint


def test_a_toy_form_is_read_as_written() -> None:
    toy = instrument.parse(TOY, "toy.toml")
    (tea,) = toy.sections
    assert (toy.id, toy.edition, toy.abstain_codes) == ("toy", "1", ("9",))
    assert (toy.title["zh-CN"], toy.title["en"]) == ("小表", "Toy form")
    assert [item.id for item in tea.items] == ["smell", "taste"]
    assert tea.headline == "taste"
    assert toy.section("tea") is tea
    assert toy.scales == (tea.scale,)
    assert tea.scale.level("bad").codes == ("2",)
    with pytest.raises(KeyError):
        toy.section("coffee")


def test_the_fingerprint_is_of_the_content_not_of_the_layout() -> None:
    fingerprint = instrument.parse(TOY, "toy").fingerprint
    assert instrument.parse("# a comment\n" + TOY.replace(" = ", "="), "other").fingerprint == fingerprint
    assert instrument.parse(TOY.replace("Smell", "Scent"), "toy").fingerprint != fingerprint
    assert len(fingerprint) == 64


@pytest.mark.parametrize("form", [instrument.load(path) for path in instrument.shipped().values()], ids=lambda f: f.id)
def test_every_shipped_form_speaks_both_languages_and_is_called_like_its_file(form: Instrument) -> None:
    assert instrument.shipped()[form.id].stem == form.id
    words = [form.title, form.abstain, *(scale.rate for scale in form.scales)]
    words += [level.words for scale in form.scales for level in scale.levels]
    words += [part.words for section in form.sections for part in section.items]
    assert all(set(each) == set(LANGUAGES) and all(each.values()) for each in words)


def test_the_founding_form_asks_what_the_district_asked() -> None:
    form = instrument.load(instrument.shipped()["community-2026"])
    asked = {section.kind: [item.words["zh-CN"] for item in section.items] for section in form.sections}
    assert asked == {
        "committee": ["社区服务", "社区卫生", "社区文化", "社区治安", "社区环境", "总体评价"],
        "secretary": ["德", "能", "勤", "绩", "廉"],
        "graduate": ["政治素养", "工作能力", "出勤出工", "工作实绩", "工作作风", "参加培训"],
    }
    levels = {section.kind: [level.words["zh-CN"] for level in section.scale.levels] for section in form.sections}
    assert levels["committee"] == levels["secretary"] == ["满意", "基本满意", "不满意"]
    assert levels["graduate"] == ["优秀", "称职", "基本称职", "不称职"]
    assert [section.scale.rate["zh-CN"] for section in form.sections] == ["满意率", "满意率", "优秀率"]
    assert [section.headline for section in form.sections] == ["overall", None, None]
