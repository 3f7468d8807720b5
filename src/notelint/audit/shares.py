"""Shares of notes and their 95 % confidence intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SMALL = 10
"""From this number of notes on a share is shown without a mark."""
_Z = 1.959963984540054  # 97.5 % of the standard normal distribution lie below


class Interval(NamedTuple):
    """The lower and the upper limit of a confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """``count`` notes of ``of`` notes. ``of`` may be 0; then there is neither a value nor an interval."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, from 0 to 1."""
        return self.count / self.of if self.of else None

    @property
    def small(self) -> bool:
        """Whether it rests on so few notes that it must be marked."""
        return self.of < SMALL

    @property
    def interval(self) -> Interval | None:
        """Wilson's score interval, 95 %, without continuity correction.

        Source: Wilson EB. J Am Stat Assoc 1927;22:209-212; method 3 of Newcombe RG. Stat Med 1998;17:857-872.
        """
        if not self.of:
            return None
        share, z = self.count / self.of, _Z * _Z / self.of
        centre = (share + z / 2) / (1 + z)
        reach = math.sqrt(z * share * (1 - share) + z * z / 4) / (1 + z)
        low = 0.0 if not self.count else max(0.0, centre - reach)
        return Interval(low, 1.0 if self.count == self.of else min(1.0, centre + reach))


class Difference(NamedTuple):
    """``after - before`` of two shares, from -1 to 1, with its 95 % confidence interval."""

    value: float
    low: float
    high: float


def difference(before: Share, after: Share) -> Difference | None:
    """The difference of two shares of different notes; ``None`` where one of them has no notes.

    The interval is Newcombe's hybrid score interval. Source: method 10 of Newcombe RG. Stat Med 1998;17:873-890.
    """
    if before.value is None or after.value is None or before.interval is None or after.interval is None:
        return None
    value = after.value - before.value
    down = math.hypot(after.value - after.interval.low, before.interval.high - before.value)
    up = math.hypot(after.interval.high - after.value, before.value - before.interval.low)
    return Difference(value, max(-1.0, value - down), min(1.0, value + up))


def funnel_limits(overall: float, of: Sequence[int], level: float) -> list[Interval]:
    """The limits between which a share lies with the probability ``level`` if its true value is ``overall``.

    One pair for each number of notes in ``of`` (each at least 1). They are exact limits of the binomial distribution,
    interpolated between its steps: a share lies below if so few notes or fewer have a probability of less than half of
    ``1 - level``, above if so many or more have. Source: appendix A.1.1 of Spiegelhalter DJ. Funnel plots for comparing
    institutional performance. Stat Med 2005;24:1185-1202. The upper limit mirrors the lower one here; his own, taken from the
    same cumulative probability, is one note lower and would call too many outside.
    """
    tail = (1 - level) / 2
    limits = zip(_lower_limits(overall, of, tail), _lower_limits(1 - overall, of, tail), strict=True)
    return [Interval(low, 1 - other) for low, other in limits]


def _lower_limits(overall: float, of: Sequence[int], tail: float) -> list[float]:
    import numpy as np
    from scipy.stats import binom

    if overall in {0.0, 1.0}:
        return [overall] * len(of)
    notes = np.asarray(of)
    number = binom.ppf(tail, notes, overall)
    surplus = binom.cdf(number, notes, overall) - tail
    limits = (number - surplus / binom.pmf(number, notes, overall)) / notes
    return [max(0.0, float(limit)) for limit in limits]


@dataclass(slots=True)
class ElementCount:
    """In how many notes an element is documented, incomplete, and not documented; notes that it does not concern do not count."""

    documented: int = 0
    incomplete: int = 0
    not_documented: int = 0

    def add(self, status: str) -> None:
        """Count the ``status`` of an element in one more note."""
        if status == "met":
            self.documented += 1
        elif status == "partial":
            self.incomplete += 1
        elif status == "missing":
            self.not_documented += 1

    @property
    def of(self) -> int:
        """The notes that the element concerns."""
        return self.documented + self.incomplete + self.not_documented

    @property
    def share(self) -> Share:
        """The share of notes in which it is documented."""
        return Share(self.documented, self.of)
