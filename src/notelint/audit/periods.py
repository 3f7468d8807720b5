"""Two periods compared: the share of each measure before and after, and the difference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.shares import difference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.audit.measures import Measures
    from notelint.audit.model import AuditNote
    from notelint.audit.shares import Difference, Share


class Period(NamedTuple):
    """From ``first`` to ``last``, both days included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


class Changed(NamedTuple):
    """One measure in both periods. ``difference`` is after - before; ``None`` where it concerns no note of a period."""

    measure: str
    before: Share
    after: Share
    difference: Difference | None


class Change(NamedTuple):
    """The two periods, their number of notes, each measure; ``left_out`` are notes of neither period or without a date."""

    before: Period
    after: Period
    notes: tuple[int, int]
    rows: tuple[Changed, ...]
    left_out: int


def split_at(day: date, notes: Sequence[AuditNote]) -> tuple[Period, Period]:
    """The periods before ``day`` and from ``day`` on, as far as the notes have dates."""
    days = [note.about.day for note in notes if note.about.day is not None]
    last_before = day - timedelta(days=1)
    return Period(min([*days, last_before]), last_before), Period(day, max([*days, day]))


def compared(notes: Sequence[AuditNote], before: Period, after: Period, measures: Measures) -> Change:
    """Both periods, measure by measure; a measure that concerns no note of either is left out."""
    first = [note for note in notes if note.about.day in before]
    second = [note for note in notes if note.about.day in after]
    one, two = measures.shares(first), measures.shares(second)
    rows = tuple(Changed(name, one[name], two[name], difference(one[name], two[name])) for name in one)
    kept = tuple(row for row in rows if row.before.of or row.after.of)
    return Change(before, after, (len(first), len(second)), kept, len(notes) - len(first) - len(second))
