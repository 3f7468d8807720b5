"""The log: who saw and did what. Each row holds the hash of the one before it, so that a change shows.

A row never holds a word of a note: it has the note's number, names of rules and coded reasons.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notelint.server.store.database import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from notelint.server.store.database import Database

BEGINNING = "0" * 64
"""What the first row holds as the hash of the one before it."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What ``verify`` found: the number of rows, the hash of the last, and in a line each what is wrong."""

    rows: int
    head: str
    problems: tuple[str, ...]


def add(connection: sqlite3.Connection, by: str, what: str, note: int | None = None, **detail: Any) -> None:
    """Add a row, within a transaction of ``Database.write``."""
    last = connection.execute("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    seq, previous = (last["seq"] + 1, last["hash"]) if last else (1, BEGINNING)
    row = {
        "seq": seq, "time": now(), "by": by, "what": what, "note": note,
        "detail": json.dumps(detail, sort_keys=True), "previous": previous,
    }  # fmt: skip
    connection.execute(
        "INSERT INTO log VALUES (:seq, :time, :by, :what, :note, :detail, :previous, :hash)", {**row, "hash": hash_of(row)}
    )


def record(store: Database, by: str, what: str, note: int | None = None, **detail: Any) -> None:
    """Add a row in a transaction of its own. Raises ``StoreError``; then what should be logged must not happen."""
    with store.write() as connection:
        add(connection, by, what, note, **detail)


def hash_of(row: Mapping[str, Any] | sqlite3.Row) -> str:
    """The SHA-256 of a row without its own hash, in hexadecimal."""
    parts = [row[name] for name in ("seq", "time", "by", "what", "note", "detail", "previous")]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def verify(rows: Iterable[sqlite3.Row], known: str | None = None) -> Verified:
    """Whether the log is whole: no row changed, taken out or put in. ``known`` is a hash that it had earlier.

    That rows are missing at the end shows only against a known hash.
    """
    problems = []
    previous, count, found = BEGINNING, 0, known is None
    for row in rows:
        count += 1
        if row["seq"] != count:
            problems.append(f"row {count}: missing; the next one is {row['seq']}")
            count = row["seq"]
        elif row["previous"] != previous:
            problems.append(f"row {count}: does not follow the row before it")
        if row["hash"] != hash_of(row):
            problems.append(f"row {count}: was changed")
        previous = row["hash"]
        found = found or previous == known
    if not found:
        problems.append("the known hash is not in the log: rows are missing at the end, or the log is another one")
    return Verified(count, previous, tuple(problems))
