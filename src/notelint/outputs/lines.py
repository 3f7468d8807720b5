"""The lines of a note with their numbers, and their places in the document that the note was read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.note import Note


def numbered(note: Note) -> str:
    """Each line behind its number and its place, such as ``  12  p.2 ¶5 | The left fibula was raised``."""
    rows = list(_rows(note))
    left = max(len(number) for number, _, _ in rows)
    middle = max(len(place) for _, place, _ in rows)
    lines = (f"{number.rjust(left)}  {place.ljust(middle)} | {words}".rstrip() for number, place, words in rows)
    return "".join(f"{line}\n" for line in lines)


def _rows(note: Note) -> Iterator[tuple[str, str, str]]:
    for number in range(1, note.position(len(note.text.rstrip("\r\n")))[0] + 1):
        span = note.line_span(number)
        yield str(number), str(note.place(span.start) or ""), printable(note.text[span.start : span.end])
