"""Keeps a long piece of work small: what one file took goes back to the system before the next is made."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


@contextmanager
def frozen() -> Iterator[None]:
    """Leaves what lives before the block, libraries above all, out of its collections: each of them is short."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def give_back() -> None:
    """Frees what a file took: a drawing is garbage that only a collection finds, and the C library would keep it."""
    gc.collect()
    if trim := _trim():
        trim(0)


@cache
def _trim() -> Any:
    """glibc's call for it; None where the C library has none."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
