"""Checks of modifiers: right kind of line, payable, compatible with each other, documented in the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.people import is_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.packs.claims import Kind, Modifier, Need
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit, ReadNote

_SURGERY_CENTER = "surgery_center"
SPLIT_CARE: frozenset[Kind] = frozenset({"operation_only", "care_after", "care_before"})
"""Modifiers of physicians who share the global package."""
_ASSISTANT_PART = "assistant_part"
_ADD_ON = "ZZZ"
"""What the fee schedule has in place of the global days of an add-on code."""


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about the modifiers of each line. Sides and the global period have their own modules."""
    for line in chart.lines:
        yield from _excluded(line)
        excluded = {place for place, _ in line.excluded}
        for place, modifier in line.modifiers:
            yield from _misfit(chart, line, place, modifier)
            yield from _not_payable(chart, line, place, modifier)
            if place not in excluded and not line.has("staged", "return", "unrelated", "repeat"):
                yield from undocumented(chart, line, place, modifier, _notes(chart, line, modifier))
        yield from _anesthesia(line)
        yield from _both_sides(chart, line)
        yield from _several_procedures(chart, line)
        yield from _assistant(chart, line)


def _notes(chart: Chart, line: BilledLine, modifier: Modifier) -> Iterable[ReadNote]:
    """The notes that must document a modifier. A transfer of care can stand in a note of any kind, by any of the surgeons."""
    return chart.notes if modifier.kind in SPLIT_CARE else chart.notes_for(line)


def _excluded(line: BilledLine) -> Iterator[Hit]:
    for place, modifier in line.excluded:
        yield line.hit_modifier("modifiers-exclude-each-other", place, other=modifier.modifier)


def _misfit(chart: Chart, line: BilledLine, place: int, modifier: Modifier) -> Iterator[Hit]:
    if modifier.fits == "visit" and not chart.is_visit(line.code):
        yield line.hit_modifier("visit-modifier-on-procedure", place)
    elif modifier.fits == "procedure" and chart.is_visit(line.code):
        yield line.hit_modifier("procedure-modifier-on-visit", place)
    elif modifier.kind == "facility":
        yield line.hit_modifier("facility-modifier-on-professional-claim", place)


def _not_payable(chart: Chart, line: BilledLine, place: int, modifier: Modifier) -> Iterator[Hit]:
    if modifier.indicator is None:
        return
    value = chart.indicator(line.code, modifier.indicator.column)
    if value is not None and value not in modifier.indicator.payable:
        yield line.hit_modifier(modifier.indicator.rule, place, indicator=value)


def undocumented(
    chart: Chart, line: BilledLine, place: int, modifier: Modifier, notes: Iterable[ReadNote], **fills: str
) -> Iterator[Hit]:
    """A hit for the first rule whose circumstances the notes do not document; ``missing`` names those circumstances.

    A modifier that does not fit its line is not checked.
    """
    read = tuple(notes)
    if modifier.fits == "visit" and not chart.is_visit(line.code):
        return
    unmet = [need for need in modifier.needs if not _is_documented(chart, line, modifier, need, read)]
    for need in unmet[:1]:
        titles = [chart.book.circumstance(other.any[0]) for other in unmet if other.rule == need.rule]
        met = [circumstance for other in modifier.needs if other not in unmet for circumstance in other.any]
        yield line.hit_modifier(need.rule, place, chart.documented(met, read)[:2], missing=" and ".join(titles), **fills)


def _is_documented(chart: Chart, line: BilledLine, modifier: Modifier, need: Need, notes: Sequence[ReadNote]) -> bool:
    """Whether the notes document what a modifier requires. A deed of the assistant, by name, also documents the part."""
    if chart.documented(need.any, notes):
        return True
    return modifier.kind == "assistant" and _ASSISTANT_PART in need.any and _assists_by_name(chart, line, notes)


def _assists_by_name(chart: Chart, line: BilledLine, notes: Sequence[ReadNote]) -> bool:
    assistant = chart.encounter.surgeon(line.line.surgeon)
    return any(is_named(assistant, deed.agent) for note in notes for deed in note.particulars.deeds)


def _anesthesia(line: BilledLine) -> Iterator[Hit]:
    for place, _ in line.kind("anesthesia"):
        yield line.hit_modifier("anesthesia-by-surgeon", place)


# -- single modifiers -------------------------------------------------------------------------------------------------


def _both_sides(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    for place, _ in line.kind("both_sides"):
        pos = chart.encounter.place_of_service
        if pos in chart.book.places[_SURGERY_CENTER]:
            yield line.hit_modifier("both-sides-in-surgery-center", place, place=pos)
        if chart.operative and chart.family(line.code) and not _documents_both_sides(chart):
            yield line.hit_modifier("both-sides-undocumented", place)


def _documents_both_sides(chart: Chart) -> bool:
    sides = [graft.facts["donor_laterality"] for note in chart.operative for graft in note.particulars.grafts]
    return "bilateral" in sides or {"left", "right"} <= set(sides)


def _several_procedures(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    for place, _ in line.kind("several_procedures"):
        if _is_add_on(chart, line.code):
            yield line.hit_modifier("multiple-procedures-on-add-on", place)
        elif not _is_outranked(chart, line):
            yield line.hit_modifier("multiple-procedures-alone", place)


def _is_add_on(chart: Chart, code: str) -> bool:
    """Whether a code is an add-on code: by the list, or by the fee schedule."""
    row = chart.tables.fee(code)
    return chart.book.is_in(code, "add_on") or (row is not None and row.global_days == _ADD_ON)


def _is_outranked(chart: Chart, line: BilledLine) -> bool:
    """Whether another procedure of the surgeon is paid more, if the fees are known."""
    others = [
        other
        for other in chart.lines
        if other is not line and other.line.surgeon == line.line.surgeon and not chart.is_visit(other.code)
    ]
    own = chart.tables.fee(line.code)
    if own is None or any(chart.tables.fee(other.code) is None for other in others):
        return bool(others)
    return any(_work(chart, other) > _work(chart, line) for other in others)


def _work(chart: Chart, line: BilledLine) -> float:
    row = chart.tables.fee(line.code)
    return float(row.work_rvu) if row else 0.0


def _assistant(chart: Chart, line: BilledLine) -> Iterator[Hit]:
    credential = chart.encounter.surgeon(line.line.surgeon).credential
    for place, modifier in line.kind("assistant"):
        if modifier.by != credential:
            other = _assistants(chart, credential)
            yield line.hit_modifier("assistant-credential-wrong", place, other=other)
        attests = any("no_qualified_resident" in need.any for need in modifier.needs)
        if chart.encounter.facility.teaching and modifier.by == "physician" and not attests:
            yield line.hit_modifier("assistant-in-teaching-hospital", place)


def _assistants(chart: Chart, credential: str) -> str:
    """The first assistant modifier for this credential."""
    return next(
        name for name, modifier in chart.book.modifiers.items() if modifier.kind == "assistant" and modifier.by == credential
    )
