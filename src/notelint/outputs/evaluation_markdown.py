"""``notelint evaluate --format markdown``: the figures as tables for a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.evaluation_tables import blocks
from notelint.outputs.layout import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.evaluation_cells import Table
    from notelint.outputs.formats import Tool


def render(sets: Sequence[ScoredSet[Any]], _tool: Tool, *, show: bool, width: int = 100) -> str:  # noqa: ARG001 -- the width is for text
    """A section for each set, one for all notes at the end."""
    parts = []
    for block in blocks(sets, show=show):
        parts += [f"## {block.title}", block.left_out]
        parts += (part for table in block.tables for part in (f"### {table.title}", markdown_table(table)))
    return join(*parts)


def markdown_table(table: Table) -> str:
    """A table of Markdown: columns of words to the left, figures to the right."""
    rule = tuple("---" if at in table.words else "---:" for at in range(len(table.columns)))
    return "\n".join(_line(row) for row in (table.columns, rule, *table.rows))


def _line(cells: tuple[str, ...]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
