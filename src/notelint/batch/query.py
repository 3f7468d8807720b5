"""A query over a DuckDB file as an input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from notelint.batch.model import SourceError, fingerprint_of
from notelint.batch.rows import CHUNK, RowMaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.batch.model import Columns
    from notelint.batch.rows import Row

CACHE = "512MB"
"""What DuckDB may hold in memory; what is more it keeps in temporary files."""
_OF_THE_QUERY = (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException)


class QuerySource:
    """The rows of a query, which must come in the same order each time: ``ORDER BY`` sees to it."""

    def __init__(self, path: str, query: str, columns: Columns, max_chars: int) -> None:
        self._path = path
        self._query = query
        self._rows = RowMaker(path, max_chars, columns.form)
        self._read = 0
        counted = self._run(f"SELECT count(*) FROM ({query.rstrip().rstrip(';')}\n)").fetchone()  # noqa: S608 -- the user's own
        self._count = int(counted[0]) if counted else 0
        self._cursor = self._run(query)
        found = [column[0] for column in self._cursor.description or ()]
        self._places = {part: found.index(name) for part, name in columns.picked(found, path).items()}
        self.fingerprint = fingerprint_of(path, "query", self._count)

    @property
    def consumed(self) -> int:
        """The share of its rows that has been read, in bytes."""
        return self.fingerprint.size * self._read // max(self._count, 1)

    def rows(self) -> Iterator[Row]:
        """The rows of the query."""
        while found := self._next():
            for values in found:
                self._read += 1
                yield from self._rows.rows({part: values[place] for part, place in self._places.items()})

    def _next(self) -> list[Any]:
        try:
            return self._cursor.fetchmany(CHUNK)
        except duckdb.Error as error:
            raise SourceError(f"{self._path}: the query fails after row {self._read:,} ({type(error).__name__})") from None

    def _run(self, query: str) -> duckdb.DuckDBPyConnection:
        settings: dict[str, Any] = {"memory_limit": CACHE, "threads": 1}
        try:
            connection = duckdb.connect(self._path, read_only=True, config=settings)
        except duckdb.Error as error:
            raise SourceError(f"{self._path}: cannot be opened as a DuckDB file ({type(error).__name__})") from None
        try:
            return connection.execute(query)
        except _OF_THE_QUERY as error:
            raise SourceError(f"--query: {str(error).splitlines()[0]}") from None
        except duckdb.Error as error:  # its text could hold words of a note
            raise SourceError(f"{self._path}: the query fails ({type(error).__name__})") from None
