"""The reading order of a page: column by column, and the value of a form behind its label.

A PDF file has its text in the order in which it was drawn, which is mostly the order in which it is read. Two habits are not:
columns drawn line by line across the page, and forms that draw all labels first and then all values.
"""

from __future__ import annotations

from itertools import islice
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from notelint.inputs.formats.page_lines import Line, height, is_level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.places import Box

_GUTTER = 8.0  # points: the least gap between two columns
_LINES_AT_LEAST = 5
_WORDS_AT_LEAST = 3  # in the middle line of a column of prose
_GOING_ON = 0.3  # of the lines of a column of prose begin within a sentence, with a small letter
_REGULAR = 0.7  # of the height of a line: the widest gap between two lines of a column
_MOST_GAPS = 20  # of a line
_DEEPEST = 4  # gaps that are tried, and columns within columns
_LABELS_AT_LEAST = 2
_SHARE_OF_LABELS = 2 / 3
_ALIGNED = 3.0  # points
_BAND = 6.0  # points: the height of the bands in which lines on one level are looked for
_MOST_ON_A_LEVEL = 50


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, given in the order of the source, as a person reads them."""
    return with_values(column_by_column(lines))


class _Gap(NamedTuple):
    """A gap between columns, from ``left`` to ``right``, in points."""

    left: float
    right: float


def column_by_column(lines: Sequence[Line], depth: int = _DEEPEST) -> list[Line]:
    """The lines, with columns of prose that run beside each other put one after the other.

    Lines of a table stay as they are: their cells do not go on from line to line.
    """
    ordered: list[Line] = []
    start = 0
    while start < len(lines):
        stop, gaps = _beside_each_other(lines, start)
        tried = (_columns(lines[start:stop], gap) for gap in gaps[:depth])
        columns = next((found for found in tried if found is not None), None)
        if columns is None:
            ordered += lines[start:stop]
        else:
            left, right, rest = columns
            ordered += column_by_column(left, depth - 1)
            ordered += column_by_column(right, depth - 1)
            ordered += rest
        start = stop
    return ordered


def _beside_each_other(lines: Sequence[Line], start: int) -> tuple[int, list[_Gap]]:
    """Where the run of lines from ``start`` on ends that one gap goes through, and all gaps that do; none if it has none."""
    gaps = [gap for gap in _gaps(lines[start])[:_MOST_GAPS] if gap.right - gap.left >= _GUTTER]
    if not gaps:
        return start + 1, []
    stop = start + 1
    while stop < len(lines) and lines[stop].box.top > lines[stop - 1].box.top:
        common = list(islice(_shared(gaps, _free(lines[stop])), _MOST_GAPS))
        if not common:
            break
        gaps = common
        stop += 1
    return stop, gaps


def _gaps(line: Line) -> list[_Gap]:
    return [_Gap(cell.box.right, line.cells[index].box.left) for index, cell in enumerate(line.cells[:-1], 1)]


def _free(line: Line) -> list[_Gap]:
    """The gaps of a line and the space beside it."""
    return [_Gap(float("-inf"), line.box.left), *_gaps(line), _Gap(line.box.right, float("inf"))]


def _shared(gaps: Sequence[_Gap], free: Sequence[_Gap]) -> Iterator[_Gap]:
    """What of ``gaps`` is also free in another line, where it is wide enough; both are ascending."""
    first = 0
    for gap in gaps:
        while first < len(free) and free[first].right <= gap.left:
            first += 1
        for other in islice(free, first, None):
            if other.left >= gap.right:
                break
            both = _Gap(max(gap.left, other.left), min(gap.right, other.right))
            if both.right - both.left >= _GUTTER:
                yield both


def _columns(lines: Sequence[Line], gap: _Gap) -> tuple[list[Line], list[Line], list[Line]] | None:
    """The lines left and right of ``gap``, and those that follow below both columns; ``None`` if they are no prose."""
    middle = (gap.left + gap.right) / 2
    stop = max((index for index, line in enumerate(lines, 1) if line.box.right > middle), default=0)
    while 0 < stop < len(lines) and lines[stop].box.top - lines[stop - 1].box.bottom <= _REGULAR * height(lines[stop].box):
        stop += 1
    right = list(_part(lines[:stop], middle, of_left=False))
    if not (_is_prose(list(_part(lines, middle, of_left=True))) and _is_prose(right)):
        return None
    return list(_part(lines[:stop], middle, of_left=True)), right, list(lines[stop:])


def _part(lines: Sequence[Line], middle: float, *, of_left: bool) -> Iterator[Line]:
    for line in lines:
        cells = tuple(cell for cell in line.cells if (cell.box.left < middle) == of_left)
        if cells:
            yield Line(cells)


def _is_prose(column: Sequence[Line]) -> bool:
    """Whether the sentences of a column go on from line to line."""
    texts = [line.cells[0].text for line in column]
    if len(texts) < _LINES_AT_LEAST:
        return False
    going_on = sum(text[:1].islower() for text in texts)
    return going_on >= _GOING_ON * len(texts) and median(len(text.split()) for text in texts) >= _WORDS_AT_LEAST


def with_values(lines: Sequence[Line]) -> list[Line]:
    """The lines, with each value behind its label if the page has its labels and its values apart.

    That is so where most of the lines that have another on their level, further right, end with a colon.
    """
    pairs = _on_one_level(lines)
    labels = {left: right for left, right in pairs.items() if _is_label(lines[left])}
    if len(labels) < _LABELS_AT_LEAST or len(labels) < _SHARE_OF_LABELS * len(pairs):
        return list(lines)
    firsts = set(labels.values())
    labels = {left: right for left, right in labels.items() if left not in firsts}
    fixed = firsts.union(labels)
    values = {left: list(_value(lines, right, fixed)) for left, right in labels.items()}
    moved = {index for value in values.values() for index in value}
    ordered: list[Line] = []
    for index, line in enumerate(lines):
        if index in values:
            first, *rest = values[index]
            ordered.append(Line((*line.cells, *lines[first].cells)))
            ordered += (lines[one] for one in rest)
        elif index not in moved:
            ordered.append(line)
    return ordered


def _is_label(line: Line) -> bool:
    return line.cells[-1].text.endswith(":")


def _on_one_level(lines: Sequence[Line]) -> dict[int, int]:
    """For each line the nearest one on its level, right of it; no line is that of two."""
    boxes = [line.box for line in lines]
    bands: dict[int, list[int]] = {}
    for index, box in enumerate(boxes):
        bands.setdefault(_band(box), []).append(index)
    pairs: dict[int, int] = {}
    for index, box in enumerate(boxes):
        band = _band(box)
        beside = (one for near in (band - 1, band, band + 1) for one in bands.get(near, ())[:_MOST_ON_A_LEVEL])
        left = max((one for one in beside if _is_left_of(boxes[one], box)), key=lambda one: boxes[one].right, default=None)
        if left is not None:
            pairs.setdefault(left, index)
    return pairs


def _band(box: Box) -> int:
    return int((box.top + box.bottom) / 2 // _BAND)


def _is_left_of(one: Box, other: Box) -> bool:
    return one.right <= other.left and is_level(one, other)


def _value(lines: Sequence[Line], first: int, fixed: set[int]) -> Iterator[int]:
    """The lines of a value: the first, and those next in order that stand right below it and are no ``fixed`` ones."""
    yield first
    above = lines[first].box
    for index in range(first + 1, len(lines)):
        box = lines[index].box
        gap = box.top - above.bottom
        if index in fixed or abs(box.left - above.left) > _ALIGNED or not -height(above) < gap <= _REGULAR * height(above):
            return
        yield index
        above = box
