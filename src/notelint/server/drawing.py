"""Which documents have pages that can be drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.inputs.formats.recognise import format_of

if TYPE_CHECKING:
    from notelint.note import Note

_HEAD = 4096


def is_drawn(file: str, note: Note) -> bool:
    """Whether pages of the note's document can be drawn: a PDF file that is no part of another document."""
    where = note.place(0)
    if where is None or where.page is None:
        return False
    try:
        with Path(file).open("rb") as document:
            return format_of(document.read(_HEAD)) == "pdf"
    except OSError:
        return False
