"""``notelint evaluate --format text``: the figures in columns, for a reader at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.evaluation_tables import blocks
from notelint.outputs.layout import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.evaluation_tables import Table
    from notelint.outputs.formats import Tool


def render(sets: Sequence[ScoredSet], _tool: Tool, *, show: bool) -> str:
    """The tables of each set, those of all notes at the end."""
    parts = []
    for block in blocks(sets, show=show):
        parts.append("\n".join(filter(None, (block.title, block.left_out))))
        parts.extend(f"{table.title}\n{_columns(table)}" for table in block.tables)
    return join(*parts)


def _columns(table: Table) -> str:
    rows = (table.columns, *table.rows)
    columns = [_aligned(column, left=at in table.words) for at, column in enumerate(zip(*rows, strict=True))]
    return "\n".join(f"  {'  '.join(row)}".rstrip() for row in zip(*columns, strict=True))


def _aligned(cells: Sequence[str], *, left: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) if left else cell.rjust(width) for cell in cells]
