"""The lines of a CDA narrative: blocks begin lines, cells are parted by tabs, white space between elements counts once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.inputs.formats.story import Story
from notelint.places import Place

if TYPE_CHECKING:
    from notelint.inputs.formats.story import Mark, Size, Stretches

_WHITE = " \t\r"
_INDENTED = re.compile(r"(?: {4}|[ \t]*\t)[ \t]*+(?![-*\u2022]|\d{1,2}[.)])")


class Lines:
    """Puts the text of sections together."""

    def __init__(self, size: Size) -> None:
        self._size = size
        self._stories = [Story()]
        self._steps: tuple[str, ...] = ()
        self._space = False
        self._before = ""
        self._items = 0
        self._ended: Mark | None = None

    @property
    def stretches(self) -> Stretches:
        """The text so far, with its places."""
        return self._stories[0].stretches

    def start_part(self, steps: tuple[str, ...], *, blank: bool) -> None:
        """What comes next stands at ``steps``, after a blank line if wanted."""
        self._steps = steps
        self.block()
        if blank and self._stories[0].stretches:
            self._stories[0].part()

    def text(self, raw: str, line: int, *, kept: bool = False) -> int:
        """Append text that begins on ``line`` of the file, and give the line on which it ends.

        A line break between words is a space where the next line is indented, as it is by programs that lay out XML. One without
        indent was made by the author of the text and stays, and so do one before an item of a list and spaces between words on
        a line. ``kept`` keeps all.
        """
        written = blank = False
        for number, piece in enumerate(raw.split("\n")):
            words = piece.strip(_WHITE)
            if number and not words:
                self._space, blank = True, written
            elif words:
                if number:
                    self._wrap(piece, written=written, blank=blank, kept=kept)
                self._put(piece.rstrip(_WHITE) if kept else words, line + number, space=piece[0] in _WHITE)
                written, blank = True, False
                self._space = piece[-1] in _WHITE
            elif piece:
                self._space = True
        return line + raw.count("\n")

    def _wrap(self, piece: str, *, written: bool, blank: bool, kept: bool) -> None:
        if written and (kept or not _INDENTED.match(piece)):
            self.block()
            if blank:
                self.line_break()
        else:
            self._space = True

    def _put(self, words: str, line: int, *, space: bool) -> None:
        story = self._stories[-1]
        if not story.at_start and (self._space or space):
            words = f" {words}"
        words, self._before = self._before + words, ""
        self._size.add(chars=story.put(words, Place((*self._steps, *story.steps), line=line)))

    def block(self) -> None:
        """A line begins or ends here."""
        self._space = False
        if not self._stories[-1].at_start:
            self._stories[-1].end_line()

    def start_paragraph(self) -> None:
        """A paragraph begins; a blank line parts it from one just before, unless both are in a cell or an item."""
        self.block()
        if self._ended == self._stories[-1].mark() and not (self._stories[-1].in_cell or self._items):
            self._stories[-1].end_line()

    def end_paragraph(self) -> None:
        """A paragraph ends."""
        self.block()
        self._ended = self._stories[-1].mark() if self._stories[-1].stretches else None

    def line_break(self) -> None:
        """A line ends here, be it empty."""
        self._space = False
        self._stories[-1].end_line()

    def start_item(self, sign: str) -> None:
        """An item of a list begins: ``sign`` goes before its first word."""
        self.block()
        self._items += 1
        self._before = sign

    def end_item(self) -> None:
        """An item of a list ends."""
        self._before = ""
        self._items -= 1
        self.block()

    def insert(self, stretches: Stretches) -> None:
        """Append the text of another document."""
        self._size.add(chars=sum(len(text) for text, _ in stretches))
        self.block()
        self._stories[-1].insert(stretches)

    def start_aside(self, step: str) -> None:
        """What comes next stands apart (a footnote), until ``end_aside`` gives it."""
        self._stories.append(Story((*self._stories[-1].steps, step)))
        self._space = False

    def end_aside(self) -> Stretches:
        """The text that stands apart."""
        self._space = False
        return self._stories.pop().stretches

    def start_row(self) -> None:
        """A row of a table begins."""
        self.block()
        self._stories[-1].start_row()

    def end_row(self) -> None:
        """A row of a table ends; an empty one leaves nothing."""
        if self._stories[-1].end_row():
            self.block()

    def start_cell(self) -> None:
        """A cell of a table begins."""
        self._space = False
        self._stories[-1].start_cell()

    def end_cell(self) -> None:
        """A cell of a table ends."""
        self._space = False
        self._stories[-1].end_cell()
