"""``notelint evaluate --format text``: the figures in columns, for a reader at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.outputs.evaluation_tables import blocks
from notelint.outputs.layout import join, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.evaluation.scored import ScoredSet
    from notelint.outputs.formats import Tool


def render(sets: Sequence[ScoredSet[Any]], _tool: Tool, *, show: bool, width: int = 100) -> str:
    """The tables of each set within ``width`` columns, those of all notes at the end."""
    parts = []
    for block in blocks(sets, show=show):
        parts.append("\n".join(paragraph(text, width) for text in (block.title, block.left_out) if text))
        parts.extend(f"{paragraph(one.title, width)}\n{table(one.columns, one.rows, width, one.words)}" for one in block.tables)
    return join(*parts)
