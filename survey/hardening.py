"""Keeps a crash of the server from writing memory, and so an unsealed ballot, to the disk."""

import ctypes
import sys
from importlib.util import find_spec

_PR_SET_DUMPABLE = 4
"""Source: prctl(2), linux/prctl.h."""


def forbid_memory_dumps() -> None:
    """Asks the system never to dump this process's memory, as far as the system can be asked."""
    if find_spec("resource") is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
