"""Each surgeon's share against that of the department, with the limits that chance explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.measures import COMPLETE, SUPPORTED
from notelint.audit.shares import Share, funnel_limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.audit.groups import Dimension
    from notelint.audit.shares import Interval

LEVELS = (0.95, 0.998)
"""Of the limits, as Spiegelhalter proposes them: about two and three standard deviations."""
FEWEST = 3
"""From this number of surgeons on there are funnels."""
_ELEMENTS = 4


class Point(NamedTuple):
    """One surgeon: the share, and the limits of each of ``LEVELS`` for this number of notes."""

    surgeon: str
    share: Share
    limits: tuple[Interval, Interval]

    @property
    def position(self) -> str:
        """Where the share lies: ``inside``, or beyond which limit."""
        value = self.share.value or 0.0
        for level, limits in zip(reversed(LEVELS), reversed(self.limits), strict=True):
            if value < limits.low or value > limits.high:
                return f"{'below' if value < limits.low else 'above'} {100 * level:g} %"
        return "inside"


class Funnel(NamedTuple):
    """One measure of all surgeons together, and of each of them to whose notes it applies."""

    measure: str
    overall: Share
    points: tuple[Point, ...]


def funnels(surgeons: Dimension, wanted: Sequence[str]) -> tuple[Funnel, ...]:
    """A funnel for each measure of ``wanted``; none where there are fewer than ``FEWEST`` surgeons."""
    found = (_funnel(measure, surgeons) for measure in wanted)
    return tuple(funnel for funnel in found if len(funnel.points) >= FEWEST)


def chosen_measures(overall: Mapping[str, Share]) -> tuple[str, ...]:
    """Measures for funnels where the user names none: the two of whole notes, and the elements that most notes lack."""
    elements = [name for name, share in overall.items() if name not in {SUPPORTED, COMPLETE} and share.of > share.count]
    elements.sort(key=lambda name: (overall[name].count - overall[name].of, name))
    return (*(name for name in (SUPPORTED, COMPLETE) if name in overall), *elements[:_ELEMENTS])


def _funnel(measure: str, surgeons: Dimension) -> Funnel:
    shares = {group.name: group.shares[measure] for group in surgeons.groups if group.shares[measure].of}
    overall = Share(sum(share.count for share in shares.values()), sum(share.of for share in shares.values()))
    inner, outer = (funnel_limits(overall.value or 0.0, [share.of for share in shares.values()], level) for level in LEVELS)
    points = zip(shares.items(), inner, outer, strict=True)
    return Funnel(measure, overall, tuple(Point(name, share, (first, second)) for (name, share), first, second in points))
