"""Claims in the store: put there when they have been reviewed, and found again for the work list of claims."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from notelint.discreet import discreet
from notelint.server.store import log
from notelint.server.store.database import now
from notelint.server.store.notes import FOLDER

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from notelint.server.store.database import Database

UNREAD = 0
"""The number of a claim that stands for a file that could not be read."""
_PAGE = 50
_PUT = """
INSERT INTO claims (file, number, part, version, review, error, errors, warnings, infos, reviewed_at)
VALUES (:file, :number, :part, :version, :review, :error, :errors, :warnings, :infos, :now)
ON CONFLICT (file, number, part) DO UPDATE SET version = :version, review = :review, error = :error, errors = :errors,
  warnings = :warnings, infos = :infos, reviewed_at = :now
RETURNING id
"""


@discreet("number")
@dataclass(frozen=True, slots=True)
class Submitted:
    """A claim of a file: the path, its position, what its review depended on, and the paths of its notes."""

    file: str
    number: int
    version: str
    notes: tuple[str, ...]


def put(store: Database, claim: Submitted, reviews: Sequence[Mapping[str, Any]]) -> None:
    """Put the reviews of a claim into the store, in place of earlier ones; a claim keeps its id.

    ``reviews`` are encounters of the JSON report, one for each date and place of service.
    """
    with store.write() as connection:
        for part, review in enumerate(reviews, 1):
            key = {"file": claim.file, "number": claim.number, "part": part}
            row = connection.execute(_PUT, {**key, "version": claim.version, **_values(review)}).fetchone()
            connection.execute("DELETE FROM claim_notes WHERE claim = ?", (row["id"],))
            notes = [(row["id"], note) for note in dict.fromkeys(claim.notes)]
            connection.executemany("INSERT INTO claim_notes VALUES (?, ?)", notes)
            log.add(connection, FOLDER, "claim reviewed", claim=row["id"])
        rest = (claim.file, claim.number, len(reviews))
        connection.execute("DELETE FROM claims WHERE file = ? AND number = ? AND part > ?", rest)


def keep(store: Database, file: str, numbers: Sequence[int]) -> None:
    """Claims of a file that are not among ``numbers`` are no longer there."""
    gone = [row["number"] for row in store.read("SELECT DISTINCT number FROM claims WHERE file = ?", (file,))]
    gone = [number for number in gone if number not in numbers]
    if gone:
        with store.write() as connection:
            connection.executemany("DELETE FROM claims WHERE file = ? AND number = ?", [(file, number) for number in gone])


def files(store: Database) -> list[str]:
    """The files that claims are of."""
    return [row["file"] for row in store.read("SELECT DISTINCT file FROM claims")]


def versions(store: Database, file: str) -> dict[int, str]:
    """The version of each claim of a file as it was reviewed."""
    rows = store.read("SELECT number, version FROM claims WHERE file = ?", (file,))
    return {row["number"]: row["version"] for row in rows}


def found(store: Database, *, errors: bool, page: int = 1) -> tuple[list[sqlite3.Row], int]:
    """A page of the claims, those with errors alone where that is wanted, and how many there are."""
    where = "errors > 0 OR error != ''" if errors else "1"
    total = store.one(f"SELECT count(*) AS total FROM claims WHERE {where}")  # noqa: S608 -- our own words
    rows = store.read(
        f"SELECT * FROM claims WHERE {where} ORDER BY file, number, part LIMIT ? OFFSET ?",  # noqa: S608 -- likewise
        (_PAGE, (page - 1) * _PAGE),
    )
    return rows, total["total"] if total else 0


def claim(store: Database, number: int) -> sqlite3.Row | None:
    """The row of a claim."""
    return store.one("SELECT * FROM claims WHERE id = ?", (number,))


def notes_of(store: Database, number: int) -> list[sqlite3.Row]:
    """The notes of a claim that are in the work list: id, file, name, decision, codes, state."""
    return store.read(
        "SELECT n.id, n.file, n.name, n.decision, n.codes, n.state, n.report FROM claim_notes c JOIN notes n ON n.file = c.file "
        "WHERE c.claim = ? AND n.present ORDER BY n.file, n.id",
        (number,),
    )


def of_note(store: Database, file: str) -> int | None:
    """The first claim whose notes are in a file; ``None`` where there is none."""
    row = store.one("SELECT min(claim) AS claim FROM claim_notes WHERE file = ?", (file,))
    return None if row is None else row["claim"]


def pages(total: int) -> int:
    """How many pages a list of ``total`` claims has."""
    return max(1, -(-total // _PAGE))


def _values(review: Mapping[str, Any]) -> dict[str, Any]:
    counts = Counter(finding["severity"] for finding in review["findings"])
    return {
        "review": json.dumps(review, ensure_ascii=False),
        "error": review["error"] or "",
        "errors": counts["error"],
        "warnings": counts["warning"],
        "infos": counts["info"],
        "now": now(),
    }
