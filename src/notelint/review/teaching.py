"""Checks of a teaching physician: GC, and the statement of presence in the key portions, where a resident took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit

_RESIDENT = "resident_took_part"
_PRESENT = "key_portions_present"


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about a resident's part in a surgeon's procedure. Assistants and visits have other rules."""
    for line in chart.lines:
        notes = chart.notes_for(line)
        if not notes or chart.is_visit(line.code) or not line.is_primary:
            continue
        resident = chart.documented([_RESIDENT], notes)[:2]
        claimed = [place for place, _ in line.kind("teaching")]
        for place in claimed if not resident else ():
            yield line.hit_modifier("resident-not-documented", place)
        taught = bool(claimed) or (chart.encounter.facility.teaching and bool(chart.family(line.code)))
        if resident and taught:
            yield from _of_resident(chart, line, claimed)


def _of_resident(chart: Chart, line: BilledLine, claimed: list[int]) -> Iterator[Hit]:
    notes = chart.notes_for(line)
    resident = chart.documented([_RESIDENT], notes)[:2]
    if not claimed:
        yield line.hit("teaching-modifier-missing", resident)
    if not chart.documented([_PRESENT], notes):
        yield line.hit("key-portions-undocumented", resident)
