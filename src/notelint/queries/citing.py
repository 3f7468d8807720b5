"""Make citations from places of the note: the words around a place within its sentence, if a query may show them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.queries.banned import holds_banned
from notelint.queries.model import Citation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.note import Note

Place = tuple[int, int]
"""A range of the note: start and end offsets."""

MOST = 24
"""The largest number of citations of one question; further places are only counted."""

_AROUND = 90  # characters of the sentence quoted before and after a place
_LONGEST = 160  # characters of a place itself
_WRAPPED = 60  # lines of at least this length can continue on the next line
_STOPS = ".!?;"
_SPACE = re.compile(r"\s+")
_ENDS = re.compile(
    r"""\n[ \t\r]*\n                                            # an empty line
      | [.!?;]["'\u201d)]?\s+(?=[A-Z0-9"'\u201c(*@])         # a full stop
      | [ \t]{3,}+(?![\[(\u2610-\u2612])                     # a gap on a line of labels, unless another box to tick follows
      | \n(?=[ \t]*[A-Za-z][^\n:]{0,40}:)                    # a label on the next line
      | (?P<wrap>\r?\n)                                      # any line break""",
    re.VERBOSE,
)


def cite(note: Note, places: Iterable[Place], on: str) -> tuple[tuple[Citation, ...], int]:
    """The citations of ``places``, at most ``MOST``, and the number of further places. A place already quoted is not repeated."""
    cited: list[Citation] = []
    left = 0
    for start, end in places:
        if any(start < other.end and other.start < end for other in cited):
            continue
        if len(cited) == MOST:
            left += 1
        else:
            cited.append(citation(note, start, end, on))
    return tuple(cited), left


def citation(note: Note, start: int, end: int, on: str) -> Citation:
    """The citation of ``start`` to ``end`` with its sentence, or with a few words of a long sentence."""
    begin, cut_before = _begin(note.text, start)
    stop, cut_after = _stop(note.text, start, end)
    return replace(exactly(note, begin, stop, on), cut=(cut_before, cut_after), at=(start - begin, min(end, stop) - begin))


def exactly(note: Note, start: int, end: int, on: str) -> Citation:
    """The citation of exactly these words."""
    words = note.text[start:end]
    line, column = note.position(start)
    return Citation(start, end, line, column, on, None if holds_banned(words) else words, at=(0, end - start))


def _begin(text: str, start: int) -> tuple[int, bool]:
    """The start of the quoted words, and whether their sentence starts earlier."""
    first = max(0, start - _AROUND)
    ends = [match.end() for match in _ENDS.finditer(text, first, start) if _is_end(text, match)]
    if ends or first == 0:
        return _skip_spaces(text, ends[-1] if ends else 0, start), False
    space = _SPACE.search(text, first, start)
    return (space.end() if space else start), True


def _stop(text: str, start: int, end: int) -> tuple[int, bool]:
    """The end of the quoted words, and whether their sentence ends later."""
    kept = min(end, start + _LONGEST)
    last = min(len(text), kept + _AROUND)
    for match in _ENDS.finditer(text, kept, last):
        if _is_end(text, match):
            return match.start() + (match[0][0] in _STOPS), False
    if last == len(text):
        return max(kept, len(text.rstrip())), False
    return max(kept, text.rfind(" ", kept, last)), True


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends here. A line break without punctuation ends a sentence only after a short line."""
    if match.lastgroup != "wrap":
        return True
    return match.start() < _WRAPPED or text.rfind("\n", match.start() - _WRAPPED, match.start()) >= 0


def _skip_spaces(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
