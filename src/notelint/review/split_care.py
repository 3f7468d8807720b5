"""Checks of 54, 55 and 56: physicians who share the global package of one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.global_period import global_days
from notelint.review.modifiers import SPLIT_CARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about parts of a global package, except for the statement of transfer, which the modifiers require."""
    for line in chart.lines:
        for place, _ in line.kind(*SPLIT_CARE):
            yield from _without_global(chart, line, place)
            yield from _whole_by_one(chart, line, place)
            break


def _without_global(chart: Chart, line: BilledLine, place: int) -> Iterator[Hit]:
    if global_days(chart, line.code) == 0:
        yield line.hit_modifier("split-care-without-global", place)


def _whole_by_one(chart: Chart, line: BilledLine, place: int) -> Iterator[Hit]:
    """A hit if the surgeon who operated also bills the care after it."""
    if not line.has("operation_only"):
        return
    same = [other for other in chart.lines if (other.code, other.line.surgeon) == (line.code, line.line.surgeon)]
    if any(other.has("care_after") for other in same if other is not line):
        yield line.hit_modifier("split-care-by-one-surgeon", place)
