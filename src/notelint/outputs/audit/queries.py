"""Open queries and their age: a picture, a table, and the section that has both."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from notelint.audit.open_queries import by_age
from notelint.audit.shares import SMALL
from notelint.outputs.audit.drawing import IN_TABLE, light_grid, named_rows, new_figure
from notelint.outputs.audit.palette import BAD, GOOD, INK, MUTED, PARTLY
from notelint.outputs.audit.sections import Block, Section
from notelint.outputs.audit.svg import Picture
from notelint.outputs.audit.table import MARK, Column, Table
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from notelint.audit.open_queries import AgeGroup, QueryAges

_COLOURS = (GOOD, PARTLY, PARTLY, BAD)


def open_queries(ages: QueryAges) -> Section:
    """The section on open queries."""
    title = "Open queries"
    if not ages.total:
        return Section("queries", title, ("No query was written about these notes.",), ())
    groups = by_age(ages.waiting)
    rows = (
        *((f"waiting, {group.name}", group.queries) for group in groups),
        ("waiting, all", len(ages.waiting)),
        ("answered", len(ages.answered)),
        ("draft, not sent", ages.drafts),
    )
    table = Table("open_queries", "Queries by state and age", (Column("state", "State"), Column("queries", "Queries")), rows)
    block = Block(_picture(groups) if ages.waiting else None, (table,), open=True)
    return Section("queries", title, tuple(_texts(ages)), (block,))


def _texts(ages: QueryAges) -> list[str]:
    waits = f"; the oldest was sent {counted(max(ages.waiting), 'day')} ago" if ages.waiting else ""
    queries = "query" if len(ages.waiting) == 1 else "queries"
    texts = [f"{len(ages.waiting):,} {queries} sent and not answered{waits}."]
    if ages.answered:
        mark = MARK if len(ages.answered) < SMALL else ""
        half = f"half of the {len(ages.answered):,} answers came within {counted(int(median(ages.answered)), 'day')}"
        texts.append(f"Of those answered, {half}{mark}.")
    return texts


def _picture(groups: Sequence[AgeGroup]) -> Picture:
    description = f"Queries that wait for an answer: {', '.join(f'{group.queries} {group.name}' for group in groups)}. {IN_TABLE}"
    return Picture("open-queries", "Open queries by age", description, lambda: _bars(groups))


def _bars(groups: Sequence[AgeGroup]) -> Figure:
    figure = new_figure(0.7 + 0.36 * len(groups))
    axes = figure.subplots()
    for at, (group, colour) in enumerate(zip(groups, _COLOURS, strict=True)):
        axes.barh(at, group.queries, 0.6, color=colour)
        place = (group.queries, at)
        axes.annotate(f"{group.queries:,}", place, xytext=(5, 0), textcoords="offset points", va="center", fontsize=9, color=INK)
    named_rows(axes, [group.name for group in groups])
    light_grid(axes, "x")
    axes.set_xlim(0, 1.15 * max(group.queries for group in groups))
    axes.locator_params(axis="x", integer=True)
    axes.set_xlabel("queries that wait for an answer", color=MUTED)
    return figure
