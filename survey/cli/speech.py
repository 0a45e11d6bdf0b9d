"""What the command line says, and in which language."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol

import click

from analysis.errors import FigureRefused
from ballots.errors import Refused
from ballots.instrument import LANGUAGES
from survey.web import i18n


def language(environment: Mapping[str, str] = os.environ) -> str:
    """MINXIN_LANGUAGE when it names one of ours, else Chinese on a Chinese system, else English."""
    asked = environment.get("MINXIN_LANGUAGE", "")
    if asked in LANGUAGES:
        return asked
    system = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return "zh-CN" if system.startswith("zh") else "en"


def gettext(message: str) -> str:
    """`message` in the language of whoever types."""
    return i18n.catalogue(language()).gettext(message)


def say(message: str, **values: object) -> None:
    """Prints one sentence, already translated, with its values."""
    click.echo(message % values)


def warn(message: str, **values: object) -> None:
    """Prints one sentence on standard error, where no pipe takes it for data."""
    click.echo(message % values, err=True)


def ask_unseen(question: str, *, twice: str | bool = False) -> str:
    """What is typed without being shown, a second time too when `twice` says how to ask; a line of a pipe otherwise."""
    if sys.stdin.isatty():
        return str(click.prompt(question, hide_input=True, confirmation_prompt=twice))
    line = sys.stdin.readline()
    if not line:
        raise click.Abort
    return line.rstrip("\r\n")


def sentence(refusal: Refused | FigureRefused) -> str:
    """What a refusal says to whoever types."""
    return i18n.sentence(refusal, language())


class Progress(Protocol):
    """What long work tells how far it has come."""

    def update(self, n_steps: int) -> None:
        """So many steps more are done."""


@contextmanager
def progress(length: int, label: str) -> Iterator[Progress]:
    """A bar on standard error while the block runs; nothing at all when that is no terminal."""
    with click.progressbar(length=length, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield bar
