"""Keeps a long piece of work small: what one file took goes back to the system before the next is made."""

import ctypes
import gc
import sys
from functools import cache
from typing import Any

EVERY = 9
"""Files between two collections: about the files of one meeting. A drawing is garbage that only a collection finds."""


def give_back(number: int) -> None:
    """Frees what the files made so far took; the C library would keep it, in pieces that fit no later file."""
    if number <= EVERY or number % EVERY == 0:
        gc.collect()
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    """glibc's call for it; None where the C library has none."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
