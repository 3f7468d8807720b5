"""Text laid out on letter pages, for the writers of PDF files and of scans."""

from __future__ import annotations

from typing import NamedTuple

WIDTH, HEIGHT = 612.0, 792.0  # points
MARGIN = 72.0
SIZE = 11.0
LEADING = 13.5
PARAGRAPH = 8.0  # between two paragraphs, more than the leading
GUTTER = 24.0
TAB = 130.0
_WIDTHS = dict(
    zip(
        map(chr, range(32, 127)),
        (
            278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, *[556] * 10, 278, 278, 584,
            584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778,
            722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,
            556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
            260, 334, 584,
        ),
        strict=True,
    )
)  # fmt: skip
"""How wide the characters of Helvetica are, in thousandths of its size."""


class Piece(NamedTuple):
    """Words at a place: ``x`` of their left edge and ``y`` of their baseline, in points from the lower left corner."""

    x: float
    y: float
    text: str


def width_of(text: str, size: float = SIZE) -> float:
    return sum(_WIDTHS.get(char, 556) for char in text) * size / 1000


def wrapped(text: str, width: float, *, hyphenated: bool = False) -> list[str]:
    """The lines of a text; those that are too wide are wrapped, if asked for within words of eight letters and more."""
    lines: list[str] = []
    for line in text.split("\n"):
        words = line.split(" ") if "\t" not in line else [line]
        current = words[0]
        for word in words[1:]:
            if width_of(f"{current} {word}") <= width:
                current = f"{current} {word}"
                continue
            head = _head(current, word, width) if hyphenated else ""
            lines.append(f"{current} {head}-" if head else current)
            current = word[len(head) :]
        lines.append(current)
    return lines


def _head(line: str, word: str, width: float) -> str:
    """As many letters of ``word`` as fit behind ``line`` with a hyphen; at least three, and three are left."""
    letters = len(word) if word.isalpha() and word.islower() and len(word) >= 8 else 0
    fitting = (word[:count] for count in range(letters - 3, 2, -1) if width_of(f"{line} {word[:count]}-") <= width)
    return next(fitting, "")


def laid_out(text: str, *, columns: int = 1, by_rows: bool = False, hyphenated: bool = False) -> list[list[Piece]]:
    """The pages of a text, each as pieces in the order in which they are drawn.

    A form feed begins a page, an empty line a paragraph, tabs part cells. Columns are drawn one after the other, or ``by_rows``
    line by line across the page.
    """
    width = (WIDTH - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    pages: list[list[Piece]] = []
    for part in text.split("\f"):
        pages += _pages(wrapped(part.strip("\n"), width, hyphenated=hyphenated), columns, width)
    if by_rows:
        pages = [sorted(page, key=lambda piece: (-piece.y, piece.x)) for page in pages]
    return pages


def _pages(lines: list[str], columns: int, width: float) -> list[list[Piece]]:
    pages: list[list[Piece]] = [[]]
    column, y = 0, HEIGHT - MARGIN
    for line in lines:
        if y < MARGIN and line:
            column, y = column + 1, HEIGHT - MARGIN
            if column == columns:
                pages.append([])
                column = 0
        x = MARGIN + column * (width + GUTTER)
        if not line:
            y -= PARAGRAPH
            continue
        pages[-1] += [Piece(x + index * TAB, y, cell) for index, cell in enumerate(line.split("\t")) if cell]
        y -= LEADING
    return pages
