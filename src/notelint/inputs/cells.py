"""What stands in a cell of a table to notes: plain text, or a document as text or as bytes."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from notelint.inputs.reading import Unreadable, notes_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.note import Note

TEXT, AUTO = "text", "auto"
_MEDIA_TYPES = {
    "rtf": "text/rtf",
    "html": "text/html",
    "mht": "multipart/related",
    "ccda": "application/hl7-v3+xml",
    "fhir": "application/fhir+json",
    "hl7v2": "x-application/hl7-v2+er7",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "scan": "image/tiff",
}
FORMATS = (TEXT, AUTO, *_MEDIA_TYPES)
"""The formats of a cell: plain text as it is, whatever its content shows, or that one format."""
_NO_ASCII = re.compile(r"[^\x00-\x7f]")
_HALF = 0x8000  # code units from here on are negative in RTF


def notes_in_cell(cell: str | bytes, source: str, form: str, max_chars: int) -> Iterator[Note | Unreadable]:
    """The notes in a cell that is in the format ``form``; in another format than that it cannot be read."""
    from notelint.inputs.formats.recognise import format_of

    media_type = _MEDIA_TYPES.get(form, "")
    data = _bytes_of(cell) if isinstance(cell, str) else cell
    found = format_of(data, media_type)
    if form not in {AUTO, found}:
        yield Unreadable(source, f"is not what --text-format says ({form}); give the right format, or auto")
        return
    yield from notes_of(data, source, max_chars, media_type)


def _bytes_of(text: str) -> bytes:
    """A document that was kept as text, as a file would have it."""
    if text.lstrip().startswith("{\\rtf"):
        return _NO_ASCII.sub(lambda char: _in_rtf(char[0]), text).encode("ascii")
    data = text.encode("utf-8", "replace")
    return data if text.isascii() else codecs.BOM_UTF8 + data


def _in_rtf(char: str) -> str:
    """A character as RTF writes it: one escape for each of its code units in UTF-16."""
    units = char.encode("utf-16-le", "surrogatepass")
    numbers = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
    return "".join(f"\\u{number - 2 * _HALF if number >= _HALF else number}?" for number in numbers)
