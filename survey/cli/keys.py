"""`minxin keys`: the three scrutineers' keys, each shown once."""

import sys
from collections.abc import Callable

import click
import qrcode

from ballots.errors import KeyMistyped, KeyOfAnotherMeeting
from ballots.keys import HOLDERS, Key
from ballots.meetings import Meeting, Purpose
from survey.cli.choices import meeting_called
from survey.cli.frame import settings, with_evening
from survey.cli.speech import ask_unseen, say, sentence, warn
from survey.cli.speech import gettext as _
from survey.errors import KeysNeedTerminal
from survey.evening import Evening, KeyProgress
from survey.web import address

_FORGET_SCROLLBACK = "\x1b[3J"
"""Clearing the screen alone keeps it in the history of many terminals. Source: xterm's control sequences, ED 3."""
TRIES = 5
"""How often a key may be mistyped on a terminal before the command gives up."""


@click.group("keys")
def keys() -> None:
    """The three scrutineers' keys, any two of which open the box."""


@keys.command("make")
@with_evening()
@click.argument("name", metavar="MEETING")
def make(evening: Evening, name: str) -> None:
    """Make three new keys and show each to its holder once.

    Each holder photographs the QR code, or copies the digits, and presses a key; the screen is cleared before the
    next one. Nothing keeps the keys, so a real meeting's are shown on a terminal only, never into a pipe or a file.
    """
    found = meeting_called(evening, name)
    is_kept = found.purpose in (Purpose.DEMO, Purpose.REHEARSAL)
    if not sys.stdout.isatty() and not is_kept:
        raise KeysNeedTerminal
    made = evening.make_keys(found.id)
    for key in made:
        _show(key, found)
        evening.note_key_shown(found.id, key.number)
    say(_("Three keys are made. Next: minxin keys test %(meeting)s"), meeting=found.id)


@keys.command("test")
@with_evening()
@click.argument("name", metavar="MEETING")
def test(evening: Evening, name: str) -> None:
    """Let each holder type a key, unseen: every two of them must open a test envelope."""
    found = meeting_called(evening, name)
    tested: frozenset[int] = frozenset()
    while len(tested) < HOLDERS:
        progress = present(evening, found, _("Key, 42 digits"))
        tested = progress.tested
        say(_("Key %(number)s is known. Tested: %(tested)s of 3."), number=progress.number, tested=len(tested))
    say(_("All three keys are tested. Next: minxin open %(meeting)s"), meeting=found.id)


def present(evening: Evening, found: Meeting, question: str) -> KeyProgress:
    """Asks for one key without showing it, and presents it; on a terminal a mistake may be made good."""
    return _patiently(lambda: evening.present_key(found.id, ask_unseen(question)))


def _patiently(act: Callable[[], KeyProgress]) -> KeyProgress:
    for _attempt in range(TRIES - 1 if sys.stdin.isatty() else 0):
        try:
            return act()
        except (KeyMistyped, KeyOfAnotherMeeting) as refusal:
            warn("%(says)s", says=sentence(refusal))
    return act()


def _show(key: Key, found: Meeting) -> None:
    """Shows one key; on a terminal, alone on a clear screen until its holder has it."""
    is_seen = sys.stdout.isatty()
    if is_seen:
        _wipe_screen()
    say(_("%(community)s, key %(number)s of 3"), community=found.community, number=key.number)
    if is_seen:
        code = qrcode.QRCode(border=2)
        code.add_data(f"{address.key_page(settings(), found.id)}#{key.digits}")
        code.print_ascii(invert=True)
    click.echo(key.grouped)
    if is_seen:
        click.pause(_("Photograph it or copy the digits, then press any key."))
        _wipe_screen()


def _wipe_screen() -> None:
    """Clears the screen and what could be scrolled back to: the next holder must not find this key."""
    click.clear()
    click.echo(_FORGET_SCROLLBACK, nl=False)
