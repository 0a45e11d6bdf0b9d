"""The address that phones use to reach this computer."""

import socket

from survey.config import Settings

_FAR_AWAY = ("192.0.2.1", 9)
"""A documentation address (RFC 5737): nothing is sent to it, it only makes the system choose a network card."""
_THIS_COMPUTER = "127.0.0.1"


def for_phones(settings: Settings) -> str:
    """The address in the settings, or else the best guess: scheme, this computer's address in the hall, port."""
    return settings.address or f"http://{in_the_hall()}:{settings.port}"


def in_the_hall() -> str:
    """This computer's address on the network it would use; 127.0.0.1 when it is on none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_FAR_AWAY)
        except OSError:
            return _THIS_COMPUTER
        return str(asked.getsockname()[0])


def voting_page(settings: Settings, meeting_id: str) -> str:
    """Where a phone votes in the meeting, without any slip's code."""
    return f"{for_phones(settings)}/v/{meeting_id}"


def key_page(settings: Settings, meeting_id: str) -> str:
    """Where a scrutineer's phone presents a key of the meeting."""
    return f"{for_phones(settings)}/k/{meeting_id}"
