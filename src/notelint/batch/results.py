"""The output folder of a run to the notes of an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from notelint.audit.model import AuditNote, Results, add_answers
from notelint.batch.record import DONE
from notelint.batch.schema import ELEMENT, KIND, prefix
from notelint.batch.shards import RECORD, ShardFolder
from notelint.batch.summary import settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any

    from notelint.audit.model import Known

_KEPT = "status IN ('supported', 'unsupported')"
_OF_CHECKLIST = "status IS NOT NULL"
_COUNTS = "SELECT coalesce(status, 'unreadable') AS status, count(*) FROM notes WHERE status IS NULL OR NOT ({kept}) GROUP BY ALL"
_RULES = "SELECT position, list(DISTINCT rule) AS rules FROM findings GROUP BY position"
_NOTES = "SELECT n.*, r.rules FROM notes AS n LEFT JOIN ({rules}) AS r USING (position) WHERE {kept} ORDER BY n.position"


class NoRunError(Exception):
    """A folder whose results cannot be read; ``str`` is one line that says which, what is wrong and what to do."""


def holds_run(folder: Path) -> bool:
    """Whether ``folder`` is the output folder of a run."""
    return (folder / RECORD).is_file()


def results_of_run(path: Path, known: Known, packs: Sequence[tuple[str, str]]) -> Results:
    """The notes of a run. One that cannot be used is counted as ``unusable``, and a line says where it stands.

    ``packs`` are the packs at work, as ``(id, version)``; a line says if the run had others, or has not ended. Raises
    ``NoRunError``.
    """
    folder = ShardFolder(path, 0)
    files = folder.files("notes")
    if not files:
        raise NoRunError(f"{path}: no shard of this run is done; finish it with notelint batch --resume")
    results = Results(problems=_about_run(path, folder.record() or {}, packs))
    try:
        with duckdb.connect(config=settings(path)) as connection:
            connection.read_parquet(files).create_view("notes")
            connection.read_parquet(folder.files("findings")).create_view("findings")
            _fill(results, connection, path, known)
    except duckdb.Error:
        raise NoRunError(f"{path}: the results are of another version or damaged; run notelint batch again") from None
    return results


def _about_run(path: Path, record: dict[str, Any], packs: Sequence[tuple[str, str]]) -> list[str]:
    problems = []
    if record.get("state") != DONE:
        problems.append(f"{path}: the run has not ended; the notes of its finished shards are counted")
    listed = record.get("packs")
    made_with = (
        [(one.get("id"), one.get("version")) for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    )
    if not set(packs) <= set(made_with):
        versions = ", ".join(f"{name} {version}" for name, version in made_with) or "no pack"
        problems.append(f"{path}: was made with {versions}; its figures are those of that version")
    return problems


def _fill(results: Results, connection: duckdb.DuckDBPyConnection, path: Path, known: Known) -> None:
    kept = _OF_CHECKLIST if known.checklist else _KEPT
    begin = prefix(known.checklist) if known.checklist else ELEMENT
    results.counts.update(dict(connection.execute(_COUNTS.format(kept=kept)).fetchall()))
    cursor = connection.execute(_NOTES.format(rules=_RULES, kept=kept))
    names = [column[0] for column in cursor.description or ()]
    if known.checklist and begin + KIND not in names:
        raise NoRunError(
            f"{path}: the run was made without {known.checklist}; run notelint batch again with --pack {known.checklist}"
        )
    while row := cursor.fetchone():
        cells = dict(zip(names, row, strict=True))
        elements = {name.removeprefix(begin): status for name, status in cells.items() if name.startswith(begin)}
        kind = elements.pop(KIND, None) if known.checklist else None
        codes = () if known.checklist else (*cells["codes"], *cells["candidates"])
        problem = known.unknown_in(codes, elements)
        if problem:
            results.counts["unusable"] += 1
            results.problems.append(f"{path}: note {cells['position'] + 1}: {problem}; the note is left out")
            continue
        note = AuditNote(
            id=cells["id"],
            status=cells["status"],
            codes=tuple(cells["codes"]),
            candidates=tuple(cells["candidates"]),
            elements={name: status or "n/a" for name, status in elements.items()},
            rules=frozenset(cells["rules"] or ()),
        )
        if kind is None:
            results.notes.append(note)
        else:
            add_answers(results, known, kind, note)
