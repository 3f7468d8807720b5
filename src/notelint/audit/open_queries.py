"""Queries to surgeons that wait for an answer, by the days that they have waited."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

AGES = ((7, "up to 7 days"), (14, "8 to 14 days"), (30, "15 to 30 days"), (None, "more than 30 days"))
"""The last day of each group of ages (``None``: no last one), and its name."""


class QueryAges(NamedTuple):
    """Whole days that each query has waited since it was sent, and from sending to the answer for each that was answered.

    ``drafts`` are queries that were not sent.
    """

    waiting: tuple[int, ...]
    answered: tuple[int, ...]
    drafts: int

    @property
    def total(self) -> int:
        """All queries."""
        return len(self.waiting) + len(self.answered) + self.drafts


class AgeGroup(NamedTuple):
    """A group of ages, and how many queries wait so long."""

    name: str
    queries: int


def by_age(waiting: Sequence[int]) -> tuple[AgeGroup, ...]:
    """How many queries wait for how long; ``waiting`` are whole days.

    >>> [group.queries for group in by_age([0, 7, 8, 31])]
    [2, 1, 0, 1]
    """
    found = dict.fromkeys((name for _, name in AGES), 0)
    for days in waiting:
        found[next(name for last, name in AGES if last is None or days <= last)] += 1
    return tuple(AgeGroup(name, queries) for name, queries in found.items())
