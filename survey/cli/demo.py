"""`minxin demo`: the whole idea in a minute."""

import os
import sys
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path

import click

from survey.cli.frame import chosen_folder, data_option, settings
from survey.cli.server import run_until_stopped
from survey.cli.speech import gettext as _
from survey.cli.speech import say
from survey.folder import DataFolder
from survey.ports import listen
from survey.web import address

FOLDER = Path("minxin-demo")


@click.command("demo")
@data_option
@click.option("--port", type=click.IntRange(0, 65535), help="The port; MINXIN_PORT or 8000; 0 takes a free one.")
@click.option("--browser/--no-browser", default=True, help="Whether to open the browser when there is a screen.")
def demo(port: int | None, browser: bool) -> None:
    """Show a district with results of two years and a meeting open tonight.

    Everything in it is invented. The demo has a data folder of its own, ./minxin-demo when --data does not say
    otherwise, which is emptied and rebuilt on every start; a folder with anything else in it is refused.
    """
    from survey.serving import Server
    from survey.simulation.demo import build, trickle

    wanted = settings()
    socket = listen(replace(wanted, port=wanted.port if port is None else port))
    wanted = replace(wanted, port=socket.getsockname()[1])
    say(_("Preparing the demo: thirteen meetings, a few seconds …"))
    made = build(DataFolder(chosen_folder() or FOLDER), address.for_phones(wanted))
    server = Server(made.evening, wanted, is_demo=True, on=socket)
    say(_("Slips to scan are in %(file)s. The demo keeps its keys, and says so on every page."), file=made.printed)
    stopping = threading.Event()
    crowd = threading.Thread(target=trickle, args=(made, server.local_address, stopping), name="crowd", daemon=True)
    crowd.start()
    if browser and _has_screen():
        webbrowser.open(server.local_address)
    try:
        run_until_stopped(server)
    finally:
        stopping.set()
        crowd.join()


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
