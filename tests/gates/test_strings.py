"""Chinese first, English whole: every sentence is in the catalogue, and no template speaks one language only."""

import gettext
import io
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.nodes import Const

from tools import strings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPOKEN = ("alt", "aria-label", "placeholder", "title", "content")
"""Attributes that people hear or read."""
NAMES = ("民心秤", "Minxin", "中文", "English", "SHA-256", "width=device-width, initial-scale=1")
"""The product's name, the languages' own, that of a digest, and an instruction to browsers: the same everywhere."""
NOT_SPEECH = ("audience", "icon")
"""Blocks whose text is a class or an address."""

jinja = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def test_the_catalogue_holds_what_is_said_now_and_nothing_else() -> None:
    po, mo = strings.written(strings.merged(strings.kept()))
    is_up_to_date = (po, mo) == (
        strings.PO.read_bytes(),
        strings.MO.read_bytes(),
    )  # not shown byte by byte: that is slow
    assert is_up_to_date, "python3 run.py strings"


def test_every_sentence_has_its_chinese() -> None:
    assert strings.untranslated(strings.kept()) == []


def test_every_translation_fills_the_same_places() -> None:
    catalog = strings.kept()
    faults = [(message.id, str(fault)) for message in catalog for fault in message.check(catalog)]
    assert faults == []


def test_the_compiled_catalogue_speaks() -> None:
    spoken = gettext.GNUTranslations(io.BytesIO(strings.MO.read_bytes()))
    assert spoken.gettext("There is no such meeting.") == "没有这场测评会。"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_says_nothing_outside_the_catalogue(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [text for text in (*_texts(source), *_chinese_literals(source)) if _is_language(text)] == []


def test_untranslated_words_in_a_template_are_noticed() -> None:
    source = '<p title="Say">{{ _("Yes") }} 您好 · <b>{% trans %}Fine{% endtrans %}</b> Loud</p>{{ "中" if x else "" }}'
    found = [text.strip() for text in (*_texts(source), *_chinese_literals(source)) if _is_language(text)]
    assert found == ["Say", "您好 ·", "Loud", "中"]


def _texts(source: str) -> Iterator[str]:
    """What a template itself says to people, its expressions and translated blocks left out."""
    said: list[str] = []
    reader = _Reader(said)
    reader.feed("".join(_raw(source)))
    reader.close()
    yield from said


def _raw(source: str) -> Iterator[str]:
    is_skipped, before = False, ""
    for _line, kind, value in jinja.lex(source):
        if kind == "name" and (
            value in ("trans", "endtrans", "endblock") or (value in NOT_SPEECH and before == "block")
        ):
            is_skipped = not value.startswith("end")
        if kind == "data" and not is_skipped:
            yield value
        before = before if kind == "whitespace" else value


def _chinese_literals(source: str) -> Iterator[str]:
    for constant in jinja.parse(source).find_all(Const):
        if isinstance(constant.value, str) and any(ord(sign) >= 0x2E80 for sign in constant.value):
            yield constant.value


def _is_language(text: str) -> bool:
    for name in NAMES:
        text = text.replace(name, "")
    return any(unicodedata.category(sign).startswith("L") for sign in text)


class _Reader(HTMLParser):
    """Collects text and spoken attributes; code inside <script> and <style> is not speech."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self.said = said
        self.is_code = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = tag in ("script", "style")
        self.said.extend(value for name, value in attrs if name in SPOKEN and value)

    def handle_endtag(self, tag: str) -> None:
        self.is_code = False

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.said.append(data)
