"""Characters and words in boxes on a page, to lines of cells; lines to text with places. Shared by PDF files and scans."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet
from notelint.places import Box, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from notelint.places import TextBuilder

_LEVEL = 0.5  # of the height of the lower of two boxes: as much of it stands beside the other where they are on one line
_BACK = 0.5  # of the height: a character may begin so far left of the end of the one before it
_FAR_BACK = 2.0  # of the height: so far back begins another line, even if the source says nothing of a break
_SPACE = 0.2  # of the height: a wider gap is a space, even if the source has none
_LEAST_SPACE = 0.1  # points
_CELL = 1.5  # of the height: a wider gap parts two cells; a space of a justified line is about 0.3 and seldom 1
_CELL_IN_PICTURE = 2.2
_MOST_SPACES = 8
_AFTER_SENTENCE = 2  # spaces at most, since print has a wide one there
_PARAGRAPH = 0.5  # of the height: more than the usual gap between lines, it parts two paragraphs
_MOST_GAP = 3.0  # times the height: a wider gap is none between two lines of a text
_MARKER = re.compile(r"[^\w\s]|\[[ x]\]|\(?\w{1,3}[.)]")  # of a list: a bullet, a check box, a number, a letter


@discreet("before")
class Glyph(NamedTuple):
    """What stands in one box: a character of a PDF page, a word recognised on a picture, the value of a form field.

    ``before`` is what the source has before it: nothing, a space or a line break.
    """

    text: str
    box: Box
    before: str = ""


@discreet()
class Cell(NamedTuple):
    """A piece of a line, without wide gaps in it."""

    text: str
    box: Box


@discreet()
@dataclass(frozen=True, slots=True)
class Line:
    """The cells of a line from left to right; at least one."""

    cells: tuple[Cell, ...]

    @property
    def box(self) -> Box:
        """The rectangle around all cells."""
        return around(cell.box for cell in self.cells)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle around all ``boxes``, of which there is at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def height(box: Box) -> float:
    """The height of a box in points."""
    return box.bottom - box.top


def is_level(one: Box, other: Box) -> bool:
    """Whether two boxes stand on one line; the small ones of a superscript do so with the letters beside it."""
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0 and shared >= _LEVEL * min(height(one), height(other))


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """The glyphs of a page, given in reading order, line by line.

    The line breaks of the source are kept, but not one before a glyph that goes on to the right on the same line (a superscript,
    the value behind a label).
    """
    rows: list[list[Glyph]] = []
    tallest = None
    for glyph in glyphs:
        if tallest is not None and _goes_on(rows[-1][-1].box, tallest, glyph):
            rows[-1].append(glyph)
            tallest = max(tallest, glyph.box, key=height)
        else:
            rows.append([glyph])
            tallest = glyph.box
    return rows


def _goes_on(last: Box, tallest: Box, glyph: Glyph) -> bool:
    """Whether ``glyph`` stands on the line that ends with ``last``."""
    tall = height(tallest)
    if glyph.box.left < last.left - _FAR_BACK * tall:
        return False
    level = is_level(last, glyph.box) or is_level(tallest, glyph.box)
    return glyph.before != "\n" or (level and glyph.box.left >= last.right - _BACK * tall)


def line_of(row: Sequence[Glyph]) -> Line:
    """One line of characters as cells, parted by wide gaps. Narrower gaps that have the width of several spaces become them."""
    return _line(row, _CELL, _MOST_SPACES)


def line_in_picture(row: Sequence[Glyph]) -> Line:
    """One line of recognised words as cells. Their boxes are as high as their letters, and not sure enough to count spaces."""
    return _line(row, _CELL_IN_PICTURE, 1)


def _line(row: Sequence[Glyph], widest: float, most_spaces: int) -> Line:
    """The cells of a line, which gaps wider than ``widest`` times its height part; the marker of a list is none of its own."""
    tall = max(height(glyph.box) for glyph in row)
    cells: list[list[Glyph]] = [[row[0]]]
    for last, glyph in pairwise(row):
        if glyph.box.left - last.box.right > widest * tall:
            cells.append([glyph])
        else:
            cells[-1].append(glyph)
    gaps = [glyph.box.left - last.box.right for cell in cells for last, glyph in pairwise(cell) if glyph.before == " "]
    space = max(median(gaps or [0.0]), _SPACE * tall, _LEAST_SPACE)
    found = [Cell(_text(cell, space, most_spaces), around(glyph.box for glyph in cell)) for cell in cells]
    if len(found) > 1 and _MARKER.fullmatch(found[0].text):
        found[:2] = [Cell(f"{found[0].text} {found[1].text}", around((found[0].box, found[1].box)))]
    return Line(tuple(found))


def _text(cell: Sequence[Glyph], space: float, most_spaces: int) -> str:
    """The text of a cell in whose line most spaces are ``space`` points wide; a gap of several spaces has as many."""
    parts = [cell[0].text]
    for last, glyph in pairwise(cell):
        gap = glyph.box.left - last.box.right
        if glyph.before == " ":
            most = min(most_spaces, _AFTER_SENTENCE) if last.text.endswith((".", "?", "!")) else most_spaces
            parts.append(" " * min(max(round(gap / space), 1), most))
        elif glyph.before == "\n" and gap > _SPACE * height(last.box):
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)


def add_lines(builder: TextBuilder, lines: Sequence[Line], page: int, shown: Callable[[Box], Box]) -> None:
    """Add the lines of a page, each ended by a line break, with their places; a blank line where the gap between two is wide.

    Cells are parted by tabs; the place of each has the box of the cell, as ``shown`` gives it on the page that a person sees,
    and the number of its line.
    """
    usual = _usual_gap(lines)
    above: Box | None = None
    for number, line in enumerate(lines, 1):
        box = line.box
        if above is not None and box.top - above.bottom > usual + _PARAGRAPH * min(height(box), height(above)):
            builder.add("\n", _place(page, number - 1, shown(lines[number - 2].cells[-1].box)))
        last = len(line.cells) - 1
        for index, cell in enumerate(line.cells):
            builder.add(f"{cell.text}\n" if index == last else f"{cell.text}\t", _place(page, number, shown(cell.box)))
        above = box


def _place(page: int, line: int, box: Box) -> Place:
    return Place(page=page, line=line, box=Box(*(round(edge, 1) for edge in box)))


def _usual_gap(lines: Sequence[Line]) -> float:
    """The gap between two lines of one paragraph, in points: that of the closer ones, since most lines may be paragraphs."""
    boxes = [line.box for line in lines]
    gaps = ((below.top - above.bottom, height(above)) for above, below in pairwise(boxes))
    usual = sorted(gap for gap, tall in gaps if -tall < gap < _MOST_GAP * tall)
    return usual[len(usual) // 4] if usual else 0.0
