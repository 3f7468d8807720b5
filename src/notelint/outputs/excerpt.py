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


def excerpt(note: Note, start: int, end: int, *, width: int, ellipsis: str) -> Excerpt:
    """The line of ``note`` that ``start`` stands on, with ``start`` to ``end`` marked as far as that line goes.

    A line longer than ``width`` characters is cut around the mark, between words where there are any, ``ellipsis`` at each
    cut. Offsets are code points.
    """
    span = note.line_span(note.position(start)[0])
    start = min(start, span.end)
    end = min(max(end, start + 1), span.end)
    left, right = _between_words(note.text, span, start, _window(span, start, end, width, len(ellipsis)))
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


def _between_words(text: str, line: Span, start: int, window: tuple[int, int]) -> tuple[int, int]:
    """The window made smaller so that no word is cut at its ends; a word that has no space before or behind it is."""
    left, right = window
    if line.start < left < start and not text[left - 1].isspace():
        left = next((at + 1 for at in range(left, start) if text[at].isspace()), left)
    if right < line.end and not text[right].isspace():
        right = next((at for at in range(right - 1, start, -1) if text[at].isspace()), right)
    return left, right
