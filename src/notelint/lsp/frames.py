"""Frames of the protocol from a stream of bytes. Whatever is no frame is left out, so that the next one is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 64_000_000
"""Bytes of the largest message that is read."""
_LONGEST_LINE = 65_536
_LENGTH = re.compile(rb"Content-Length[ \t]*:[ \t]*(\d{1,9})[ \t]*\r?\n$", re.IGNORECASE)


class Stream(Protocol):
    """A stream of bytes to read from."""

    def readline(self, size: int = -1, /) -> bytes:
        """The next line, or as many bytes of it."""

    def read(self, size: int = -1, /) -> bytes:
        """As many bytes, fewer at the end."""


def frames(stream: Stream) -> Iterator[bytes | None]:
    """The body of each frame until the stream ends; ``None`` for a length that is larger than ``LARGEST``.

    A header that is none, and what stands between frames, is passed over. A body that is cut off by the end of the stream counts
    for nothing.
    """
    length: int | None = None
    while line := stream.readline(_LONGEST_LINE):
        if (matched := _LENGTH.search(line)) is not None:
            length = int(matched[1])
        elif length is not None and not line.strip():
            if length > LARGEST:
                yield None
            else:
                body = stream.read(length)
                if len(body) < length:
                    return
                yield body
            length = None
