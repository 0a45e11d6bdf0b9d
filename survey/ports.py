"""The port that the server listens on."""

import socket

from survey.config import Settings
from survey.errors import PortTaken


def listen(settings: Settings) -> socket.socket:
    """A socket that listens where the settings say. Raises PortTaken."""
    try:
        return socket.create_server((settings.host, settings.port), backlog=1024)
    except OSError:
        raise PortTaken(port=settings.port) from None
