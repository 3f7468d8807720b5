"""Text in colours, wrapped between words: what the text output is made of. A line is a list of pieces, each with its style."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len

from notelint.outputs.layout import breakable, kept_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Piece = tuple[str, str]
"""Some text and the name of its style, empty for none."""
Line = list[Piece]

_SGR = {
    "bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36",
}  # fmt: skip


def pieces(*parts: str | Piece) -> Line:
    """A line of these parts, in their order; a string has no style."""
    return [(part, "") if isinstance(part, str) else part for part in parts]


def wrapped(line: Line, width: int, first: int = 0, rest: int = 0) -> list[Line]:
    """The line broken at spaces so that it fits ``width`` columns, indented by ``first``, each further line by ``rest``.

    A word that is wider than that stands on a line of its own, whole: words, numbers and amounts are never broken.
    """
    lines: list[Line] = [[(" " * first, "")] if first else []]
    at, empty = first, True
    for word in _words(line):
        size = cells("".join(text for text, _ in word))
        if not empty and at + 1 + size > width:
            lines.append([(" " * rest, "")] if rest else [])
            at, empty = rest, True
        if not empty:
            lines[-1].append((" ", word[0][1] if lines[-1][-1][1] == word[0][1] else ""))
            at += 1
        lines[-1].extend(word)
        at, empty = at + size, False
    return lines


def painted(lines: Iterable[Line], *, color: bool) -> str:
    """The lines as text, each with its line break and no space at its end; with ``color`` as a terminal shows it."""
    return "".join(f"{_painted(line) if color else plain(line).rstrip()}\n" for line in lines)


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(text for text, _ in line)


def cells(text: str) -> int:
    """The columns of a terminal that ``text`` takes; characters of East Asian scripts take two."""
    return len(text) if text.isascii() else cell_len(text)


def padded(line: Line, width: int) -> Line:
    """The line with spaces at its end, ``width`` columns wide."""
    return [*line, (" " * max(width - cells(plain(line)), 0), "")]


def grid(rows: Sequence[Sequence[Line]], width: int, indent: int = 2, least: int = 24) -> list[Line]:
    """The rows with their cells below each other, two columns apart; the last cell is wrapped.

    Where fewer than ``least`` columns, or than its longest word needs, are left for the last cell, it follows on lines of
    its own, indented further.
    """
    if not rows:
        return []
    sizes = [max(cells(plain(cell)) for cell in column) for column in list(zip(*rows, strict=True))[:-1]]
    start = indent + sum(size + 2 for size in sizes)
    longest = max((cells(plain(word)) for row in rows for word in _words(row[-1])), default=0)
    stacked = width - start < max(least, longest)
    return [line for row in rows for line in (_stacked(row, width, indent) if stacked else _beside(row, sizes, width, indent))]


def _beside(row: Sequence[Line], sizes: Sequence[int], width: int, indent: int) -> list[Line]:
    head: Line = [(" " * indent, "")]
    for cell, size in zip(row, sizes, strict=False):
        head += padded(cell, size + 2)
    start = indent + sum(size + 2 for size in sizes)
    first, *others = wrapped(row[-1], width, 0, 0) if start >= width else wrapped(row[-1], width - start)
    return [head + first, *([(" " * start, ""), *line] for line in others)]


def _stacked(row: Sequence[Line], width: int, indent: int) -> list[Line]:
    head: Line = []
    for cell in row[:-1]:
        head += [("  ", "")] * bool(head) + cell
    lines = wrapped(head, width, indent, indent + 2)
    return lines + (wrapped(row[-1], width, indent + 4, indent + 4) if plain(row[-1]) else [])


def _words(line: Line) -> Iterator[Line]:
    """The words of a line; a word of several styles is one word."""
    word: Line = []
    for text, style in _glued(line):
        for number, part in enumerate(breakable(text)):
            if number and word:
                yield word
                word = []
            if part:
                word.append((part, style))
    if word:
        yield word


def _glued(line: Line) -> Iterator[Piece]:
    return ((kept_together(text), style) for text, style in line)


def _painted(line: Line) -> str:
    parts = []
    for style, group in groupby(line, key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in group)
        codes = ";".join(_SGR[name] for name in style.split())
        parts.append(f"\x1b[{codes}m{text}\x1b[0m" if codes and text else text)
    return "".join(parts).rstrip(" ")
