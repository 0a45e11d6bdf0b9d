"""QR codes as one SVG path, so that a page shows them sharp at any size and prints them without loss."""

from dataclasses import dataclass

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Modules of white around the code. Source: ISO/IEC 18004."""


@dataclass(frozen=True)
class QrCode:
    """A code `size` modules wide, quiet zone included; `path` draws its dark modules in an SVG of that size."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The code that says `text`, readable with 15 % of it damaged."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_ZONE)
    code.add_data(text)
    matrix = code.get_matrix()
    dark = [(row, column) for row, cells in enumerate(matrix) for column, is_dark in enumerate(cells) if is_dark]
    return QrCode(len(matrix), "".join(f"M{column} {row}h1v1h-1z" for row, column in dark))
