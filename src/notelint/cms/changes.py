"""Compare a new edition of a table with the edition in use."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from notelint.cms.cells import shortest
from notelint.cms.store import SHAPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from notelint.cms.records import Edit, Edition, FeeRow, UnitLimit, What


_FIRST_OF_ALL = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A changed row about a code of the packs: its key (``20956 69990``), its old and its new text; ``None`` if it has none."""

    key: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changes:
    """The numbers of added, removed and changed rows, and the changed rows about codes of the packs.

    Edits are counted as pairs in force on the first day of the new edition.
    """

    what: What
    before: Edition | None
    after: Edition
    added: int
    removed: int
    changed: int
    touching: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """The key of a row, the compared columns and the printed text, as SQL over the columns of the table."""

    key: tuple[str, ...]
    compared: str
    shown: str
    codes: tuple[str, ...]


_FEE = " || ' ' || ".join(f"IFNULL({name}, '-')" for name in SHAPES["fees"].columns[1:])
_RVUS = "work_rvu || ' + ' || pe_rvu_facility || ' + ' || mp_rvu || ' RVU x ' || conversion_factor"
_COMPARED: dict[What, _Compared] = {
    "edits": _Compared(("column_1", "column_2"), "indicator", "'indicator ' || indicator", ("column_1", "column_2")),
    "unit_limits": _Compared(("code",), "units", "units || ' a day'", ("code",)),
    "fees": _Compared(("code",), _FEE, _RVUS, ("code",)),
    "localities": _Compared(("mac", "state", "number"), "work || ' ' || pe || ' ' || mp", "name", ()),
}


def compare(
    new: Path, after: Edition, old: Path | Iterable[tuple[Any, ...]], before: Edition | None, codes: Iterable[str]
) -> Changes:
    """The changes from ``old`` (a file, or rows in column order) to the file ``new``; ``codes`` are those of the packs."""
    what = after.what
    with closing(sqlite3.connect(":memory:", uri=True)) as connection:
        connection.execute("ATTACH ? AS new", (f"{new.resolve().as_uri()}?mode=ro",))
        _attach_old(connection, what, old)
        _view(connection, "new", what, after.effective)
        _view(connection, "old", what, after.effective)
        added, removed, changed = (_count(connection, query) for query in _queries(what))
        return Changes(what, before, after, added, removed, changed, _touching(connection, what, codes))


def old_rows(records: Iterable[Edit | UnitLimit | FeeRow]) -> list[tuple[Any, ...]]:
    """Shipped records as rows of the store. Their edits are in force every day, so they start on the earliest date."""
    return [tuple(map(_cell, astuple(one))) for one in records]


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return shortest(value)
    return _FIRST_OF_ALL if isinstance(value, date) else value


def _attach_old(connection: sqlite3.Connection, what: What, old: Path | Iterable[tuple[Any, ...]]) -> None:
    columns = SHAPES[what].columns
    if hasattr(old, "resolve"):
        connection.execute("ATTACH ? AS old", (f"{old.resolve().as_uri()}?mode=ro",))
        return
    connection.execute("ATTACH ':memory:' AS old")
    connection.execute(f"CREATE TABLE old.{what} ({', '.join(columns)}, PRIMARY KEY ({', '.join(SHAPES[what].key)}))")
    places = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO old.{what} VALUES ({places})", old)


def _view(connection: sqlite3.Connection, side: str, what: What, on: date) -> None:
    """Creates the view ``new_rows`` or ``old_rows`` with the compared rows of a table; edits only if in force on that day."""
    compared = _COMPARED[what]
    day = int(on.strftime("%Y%m%d"))
    holding = f"effective <= {day} AND (deleted IS NULL OR (deleted > effective AND deleted >= {day}))"
    where = holding if what == "edits" else "TRUE"
    columns = f"{', '.join(compared.key)}, {compared.compared} AS compared, {compared.shown} AS shown"
    connection.execute(f"CREATE TEMP VIEW {side}_rows AS SELECT {columns} FROM {side}.{what} WHERE {where}")


def _queries(what: What) -> tuple[str, str, str]:
    """The queries for rows added, removed and changed, each with key, old text and new text."""
    key = _COMPARED[what].key
    same = " AND ".join(f"one.{name} = other.{name}" for name in key)
    names = " || ' ' || ".join(f"one.{name}" for name in key)
    absent = "WHERE NOT EXISTS (SELECT 1 FROM {}_rows other WHERE {})"
    return (
        f"SELECT {names} AS name, NULL, one.shown FROM new_rows one {absent.format('old', same)}",
        f"SELECT {names} AS name, one.shown, NULL FROM old_rows one {absent.format('new', same)}",
        f"SELECT {names} AS name, other.shown, one.shown FROM new_rows one JOIN old_rows other ON {same} "  # noqa: ISC004 -- one query of two lines
        "WHERE one.compared IS NOT other.compared",
    )


def _count(connection: sqlite3.Connection, query: str) -> int:
    number: int = connection.execute(f"SELECT COUNT(*) FROM ({query})").fetchone()[0]
    return number


def _touching(connection: sqlite3.Connection, what: What, codes: Iterable[str]) -> tuple[Difference, ...]:
    columns = _COMPARED[what].codes
    if not columns:
        return ()
    listed = json.dumps(sorted(codes))
    touched = " OR ".join(f"one.{name} IN (SELECT value FROM json_each(?))" for name in columns)
    found: list[tuple[str, str | None, str | None]] = []
    for query in _queries(what):
        found += connection.execute(f"{query} AND ({touched})", (listed,) * len(columns))
    return tuple(Difference(key, *map(_as_text, values)) for key, *values in sorted(found, key=lambda one: one[0]))


def _as_text(value: Any) -> str | None:
    return None if value is None else str(value)
