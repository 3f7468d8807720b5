"""Import files that CMS publishes: check them, then replace the tables in use.

All files are read and checked before the first table is replaced. Each table is replaced completely or not at all.
"""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from datetime import date
from typing import TYPE_CHECKING, Any

from notelint.cms.cells import CODE, CellError
from notelint.cms.changes import Changes, compare, old_rows
from notelint.cms.dating import first_day
from notelint.cms.errors import TableError
from notelint.cms.headings import recognize
from notelint.cms.plausible import refuse_implausible
from notelint.cms.records import Edition
from notelint.cms.sheets import rows_of
from notelint.cms.shipped import TITLES
from notelint.cms.store import SHAPES, NewTable, path_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from notelint.cms.headings import Found
    from notelint.cms.records import What
    from notelint.cms.sheets import Row
    from notelint.cms.tables import Tables

_BATCH = 5_000
_MOST_TEXTS = 10_000  # different rationales; CMS has about a dozen
_MOST_ROWS = 20_000_000
_DAY_AT, _RATIONALE_AT = (SHAPES["edits"].columns.index(name) for name in ("effective", "rationale"))


class Import:
    """One import into a data folder.

    ``tables`` are those in use, ``shown`` gives the printed name of a file, ``began`` is called with each file that is
    being written (so that an interruption can remove it), ``moved`` with the number of rows that were read so far.
    """

    def __init__(
        self,
        folder: Path,
        tables: Tables,
        *,
        shown: Callable[[Path], str],
        began: Callable[[Path], None],
        moved: Callable[[int], None] = lambda _rows: None,
    ) -> None:
        self._folder = folder
        self._tables = tables
        self._shown = shown
        self._began = began
        self._moved = moved
        self._new: dict[What, _Incoming] = {}

    def run(  # noqa: PLR0913 -- each of them is a choice of the user
        self,
        paths: Sequence[Path],
        wanted: Collection[What],
        now: datetime,
        *,
        effective: date | None,
        allow_fewer: bool,
        allow_repeated: bool = False,
    ) -> tuple[Changes, ...]:
        """Import the files of ``wanted`` tables at ``paths`` and say what changed.

        ``effective`` is the first day in force, if the files do not say it. ``allow_fewer`` and ``allow_repeated`` accept what
        looks incomplete or made up. Raises ``TableError``; then, and after any other error, the tables in use are as they were.
        """
        self._new = {}
        with ExitStack() as undone:
            try:
                for number, path in enumerate(paths):
                    self._read(path, number, wanted, undone)
                for incoming in self._new.values():
                    refuse_implausible(incoming.table, incoming.shown[-1], allow_fewer=allow_fewer, allow_repeated=allow_repeated)
                changes = tuple(
                    self._finished(incoming, now, effective, allow_fewer=allow_fewer) for incoming in self._new.values()
                )
                for incoming in self._new.values():
                    incoming.table.take_place()
            except sqlite3.Error as error:
                raise TableError(
                    str(self._folder), f"cannot be written ({type(error).__name__})", "see that the disk has room"
                ) from None
            except OSError as error:
                raise TableError(str(self._folder), f"cannot be written: {error.strerror}", "choose another folder") from None
            return changes

    def _read(self, path: Path, number: int, wanted: Collection[What], undone: ExitStack) -> None:
        shown = self._shown(path)
        with rows_of(path, shown) as rows:
            found = recognize(rows, shown)
            what = found.layout.what
            if what not in wanted:
                other = "fees" if what in {"fees", "localities"} else "ncci"
                raise TableError(shown, f"its columns are those of {found.layout.called}", f"use: notelint data import {other}")
            if what not in self._new:
                table = NewTable(self._folder, what)
                self._began(table.part)
                undone.callback(table.discard)
                self._new[what] = _Incoming(table)
            name = path.name.encode("utf-8", "replace").decode()  # a file name can be invalid text
            before = sum(incoming.rows for incoming in self._new.values())
            self._new[what].read(_counted(rows, before, self._moved), found, number, name, shown)

    def _finished(self, incoming: _Incoming, now: datetime, effective: date | None, *, allow_fewer: bool) -> Changes:
        table = incoming.table
        before, old = self._in_use(table.what)
        self._refuse_poor(incoming, before, allow_fewer=allow_fewer)
        source = ", ".join(incoming.names)
        edition = Edition(table.what, TITLES[table.what], incoming.first_day(effective), incoming.rows, True, source, now)  # noqa: FBT003
        table.finish(edition)
        return compare(table.part, edition, old, before, self._tables.codes)

    def _in_use(self, what: What) -> tuple[Edition | None, Any]:
        """The edition in use and its rows; none if the file is damaged: the import then replaces it."""
        try:
            edition = self._tables.edition(what)
        except TableError:
            return None, ()
        if edition and edition.imported:
            return edition, path_of(self._folder, what)
        return edition, old_rows(self._tables.shipped(what))

    def _refuse_poor(self, incoming: _Incoming, before: Edition | None, *, allow_fewer: bool) -> None:
        last = incoming.shown[-1]
        if incoming.table.what != "localities" and not incoming.holds(self._tables.codes):
            raise TableError(last, "no code of the loaded packs is in it", "give all files of the table together")
        if before and before.imported and 2 * incoming.rows < before.rows and not allow_fewer:
            problem = f"rows: {incoming.rows:,}, less than half of the {before.rows:,} in use"
            raise TableError(last, problem, "give all files of the table together, or --allow-fewer")


class _Incoming:
    """A table during its import; its rows go to the new file in batches."""

    def __init__(self, table: NewTable) -> None:
        self.table = table
        self.rows = 0
        self.names: list[str] = []
        self.shown: list[str] = []
        self._numbers: list[int] = []
        self._texts: list[str] = []
        self._latest = 0

    def read(self, rows: Iterator[Row], found: Found, number: int, name: str, shown: str) -> None:
        """Add the rows of one file. Raises ``TableError`` for the first invalid row."""
        self.names.append(name)
        self.shown.append(shown)
        self._numbers.append(number)
        self._texts += (*found.above, name)
        before = self.rows
        batch: list[tuple[Any, ...]] = []
        for line, converted in _converted(rows, found, shown):
            batch.append((*self._kept(converted, shown, line), number, line))
            if len(batch) == _BATCH:
                self._write(batch)
                batch = []
        if batch:
            self._write(batch)
        if self.rows == before:
            raise TableError(shown, "no row below the headings", "give the file as CMS publishes it")

    def first_day(self, given: date | None) -> date:
        """The first day on which the table is in force: as given, or as the files say. Raises ``TableError``."""
        if given:
            return given
        if self.table.what == "edits":
            return date.fromisoformat(str(self._latest))
        found = first_day(self.table.what, self._texts)
        if found is None:
            raise TableError(self.shown[-1], "it does not say from which day it is in force", "give --effective YYYY-MM-DD")
        return found

    def holds(self, codes: Iterable[str]) -> bool:
        """Whether the table has a row about one of the codes."""
        return self.table.holds(codes)

    def _kept(self, row: tuple[Any, ...], shown: str, line: int) -> tuple[Any, ...]:
        """The row with the number of its rationale instead of the text."""
        if self.table.what not in {"edits", "unit_limits"}:
            return row
        if self.table.what == "edits":
            self._latest = max(self._latest, row[_DAY_AT])
        number = self.table.text(row[_RATIONALE_AT])
        if number >= _MOST_TEXTS:
            raise TableError(shown, "too many different rationales for a table of CMS's", "take CMS's file as it is", line=line)
        return (*row[:_RATIONALE_AT], number, *row[_RATIONALE_AT + 1 :])

    def _write(self, batch: list[tuple[Any, ...]]) -> None:
        try:
            self.table.write(batch)
        except sqlite3.IntegrityError:
            raise self._twice(batch) from None
        self.rows += len(batch)
        if self.rows > _MOST_ROWS:
            raise TableError(self.shown[-1], f"more than {_MOST_ROWS:,} rows", "give one edition of the table")

    def _twice(self, batch: Sequence[tuple[Any, ...]]) -> TableError:
        """The error about the first row of the batch whose key another row already has."""
        for row in batch:
            file, line = self.table.place_of(row) or row[-2:]
            if (file, line) != row[-2:]:
                first = self.shown[self._numbers.index(file)]
                return TableError(
                    self.shown[-1], f"the row stands twice (first in {first}:{line})", "keep one of the two", line=row[-1]
                )
        raise AssertionError("a key was refused that no other row has")


def _counted(rows: Iterator[Row], before: int, moved: Callable[[int], None]) -> Iterator[Row]:
    """The rows as they pass; now and then ``moved`` is called with their number, and that of the rows ``before`` them added."""
    for number, row in enumerate(rows, 1):
        if number % _BATCH == 0:
            moved(before + number)
        yield row


def _converted(rows: Iterator[Row], found: Found, shown: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows below the headings in the form of the store, with their line numbers. Raises ``TableError``."""
    begun = False
    for line, cells in rows:
        try:
            picked = [cells[place].strip() for place in found.places]
            row = found.layout.convert(picked)
        except (IndexError, CellError) as error:
            if _is_remark(cells, found, begun=begun):
                continue
            raise _refused(error, shown, line) from None
        begun = True
        if row is not None:
            yield line, row


def _is_remark(cells: Sequence[str], found: Found, *, begun: bool) -> bool:
    """Whether a row is no data: empty, a footnote in one cell, or the rest of the headings."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) <= 1:
        return not (filled and CODE.fullmatch(filled[0].upper()))
    keys = [cells[place].strip() for place in found.places[: found.layout.keys] if place < len(cells)]
    return not begun and not any(keys)


def _refused(error: IndexError | CellError, shown: str, line: int) -> TableError:
    if isinstance(error, CellError):
        return TableError(shown, error.problem, error.advice, line=line, column=error.column)
    return TableError(shown, "fewer cells than columns", "give the file as CMS publishes it", line=line)
