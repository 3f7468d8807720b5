"""Checks of two surgeons who bill one code, neither as a co-surgeon nor as an assistant."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.claims import Kind
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit

_SHARED: tuple[Kind, ...] = ("two_surgeons", "team", "assistant")
_APART: tuple[Kind, ...] = ("repeat", "return", "staged", "unrelated", "distinct", "operation_only", "care_after", "care_before")
"""Modifiers that say the two did not do the same procedure together."""


def check(chart: Chart) -> Iterator[Hit]:
    """A hit for each further surgeon who bills a code as another one does, without a modifier that says how they shared it."""
    by_code: defaultdict[str, list[BilledLine]] = defaultdict(list)
    for line in chart.lines:
        if not chart.is_visit(line.code):
            by_code[line.code].append(line)
    for code, lines in by_code.items():
        bare = [line for line in lines if not line.has(*_SHARED, *_APART)]
        surgeons = {line.line.surgeon: line for line in reversed(bare)}
        if len(surgeons) < 2 or any(line.has("two_surgeons") for line in lines) or _each_has_own(chart, code, surgeons):
            continue
        for line in sorted(surgeons.values(), key=lambda line: line.index)[1:]:
            yield line.hit("two-surgeons-without-modifier", instead=_instead(chart, line))


def _each_has_own(chart: Chart, code: str, surgeons: dict[str, BilledLine]) -> bool:
    """Whether the notes document one graft of this code for each surgeon, or each bills another side."""
    documented = max((sum(code in graft.codes for graft in note.particulars.grafts) for note in chart.operative), default=0)
    sides = [{str(modifier.side) for _, modifier in line.kind("side")} for line in surgeons.values()]
    return documented >= len(surgeons) or (all(sides) and not set.intersection(*sides))


def _instead(chart: Chart, line: BilledLine) -> str:
    """The modifiers that may say what the surgeon of the line did."""
    surgeon = line.line.surgeon
    if chart.encounter.surgeon(surgeon).credential == "non-physician":
        return "AS for an assistant who is not a physician"
    if any(note.ref.author == surgeon and note.ref.role == "assistant" for note in chart.notes):
        return "80 for an assistant, or 82 where no qualified resident was available"
    return "62 on both lines for co-surgeons, or 80, 82 or AS for an assistant"
