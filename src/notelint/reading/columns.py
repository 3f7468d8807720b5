"""Columns side by side: a page printed in two columns is read column by column.

A gap that ends at one place in several lines separates two columns. They are prose, not a table of labels and values, where the
sentences of both go on from line to line.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.reading.clean_text import CleanText, Piece

_GAP = re.compile(r"   (?<=\S   ) *(?=\S)")
_LINES_AT_LEAST = 4
_WORDS_AT_LEAST = 2.5
_IN_SMALL = re.compile(r"[a-z(&+]")
_GOES_ON = re.compile(r"[a-z(&+]|\d+(?![.)])")
_CLOSED = (".", ":", ";", "!", "?")


class _Row(NamedTuple):
    """One line: its place, and the places of its two cells without the spaces around them; an empty cell is ``(0, 0)``."""

    start: int
    end: int
    left: tuple[int, int]
    right: tuple[int, int]


def column_by_column(draft: CleanText) -> CleanText:
    """The text with each pair of columns written one below the other, between blank lines."""
    text = draft.cased
    if "    " not in text:
        return draft
    pieces: list[Piece] = []
    done = 0
    for rows in _pairs_of_columns(text):
        pieces.append((done, rows[0].start))
        for cells in _cells(rows):
            pieces += _joined(text, cells)
            pieces.append("\n\n")
        done = min(rows[-1].end + 1, len(text))
    return draft.arranged([*pieces, (done, len(text))]) if pieces else draft


def _pairs_of_columns(text: str) -> Iterator[list[_Row]]:
    """The blocks of lines that are two columns of prose."""
    for block in _blocks(text):
        check()
        gaps = Counter(gap.end() - start for start, end in block for gap in _GAP.finditer(text, start, end))
        column, count = gaps.most_common(1)[0] if gaps else (0, 0)
        if count >= _LINES_AT_LEAST:
            rows = [_row(text, start, end, column) for start, end in block]
            if all(rows) and _is_prose(text, lines := [row for row in rows if row]):
                yield lines


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """The places of the lines between two blank lines."""
    block: list[tuple[int, int]] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            block.append((start, end))
        elif block:
            yield block
            block = []
        start = end + 1
    if block:
        yield block


def _row(text: str, start: int, end: int, column: int) -> _Row | None:
    """The two cells of a line whose right cell begins at ``column``; ``None`` if words stand across it, or in more cells."""
    middle = min(start + column, end)
    if middle < end and text[middle] != " " and text[middle - 2 : middle].strip():
        return None
    left, right = _trimmed(text, start, middle), _trimmed(text, middle, end)
    if any(_GAP.search(text, *cell) for cell in (left, right)):
        return None
    return _Row(start, end, left, right)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    cell = text[start:end]
    words = cell.strip()
    first = start + len(cell) - len(cell.lstrip())
    return (first, first + len(words)) if words else (0, 0)


def _cells(rows: list[_Row]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The places of the words of the two columns."""
    return [row.left for row in rows if row.left != (0, 0)], [row.right for row in rows if row.right != (0, 0)]


def _joined(text: str, cells: list[tuple[int, int]]) -> Iterator[Piece]:
    """One column: lines that its margin wrapped go on, others stay lines."""
    width = max(end - start for start, end in cells)
    for cell, following in pairwise(cells):
        yield cell
        words = text[slice(*following)]
        full = cell[1] - cell[0] + 1 + len(words.split(" ", 1)[0]) > width
        wrapped = not text[slice(*cell)].endswith(_CLOSED) and (full or _GOES_ON.match(words))
        yield " " if wrapped else "\n"
    yield cells[-1]


def _is_prose(text: str, rows: list[_Row]) -> bool:
    """Whether the sentences of both columns go on from line to line."""
    return all(_goes_on([text[slice(*cell)] for cell in cells]) for cells in _cells(rows))


def _goes_on(lines: list[str]) -> bool:
    if len(lines) < _LINES_AT_LEAST or sum(len(line.split()) for line in lines) < _WORDS_AT_LEAST * len(lines):
        return False
    wrapped = any(not line.endswith(_CLOSED) and _IN_SMALL.match(following) for line, following in pairwise(lines))
    return wrapped and any(". " in line or line.endswith(".") for line in lines)
