"""Checks of TA and T1 to T9, which name the toe that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.sides import donor_sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.claims import Modifier
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit

_GREAT = "great"
_TOES = ("toe_and_web", "toe_transfer")
_GREAT_TOES = ("toe_and_web", "thumb_from_toe")
"""Groups of codes for toes, and for the great toe."""


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about toe modifiers."""
    for line in chart.lines:
        of_toe = _is_in(chart, line, _TOES)
        for place, modifier in line.kind("toe"):
            if of_toe:
                yield from _contradicted(chart, line, place, modifier)
            else:
                yield line.hit_modifier("toe-modifier-on-other-code", place, toe=modifier.title)
        if of_toe and not line.has("toe", "side", "both_sides"):
            yield line.hit("toe-not-named")


def _is_in(chart: Chart, line: BilledLine, groups: tuple[str, ...]) -> bool:
    return any(chart.book.is_in(line.code, group) for group in groups)


def _contradicted(chart: Chart, line: BilledLine, place: int, modifier: Modifier) -> Iterator[Hit]:
    """A hit if the code is for another toe, or the note documents another donor side."""
    if _is_in(chart, line, _GREAT_TOES) and modifier.toe != _GREAT:
        yield line.hit_modifier("toe-modifier-contradicted", place, toe=modifier.title, other="the code is for the great toe")
        return
    sides = donor_sides(chart.notes_for(line), line.code)
    if sides and not {str(modifier.side), "bilateral"} & sides.keys():
        other = f"the note documents the {' and the '.join(sorted(sides))} foot as the donor"
        yield line.hit_modifier("toe-modifier-contradicted", place, sides.values(), toe=modifier.title, other=other)
