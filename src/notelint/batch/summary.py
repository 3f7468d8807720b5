"""The results of a run as tables of DuckDB, with views that count them, and what these say at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from notelint.batch.query import CACHE
from notelint.batch.record import checklists_in
from notelint.batch.schema import ELEMENT, KIND, prefix
from notelint.batch.shards import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from notelint.batch.shards import ShardFolder

_OF_CODES = {
    "by_status": (
        "SELECT coalesce(status, 'error') AS status, count(*) AS notes FROM notes GROUP BY ALL ORDER BY notes DESC, status"
    ),
    "by_code": (
        "SELECT code, count(*) FILTER (supported) AS supported, count(*) FILTER (NOT supported) AS candidate FROM ("
        "SELECT unnest(codes) AS code, true AS supported FROM notes UNION ALL "
        "SELECT unnest(candidates), false FROM notes WHERE status = 'unsupported'"
        ") GROUP BY code ORDER BY code"
    ),
    "by_element": (
        "SELECT substr(name, 9) AS element, count(*) FILTER (status = 'met') AS met, "
        "count(*) FILTER (status = 'partial') AS partial, count(*) FILTER (status = 'missing') AS missing FROM ("
        "UNPIVOT (SELECT COLUMNS('^element_') FROM notes WHERE status <> 'not_applicable') "
        "ON COLUMNS('^element_') INTO NAME name VALUE status"
        ") GROUP BY name ORDER BY missing DESC, partial DESC, element"
    ),
}
"""The views about packs that decide codes."""
_OF_FINDINGS = {
    "by_rule": (
        "SELECT rule, severity, count(DISTINCT position) AS notes, count(*) AS findings FROM findings "
        "GROUP BY ALL ORDER BY notes DESC, rule, severity"
    ),
    "unreadable": "SELECT position, id, error FROM notes WHERE error IS NOT NULL ORDER BY position",
}
"""``unreadable`` are the notes with an error."""
_OF_CHECKLIST = {
    "by_kind": (
        "SELECT {kind} AS kind, count(*) AS notes FROM notes WHERE {kind} IS NOT NULL GROUP BY ALL ORDER BY notes DESC, kind"
    ),
    "by_element": (
        "SELECT substr(name, {begin}) AS element, count(*) FILTER (status = 'met') AS met, "
        "count(*) FILTER (status = 'partial') AS partial, count(*) FILTER (status = 'missing') AS missing FROM ("
        "UNPIVOT (SELECT {columns} FROM notes) ON {columns} INTO NAME name VALUE status"
        ") GROUP BY name ORDER BY missing DESC, partial DESC, element"
    ),
}
"""The views about each checklist, behind its prefix; they count the elements that its profile asks for."""
_ERRORS = "SELECT error, count(*) AS notes FROM unreadable GROUP BY error ORDER BY notes DESC, error"
_MARK = "notelint batch"


class NotOursError(Exception):
    """The file that a database should be written to is there and is none of notelint's."""


def summary(folder: ShardFolder) -> dict[str, Any]:
    """What a run found, as plain data: notes, and counts by status, code, element, rule and error.

    ``packs`` has the counts of each checklist by kind of document and by element that its profile asks for, if there is one.
    """
    with duckdb.connect(config=settings(folder.path)) as connection:
        for kind in ("notes", "findings"):
            connection.read_parquet(folder.files(kind)).create_view(kind)
        checklists = checklists_in(folder.record())
        _make_views(connection, checklists)
        counted = connection.execute("SELECT count(*) FROM notes").fetchone()
        views = {name: _all_of(connection, name) for name in (*_views(connection), "by_rule")}
        packs = {pack: {name: _all_of(connection, prefix(pack) + name) for name in _OF_CHECKLIST} for pack in checklists}
        of_packs = {"packs": packs} if packs else {}
        return {"notes": counted[0] if counted else 0, **views, **of_packs, "errors": _records(connection, _ERRORS)}


def write_database(folder: ShardFolder, target: Path) -> None:
    """The results as a DuckDB file, which takes its place when it is complete. Raises ``NotOursError``."""
    refuse_others(target)
    write_whole(target, lambda part: _write(folder, part))


def refuse_others(target: Path) -> None:
    """Raise ``NotOursError`` where ``target`` is there and no database of notelint's."""
    if not target.exists():
        return
    try:
        with duckdb.connect(str(target), read_only=True) as connection:
            found = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'notes'").fetchone()
    except duckdb.Error:
        found = None
    if found is None or found[0] != _MARK:
        raise NotOursError(f"{target}: is there already and no database of notelint batch; give --database another file")


def _write(folder: ShardFolder, part: Path) -> None:
    part.with_name(f"{part.name}.wal").unlink(missing_ok=True)  # of a run that was killed here
    with duckdb.connect(str(part), config=settings(folder.path)) as connection:
        for kind in ("notes", "findings"):
            connection.read_parquet(folder.files(kind)).create(kind)
        connection.execute(f"COMMENT ON TABLE notes IS '{_MARK}'")
        _make_views(connection, checklists_in(folder.record()))


def _make_views(connection: duckdb.DuckDBPyConnection, checklists: Mapping[str, Sequence[str]]) -> None:
    for name, query in (_views(connection) | _OF_FINDINGS).items():
        connection.execute(f"CREATE VIEW {name} AS {query}")
    for pack, asked in checklists.items():
        columns = ", ".join(f'"{prefix(pack)}{name}"' for name in asked)
        for name, query in _OF_CHECKLIST.items():
            filled = query.format(kind=f'"{prefix(pack)}{KIND}"', columns=columns, begin=len(prefix(pack)) + 1)
            connection.execute(f'CREATE VIEW "{prefix(pack)}{name}" AS {filled}')


def _views(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The views that count notes by decision, codes and their elements; none where no pack at work decides codes."""
    columns = connection.execute("SELECT * FROM notes LIMIT 0").description or ()
    return _OF_CODES if any(column[0].startswith(ELEMENT) for column in columns) else {}


def settings(folder: Path) -> dict[str, Any]:
    """The settings of DuckDB for results in ``folder``: bounded memory, and room on that disk."""
    return {"memory_limit": CACHE, "temp_directory": str(folder / ".duckdb.part"), "threads": 2}


def _all_of(connection: duckdb.DuckDBPyConnection, view: str) -> list[dict[str, Any]]:
    return _records(connection, f'SELECT * FROM "{view}"')  # noqa: S608 -- our names


def _records(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
