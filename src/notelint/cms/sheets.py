"""Read a file of CMS as rows of cells: CSV or tab-delimited text, as a stream, in any encoding."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from notelint.cms.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LONGEST_LINE = 65_536  # characters; the longest line in files of CMS has some hundreds
_HEAD = 60  # lines that are used to find the separator of the cells
_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SIGNATURES = {
    b"PK\x03\x04": ("a zip archive or an Excel workbook", "unpack the archive, or save the sheet as CSV or tab-delimited text"),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "save the sheet as CSV or tab-delimited text"),
    b"%PDF-": ("a PDF file", "give the CSV or tab-delimited file that CMS publishes"),
}

Row = tuple[int, list[str]]
"""The number of the last line of the row, counted from 1, and its cells."""


@contextmanager
def rows_of(path: Path, shown: str) -> Iterator[Iterator[Row]]:
    """The rows of the file, one at a time. ``shown`` is the name in errors. Raises ``TableError``, also while reading."""
    with _opened(path, shown) as stream:
        start = stream.peek(8)
        _refuse(start, shown)
        encoding = next((name for mark, name in _MARKS.items() if start.startswith(mark)), "utf-8-sig")
        with io.TextIOWrapper(stream, encoding, errors="replace", newline="") as text:
            yield _rows(text, shown)


def _opened(path: Path, shown: str) -> io.BufferedReader:
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(shown, error) from None


def _unreadable(shown: str, error: OSError) -> TableError:
    return TableError(shown, f"cannot be read: {error.strerror or type(error).__name__}", "give a file that can be")


def _refuse(start: bytes, shown: str) -> None:
    for signature, (kind, advice) in _SIGNATURES.items():
        if start.startswith(signature):
            raise TableError(shown, f"{kind}, not a table as text", advice)


def _rows(text: IO[str], shown: str) -> Iterator[Row]:
    lines = _lines(text, shown)
    head = list(itertools.islice(lines, _HEAD))
    delimiter = "\t" if any(line.count("\t") > 2 for line in head) else ","
    reader = csv.reader(itertools.chain(head, lines), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise TableError(shown, "a cell never ends", "correct the quotes", line=reader.line_num) from None


def _lines(text: IO[str], shown: str) -> Iterator[str]:
    for number in itertools.count(1):
        try:
            line = text.readline(_LONGEST_LINE)
        except OSError as error:
            raise _unreadable(shown, error) from None
        except UnicodeError:
            raise TableError(shown, "not text", "give the CSV or tab-delimited file that CMS publishes", line=number) from None
        if not line:
            return
        if len(line) == _LONGEST_LINE and not line.endswith(("\n", "\r")):
            advice = "give the CSV or tab-delimited file that CMS publishes"
            raise TableError(shown, "the line is far too long for a table of CMS's", advice, line=number)
        yield line
