"""Choosing the reader's language, and the words in it. English is the key; `translations/` holds the rest."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import ClassVar, Protocol

from flask import Flask, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from analysis.errors import RulesFault
from ballots.errors import InstrumentFault
from ballots.instrument import LANGUAGES, Words
from survey.sheets.errors import LineFault
from survey.web import current

_QUERY, _COOKIE = "lang", "lang"
OURS = ("what", "state", "wanted")
"""The values of refusals that are words of ours, and so have a translation. All others are what people wrote."""
BETWEEN = ", "
"""What stands between the words of a list, such as several states."""


def install(app: Flask) -> None:
    """Makes `_()`, `ngettext()`, `words()` and `language` known to all templates of `app`."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(words=words, language=current.language)
    app.before_request(_choose)


@cache
def catalogue(language: str) -> NullTranslations:
    """The words of `language`; English needs no catalogue."""
    if language == "en":
        return NullTranslations()
    path = files("survey") / "translations" / language.replace("-", "_") / "LC_MESSAGES" / "messages.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


def gettext(message: str) -> str:
    """`message` in the reader's language."""
    return catalogue(current.language()).gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the sentence for `number`, in the reader's language."""
    return catalogue(current.language()).ngettext(one, many, number)


def words(text: Words) -> str:
    """An instrument's or rule set's own words in the reader's language."""
    return text[current.language()]


class Fact(Protocol):
    """A refusal of any package: an English sentence, which is the catalogue's key, and the values in it."""

    sentence: ClassVar[str]
    values: dict[str, object]


def sentence(fact: Fact, language: str) -> str:
    """What a refusal says, in `language`. Words of ours among its values are translated; what people wrote is not."""
    say = catalogue(language).gettext
    values = _in_words(fact.values, say)
    if isinstance(fact, InstrumentFault | RulesFault):
        values["reason"] = say(fact.reason) % _in_words(fact.reason_values, say)
    if isinstance(fact, LineFault):
        values["reason"] = sentence(fact.cause, language)
    return say(fact.sentence) % values


def _in_words(values: Mapping[str, object], say: Callable[[str], str]) -> dict[str, object]:
    listed = {name: str(values[name]).split(BETWEEN) for name in OURS if name in values}
    return {**values, **{name: say(BETWEEN).join(map(say, words)) for name, words in listed.items()}}


def _choose() -> None:
    asked = request.args.get(_QUERY) or request.cookies.get(_COOKIE)
    if asked not in LANGUAGES:
        asked = _preferred(request.headers.get("Accept-Language", "")) or current.settings().language
    g.language = "zh-CN" if asked.startswith("zh") else "en"


@lru_cache(maxsize=256)
def _preferred(told: str) -> str | None:
    """What the browser prefers of what we have, by its header; None when it is none of these."""
    return parse_accept_header(told, LanguageAccept).best_match(["zh-CN", "zh", "en"])
