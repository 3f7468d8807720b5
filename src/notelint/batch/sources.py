"""What is given as input: which kind each path is, what tells it from another, and its notes one after the other."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from notelint.batch.checker import too_long
from notelint.batch.rows import Row
from notelint.inputs.folders import path_problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARQUET = (".parquet", ".pq")
DELIMITED = (".csv", ".tsv")
_EMPTY = "empty; give a file that holds notes"
JSON_LINES = (".jsonl", ".ndjson")


class SourceError(Exception):
    """An input that cannot be read; ``str`` is one line that says which, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns. Without ``id`` a column of that name is taken, else each note is named by its place."""

    text: str = "text"
    id: str | None = None
    codes: str | None = None

    def picked(self, found: Sequence[str], path: str) -> dict[str, str]:
        """The part that each of the columns ``found`` plays. Raises ``SourceError`` where one is missing."""
        wanted = {"text": self.text, "id": self.id or ("id" if "id" in found else None), "codes": self.codes}
        for part, name in wanted.items():
            if name is not None and name not in found:
                option = {"text": "--text-column", "id": "--id-column", "codes": "--code-column"}[part]
                raise SourceError(f"{path}: there is no column {name!r}; name the right one with {option}")
        return {part: name for part, name in wanted.items() if name is not None}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What tells an input from a changed one. ``size`` is in bytes, ``changed`` the time of the last change in nanoseconds."""

    path: str
    kind: str
    size: int
    changed: int
    rows: int | None

    def data(self) -> dict[str, Any]:
        """As plain data."""
        return asdict(self)


class Source(Protocol):
    """An input."""

    @property
    def fingerprint(self) -> Fingerprint:
        """What tells it from a changed one."""

    @property
    def consumed(self) -> int:
        """How much of ``fingerprint.size`` has been read."""

    def rows(self) -> Iterator[Row]:
        """Its notes in their order. Raises ``SourceError`` where the rest cannot be read; what one row holds never ends it."""


def open_sources(paths: Sequence[str], columns: Columns, query: str | None, max_chars: int) -> list[Source]:
    """The inputs at ``paths`` in their order; of a folder that holds Parquet files each of these. Raises ``SourceError``."""
    if query is not None:
        from notelint.batch.query import QuerySource

        if len(paths) != 1 or not Path(paths[0]).is_file():
            raise SourceError("--query reads one DuckDB file; give its path")
        return [QuerySource(paths[0], query, columns, max_chars)]
    sources = [_open(path, columns, max_chars) for given in paths for path in _expanded(given)]
    if not any(source.fingerprint.size for source in sources):  # one empty note among others is a row with that error
        raise SourceError(f"{paths[0]}: {_EMPTY}")
    return sources


def _expanded(path: str) -> list[str]:
    parts = sorted(Path(path).glob("*.parquet")) if Path(path).is_dir() else []
    return list(map(str, parts)) or [path]


def _open(path: str, columns: Columns, max_chars: int) -> Source:
    from notelint.batch.files import DelimitedSource, FolderSource, JsonLinesSource, ParquetSource

    kind = Path(path).suffix.lower()
    if problem := path_problem(path):
        raise SourceError(f"{path}: {problem}")
    if Path(path).is_dir() or kind == ".txt":
        return FolderSource(path, max_chars)
    if not Path(path).stat().st_size:
        raise SourceError(f"{path}: {_EMPTY}")
    if kind in PARQUET:
        return ParquetSource(path, columns, max_chars)
    if kind in DELIMITED:
        return DelimitedSource(path, columns, max_chars)
    if kind in JSON_LINES:
        return JsonLinesSource(path, columns, max_chars)
    raise SourceError(f"{path}: neither a folder of notes nor .parquet, .csv, .tsv or .jsonl; for a DuckDB file give --query")


class RowMaker:
    """The cells of one input's rows to ``Row``; what is no text becomes a row with its problem."""

    def __init__(self, path: str, max_chars: int) -> None:
        self._path = path
        self._max_chars = max_chars
        self._number = 0

    def row(self, cells: dict[str, Any]) -> Row:
        """The row of the cells by the part they play (``text``, ``id``, ``codes``)."""
        name, text, codes = self._name(cells.get("id")), cells.get("text"), _codes(cells.get("codes"))
        if not isinstance(text, str):
            return Row(name, None, codes, None if text is None else "the text is no text")
        if len(text) > self._max_chars:
            return Row(name, None, codes, too_long(self._max_chars))
        return Row(name, _whole(text), codes)

    def problem(self, problem: str) -> Row:
        """A row that could not be taken apart."""
        return Row(self._name(None), problem=problem)

    def _name(self, cell: Any) -> str:
        self._number += 1
        return f"{self._path}:{self._number}" if cell is None else _whole(str(cell))


def _codes(cell: Any) -> str | None:
    if cell is None:
        return None
    return _whole(",".join(map(str, cell)) if isinstance(cell, (list, tuple)) else str(cell))


def _whole(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which JSON can hold and UTF-8 cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def fingerprint_of(path: str, kind: str, rows: int | None = None) -> Fingerprint:
    """That of one file. Raises ``SourceError``."""
    try:
        status = Path(path).stat()
    except OSError as error:
        raise SourceError(f"{path}: cannot be read: {error.strerror}") from None
    return Fingerprint(path, kind, status.st_size, status.st_mtime_ns, rows)
