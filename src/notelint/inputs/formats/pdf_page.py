"""One page of a PDF file: its characters with their boxes, and its picture."""

from __future__ import annotations

from collections import Counter
from contextlib import closing, suppress
from itertools import islice
from math import pi
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from notelint.inputs.formats.model import RefusedError
from notelint.inputs.formats.page_lines import Glyph
from notelint.inputs.formats.picture import Picture, best_scale
from notelint.places import Box

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands for a character that the font of the file does not name."""
_HYPHENS = (0x02, 0xFFFE)  # what pdfium makes of a hyphen that ends a line within a word
_BREAKS = (0x0A, 0x0D)
_SPACES = (0x09, 0x20, 0xA0)
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)  # halves of a character beyond U+FFFF
_PRIVATE = range(0xE000, 0xF900)
_SYMBOLS = {
    0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF06F: "☐", 0xF071: "☐", 0xF0A8: "☐", 0xF078: "☒", 0xF0FD: "☒", 0xF0FE: "☑",
    0xF0FC: "✓",
}  # fmt: skip
"""Bullets and check boxes of the fonts Symbol and Wingdings, at the code points that word processors give them."""
_WHITE = 3  # times as many characters as there are without white space
_FEW = 1_000
_SAMPLES = 300
_MOST_OBJECTS = 50_000  # of a page: a letter each is some 5,000
_MOST_SEEN = 5_000  # among which pictures are looked for
_DEEPEST = 5
_BIG = 0.5  # of the page: a picture of that size may hold its text
_FAR = 100_000.0  # points


class Frame:
    """The coordinates of a page in which most of its text stands upright, whichever way the page is shown."""

    def __init__(self, page: Any, turns: int) -> None:
        """``turns`` are the quarter turns clockwise by which the page is turned for that, out of the coordinates of the file."""
        self._page = page.get_bbox()
        self._turns = turns
        self._still = (page.get_rotation() // 90 - turns) % 4
        self.place = (self._upright, self._quarter, self._half, self._three_quarters)[turns]

    def shown(self, box: Box) -> Box:
        """A box in these coordinates as a box on the page as it is shown."""
        left, bottom, right, top = self._page
        width, high = (right - left, top - bottom) if self._turns % 2 == 0 else (top - bottom, right - left)
        for _ in range(self._still):
            box = Box(high - box.bottom, box.left, high - box.top, box.right)
            width, high = high, width
        return box

    def _upright(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The box of a rectangle in the coordinates of the file: left, bottom, right, top."""
        left, _, _, top = self._page
        return Box(x0 - left, top - y1, x1 - left, top - y0)

    def _quarter(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        left, bottom, _, _ = self._page
        return Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)

    def _half(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        _, bottom, right, _ = self._page
        return Box(right - x1, y0 - bottom, right - x0, y1 - bottom)

    def _three_quarters(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        _, _, right, top = self._page
        return Box(top - y1, right - x1, top - y0, right - x0)


def text_of(page: Any, most: int) -> tuple[list[Glyph], int, Frame]:
    """The characters of a page, how many of them are doubtful, and the coordinates of their boxes.

    pdfium puts the lines of a page in the order in which they stand when it is shown; so it is turned to where the text is
    upright. Raises ``RefusedError`` if the page has more than ``most`` characters, and ``PdfiumError``.
    """
    rotation = page.get_rotation()
    if raw.FPDFPage_CountObjects(page) > _MOST_OBJECTS:
        raise RefusedError(f"a page is drawn with more than {_MOST_OBJECTS:,} objects; print it to a new PDF file and give that")
    with closing(page.get_textpage()) as textpage:
        count = _count(textpage, most)
        frame = Frame(page, turns := _turns(textpage, count))
        if turns * 90 == rotation:
            return *_glyphs(textpage, count, frame), frame
    page.set_rotation(turns * 90)
    try:
        with closing(page.get_textpage()) as textpage:
            return *_glyphs(textpage, _count(textpage, most), frame), frame
    finally:
        page.set_rotation(rotation)


def _count(textpage: Any, most: int) -> int:
    count: int = textpage.count_chars()
    if count > _WHITE * most + _FEW:
        raise RefusedError("longer than the most characters that are read; split it")
    return count


def _turns(textpage: Any, count: int) -> int:
    """The quarter turns clockwise after which most of the ``count`` characters of a page stand upright."""
    indexes = (index for index in range(0, count, max(1, count // _SAMPLES)) if not _is_white(textpage, index))
    turns = Counter(round(-raw.FPDFText_GetCharAngle(textpage, index) / (pi / 2)) % 4 for index in indexes)
    return turns.most_common(1)[0][0] if turns else 0


def _is_white(textpage: Any, index: int) -> bool:
    code = raw.FPDFText_GetUnicode(textpage, index)
    return code in _BREAKS or code in _SPACES


def _glyphs(textpage: Any, count: int, frame: Frame) -> tuple[list[Glyph], int]:
    """The ``count`` characters of a page in the order of the file, without white space, and how many of them are doubtful.

    Doubtful is a character of which the font does not say what it is. A hyphen that ends a line within a word is given as such,
    with a line break behind it.
    """
    glyphs: list[Glyph] = []
    before, half, doubtful = "", 0, 0
    box = Box(0, 0, 0, 0)
    rect = raw.FS_RECTF()
    for index in range(count):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if code in _BREAKS:
            before = "\n"
        elif code in _SPACES:
            before = before or " "
        elif code in _HIGH:
            half = code
        else:
            raw.FPDFText_GetLooseCharBox(textpage, index, rect)
            box = sane(frame.place(rect.left, rect.bottom, rect.right, rect.top)) or box
            shown = "-" if code in _HYPHENS else _shown(code, half)
            doubtful += shown == UNKNOWN or raw.FPDFText_HasUnicodeMapError(textpage, index) == 1
            glyphs.append(Glyph(shown, box, before))
            before, half = "\n" if code in _HYPHENS else "", 0
    return glyphs, doubtful


def sane(box: Box) -> Box | None:
    """The box; ``None`` if it stands far off every page, or has no number for an edge."""
    is_sane = -_FAR < box.left <= box.right < _FAR and -_FAR < box.top <= box.bottom < _FAR
    return box if is_sane else None


def _shown(code: int, half: int) -> str:
    """The character with this code; ``half`` is the half of a surrogate pair before it, or 0."""
    if code in _LOW:
        return chr(0x10000 + ((half - 0xD800) << 10) + (code - 0xDC00)) if half else UNKNOWN
    if code in _PRIVATE:
        return _SYMBOLS.get(code, UNKNOWN)
    return chr(code) if 0x20 <= code <= 0x10FFFF and code != 0x7F else UNKNOWN


def is_drawn_upon(page: Any) -> bool:
    """Whether there is anything but text on the page: pictures, lines, shades."""
    objects = islice(page.get_objects(max_depth=1), _MOST_SEEN)
    with suppress(pdfium.PdfiumError):
        return any(found.type != raw.FPDF_PAGEOBJ_TEXT for found in objects)
    return True


def has_big_picture(page: Any) -> bool:
    """Whether pictures cover at least half of the page; one inside a form object, whose place is not known, is taken for such."""
    width, high = page.get_size()
    area = 0.0
    with suppress(pdfium.PdfiumError):  # those of damaged objects
        for found in islice(page.get_objects(max_depth=_DEEPEST), _MOST_SEEN):
            if found.type == raw.FPDF_PAGEOBJ_IMAGE:
                left, bottom, right, top = (0.0, 0.0, width, high) if found.level else found.get_bounds()
                area += (right - left) * (top - bottom)
    return area >= float(_BIG * width * high)


def picture_of(page: Any, most_scale: float | None = None) -> Picture:
    """The page as it is shown, at 300 dots per inch, or at fewer where that would be too many. Raises ``PdfiumError``.

    ``most_scale`` are the dots for a point that are enough.
    """
    width, high = page.get_size()
    if not (0 < width < float("inf") and 0 < high < float("inf")):
        raise pdfium.PdfiumError("no size")
    scale = best_scale(width, high) if most_scale is None else min(most_scale, best_scale(width, high))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows = memoryview(bitmap.buffer).cast("B")
        pixels = b"".join(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
        return Picture(bitmap.width, bitmap.height, pixels, scale)
    finally:
        bitmap.close()
