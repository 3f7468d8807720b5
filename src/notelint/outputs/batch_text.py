"""The end of a run over many notes, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.layout import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_BEFORE = {"by_status": "Decision", "by_code": "Codes", "by_element": "Elements"}
_OF_CHECKLIST = {"by_kind": "kind of document", "by_element": "elements"}
_AFTER = {"by_rule": "Rules", "errors": "Errors"}


def summary_text(data: Mapping[str, Any], width: int = 100) -> str:
    """The counts of ``data``, as ``notelint.batch.summary`` gives them, within ``width``; tables without a row are left out."""
    missed = sum(row["notes"] for row in data["errors"])
    counted = f"{data['notes']:,} notes{f', {missed:,} not checked' if missed else ''}"
    return "\n".join([counted, *_tables(data, width)]) + "\n"


def _tables(data: Mapping[str, Any], width: int) -> Iterator[str]:
    found = [(title, data.get(key)) for key, title in _BEFORE.items()]
    for pack, counts in data.get("packs", {}).items():
        found += [(f"{pack}: {title}", counts[key]) for key, title in _OF_CHECKLIST.items()]
    found += [(title, data[key]) for key, title in _AFTER.items()]
    yield from (f"\n{title}\n{_table(rows, width)}" for title, rows in found if rows)


def _table(rows: Sequence[Mapping[str, Any]], width: int) -> str:
    words = [at for at, cell in enumerate(rows[0].values()) if not isinstance(cell, int)]
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row.values()] for row in rows]
    return table(list(rows[0]), cells, width, words)
