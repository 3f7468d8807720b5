"""The visible text of an HTML file put into lines as a browser does, with the place of each word in the source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.inputs.formats.html_tokens import plain
from notelint.inputs.formats.model import RefusedError
from notelint.places import Place, TextBuilder

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits

_SPACES = re.compile(r"[\t\n\f\r ]+")  # a non-breaking space is none
_NONE, _BLOCK, _ROW = range(3)  # the line break that is due: of a block, which a new cell takes back, or of a row


class Layout:
    """Takes text and breaks in the order of the source.

    A block, a row of a table and ``<br>`` begin a line; the cells of a row are parted by tabs. White space is collapsed.
    Paragraphs are counted from 1: blocks and cells with text.
    """

    def __init__(self, limits: Limits) -> None:
        self.builder = TextBuilder()
        self._limits = limits
        self._place = Place(paragraph=1, line=1)
        self._paragraph_has_text = self._paragraph_ends = False
        self._line_has_text = False
        self._held: list[tuple[str, Place]] = []  # line breaks that count if text follows
        self._break = _NONE
        self._tabs = 0
        self._space = False
        self._marker = ""

    def flow(self, text: str, line: int) -> None:
        """Add text that begins on ``line`` of the source, white space collapsed."""
        for number, piece in enumerate(text.split("\n"), line):
            if number > line:
                self._space = True
            words = _SPACES.sub(" ", plain(piece))
            if words[:1] == " ":
                self._space = True
            if shown := words.strip(" "):
                self._write(shown, number)
                self._space = words[-1:] == " "

    def exact(self, text: str, line: int) -> None:
        """Add text that begins on ``line`` of the source as it is, with its spaces and line breaks."""
        for number, piece in enumerate(text.split("\n"), line):
            if number > line:
                self.end_line(number - 1)
            if piece:
                self._write(plain(piece), number)

    def word(self, text: str, line: int) -> None:
        """Add text that spaces part from what stands beside it, such as a check box."""
        self._space = True
        self.flow(text, line)
        self._space = True

    def block(self) -> None:
        """Begin or end a block."""
        self._paragraph_ends = self._paragraph_has_text
        self._space = False
        if self._line_has_text and not self._tabs and self._break == _NONE:
            self._break = _BLOCK

    def row(self) -> None:
        """Begin or end a row of a table."""
        self.block()
        self._tabs = 0
        if self._line_has_text:
            self._break = _ROW

    def cell(self, *, first: bool) -> None:
        """Begin a cell of a table."""
        self.block()
        if not first:
            self._tabs += 1
            self._marker = ""
            if self._break == _BLOCK:
                self._break = _NONE

    def mark(self, marker: str) -> None:
        """Put ``marker`` before the next text; empty to take back the last one."""
        self._marker = marker

    def end_line(self, line: int) -> None:
        """Add a line break that stands on ``line`` of the source."""
        self._end_due_line()
        self._held.append(("\n", self._at(line)))
        self._line_has_text = self._space = False

    def _write(self, text: str, line: int) -> None:
        self._end_due_line()
        if self._paragraph_ends:
            self._begin_paragraph()
        if self._tabs:
            self._add("\t" * self._tabs, line)
        elif self._space and self._line_has_text:
            self._add(" ", line)
        self._add(self._marker + text, line)
        self._paragraph_has_text = self._line_has_text = True
        self._tabs, self._space, self._marker = 0, False, ""

    def _end_due_line(self) -> None:
        if self._break != _NONE:
            self._held.append(("\n", self._place))
            self._break, self._line_has_text = _NONE, False

    def _begin_paragraph(self) -> None:
        self._paragraph_ends = False
        number = (self._place.paragraph or 0) + 1
        if number > self._limits.paragraphs:
            raise RefusedError(f"more than {self._limits.paragraphs:,} paragraphs; split the document into its notes")
        self._place = Place(paragraph=number, line=self._place.line)

    def _at(self, line: int) -> Place:
        if line != self._place.line:
            self._place = Place(paragraph=self._place.paragraph, line=line)
        return self._place

    def _add(self, text: str, line: int) -> None:
        for held, place in self._held:
            self.builder.add(held, place)
        self._held.clear()
        self.builder.add(text, self._at(line))
        if self.builder.length > self._limits.chars:
            raise RefusedError(f"more than {self._limits.chars:,} characters of text; split the document into its notes")
