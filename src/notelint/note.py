"""The note as it was read: its text, and places in it."""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.metadata import Metadata
from notelint.places import PlaceMap

if TYPE_CHECKING:
    from notelint.places import Place

_LINE_END = re.compile(r"\r?\n|\r")


def shown_path(path: str) -> str:
    """The path as text that can be printed, also where its name is not UTF-8."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def path_from(path: str, folder: str | os.PathLike[str]) -> str:
    """``path`` as it is reached from ``folder``, with ``/`` between folders; absolute where it is on another drive."""
    try:
        reached = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows
        reached = os.path.abspath(path)  # noqa: PTH100 -- Path.absolute leaves .. in the path
    return shown_path(reached).replace(os.sep, "/")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a note, as offsets in Unicode code points: ``start`` included, ``end`` not."""

    start: int
    end: int


@discreet("source", "encoding", "warnings")
@dataclass(frozen=True)
class Note:
    """One operative note.

    ``text`` is the note after decoding, unchanged otherwise: every offset notelint reports counts code points in it.
    ``source`` is the path as the user gave it, or ``-`` for standard input, and behind it the ``name`` of the note where the file
    holds several. ``encoding`` is the encoding it was read in. Of a document ``places`` leads back from the text into it,
    ``warnings`` say what was not read of it, ``metadata`` is what it says of itself; plain text has none of them.
    """

    text: str
    source: str = "-"
    encoding: str = "utf-8"
    places: PlaceMap = field(default_factory=PlaceMap)
    warnings: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""

    @property
    def file(self) -> str:
        """The path of the file that holds the note, without the name that tells it from the other notes of the file."""
        return self.source.removesuffix(f" {self.name}") if self.name else self.source

    def place(self, offset: int) -> Place | None:
        """Where in the document ``offset`` of the text stands; ``None`` for plain text."""
        return self.places.at(offset)

    @cached_property
    def shared_steps(self) -> tuple[str, ...]:
        """The containers of the document that hold the whole note, from the outside in."""
        return self.places.shared_steps()

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.text:
            return [0, *(end.end() for end in _LINE_END.finditer(self.text))]
        lines = self.text.split("\n")
        return list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))

    def position(self, offset: int) -> tuple[int, int]:
        """The line and column of ``offset``, both counted from 1; lines end at LF, CRLF or CR."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line_span(self, line: int) -> Span:
        """The extent of line number ``line`` (from 1) without its line break."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)
