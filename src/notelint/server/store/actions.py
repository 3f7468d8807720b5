"""What people do with a note. An action on a note that somebody else has changed meanwhile is refused, so none is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notelint.discreet import discreet
from notelint.server.store import log
from notelint.server.store.database import now

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from notelint.server.store.database import Database

_STATE = ("state", "reviewed_by", "reviewed_at", "second_by", "second_at", "assigned")


class RefusedActionError(Exception):
    """An action that may not be done now. ``str`` says why and what to do."""


class ChangedMeanwhileError(RefusedActionError):
    """Somebody else changed the note after its page was loaded."""

    def __init__(self, by: str) -> None:
        who = "The file of this note" if by.startswith("(") else by
        what = "has changed" if by.startswith("(") else "has changed this note"
        super().__init__(f"{who} {what} since you opened it, so your action was not saved. Look at the note as it is now.")


@discreet("number", "revision", "name")
@dataclass(frozen=True, slots=True)
class On:
    """The note that somebody acts on: its number, its revision as the page showed it, and the person."""

    number: int
    revision: int
    name: str


@discreet("action", "kind", "number")
@dataclass(frozen=True, slots=True)
class Undoable:
    """The latest action of a person that can be undone, with what it changed."""

    action: int
    kind: str
    number: int
    before: dict[str, Any]
    after: dict[str, Any]


def accept(store: Database, on: On, *, may_second: bool) -> str:
    """The note is reviewed; for a reviewed one, it is a second person's check. The new state is returned."""

    def change(row: sqlite3.Row) -> dict[str, Any]:
        if row["state"] == "open":
            return {"state": "reviewed", "reviewed_by": on.name, "reviewed_at": now()}
        if row["state"] == "second check":
            raise RefusedActionError("This note has had its second check already. Reopen it to change that.")
        if row["reviewed_by"] == on.name:
            raise RefusedActionError("You reviewed this note yourself; the second check is another person's.")
        if not may_second:
            raise RefusedActionError("This note is reviewed; the second check needs the role second checker.")
        return {"state": "second check", "second_by": on.name, "second_at": now()}

    with store.write() as connection:
        after = _act(connection, on, None, change)
    return str(after["state"])


def reopen(store: Database, on: On) -> None:
    """The note is open again."""

    def change(row: sqlite3.Row) -> dict[str, Any]:
        if row["state"] == "open":
            raise RefusedActionError("This note is open already.")
        return {"state": "open", "reviewed_by": None, "reviewed_at": None, "second_by": None, "second_at": None}

    with store.write() as connection:
        _act(connection, on, "reopened", change)


def assign(store: Database, on: On, to: str | None) -> None:
    """The note is ``to``'s, or nobody's."""
    with store.write() as connection:
        _act(connection, on, "assigned", lambda _row: {"assigned": to}, to=to)


def did(connection: sqlite3.Connection, on: On, kind: str, before: dict[str, Any], after: dict[str, Any], **detail: Any) -> int:
    """Record an action that changes something beside the note's state; the note's new revision.

    ``before`` and ``after`` are what an undo needs. ``detail`` goes into the log, so no word of a note may be in it.
    """
    unchanged(connection, on)
    revision = on.revision + 1
    connection.execute("UPDATE notes SET revision = ?, changed_by = ? WHERE id = ?", (revision, on.name, on.number))
    _record(connection, on, kind, before, after)
    log.add(connection, on.name, kind, on.number, **detail)
    return revision


def unchanged(connection: sqlite3.Connection, on: On) -> sqlite3.Row:
    """The note, which is as the page showed it. Raises ``ChangedMeanwhileError``."""
    row: sqlite3.Row | None = connection.execute("SELECT * FROM notes WHERE id = ?", (on.number,)).fetchone()
    if row is None:
        raise RefusedActionError("There is no such note.")
    if row["revision"] != on.revision:
        raise ChangedMeanwhileError(row["changed_by"] or "Somebody")
    return row


def latest(store: Database, name: str) -> Undoable | None:
    """The latest action of a person that is not undone."""
    row = store.one(
        "SELECT * FROM actions WHERE by = ? AND undone_by IS NULL AND kind != 'undo' ORDER BY id DESC LIMIT 1", (name,)
    )
    if row is None:
        return None
    return Undoable(row["id"], row["kind"], row["note"], json.loads(row["before"]), json.loads(row["after"]))


def undo(
    store: Database, name: str, what: Undoable, also: Callable[[sqlite3.Connection, Undoable], None] = lambda _c, _w: None
) -> None:
    """Undo an action of a person, which must still be the latest on its note.

    ``also`` undoes what the action changed beside the note's state, in the same transaction.
    """
    with store.write() as connection:
        row = connection.execute("SELECT revision, undone_by FROM actions WHERE id = ?", (what.action,)).fetchone()
        if row is None or row["undone_by"] is not None:
            raise RefusedActionError("This action was undone already.")
        on = On(what.number, row["revision"], name)
        unchanged(connection, on)
        state = {column: value for column, value in what.before.items() if column in _STATE}
        _set(connection, on, state)
        undone = _record(connection, on, "undo", what.after, what.before)
        connection.execute("UPDATE actions SET undone_by = ? WHERE id = ?", (undone, what.action))
        _carry_on(connection, what, on.revision + 1)
        log.add(connection, name, "undo", what.number, undoes=what.kind)
        also(connection, what)


def _carry_on(connection: sqlite3.Connection, what: Undoable, revision: int) -> None:
    """The action before the undone one is the latest on the note again, so that it can be undone as well."""
    connection.execute(
        "UPDATE actions SET revision = :revision WHERE id = (SELECT max(id) FROM actions WHERE note = :note AND id < :action "
        "AND undone_by IS NULL AND kind != 'undo')",
        {"revision": revision, "note": what.number, "action": what.action},
    )


def _act(
    connection: sqlite3.Connection, on: On, kind: str | None, change: Callable[[sqlite3.Row], dict[str, Any]], **detail: Any
) -> dict[str, Any]:
    """Change the state of a note; without ``kind`` the action is called by the new state. The changed columns are returned."""
    row = unchanged(connection, on)
    after = change(row)
    before = {column: row[column] for column in after}
    name = kind or str(after["state"])
    _set(connection, on, after)
    _record(connection, on, name, before, after)
    log.add(connection, on.name, name, on.number, **detail)
    return after


def _set(connection: sqlite3.Connection, on: On, columns: dict[str, Any]) -> None:
    assigned = "".join(f"{name} = :{name}, " for name in columns)
    values = {**columns, "revision": on.revision + 1, "by": on.name, "number": on.number}
    connection.execute(f"UPDATE notes SET {assigned} revision = :revision, changed_by = :by WHERE id = :number", values)  # noqa: S608 -- our own names


def _record(connection: sqlite3.Connection, on: On, kind: str, before: dict[str, Any], after: dict[str, Any]) -> int:
    values = (on.number, now(), on.name, kind, json.dumps(before), json.dumps(after), on.revision + 1)
    made = connection.execute(
        "INSERT INTO actions (note, time, by, kind, before, after, revision) VALUES (?, ?, ?, ?, ?, ?, ?)", values
    )
    return made.lastrowid or 0
