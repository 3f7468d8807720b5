"""Parquet, delimited text, JSON Lines and folders of notes, read a little at a time whatever they hold."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from notelint.batch.document import packed
from notelint.batch.model import Fingerprint, SourceError, fingerprint_of
from notelint.batch.rows import CHUNK, Row, RowMaker
from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.folders import EVERY_NOTE, notes_in
from notelint.inputs.reading import Unreadable, read_notes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.batch.model import Columns
    from notelint.inputs.folders import Wanted

_BUFFER = 1024 * 1024
_ROOM = 1024 * 1024  # bytes of a line beside the note: its other columns
_BYTES_PER_CHAR = 12  # of a character that JSON writes as two escapes
_HEAD = 4096
_OTHERWISE = "windows-1252"  # of lines that are not UTF-8 in a file that begins as it


class ParquetSource:
    """One Parquet file."""

    def __init__(self, path: str, columns: Columns, max_chars: int) -> None:
        with _as_source_errors(path):
            # Buffered, so that a row group need not be in memory as a whole.
            self._file = pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)
        self._names = columns.picked(self._file.schema_arrow.names, path)
        self._rows = RowMaker(path, max_chars, columns.form)
        self._count: int = self._file.metadata.num_rows
        self._read = 0
        self.fingerprint = fingerprint_of(path, "parquet", self._count)

    @property
    def consumed(self) -> int:
        """The share of its rows that has been read, in bytes."""
        return self.fingerprint.size * self._read // max(self._count, 1)

    def rows(self) -> Iterator[Row]:
        """Its rows."""
        batches = self._file.iter_batches(batch_size=CHUNK, columns=list(dict.fromkeys(self._names.values())))
        while True:
            with _as_source_errors(self.fingerprint.path, self._read):
                batch = next(batches, None)
                if batch is None:
                    return
                cells = [batch.column(name).to_pylist() for name in self._names.values()]
            for values in zip(*cells, strict=True):
                self._read += 1
                yield from self._rows.rows(dict(zip(self._names, values, strict=True)))


class _LinesSource:
    """A file of lines."""

    def __init__(self, path: str, kind: str, columns: Columns, max_chars: int) -> None:
        self.fingerprint = fingerprint_of(path, kind)
        self.consumed = 0
        self._limit = _BYTES_PER_CHAR * max_chars + _ROOM
        self._rows = RowMaker(path, max_chars, columns.form)
        with _as_source_errors(path), Path(path).open("rb") as file:
            head = file.read(_HEAD)
        try:
            self.encoding = decode(head[: _whole_characters(head)])[1]
        except NotTextError as error:
            raise SourceError(f"{path}: {error}") from None
        if self.encoding.startswith(("utf-16", "utf-32")):
            raise SourceError(f"{path}: {self.encoding.upper()}; save it as UTF-8")

    def lines(self, file: BinaryIO) -> Iterator[bytes | None]:
        """Each line; ``None`` for one that is longer than any row with a note that is read."""
        while line := file.readline(self._limit):
            self.consumed += len(line)
            if len(line) < self._limit or line.endswith(b"\n"):
                yield line.removeprefix(b"\xef\xbb\xbf") if self.consumed == len(line) else line
                continue
            while (rest := file.readline(_BUFFER)) and not rest.endswith(b"\n"):
                self.consumed += len(rest)
            self.consumed += len(rest)
            yield None


class JsonLinesSource(_LinesSource):
    """A file with a JSON object on each line."""

    def __init__(self, path: str, columns: Columns, max_chars: int) -> None:
        super().__init__(path, "jsonl", columns, max_chars)
        self._columns = columns
        self._decoder = msgspec.json.Decoder(dict[str, Any])
        with _as_source_errors(path), Path(path).open("rb") as file:
            first = next((line for line in self.lines(file) if line is None or line.strip()), None)
        self.consumed = 0
        found = self._decoded(first) if first is not None else None
        self._names = columns.picked(list(found), path) if found is not None else columns.picked([columns.text], path)

    def rows(self) -> Iterator[Row]:
        """Its rows; a line that is no object becomes one with that problem, an empty line none."""
        self.consumed = 0
        with _as_source_errors(self.fingerprint.path), Path(self.fingerprint.path).open("rb") as file:
            for line in self.lines(file):
                if line is None:
                    yield self._rows.problem("the line is too long")
                elif line.strip():
                    cells = self._decoded(line)
                    if cells is None:
                        yield self._rows.problem("the line is no JSON object" if _is_utf_8(line) else "the line is not UTF-8")
                    else:
                        yield from self._rows.rows({part: cells.get(name) for part, name in self._names.items()})

    def _decoded(self, line: bytes) -> dict[str, Any] | None:
        try:
            return self._decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return _leniently(line)


class DelimitedSource(_LinesSource):
    """A file of comma-separated values, or of tab-separated ones where it is called ``.tsv``, with a row of names first."""

    def __init__(self, path: str, columns: Columns, max_chars: int) -> None:
        super().__init__(path, "csv", columns, max_chars)
        self._delimiter = "\t" if path.lower().endswith(".tsv") else ","
        self._max_chars = max_chars
        self._other_encoding = _OTHERWISE if self.encoding.startswith("utf-8") else self.encoding
        with _as_source_errors(path), Path(path).open("rb") as file:
            try:
                self._header: list[str] = self._next(self._reader(file)) or []
            except csv.Error:
                self._header = []
        self._names = columns.picked(self._header, path)
        self._places = {part: self._header.index(name) for part, name in self._names.items()}

    def rows(self) -> Iterator[Row]:
        """Its rows; one with more or fewer cells than names becomes one with that problem."""
        self.consumed = 0
        with _as_source_errors(self.fingerprint.path), Path(self.fingerprint.path).open("rb") as file:
            reader = self._reader(file)
            self._next(reader)
            while True:
                try:
                    cells = self._next(reader)
                except csv.Error:
                    yield self._rows.problem("the row is not as CSV is written, or too long")
                    continue
                if cells is None:
                    return
                if cells:
                    yield from self._of_cells(cells)

    def _of_cells(self, cells: list[str]) -> Iterator[Row]:
        if len(cells) != len(self._header):
            yield self._rows.problem(f"the row has {len(cells)} cells and the header {len(self._header)}")
        else:
            yield from self._rows.rows({part: cells[place] or None for part, place in self._places.items()})

    def _reader(self, file: BinaryIO) -> Any:
        return csv.reader((self._decoded(line) for line in self.lines(file)), delimiter=self._delimiter)

    def _next(self, reader: Any) -> list[str] | None:
        """The next row; ``None`` at the end. The limit of a cell belongs to the process, so it is set back for other readers."""
        before = csv.field_size_limit(self._limit)
        try:
            return next(reader, None)
        finally:
            csv.field_size_limit(before)

    def _decoded(self, line: bytes | None) -> str:
        """A line's text, of one that is not UTF-8 in the encoding of the file's beginning.

        Of one that is too long it is a word that makes a row of too few cells.
        """
        if line is None:
            return '""\n'
        return line.decode("utf-8" if _is_utf_8(line) else self._other_encoding, errors="replace")


class FolderSource:
    """A folder of notes and documents, or one file."""

    def __init__(self, path: str, max_chars: int, wanted: Wanted = EVERY_NOTE) -> None:
        self._max_chars = max_chars
        self._wanted = wanted
        self.consumed = 0
        self.fingerprint = self._fingerprint(path)

    def rows(self) -> Iterator[Row]:
        """Its notes, each named by its path; one that cannot be read is a row with that problem."""
        self.consumed = 0
        for found in read_notes([self.fingerprint.path], stdin=None, max_chars=self._max_chars, wanted=self._wanted):
            if isinstance(found, Unreadable):
                yield Row(found.source, problem=found.error)
            else:
                self.consumed += len(found.text)
                yield Row(found.source, found.text, document=packed(found))

    def _fingerprint(self, path: str) -> Fingerprint:
        """The files' number, their size together and the latest change of one."""
        rows = size = changed = 0
        for found in notes_in(Path(path), self._wanted):
            rows += 1
            if isinstance(found, OSError):
                continue
            status = found.stat()
            size += status.st_size
            changed = max(changed, status.st_mtime_ns)
        if not rows:
            raise SourceError(f"{path}: no notes in this folder; put notes there (.txt, .docx, .pdf ...) or name the files")
        return Fingerprint(path, "notes", size, changed, rows)


def _whole_characters(head: bytes) -> int:
    """The length of the first bytes of a file without a character of UTF-8 that is cut at their end."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start if error.reason == "unexpected end of data" else len(head)
    return len(head)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _leniently(line: bytes) -> dict[str, Any] | None:
    """What the line holds by Python's own reader, which takes half a surrogate pair and NaN as well."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


@contextmanager
def _as_source_errors(path: str, row: int | None = None) -> Iterator[None]:
    """Errors of reading in one line that holds nothing of what was read."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged, or not what its name says"
        place = f" after row {row:,}" if row is not None else ""
        raise SourceError(f"{path}: cannot be read{place}: {reason}; see whether another program reads it") from None
