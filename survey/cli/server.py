"""`minxin serve`: the web server for one data folder. Its pages are loaded when it runs, not with every command."""

import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import qrcode

from survey import accounts
from survey.cli.frame import settings, with_evening
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.database import reading
from survey.evening import Evening
from survey.hardening import forbid_memory_dumps

if TYPE_CHECKING:
    from survey.serving import Server


@click.command("serve")
@with_evening(make=True)
@click.option("--host", help="The interface to listen on; MINXIN_HOST or all of them when not given.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; MINXIN_PORT or 8000; 0 takes a free one.")
def serve(evening: Evening, host: str | None, port: int | None) -> None:
    """Run the web server until Ctrl-C; a second one on the same data folder finds the boxes held.

    Stopping it loses nothing: an open meeting stays open and goes on when the server runs again.

    \b
    minxin serve --port 8080
    """
    from survey.serving import Server

    forbid_memory_dumps()
    wanted = settings()
    wanted = replace(wanted, host=wanted.host if host is None else host, port=wanted.port if port is None else port)
    server = Server(evening, wanted)
    run_until_stopped(server, is_new=_is_new(evening))


def run_until_stopped(server: "Server", *, is_new: bool = False) -> None:
    """Says where the server is, and serves until the process is asked to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: server.stop())
    here = server.local_address
    say(_("Minxin runs at %(address)s — on this computer also %(here)s"), address=server.address, here=here)
    if sys.stdout.isatty():
        code = qrcode.QRCode(border=2)
        code.add_data(server.address)
        code.print_ascii(invert=True)
    if is_new:
        say(_("This is a new data folder: the browser will ask you to create the administrator."))
    say(_("Stop it with Ctrl-C. Nothing is lost: an open meeting goes on when the server runs again."))
    server.run()
    say(_("Stopped."))


def _is_new(evening: Evening) -> bool:
    with reading(evening.engine) as db:
        return accounts.count(db) == 0
