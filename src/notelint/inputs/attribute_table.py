"""A table of the user's: whose each note is, and when. CSV, TSV or Parquet, joined by the names of the notes."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.audit.model import NAMED, Attributes, tidy
from notelint.discreet import discreet
from notelint.inputs.decoding import NotTextError, decode
from notelint.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PARQUET = (".parquet", ".pq")
_LONGEST_CELL = 1_000_000


class BadTableError(Exception):
    """A table that cannot be used; ``str`` is one line that says which, what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns, empty where there is none; ``date_format`` is as for ``strptime``, empty for ISO 8601."""

    id: str
    surgeon: str = ""
    service: str = ""
    template: str = ""
    date: str = ""
    date_format: str = ""

    @property
    def named(self) -> frozenset[str]:
        """The attributes that the table gives."""
        found = {name for name in NAMED if getattr(self, name)}
        return frozenset(found | ({"day"} if self.date else set()))


@discreet()
@dataclass(slots=True)
class AttributeTable:
    """The attributes by the id of a note. ``left_out`` are rows without use, ``dateless`` rows whose date is none."""

    rows: dict[str, Attributes] = field(default_factory=dict)
    left_out: int = 0
    dateless: int = 0
    problems: list[str] = field(default_factory=list)


def read_table(path: str, columns: Columns) -> AttributeTable:
    """The table, with a line for each cell that cannot be used, and none of what stands in it. Raises ``BadTableError``.

    Of an id that stands twice the first row counts. A date that is none leaves the row without one. Raises ``ImportError``
    where a library for Parquet is missing.
    """
    table = AttributeTable()
    for place, cells in _parquet(path, columns) if path.lower().endswith(PARQUET) else _delimited(path, columns):
        if isinstance(cells, str):
            table.left_out += 1
            table.problems.append(f"{place}: {cells}; the row is left out")
        else:
            _add(table, place, cells, columns)
    return table


def _add(table: AttributeTable, place: str, cells: dict[str, Any], columns: Columns) -> None:
    name = _text(cells[columns.id])
    if not name or name in table.rows:
        problem = "stands there twice, the first row counts" if name else "is empty"
        table.left_out += 1
        table.problems.append(f"{place}: column {columns.id!r}: the id {problem}; the row is left out")
        return
    values = {part: _text(cells[column]) for part in NAMED if (column := getattr(columns, part))}
    day = None
    if columns.date:
        day = _day(cells[columns.date], columns.date_format)
        if day is None:
            table.dateless += 1
            wanted = (
                f"the format is {columns.date_format}" if columns.date_format else "write it YYYY-MM-DD or give --date-format"
            )
            problem = "is empty" if _text(cells[columns.date]) == "" else f"is no date, {wanted}"
            table.problems.append(f"{place}: column {columns.date!r}: {problem}; the note counts without a date")
    table.rows[name] = Attributes(**values, day=day)


def _text(cell: Any) -> str:
    return "" if cell is None else tidy(str(cell))


def _day(cell: Any, form: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        read = datetime.strptime(_text(cell), form) if form else datetime.fromisoformat(_text(cell))  # noqa: DTZ007 -- a day
    except ValueError:
        return None
    return read.date()


def _wanted(path: str, found: Sequence[str], columns: Columns) -> list[str]:
    """The columns to read. Raises ``BadTableError`` where one is missing or stands twice."""
    options = {"id": "--id", "date": "--date", **{name: f"--{name}" for name in NAMED}}
    wanted = {option: name for part, option in options.items() if (name := getattr(columns, part))}
    for option, name in wanted.items():
        if found.count(name) != 1:
            if name in found:
                raise BadTableError(f"{path}:1: the column {name!r} stands there twice; name one of them otherwise")
            advice = did_you_mean(name, found, f"name one of its columns with {option}: {', '.join(map(str, found))}")
            raise BadTableError(f"{path}:1: there is no column {name!r} ({option}); {advice}")
    return list(dict.fromkeys(wanted.values()))


def _delimited(path: str, columns: Columns) -> Iterator[tuple[str, dict[str, Any] | str]]:
    try:
        text, _ = decode(Path(path).read_bytes())
    except OSError as error:
        raise BadTableError(f"{path}: cannot be read: {error.strerror}") from None
    except NotTextError as error:
        raise BadTableError(f"{path}: {error}") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if path.lower().endswith(".tsv") else ",")
    rows = _rows(reader)
    header = next(rows, [])
    if isinstance(header, str) or not header:
        raise BadTableError(f"{path}:1: has no row of column names; write them into the first line")
    header = [name.strip() for name in header]
    places = {name: header.index(name) for name in _wanted(path, header, columns)}
    for row in rows:
        place = f"{path}:{reader.line_num}"
        if isinstance(row, str):
            yield place, row
        elif row:
            problem = f"has {len(row)} cells and the first line {len(header)}"
            yield place, {name: row[at] for name, at in places.items()} if len(row) == len(header) else problem


def _rows(reader: Any) -> Iterator[list[str] | str]:
    """The rows; for one that is not as CSV is written, what is wrong with it."""
    while (row := _next(reader)) is not None:
        yield row


def _next(reader: Any) -> list[str] | str | None:
    """The next row; ``None`` at the end. The limit of a cell belongs to the process, so it is set back for other readers."""
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        row: list[str] | None = next(reader, None)
    except csv.Error:
        return "is not as CSV is written, or a cell is too long"
    finally:
        csv.field_size_limit(before)
    return row


def _parquet(path: str, columns: Columns) -> Iterator[tuple[str, dict[str, Any]]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(path)
        wanted = _wanted(path, file.schema_arrow.names, columns)
        number = 0
        for batch in file.iter_batches(columns=wanted):
            for cells in batch.to_pylist():
                number += 1
                yield f"{path}: row {number}", cells
    except OSError as error:
        raise BadTableError(f"{path}: cannot be read: {error.strerror or 'it is damaged'}") from None
    except pa.ArrowException:
        raise BadTableError(f"{path}: is no Parquet file, or damaged; see whether another program reads it") from None
