"""Checks of bundling: NCCI pairs, unit limits, and services that are part of a graft even without an NCCI edit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.cms.records import Edit
    from notelint.review.chart import BilledLine, Chart
    from notelint.review.model import Hit, Words

_DISTINCT = ("separate_site", "second_bone_graft")
_PART_OF_GRAFT = {
    "microscope": "microscope-billed-apart",
    "conventional_graft": "harvest-billed-apart",
    "flow_test": "flow-test-billed-apart",
    "wound_closure": "closure-billed-apart",
}
"""Groups of codes that are part of a graft, with their rules."""
_ALWAYS = frozenset({"microscope", "flow_test"})


def check(chart: Chart) -> Iterator[Hit]:
    """All hits about bundled services, duplicate services and units."""
    yield from _part_of_graft(chart)
    yield from _pairs(chart)
    yield from _distinct_without_pair(chart)
    yield from _skin_grafts(chart)
    yield from _doubled(chart)
    yield from _units(chart)


def _part_of_graft(chart: Chart) -> Iterator[Hit]:
    for group, rule in _PART_OF_GRAFT.items():
        for line in chart.in_group(group):
            graft = chart.graft_of(line.line.surgeon)
            if graft is None:
                continue
            elsewhere = () if group in _ALWAYS else _elsewhere(chart, line, group)
            if not elsewhere:
                yield line.hit(rule, graft=graft.code)


def _elsewhere(chart: Chart, line: BilledLine, group: str) -> tuple[Words, ...]:
    """The words that document another site. For a wound they count only if the line has a modifier for a distinct service."""
    notes = chart.notes_for(line)
    if group == "conventional_graft":
        return chart.documented(["second_bone_graft"], notes)
    return chart.documented(["separate_site"], notes) if line.has("distinct") else ()


def _pairs(chart: Chart) -> Iterator[Hit]:
    for surgeon in dict.fromkeys(line.line.surgeon for line in chart.lines):
        own = {line.code: line for line in reversed(chart.lines) if line.line.surgeon == surgeon and line.is_primary}
        for edit in chart.tables.edits(own, chart.on):
            second, first = own[edit.column_2], own[edit.column_1]
            if _has_own_rule(chart, second):
                continue
            yield from _pair(chart, edit, first, second)


def _has_own_rule(chart: Chart, line: BilledLine) -> bool:
    """Whether a more specific rule covers this line: services that are part of a graft, and visits."""
    return chart.is_visit(line.code) or any(chart.book.is_in(line.code, group) for group in _PART_OF_GRAFT)


def _pair(chart: Chart, edit: Edit, first: BilledLine, second: BilledLine) -> Iterator[Hit]:
    fills = {"other": edit.column_1, "rationale": edit.rationale.lower()}
    if edit.indicator == "0":
        yield second.hit("pair-never-paid-together", **fills)
        return
    if edit.indicator != "1":
        return
    parted = [(line, place) for line in (second, first) for place, _ in line.kind("distinct")]
    if not parted:
        yield second.hit("pair-without-modifier", **fills)
        return
    line, place = parted[0]
    if not chart.documented(_DISTINCT, chart.notes_for(second)) and not _second_graft(chart, edit):
        other = edit.column_1 if line is second else edit.column_2
        yield line.hit_modifier("distinct-service-undocumented", place, other=other)


def _second_graft(chart: Chart, edit: Edit) -> bool:
    """Whether the notes support both codes of the pair, each with its own graft."""
    supported = [code for note in chart.operative for graft in note.particulars.grafts for code in graft.codes]
    return edit.column_1 in supported and edit.column_2 in supported


def _distinct_without_pair(chart: Chart) -> Iterator[Hit]:
    codes = Counter(line.code for line in chart.lines)
    paired = {code for edit in chart.tables.edits(codes, chart.on) for code in (edit.column_1, edit.column_2)}
    for line in chart.lines:
        if line.code in paired or codes[line.code] > 1:
            continue
        for place, _ in line.kind("distinct"):
            yield line.hit_modifier("distinct-modifier-without-pair", place)


def _skin_grafts(chart: Chart) -> Iterator[Hit]:
    for line in chart.in_group("skin_graft"):
        notes = chart.notes_for(line)
        if notes and not chart.documented(["donor_skin_graft"], notes):
            yield line.hit("skin-graft-undocumented")


def _doubled(chart: Chart) -> Iterator[Hit]:
    for line in chart.in_group("includes_bone_graft"):
        graft = chart.graft_of(line.line.surgeon)
        if graft is not None and not chart.documented(["second_bone_graft"], chart.notes_for(line)):
            yield line.hit("recipient-graft-code-doubles", graft=graft.code)


def _units(chart: Chart) -> Iterator[Hit]:
    billed: Counter[tuple[str, str]] = Counter()
    for line in chart.lines:
        key = (line.line.surgeon, line.code)
        before = billed[key]
        billed[key] += line.line.units
        limit = chart.tables.unit_limit(line.code)
        if limit is not None and billed[key] > limit.units >= before:
            by_policy = "a policy limit" if limit.adjudication == "2" else "a clinical limit"
            yield line.hit("units-above-limit", units=str(billed[key]), limit=str(limit.units), adjudication=by_policy)
