"""A page as a picture, as text recognition takes it."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, replace
from math import sqrt

from notelint.discreet import discreet

POINTS_PER_INCH = 72
DPI = 300
"""The dots per inch at which text is recognised best."""
_MOST_PIXELS = 20_000_000
_LONGEST_SIDE = 20_000  # pixels


@discreet()
@dataclass(frozen=True, slots=True)
class Picture:
    """A page as grey pixels, row by row from the top, one byte each (0 is black); ``scale`` is pixels per point."""

    width: int
    height: int
    pixels: bytes
    scale: float

    def upside_down(self) -> Picture:
        """The picture turned by 180 degrees."""
        return replace(self, pixels=self.pixels[::-1])

    def to_png(self) -> bytes:
        """The picture as a PNG file."""
        width = self.width
        rows = b"".join(b"\0" + self.pixels[start : start + width] for start in range(0, width * self.height, width))
        header = struct.pack(">IIBBBBB", width, self.height, 8, 0, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 1)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
        )


def best_scale(width: float, height: float) -> float:
    """Pixels per point for a page of this size in points: 300 dots per inch, or fewer where these would be too many pixels."""
    return min(DPI / POINTS_PER_INCH, sqrt(_MOST_PIXELS / (width * height)), _LONGEST_SIDE / max(width, height))
