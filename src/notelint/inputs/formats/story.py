"""The text of one story of a document (body, header, footnote, text box) as it grows, with the place of each stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.inputs.formats.model import RefusedError
from notelint.places import Place

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Document, Limits

Stretches = list[tuple[str, Place]]
"""A text in pieces, each with its place."""


class Size:
    """How much of a document has been read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._paragraphs = 0
        self._chars = 0

    def add(self, *, paragraphs: int = 0, chars: int = 0) -> None:
        """Count what is read. Raises ``RefusedError`` past the limits."""
        self._paragraphs += paragraphs
        self._chars += chars
        if self._paragraphs > self._limits.paragraphs:
            raise RefusedError(f"more than {self._limits.paragraphs:,} paragraphs; split the document")
        if self._chars > self._limits.chars:
            raise RefusedError(f"more than {self._limits.chars:,} characters; split the document")


class Mark(NamedTuple):
    """A point in a story: the stretches written and the breaks that wait for text."""

    written: int
    waiting: int


class Story:
    """Stretches of text with their places, breaks between paragraphs, cells and rows.

    A break is written once text follows it, so that none stands at the end, and no blank line at the beginning.
    """

    def __init__(self, steps: tuple[str, ...] = ()) -> None:
        self.steps = steps
        self.stretches: Stretches = []
        self._waiting: list[str] = []
        self._rows: list[tuple[Mark, int]] = []
        self._cells: list[Mark] = []

    @property
    def at_start(self) -> bool:
        """Whether what comes next begins a line or a cell."""
        return bool(self._waiting) or not self.stretches

    @property
    def in_cell(self) -> bool:
        """Whether what comes next stands in a table."""
        return bool(self._cells)

    def put(self, text: str, place: Place) -> int:
        """Append text after the breaks that wait, and give the number of characters of both."""
        breaks = "".join(self._waiting)
        if breaks:
            breaks = breaks if self.stretches else breaks.lstrip("\n")
            self.stretches.append((breaks, self.stretches[-1][1] if self.stretches else place))
            self._waiting.clear()
        self.stretches.append((text, place))
        return len(breaks) + len(text)

    def insert(self, other: Stretches) -> None:
        """Append the stretches of another text as lines of their own."""
        if other:
            for text, place in other:
                self.put(text, place)
            self.end_line()

    def end_line(self) -> None:
        """A line break before whatever follows."""
        self._waiting.append("\n")

    def part(self) -> None:
        """A blank line before whatever follows, whatever breaks wait."""
        self._waiting = ["\n", "\n"]

    def mark(self) -> Mark:
        """The present point."""
        return Mark(len(self.stretches), len(self._waiting))

    def start_row(self) -> None:
        """A row of a table begins."""
        self._rows.append((self.mark(), 0))

    def end_row(self) -> bool:
        """A row of a table ends: empty cells at its end leave no tabs. Whether the row has text."""
        start, _ = self._rows.pop()
        self._drop("\t", start)
        return len(self.stretches) > start.written

    def start_cell(self) -> None:
        """A cell of a table begins, with a tab unless it is the first of its row."""
        if self._rows:
            start, cells = self._rows.pop()
            self._waiting += ["\t"] * (cells > 0)
            self._rows.append((start, cells + 1))
        self._cells.append(self.mark())

    def end_cell(self) -> None:
        """A cell of a table ends: line breaks at its end count for nothing."""
        self._drop("\n", self._cells.pop())

    def _drop(self, sign: str, since: Mark) -> None:
        """Take back the breaks of that sign that wait at the end and came after ``since``."""
        keep = since.waiting if since.written == len(self.stretches) else 0
        while len(self._waiting) > keep and self._waiting[-1] == sign:
            self._waiting.pop()


def stretches_of(document: Document, place: Place) -> Stretches:
    """The text of a document in another one by its places, without line breaks at its end; ``place`` where it has none."""
    text = document.text.rstrip("\n")
    starts = document.places.starts or (0,)
    places = document.places.places or (place,)
    ends = (*starts[1:], len(text))
    return [(text[start:end], where) for start, end, where in zip(starts, ends, places, strict=True) if text[start:end]]
