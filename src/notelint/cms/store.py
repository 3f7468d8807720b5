"""The data folder of the user: one SQLite file for each imported table, always complete.

A new table is written to a separate file that replaces the old one at the end; after an error or a kill the old one remains.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from notelint.cms.errors import TableError
from notelint.cms.records import Edition, What

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FORMAT = 1
"""The version of the file format, stored in ``user_version`` of SQLite."""
_STALE = 24 * 60 * 60  # a file of an interrupted import that is older (seconds) cannot belong to a running import
_EDITION = "CREATE TABLE edition (title TEXT, effective TEXT, rows INTEGER, source TEXT, imported_at TEXT)"


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a table, and its key columns. Dates are whole numbers, ``20240701``."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


_INDICATORS = ("mult_proc", "bilat_surg", "asst_surg", "co_surg", "team_surg")
_FEES = (
    *("code", "status", "work_rvu", "pe_rvu_facility", "pe_rvu_nonfacility", "office_rare", "mp_rvu", "conversion_factor"),
    *("global_days", "pre", "intra", "post", *_INDICATORS),
)
SHAPES: dict[What, Shape] = {
    "edits": Shape(
        ("column_1", "column_2", "indicator", "rationale", "effective", "deleted"), ("column_1", "column_2", "effective")
    ),
    "unit_limits": Shape(("code", "units", "adjudication", "rationale"), ("code",)),
    "fees": Shape(_FEES, ("code",)),
    "localities": Shape(("mac", "state", "number", "name", "work", "pe", "mp"), ("mac", "state", "number")),
}


def data_folder() -> Path:
    """The folder of the user's tables: ``NOTELINT_DATA`` if it is set, else the platform's folder for user data."""
    if given := os.environ.get("NOTELINT_DATA"):
        return Path(given)
    import platformdirs

    return platformdirs.user_data_path("notelint", appauthor=False)


def path_of(folder: Path, what: What) -> Path:
    """The file of a table in a data folder."""
    return folder / f"{what}.sqlite"


def imported_tables(folder: Path) -> dict[What, ImportedTable]:
    """The names of the tables that were imported into ``folder``."""
    names: tuple[What, ...] = get_args(What)
    return {what: ImportedTable(path_of(folder, what), what) for what in names if path_of(folder, what).exists()}


@dataclass(frozen=True, slots=True)
class ImportedTable:
    """One imported table. Each method raises ``TableError`` if the file is damaged or is not from notelint."""

    path: Path
    what: What

    def rows(self, where: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows for which ``where`` is true (SQL over the columns, ``?`` for each value), in the order of the columns."""
        columns = ", ".join(SHAPES[self.what].columns)
        with self.opened() as connection:
            return connection.execute(f"SELECT {columns} FROM told WHERE {where}", values).fetchall()

    def edition(self) -> Edition:
        """The edition of the table, with the files and the time of its import."""
        with self.opened() as connection:
            title, effective, rows, source, imported_at = connection.execute("SELECT * FROM edition").fetchone()
            day, moment = date.fromisoformat(effective), datetime.fromisoformat(imported_at)
        return Edition(self.what, title, day, rows, imported=True, source=source, imported_at=moment)

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A read-only connection."""
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                if connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
                    raise self._damaged()
                yield connection
        except (sqlite3.Error, TypeError, ValueError):
            raise self._damaged() from None

    def _damaged(self) -> TableError:
        return TableError(str(self.path), "damaged, or not a table of notelint's", "delete it or import the table again")


class NewTable:
    """A table that is being written to its own file; ``take_place`` replaces the old table, ``discard`` removes the file."""

    def __init__(self, folder: Path, what: What) -> None:
        self.what = what
        self.target = path_of(folder, what)
        self.part = self.target.with_name(f".{self.target.name}.{os.getpid()}.part")
        folder.mkdir(parents=True, exist_ok=True)
        _remove_stale(folder)
        self.part.unlink(missing_ok=True)
        self.connection = sqlite3.connect(self.part, isolation_level=None)
        self._texts: dict[str, int] = {}
        self._prepare()

    def _prepare(self) -> None:
        shape = SHAPES[self.what]
        columns = ", ".join("texts.text AS rationale" if name == "rationale" else name for name in shape.columns)
        joined = f"{self.what} JOIN texts ON texts.id = {self.what}.rationale" if "rationale" in shape.columns else self.what
        key = ", ".join(shape.key)
        for statement in (
            f"PRAGMA user_version = {FORMAT}",
            "PRAGMA journal_mode = OFF",  # nobody reads the file before it is complete
            "PRAGMA synchronous = OFF",
            _EDITION,
            "CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT)",
            f"CREATE TABLE {self.what} ({', '.join(shape.columns)}, file, line, PRIMARY KEY ({key})) WITHOUT ROWID",
            f"CREATE VIEW told AS SELECT {columns}, file, line FROM {joined}",
            "BEGIN",
        ):
            self.connection.execute(statement)

    def text(self, words: str) -> int:
        """The number of a text that many rows share."""
        number = self._texts.get(words)
        if number is None:
            number = self._texts[words] = len(self._texts)
            self.connection.execute("INSERT INTO texts VALUES (?, ?)", (number, words))
        return number

    def write(self, rows: Sequence[tuple[Any, ...]]) -> None:
        """Add rows: the columns of the table, then the number of the file and the line. Raises ``sqlite3.IntegrityError``."""
        places = ", ".join("?" * len(rows[0]))
        self.connection.executemany(f"INSERT INTO {self.what} VALUES ({places})", rows)

    def place_of(self, row: tuple[Any, ...]) -> tuple[int, int] | None:
        """The number of the file and the line of the row with the same key as this one."""
        shape = SHAPES[self.what]
        values = [row[shape.columns.index(name)] for name in shape.key]
        where = " AND ".join(f"{name} = ?" for name in shape.key)
        found: tuple[int, int] | None = self.connection.execute(
            f"SELECT file, line FROM {self.what} WHERE {where}",
            values,
        ).fetchone()
        return found

    def holds(self, codes: Iterable[str]) -> bool:
        """Whether a row is about one of the codes."""
        columns = [name for name in SHAPES[self.what].columns if name in {"code", "column_1", "column_2"}]
        where = " OR ".join(f"{name} IN (SELECT value FROM json_each(?))" for name in columns)
        query = f"SELECT 1 FROM {self.what} WHERE {where} LIMIT 1"
        return self.connection.execute(query, (json.dumps(sorted(codes)),) * len(columns)).fetchone() is not None

    def finish(self, edition: Edition) -> None:
        """Write the edition and close the file. ``edition`` is of a table that is imported."""
        assert edition.imported_at is not None
        values = (edition.title, edition.effective.isoformat(), edition.rows, edition.source, edition.imported_at.isoformat())
        self.connection.execute("INSERT INTO edition VALUES (?, ?, ?, ?, ?)", values)
        self.connection.execute("COMMIT")
        self.connection.close()
        with self.part.open("rb+") as stream:
            os.fsync(stream.fileno())

    def take_place(self) -> None:
        """Replace the old table by the finished one."""
        self.part.replace(self.target)

    def discard(self) -> None:
        """Remove the file if it did not replace the old table."""
        self.connection.close()
        self.part.unlink(missing_ok=True)


def _remove_stale(folder: Path) -> None:
    """Remove files of imports that were interrupted long ago."""
    for part in folder.glob(".*.sqlite.*.part"):
        with suppress(FileNotFoundError):  # another import may remove it at this moment
            if time.time() - part.stat().st_mtime > _STALE:
                part.unlink()
