"""Words of a note made fit to be shown: no control characters, no more than fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.note import Note, Span


@discreet()
@dataclass(frozen=True, slots=True)
class Excerpt:
    """A stretch of one line of a note: ``before + marked + after`` is shown, the caret stands below ``marked``."""

    before: str
    marked: str
    after: str


def printable(text: str) -> str:
    """``text`` with a space for every character that would move the cursor or show nothing (tab, escape, NUL, bidi marks)."""
    return "".join(char if char.isprintable() else " " for char in text)


def shorten(text: str, width: int, ellipsis: str) -> str:
    """``text`` on one line of at most ``width`` characters, cut in the middle, where the least is lost."""
    line = " ".join(printable(text).split())
    if len(line) <= width:
        return line
    kept = width - len(ellipsis)
    return line[: kept - kept // 2].rstrip() + ellipsis + line[len(line) - kept // 2 :].lstrip()


def excerpt(note: Note, start: int, end: int, *, width: int, ellipsis: str) -> Excerpt:
    """The line of ``note`` that ``start`` stands on, with ``start`` to ``end`` marked as far as that line goes.

    A line longer than ``width`` characters is cut around the mark, ``ellipsis`` at each cut. Offsets are code points.
    """
    span = note.line_span(note.position(start)[0])
    start = min(start, span.end)
    end = min(max(end, start + 1), span.end)
    left, right = _window(span, start, end, width, len(ellipsis))
    before = (ellipsis if left > span.start else "") + printable(note.text[left:start])
    after = printable(note.text[min(end, right) : right]) + (ellipsis if right < span.end else "")
    return Excerpt(before, printable(note.text[start : min(end, right)]), after)


def _window(line: Span, start: int, end: int, width: int, margin: int) -> tuple[int, int]:
    """The part of a line that fits ``width`` with ``margin`` kept for each cut; it begins with or before ``start``."""
    if line.end - line.start <= width:
        return line.start, line.end
    room = max(width - 2 * margin, 1)
    context = max(room - (end - start), 0) // 2
    left = max(line.start, min(start - context, line.end - room))
    return min(left, start), min(line.end, min(left, start) + room)
