"""Uploads stay in memory: a request is small, and no copy of it is put on a disk."""

import io
from typing import IO

from flask import Request


class InMemory(Request):
    """A request whose files are read into memory, however large; `MAX_CONTENT_LENGTH` bounds them all."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()
