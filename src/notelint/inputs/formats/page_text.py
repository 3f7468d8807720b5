"""The text of a document page by page, and what is to be said of its pages. Shared by PDF files and scans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.inputs.formats.model import RefusedError
from notelint.inputs.formats.page_lines import add_lines, line_in_picture
from notelint.inputs.formats.page_order import in_reading_order
from notelint.inputs.formats.tesseract import INSTALL, LOW_CONFIDENCE, RecognitionError, program, recognise
from notelint.places import TextBuilder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.inputs.formats.model import Limits
    from notelint.inputs.formats.page_lines import Line
    from notelint.inputs.formats.picture import Picture
    from notelint.inputs.formats.tesseract import Recognised
    from notelint.places import Box, PlaceMap


DAMAGED = ("is damaged and was not read", "are damaged and were not read")
"""The problem of a page that cannot be shown either."""


def _as_it_is(box: Box) -> Box:
    return box


class PageText:
    """Puts the text of a document together page by page, and keeps count of the pages that were not read or not surely."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._builder = TextBuilder()
        self._lines = 0
        self._pages: dict[tuple[str, str], list[int]] = {}
        self._low: list[str] = []
        self._recognised = 0
        self._program = program()

    @property
    def can_recognise(self) -> bool:
        """Whether the program that recognises text in pictures is installed."""
        return self._program is not None

    def add(self, page: int, lines: Sequence[Line], shown: Callable[[Box], Box] = _as_it_is) -> None:
        """Add the lines of a page, in reading order; ``shown`` gives a box as it is on the page that a person sees.

        Raises ``RefusedError`` past a limit.
        """
        self._lines += len(lines)
        if self._lines > self._limits.paragraphs:
            raise RefusedError(f"longer than {self._limits.paragraphs:,} lines; split it")
        add_lines(self._builder, lines, page, shown)
        if self._builder.length > self._limits.chars:
            raise RefusedError(f"longer than {self._limits.chars:,} characters; split it")

    def report(self, page: int, problem: tuple[str, str]) -> None:
        """Note that a page has a problem, worded for one page and for several: ``is damaged``, ``are damaged``."""
        self._pages.setdefault(problem, []).append(page)

    def recognise(self, page: int, picture: Picture) -> Recognised | None:
        """The words in the picture of a page; ``None``, and a report, if recognition fails.

        Raises ``RefusedError`` for more pages than ``Limits.scanned_pages``, and where the program is missing.
        """
        if self._program is None:
            raise RefusedError(f"a picture; {INSTALL} to have its text recognised")
        self._recognised += 1
        if self._recognised > self._limits.scanned_pages:
            raise RefusedError(f"more than {self._limits.scanned_pages} pages are pictures without text; split the document")
        try:
            return recognise(self._program, picture)
        except RecognitionError as error:
            self.report(page, (f"was {error}", f"were {error}"))
            return None

    def add_recognised(self, page: int, found: Recognised) -> None:
        """Add the words that were recognised in the picture of a page."""
        if not found.words:
            self.report(page, ("is a picture without a word", "are pictures without a word"))
        elif found.confidence < LOW_CONFIDENCE:
            self._low.append(f"page {page} was recognised with low confidence ({found.confidence:.0f} of 100)")
        self.add(page, in_reading_order([line_in_picture(row) for row in found.rows]))

    def warnings(self) -> tuple[str, ...]:
        """What a person should know of the pages, one line each."""
        sentences = (f"{_numbered(pages)} {problem[len(pages) > 1]}" for problem, pages in self._pages.items())
        return (*sentences, *self._low)

    def text(self) -> str:
        """The text of all pages. Raises ``RefusedError`` where there is none."""
        text = self._builder.text().rstrip("\n")
        if not text.strip():
            raise RefusedError("; ".join(("has no text", *(self.warnings() or ("give a file that holds the note's text",)))))
        return text

    def places(self) -> PlaceMap:
        """The places of the text."""
        return self._builder.places()


def _numbered(pages: Sequence[int]) -> str:
    """``page 2``, ``pages 2 and 3``, ``pages 2, 5 to 9 and 12``; ``pages`` are ascending."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    parts = [part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run))]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"page{'s' * (len(pages) > 1)} {listed}"
