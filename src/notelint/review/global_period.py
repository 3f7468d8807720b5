"""Checks of the global period: visits and procedures in the days after an operation, and the modifiers for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.review.modifiers import undocumented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.claim import EarlierProcedure
    from notelint.packs.claims import Modifier
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit

_MAJOR = 90
"""The days of the longest global period."""
_OUTSIDE = frozenset({"XXX", "ZZZ"})
"""What the fee schedule has in place of days where the global period does not apply, or is that of another code."""


@dataclass(frozen=True, slots=True)
class _Running:
    """A global period that runs on the date of service: its code, and its day (day 0 is the day of the operation).

    ``is_known`` is false where no table says how long the period is; then it may run, and ``length`` is the longest possible.
    """

    code: str
    days: int
    length: int
    is_known: bool = True

    @property
    def fills(self) -> dict[str, str]:
        return {"earlier": self.code, "days": str(self.days), "length": str(self.length)}


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about lines inside a global period and about its modifiers."""
    for line in chart.lines:
        running = _running(chart, line)
        if chart.is_visit(line.code):
            yield from _visit(chart, line, running)
        else:
            yield from _procedure(chart, line, running)


def _running(chart: Chart, line: BilledLine) -> _Running | None:
    """The latest global period that still runs for the surgeon of the line; one that may run, if none is known to run."""
    periods = [
        period
        for earlier in chart.encounter.earlier
        if (period := _period(chart, line, earlier)) and period.days <= period.length
    ]
    return min(periods, key=lambda period: (not period.is_known, period.days), default=None)


def _period(chart: Chart, line: BilledLine, earlier: EarlierProcedure) -> _Running | None:
    """The global period of an earlier procedure of the line's surgeon, running or not. A return (78) starts no period."""
    day = chart.encounter.date
    length = global_days(chart, earlier.code)
    is_known = length is not None
    length = _MAJOR if length is None else length
    returned = any(chart.book.modifiers[name].kind == "return" for name in earlier.modifiers if name in chart.book.modifiers)
    if day is None or not length or returned or not _same_physician(chart, line.line.surgeon, earlier.surgeon):
        return None
    return _Running(earlier.code, (day - earlier.date).days, length, is_known)


def global_days(chart: Chart, code: str) -> int | None:
    """The length of the global period of a code in days, from its pack or the fee schedule; ``None`` if neither says it.

    Visits, tests and add-on codes have none.
    """
    known = chart.code(code)
    if known is not None:
        return known.global_days
    row = chart.tables.fee(code)
    if row is not None and row.global_days.isdecimal():
        return int(row.global_days)
    outside = row is not None and row.global_days in _OUTSIDE
    return None if chart.book.is_in(code, "surgery") and not chart.book.is_in(code, "add_on") and not outside else 0


def _same_physician(chart: Chart, surgeon: str, earlier: str) -> bool:
    """Whether two surgeons count as one physician: one is unknown, they are the same, or they share a specialty."""
    if not earlier or surgeon == earlier:
        return True
    first, second = (chart.encounter.surgeon(name).specialty.casefold() for name in (surgeon, earlier))
    return bool(first) and first == second


# -- visits -----------------------------------------------------------------------------------------------------------


def _visit(chart: Chart, line: BilledLine, running: _Running | None) -> Iterator[Hit]:
    period = running or _same_day(chart, line)
    for place, _ in line.kind("unrelated_visit") if running is None else ():
        yield line.hit_modifier("global-modifier-outside-global", place, situation=_situation(chart, line))
    if running is not None and not running.is_known:
        yield line.hit("global-period-unknown", **running.fills)
        return
    if period is None or line.has("unrelated_visit", "decision_visit"):
        return
    for place, _ in line.kind("separate_visit"):
        yield line.hit_modifier("decision-visit-with-wrong-modifier", place)
        return
    yield line.hit("visit-inside-global", **period.fills)


def _same_day(chart: Chart, line: BilledLine) -> _Running | None:
    """The global period that starts with a graft on the same claim."""
    graft = chart.graft_of(line.line.surgeon)
    code = chart.code(graft.code) if graft else None
    return _Running(code.code, 0, code.global_days) if code and code.global_days >= _MAJOR else None


# -- procedures -------------------------------------------------------------------------------------------------------


def _procedure(chart: Chart, line: BilledLine, running: _Running | None) -> Iterator[Hit]:
    opening = list(line.kind("staged", "return", "unrelated"))
    repeats = list(line.kind("repeat")) if running and chart.family(line.code) else []
    if not opening and not chart.book.is_in(line.code, "surgery"):
        return  # tests and imaging are outside the global period
    if not repeats:
        for place, modifier in line.kind("repeat"):
            yield from undocumented(chart, line, place, modifier, chart.notes_for(line))
    if running is None:
        for place, _ in opening:
            yield line.hit_modifier("global-modifier-outside-global", place, situation=_situation(chart, line))
        yield from _repeat_by_whom(chart, line)
        return
    if running.is_known:
        yield from _inside(line, running, repeats, opened=bool(opening))
    else:
        yield line.hit("global-period-unknown", **running.fills)
    yield from _opened(chart, line, running)


def _inside(line: BilledLine, running: _Running, repeats: list[tuple[int, Modifier]], *, opened: bool) -> Iterator[Hit]:
    """Hits about a procedure in a period that is known to run; ``opened`` says that the line has 58, 78 or 79."""
    for place, _ in repeats:
        yield line.hit_modifier("graft-repeated-in-global", place, **running.fills)
    if not opened and not line.has("repeat") and line.is_primary:
        yield line.hit("procedure-inside-global", **running.fills)


def _repeat_by_whom(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    before = [earlier for earlier in chart.encounter.earlier if earlier.code == line.code and earlier.surgeon]
    for place, modifier in line.kind("repeat") if before else ():
        by_same = before[-1].surgeon == line.line.surgeon
        if by_same != (modifier.by == "same"):
            wanted = "same" if by_same else "other"
            other = next(name for name, known in chart.book.modifiers.items() if known.kind == "repeat" and known.by == wanted)
            whom = "the same surgeon" if by_same else "another surgeon"
            yield line.hit_modifier("repeat-surgeon-wrong", place, whom=whom, other=other)


def _opened(chart: Chart, line: BilledLine, running: _Running) -> Iterator[Hit]:
    """Hits if the notes document another reason than the modifier states, or do not document what it requires."""
    notes = chart.notes_for(line)
    complication = chart.documented(["related_complication"], notes)
    returned = chart.documented(["unplanned_return"], notes)
    planned = chart.documented(["planned_stage"], notes)
    unrelated = chart.documented(["unrelated"], notes)
    for place, modifier in line.kind("staged", "return", "unrelated"):
        words = (*complication, *returned)[:3]
        if modifier.kind == "unrelated" and (complication or returned) and not unrelated:
            yield line.hit_modifier("related-return-billed-unrelated", place, words, **running.fills)
        elif modifier.kind == "staged" and complication and returned and not planned:
            yield line.hit_modifier("complication-billed-staged", place, words, **running.fills)
        elif modifier.kind == "return" and planned and not complication:
            yield line.hit_modifier("planned-stage-billed-return", place, planned[:3], **running.fills)
        else:
            yield from undocumented(chart, line, place, modifier, notes, **running.fills)


def _situation(chart: Chart, line: BilledLine) -> str:
    """Why no global period runs, as words for the message."""
    periods = [period for earlier in chart.encounter.earlier if (period := _period(chart, line, earlier))]
    past = min(periods, key=lambda period: period.days, default=None)
    if past is None:
        return "the encounter has no earlier procedure of this surgeon with a global period"
    if not past.is_known:
        return f"day {past.days} after {past.code} is past the longest global period"
    return f"day {past.days} after {past.code} is past its {past.length}-day global period"
