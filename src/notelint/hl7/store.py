"""The folder of a listener: a file for each result, and an index of the messages that were accepted."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RESULTS = "results"
"""The folder of the results below that of the store: ``KEY.hl7``."""
_INDEX = "accepted.sqlite"
_TABLE = """
CREATE TABLE IF NOT EXISTS accepted (
    key TEXT PRIMARY KEY,
    message_sha256 TEXT NOT NULL,
    time TEXT NOT NULL
) WITHOUT ROWID
"""
_SECONDS = 1.0


class Store:
    """What a listener keeps. It holds no message: of each accepted one the key, the hash of its bytes, and the time.

    One process has a store at a time. Raises ``OSError`` or ``sqlite3.Error`` where the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._results = folder / RESULTS
        self._results.mkdir(parents=True, exist_ok=True)
        self._index = sqlite3.connect(folder / _INDEX, timeout=_SECONDS, isolation_level=None, check_same_thread=False)
        self._index.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._index.execute("PRAGMA journal_mode = WAL")
        self._index.execute("PRAGMA synchronous = FULL")
        self._index.execute("BEGIN IMMEDIATE")  # takes the lock, which is kept
        self._index.execute(_TABLE)
        self._index.execute("COMMIT")
        _to_disk(folder)
        _to_disk(folder.absolute().parent)

    def known(self, key: str, message: bytes) -> bool | None:
        """Whether the accepted message with this key had these bytes; ``None`` where there is none."""
        row = self._index.execute("SELECT message_sha256 FROM accepted WHERE key = ?", (key,)).fetchone()
        return None if row is None else row[0] == _hash(message)

    def save(self, key: str, message: bytes, result: bytes, time: str) -> None:
        """Keep a result. When this returns, the result and the record of its message are on the disk, the result first."""
        path = self._results / f"{key}.hl7"
        part = self._results / f".{key}.part"
        with part.open("wb") as file:
            file.write(result)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _to_disk(self._results)
        self._index.execute("INSERT INTO accepted VALUES (?, ?, ?)", (key, _hash(message), time))

    def close(self) -> None:
        """Give the store free."""
        self._index.close()


def _hash(message: bytes) -> str:
    return hashlib.sha256(message).hexdigest()


def _to_disk(folder: Path) -> None:
    if os.name != "posix":  # elsewhere a folder cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
