"""The cards that were shown in an EHR, kept until their feedback comes. They hold no word of a note."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cds_hooks.model import CardRecord
from notelint.note import path_from
from notelint.server.store.database import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from notelint.cds_hooks.model import Outcome
    from notelint.server.store.database import Database

KEPT_DAYS = 90
"""Days for which feedback on a card is taken."""


def add(connection: sqlite3.Connection, shown: Iterable[tuple[int, CardRecord]]) -> None:
    """Keep the findings of cards, each with the number of its note, and forget those that are too old."""
    moment = now()
    rows = [
        (one.uuid, one.finding, number, one.service, one.user, one.rule, one.version, one.note_sha256, one.words, moment)
        for number, one in shown
    ]
    if rows:
        connection.execute("DELETE FROM cards WHERE shown_at < ?", (_too_old(),))
        connection.executemany(
            "INSERT OR IGNORE INTO cards (uuid, finding, note, service, user, rule, version, note_sha256, words, shown_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def of(store: Database, uuid: str) -> list[tuple[int, CardRecord]]:
    """The findings of a card, each with the number of its note; none for a card that is not known."""
    rows = store.read(
        "SELECT cards.*, notes.file FROM cards JOIN notes ON notes.id = cards.note WHERE uuid = ? ORDER BY cards.rowid", (uuid,)
    )
    return [(row["note"], _record(row)) for row in rows]


def take_outcome(store: Database, outcome: Outcome) -> bool:
    """Note what a user did with a card; whether it is new. Feedback that is sent again is not."""
    feedback = f"{outcome.time.isoformat()} {outcome.outcome} {outcome.code}"
    with store.write() as connection:
        done = connection.execute(
            "UPDATE cards SET feedback = :feedback WHERE uuid = :uuid AND feedback IS NOT :feedback",
            {"feedback": feedback, "uuid": outcome.card},
        )
    return done.rowcount > 0


def _record(row: sqlite3.Row) -> CardRecord:
    note = path_from(row["file"], Path(row["file"]).parent)
    return CardRecord(
        uuid=row["uuid"], service=row["service"], user=row["user"], note=note, rule=row["rule"], version=row["version"],
        note_sha256=row["note_sha256"], words=row["words"], finding=row["finding"],
    )  # fmt: skip


def _too_old() -> str:
    return (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="milliseconds")
