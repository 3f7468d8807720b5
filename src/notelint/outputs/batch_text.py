"""The end of a run over many notes, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_TITLES = {
    "by_status": "Decision",
    "by_code": "Codes",
    "by_element": "Elements",
    "by_rule": "Rules",
    "errors": "Errors",
}


def summary_text(data: Mapping[str, Any]) -> str:
    """The counts of ``data``, as ``notelint.batch.summary`` gives them; tables without a row are left out."""
    missed = sum(row["notes"] for row in data["errors"])
    counted = f"{data['notes']:,} notes{f', {missed:,} not checked' if missed else ''}"
    return "\n".join([counted, *_tables(data)]) + "\n"


def _tables(data: Mapping[str, Any]) -> Iterator[str]:
    for key, title in _TITLES.items():
        rows = data[key]
        if rows:
            yield f"\n{title}"
            yield from _lines([list(rows[0]), *(list(row.values()) for row in rows)])


def _lines(rows: Sequence[Sequence[Any]]) -> Iterable[str]:
    """The rows with their cells below each other; the first row are the names."""
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [isinstance(cell, int) for cell in rows[1]]
    for row in cells:
        placed = (
            cell.rjust(width) if number else cell.ljust(width) for cell, width, number in zip(row, widths, right, strict=True)
        )
        yield ("  " + "  ".join(placed)).rstrip()
