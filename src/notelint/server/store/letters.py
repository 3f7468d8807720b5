"""Queries to surgeons in the store: the edits of a draft, and when it was sent and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import msgspec

from notelint.discreet import discreet
from notelint.server.store.actions import RefusedActionError, did, unchanged
from notelint.server.store.database import now

if TYPE_CHECKING:
    import sqlite3
    from sqlite3 import Row

    from notelint.server.store.actions import On, Undoable
    from notelint.server.store.database import Database

Step = Literal["query saved", "query sent", "query answered"]
_STATES: dict[Step, str] = {"query saved": "draft", "query sent": "sent", "query answered": "answered"}
_BEFORE: dict[Step, tuple[str, ...]] = {
    "query saved": ("", "draft"), "query sent": ("", "draft"), "query answered": ("sent",),
}  # fmt: skip
_MOST_SHOWN = 50
_COLUMNS = ("state", "edits", "by", "saved_at", "sent_at", "answered_at")


@discreet()
class Edits(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a person changed in the drafted query.

    ``asks`` are the wordings of the questions by their ids, ``left_out`` the ids of questions that are not asked.
    """

    opening: str | None = None
    closing: str | None = None
    asks: dict[str, str] = {}
    left_out: tuple[str, ...] = ()


def edits_of(row: sqlite3.Row | None) -> Edits:
    """The edits of a letter's row; none where there is none."""
    return Edits() if row is None else msgspec.json.decode(row["edits"], type=Edits)


def letter(store: Database, number: int) -> sqlite3.Row | None:
    """The letter about a note."""
    return store.one("SELECT * FROM letters WHERE note = ?", (number,))


def waiting(store: Database) -> list[Row]:
    """The queries that were sent and not answered, the oldest first, at most ``_MOST_SHOWN``: note, file, assigned, sent_at."""
    return store.read(
        "SELECT n.id, n.file, n.assigned, l.sent_at FROM letters l JOIN notes n ON n.id = l.note "
        "WHERE n.present AND l.state = 'sent' ORDER BY l.sent_at LIMIT ?",
        (_MOST_SHOWN,),
    )


def step(store: Database, on: On, kind: Step, edits: Edits | None = None) -> None:
    """Save the letter's edits, or say that it was sent or answered. ``edits`` ``None`` keeps them.

    Raises ``RefusedActionError`` where this step cannot follow, and ``StoreError``.
    """
    with store.write() as connection:
        unchanged(connection, on)
        row = connection.execute("SELECT * FROM letters WHERE note = ?", (on.number,)).fetchone()
        state = "" if row is None else row["state"]
        if state not in _BEFORE[kind]:
            raise RefusedActionError(f"The query about this note is {state or 'not drafted'}; undo that first.")
        before = {} if row is None else {name: row[name] for name in _COLUMNS}
        after = _after(before, kind, on.name, edits)
        _put(connection, on.number, after)
        did(connection, on, kind, {"letter": before}, {"letter": after})


def take_back(connection: sqlite3.Connection, what: Undoable) -> None:
    """Undo a step, within the transaction of the undo."""
    if what.before["letter"]:
        _put(connection, what.number, what.before["letter"])
    else:
        connection.execute("DELETE FROM letters WHERE note = ?", (what.number,))


def _after(before: dict[str, Any], kind: Step, name: str, edits: Edits | None) -> dict[str, Any]:
    moment = now()
    saved = before.get("edits", "{}") if edits is None else msgspec.json.encode(edits).decode()
    after = {"state": _STATES[kind], "edits": saved, "by": name, "saved_at": before.get("saved_at", moment)}
    after |= {"sent_at": before.get("sent_at"), "answered_at": None}
    times = {"query saved": "saved_at", "query sent": "sent_at", "query answered": "answered_at"}
    return {**after, times[kind]: moment}


def _put(connection: sqlite3.Connection, number: int, values: dict[str, Any]) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO letters (note, state, edits, by, saved_at, sent_at, answered_at) "
        "VALUES (:note, :state, :edits, :by, :saved_at, :sent_at, :answered_at)",
        {**values, "note": number},
    )
