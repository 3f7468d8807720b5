"""Notes in the store: put there when they have been checked, and found again for the work list and the review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from notelint.acknowledgements.hashes import note_hash
from notelint.discreet import discreet
from notelint.outputs.tally import tally
from notelint.server.store import log
from notelint.server.store.database import now
from notelint.server.store.reports import decision_to_json, to_json

if TYPE_CHECKING:
    import sqlite3

    from notelint.report import Decision, Report
    from notelint.server.store.database import Database

State = Literal["open", "reviewed", "second check"]
FOLDER = "(folder)"
"""Who does what nobody did: files appear, change and go."""
_UNSIGNED = "unauthenticated-note"
_PAGE = 50
_COLUMNS = (
    "id, file, name, sha256, decision, codes, errors, warnings, infos, acknowledged, unsigned, operated, first_seen, checked_at, "
    "present, revision, state, reviewed_by, reviewed_at, second_by, second_at, assigned, changed_by"
)
_LETTER = "(SELECT state FROM letters WHERE letters.note = notes.id) AS letter"


@discreet("decision")
@dataclass(frozen=True, slots=True)
class Checked:
    """A note that was checked: the path of its file, the report, what is open in it, and the decision of the rules alone.

    ``marked`` is the report with its acknowledged findings marked; ``rules_alone`` is there where the second reader disagrees.
    """

    file: str
    report: Report
    marked: Report
    rules_alone: Decision | None = None


@discreet("state", "code", "decision", "errors", "unsigned", "overdue", "page")
@dataclass(frozen=True, slots=True)
class Filter:
    """Which notes of the work list are wanted. ``assigned`` is a name, or ``-`` for notes of nobody; ``search`` are words."""

    state: str = "open"
    code: str = ""
    decision: str = ""
    errors: bool = False
    unsigned: bool = False
    overdue: bool = False
    assigned: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Notes by state, and what was done today: by everybody and by one person."""

    states: dict[str, int]
    done_today: int
    mine_today: int


def put(store: Database, checked: Checked) -> int:
    """Put a checked note into the store; its number.

    A note with another text than before is open again. One that went and comes back under another path keeps its state.
    """
    row = _row(checked)
    with store.write() as connection:
        known = _known(connection, row)
        if known is None:
            return _insert(connection, row)
        what = "note read" if known["sha256"] == row["sha256"] else "note changed"
        row["present"] = 1
        if what == "note changed":
            row |= {"revision": known["revision"] + 1, "changed_by": FOLDER}
            row |= {"state": "open", "reviewed_by": None, "reviewed_at": None, "second_by": None, "second_at": None}
        _update(connection, known["id"], row)
        log.add(connection, FOLDER, what, known["id"], sha256=row["sha256"])
        number: int = known["id"]
        return number


def mark(store: Database, number: int, marked: Report) -> None:
    """Count the open findings of a note anew: acknowledgements were added or withdrawn outside the pages."""
    with store.write() as connection:
        _update(connection, number, counts_of(marked))


def gone(store: Database, file: str) -> None:
    """The file is no longer there: its notes leave the work list and keep their state."""
    with store.write() as connection:
        for row in connection.execute("SELECT id FROM notes WHERE file = ? AND present", (file,)).fetchall():
            connection.execute("UPDATE notes SET present = 0, revision = revision + 1 WHERE id = ?", (row["id"],))
            log.add(connection, FOLDER, "note gone", row["id"])
        connection.execute("DELETE FROM files WHERE path = ?", (file,))


def note(store: Database, number: int) -> sqlite3.Row | None:
    """The row of a note with its report."""
    return store.one(f"SELECT {_COLUMNS}, report, rules_alone, {_LETTER} FROM notes WHERE id = ?", (number,))  # noqa: S608 -- our own names


def found(store: Database, wanted: Filter, due_days: int, page: int = 1) -> tuple[list[sqlite3.Row], int]:
    """A page of the notes that are wanted, and how many there are."""
    where, values = _where(wanted, due_days)
    total = store.one(f"SELECT count(*) AS total FROM notes WHERE {where}", values)  # noqa: S608 -- likewise
    values |= {"most": _PAGE, "before": (page - 1) * _PAGE}
    more = f"({_OVERDUE}) AS overdue, json_extract(report, '$.packs') AS packs"
    rows = store.read(
        f"SELECT {_COLUMNS}, {_LETTER}, {more} FROM notes WHERE {where} ORDER BY id LIMIT :most OFFSET :before",  # noqa: S608 -- likewise
        values,
    )
    return rows, total["total"] if total else 0


def pages(total: int) -> int:
    """How many pages a work list of ``total`` notes has."""
    return max(1, -(-total // _PAGE))


def neighbours(store: Database, wanted: Filter, due_days: int, number: int) -> tuple[int | None, int | None]:
    """The notes before and after a note in the work list, whether or not the note itself is still in it."""
    where, values = _where(wanted, due_days)
    values["number"] = number
    row = store.one(
        f"SELECT (SELECT max(id) FROM notes WHERE {where} AND id < :number) AS previous, "  # noqa: S608 -- likewise
        f"(SELECT min(id) FROM notes WHERE {where} AND id > :number) AS next",
        values,
    )
    return (None, None) if row is None else (row["previous"], row["next"])


def codes_in_use(store: Database) -> list[str]:
    """The codes and candidates of the notes, sorted."""
    rows = store.read("SELECT DISTINCT codes FROM notes WHERE present")
    return sorted({code for row in rows for code in row["codes"].split()})


def progress(store: Database, person: str) -> Progress:
    """How far the work is. A day is one of this machine's."""
    states = {row["state"]: row["n"] for row in store.read("SELECT state, count(*) AS n FROM notes WHERE present GROUP BY state")}
    midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    row = store.one(
        "SELECT count(*) AS everybody, count(*) FILTER (WHERE by = :person) AS mine FROM actions "
        "WHERE kind IN ('reviewed', 'second check') AND undone_by IS NULL AND time >= :midnight",
        {"person": person, "midnight": midnight.isoformat(timespec="milliseconds")},
    )
    return Progress(states, row["everybody"] if row else 0, row["mine"] if row else 0)


def is_overdue(row: sqlite3.Row, due_days: int) -> bool:
    """Whether a note is open for longer than ``due_days``, from the day of its document or the day it was first seen."""
    since = row["operated"] or row["first_seen"][:10]
    return bool(row["state"] == "open" and since < _latest_day(due_days))


def counts_of(marked: Report) -> dict[str, int]:
    """The open findings of a report by severity, and how many are acknowledged."""
    counts = tally(marked)
    severities = {"errors": "error", "warnings": "warning", "infos": "info", "acknowledged": "acknowledged"}
    return {column: counts[name] for column, name in severities.items()}


_OVERDUE = "state = 'open' AND coalesce(operated, substr(first_seen, 1, 10)) < :latest_day"


def _latest_day(due_days: int) -> str:
    return (datetime.now().astimezone().date() - timedelta(days=due_days)).isoformat()


def _where(wanted: Filter, due_days: int) -> tuple[str, dict[str, Any]]:
    """The condition of a filter and its values. Every value is bound."""
    parts = {
        "present": True,
        "state = :state": wanted.state not in {"", "all"},
        "decision = :decision": bool(wanted.decision),
        "codes LIKE '% ' || :code || ' %'": bool(wanted.code),
        "errors > 0": wanted.errors,
        "unsigned": wanted.unsigned,
        _OVERDUE: wanted.overdue,
        "assigned IS NULL": wanted.assigned == "-",
        "assigned = :assigned": wanted.assigned not in {"", "-"},
        "instr(searched, :search) > 0": bool(wanted.search),
    }
    values = {
        "state": wanted.state, "decision": wanted.decision, "code": wanted.code, "assigned": wanted.assigned,
        "search": wanted.search.casefold(), "latest_day": _latest_day(due_days),
    }  # fmt: skip
    return " AND ".join(f"({part})" for part, is_wanted in parts.items() if is_wanted), values


def _row(checked: Checked) -> dict[str, Any]:
    report, decision = checked.report, checked.report.decision
    day = report.note.metadata.date
    codes = () if decision is None else decision.codes or decision.candidates
    return {
        "file": checked.file,
        "name": report.note.name,
        "sha256": "" if report.error is not None else note_hash(report.note),
        "report": to_json(report),
        "searched": f"{report.note.source}\n{report.note.text}".casefold(),
        "rules_alone": None if checked.rules_alone is None else decision_to_json(checked.rules_alone),
        "decision": "unreadable" if decision is None else decision.status,
        "codes": f" {' '.join(codes)} ",
        "unsigned": any(finding.rule == _UNSIGNED for finding in report.findings),
        "operated": None if day is None else day.isoformat(),
        "checked_at": now(),
        **counts_of(checked.marked),
    }


def _known(connection: sqlite3.Connection, row: dict[str, Any]) -> sqlite3.Row | None:
    """The note of this path and name, else one with the same text whose file has gone."""
    same: sqlite3.Row | None = connection.execute(
        "SELECT id, sha256, revision FROM notes WHERE file = :file AND name = :name", row
    ).fetchone()
    if same is not None or not row["sha256"]:
        return same
    moved: sqlite3.Row | None = connection.execute(
        "SELECT id, sha256, revision FROM notes WHERE sha256 = :sha256 AND NOT present ORDER BY id LIMIT 1", row
    ).fetchone()
    return moved


def _insert(connection: sqlite3.Connection, row: dict[str, Any]) -> int:
    row = {**row, "first_seen": row["checked_at"]}
    columns, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    number = connection.execute(f"INSERT INTO notes ({columns}) VALUES ({places})", row).lastrowid or 0  # noqa: S608 -- our own names
    log.add(connection, FOLDER, "note appeared", number, sha256=row["sha256"])
    return number


def _update(connection: sqlite3.Connection, number: int, row: dict[str, Any]) -> None:
    assigned = ", ".join(f"{name} = :{name}" for name in row)
    connection.execute(f"UPDATE notes SET {assigned} WHERE id = :number", {**row, "number": number})  # noqa: S608 -- likewise
