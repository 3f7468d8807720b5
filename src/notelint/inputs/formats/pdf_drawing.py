"""Draw a page of a PDF file for people to look at, in a process of its own with limits, as documents are read."""

from __future__ import annotations

import atexit
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from notelint.discreet import discreet
from notelint.inputs.formats.child import serve_bytes
from notelint.inputs.formats.model import Limits, RefusedError

if TYPE_CHECKING:
    from notelint.inputs.formats.isolation import ReaderProcess
    from notelint.inputs.formats.picture import Picture

_SCALE = 1.75
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@discreet("page", "width", "height")
class DrawnPage(msgspec.Struct, frozen=True):
    """A page as a picture (PNG, shades of grey), its number, counted from 1, and its size in points, as boxes are given."""

    page: int
    width: float
    height: float
    png: bytes


@cache
def _drawer() -> ReaderProcess:
    """The process that draws pages; it starts with the first one."""
    from notelint.inputs.formats.isolation import ReaderProcess

    process = ReaderProcess(__name__, by_clock=30.0)
    atexit.register(process.close)
    return process


def drawn(data: bytes, page: int) -> DrawnPage:
    """The page ``page`` of a PDF file, counted from 1. Raises ``RefusedError``: what is wrong, in one line."""
    return msgspec.msgpack.decode(_drawer().ask(data, Limits(), str(page)), type=DrawnPage)


def serve(most_memory: int) -> None:
    """What runs in the process."""
    serve_bytes(most_memory, _draw)


def _draw(data: bytes, _limits: Limits, page: str) -> bytes:
    import pypdfium2 as pdfium

    from notelint.inputs.formats.pdf_page import picture_of

    try:
        file: Any = pdfium.PdfDocument(data)
        number = int(page)
        if not 1 <= number <= len(file):
            raise RefusedError("the document has no such page")
        file.init_forms()
        picture = picture_of(file[number - 1], _SCALE)
    except pdfium.PdfiumError:
        raise RefusedError("the page cannot be drawn: it is damaged") from None
    width, height = picture.width / picture.scale, picture.height / picture.scale
    return msgspec.msgpack.encode(DrawnPage(number, width, height, _png(picture)))


def _png(picture: Picture) -> bytes:
    """The picture as a file. Source of the format: W3C, Portable Network Graphics (PNG) Specification, third edition."""
    width, height = picture.width, picture.height
    rows = b"".join(b"\0" + picture.pixels[row * width : (row + 1) * width] for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
