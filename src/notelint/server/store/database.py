"""The SQLite file: connections, migrations, transactions, and what is said where one fails."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

FILE = "store.sqlite3"
PATIENCE = 5.0
"""Seconds to wait for another writer, in this process or another one."""
_FULL = frozenset({"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_NOMEM"})
_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED"})


class StoreError(Exception):
    """The store could not be read or written; nothing was saved. ``str`` is one line without a word of a note."""


class StoreBusyError(StoreError):
    """Another program has held the store for ``PATIENCE`` seconds."""

    def __init__(self) -> None:
        super().__init__("The store is in use by another program, so nothing was saved. Wait a moment and try again.")


class StoreFullError(StoreError):
    """There is no room on the disk, or it cannot be written."""

    def __init__(self) -> None:
        super().__init__(
            "The disk of the store is full or cannot be written, so nothing was saved. "
            "What was saved before is safe. Tell the administrator; then try again."
        )


class StoreDamagedError(StoreError):
    """The file is no store, or a damaged one."""

    def __init__(self, path: object = "store.sqlite3") -> None:
        super().__init__(f"{path}: damaged, or not a store of notelint serve; restore it from a back-up (notelint serve restore)")


class StoreTooNewError(StoreError):
    """The store was written by a later version of notelint."""

    def __init__(self, path: object) -> None:
        super().__init__(f"{path}: was written by a later version of notelint; install that version")


def now() -> str:
    """The time as it is stored: UTC, ISO 8601, whole milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Database:
    """The store in a folder. Every thread reads by a connection of its own; one writes at a time.

    Opening makes the folder and the file where they are missing, readable by the user alone, and applies the migrations
    that are due. Raises ``StoreError``.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE
        self._threads = threading.local()
        self._writing = threading.Lock()
        self._opened: list[sqlite3.Connection] = []
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written: {error.strerror}; name another folder with --data") from None
        with as_store_errors(self.path):
            self._writer = self._connected()
            self._migrate()

    def read(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[sqlite3.Row]:
        """The rows of a query, as they were when it began."""
        with as_store_errors(self.path):
            return self._reader().execute(sql, values).fetchall()

    def one(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Row | None:
        """The first row of a query."""
        return next(iter(self.read(sql, values)), None)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A transaction that is on the disk when the block has ended, or not at all. Raises ``StoreError``."""
        if not self._writing.acquire(timeout=PATIENCE):
            raise StoreBusyError
        try:
            with as_store_errors(self.path):
                self._writer.execute("BEGIN IMMEDIATE")
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                except BaseException:
                    with suppress(sqlite3.Error):
                        self._writer.execute("ROLLBACK")
                    raise
        finally:
            self._writing.release()

    def close(self) -> None:
        """Close every connection. No thread may use the store any more."""
        for connection in self._opened:
            with suppress(sqlite3.Error):
                connection.close()
        self._opened.clear()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = self._threads.connection = self._connected()
        return connection

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        self._opened.append(connection)
        return connection

    def _migrate(self) -> None:
        """Apply what is due of ``schema/``: file ``0002.sql`` leads from version 1 to version 2, in one transaction."""
        scripts = sorted(
            file.name for file in (files("notelint.server.store") / "schema").iterdir() if file.name.endswith(".sql")
        )
        version = self._writer.execute("PRAGMA user_version").fetchone()[0]
        if version > len(scripts):
            raise StoreTooNewError(self.path)
        for number, name in enumerate(scripts[version:], version + 1):
            script = (files("notelint.server.store") / "schema" / name).read_text("utf8")
            self._writer.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")


@contextmanager
def as_store_errors(path: object) -> Iterator[None]:
    """Raise a ``StoreError`` for an error of SQLite, without its text."""
    problem: StoreError
    try:
        yield
    except sqlite3.Error as error:
        problem = _problem(error, path)
    else:
        return
    raise problem  # outside the handler, so that it has no context


def _problem(error: sqlite3.Error, path: object) -> StoreError:
    name = getattr(error, "sqlite_errorname", "") or ""
    kind = "_".join(name.split("_")[:2])
    if kind in _BUSY:
        return StoreBusyError()
    if kind in _FULL:
        return StoreFullError()
    if kind in {"SQLITE_CORRUPT", "SQLITE_NOTADB"}:
        return StoreDamagedError(path)
    return StoreError(f"The store could not do this ({name or type(error).__name__}), so nothing was saved.")
