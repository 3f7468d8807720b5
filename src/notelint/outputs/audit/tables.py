"""The tables of an audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.audit.funnel import LEVELS
from notelint.audit.groups import DIMENSIONS
from notelint.audit.measures import COMPLETE, SUPPORTED
from notelint.outputs.audit.table import Column, Percent, Table, share_cells, share_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.audit.audit import Audit
    from notelint.audit.funnel import Funnel
    from notelint.audit.groups import Dimension
    from notelint.audit.money import Money
    from notelint.audit.periods import Change
    from notelint.audit.shares import ElementCount
    from notelint.outputs.audit.table import Cell

_DECISIONS = {
    "supported": "Supports a code",
    "unsupported": "May support a code, undecided",
    "not_applicable": "Not applicable: no procedure of the family",
    "unreadable": "Not read",
    "unusable": "Left out: from another version",
}
_KINDS = {
    "operative_report": "Report of an operation",
    "procedure_note": "Note of a procedure",
    "not_applicable": "Document of another kind",
    "unreadable": "Not read",
    "unusable": "Left out: from another version",
}
_COUNTS = (
    Column("documented", "Documented"),
    Column("incomplete", "Incomplete"),
    Column("not_documented", "Not documented"),
    Column("notes", "Of notes"),
    Column("share", "Share documented"),
    Column("low", "95 % from"),
    Column("high", "to"),
)


def decisions(audit: Audit) -> Table:
    """How many notes there are of each decision; in the audit of a checklist, of each kind of document."""
    if audit.checklist is not None:
        kinds = tuple((title, audit.counts.get(name, 0)) for name, title in _KINDS.items())
        return Table("kinds", "Notes by kind of document", (Column("kind", "Kind"), Column("notes", "Notes")), kinds)
    rows = tuple((title, audit.counts.get(name, 0)) for name, title in _DECISIONS.items())
    return Table("decisions", "Notes by decision", (Column("decision", "Decision"), Column("notes", "Notes")), rows)


def ordered(elements: Mapping[str, ElementCount]) -> list[str]:
    """The elements, the one with the smallest share documented first."""
    return sorted(elements, key=lambda name: (elements[name].documented / elements[name].of, name))


def elements(audit: Audit) -> Table:
    """Completeness of each element."""
    rows = tuple(_counted((audit.titles[name],), audit.elements[name]) for name in ordered(audit.elements))
    columns = (Column("element", "Element"), *_COUNTS)
    return Table("elements", "Completeness of each element", columns, rows)


def _counted(before: tuple[Cell, ...], count: ElementCount) -> tuple[Cell, ...]:
    _, of, *interval = share_cells(count.share)
    return (*before, count.documented, count.incomplete, count.not_documented, of, *interval)


def groups(dimension: Dimension) -> Table:
    """The notes of each group, and their two measures of whole notes."""
    title = DIMENSIONS[dimension.id]
    measures = whole_note_measures(dimension)
    headings = {SUPPORTED: "Support a code", COMPLETE: "All required documented"}
    columns = (
        Column(dimension.id, title),
        Column("notes", "Notes"),
        *(column for name in measures for column in share_columns(name, headings[name])),
    )
    rows = tuple(
        (group.name, group.notes, *(cell for name in measures for cell in share_cells(group.shares[name])))
        for group in dimension.groups
    )
    return Table(f"by_{dimension.id}", f"Notes by {title.lower()}", columns, rows)


def whole_note_measures(dimension: Dimension) -> tuple[str, ...]:
    """The measures of whole notes that say something of the groups: by code, all notes of a group support it or none does."""
    shares = dimension.groups[0].shares if dimension.groups else ()
    return tuple(name for name in (SUPPORTED, COMPLETE) if name in shares and not (name == SUPPORTED and dimension.id == "code"))


def group_elements(dimension: Dimension, audit: Audit) -> Table:
    """Completeness of each element in each group."""
    title = DIMENSIONS[dimension.id]
    rows = tuple(
        _counted((group.name, audit.titles[name]), group.elements[name])
        for group in dimension.groups
        for name in audit.elements
        if name in group.elements
    )
    columns = (Column(dimension.id, title), Column("element", "Element"), *_COUNTS)
    return Table(f"elements_by_{dimension.id}", f"Completeness of each element by {title.lower()}", columns, rows)


def funnels(found: Sequence[Funnel], titles: Mapping[str, str]) -> Table:
    """Each surgeon's share beside that of all, with the limits."""
    limits = tuple(
        Column(f"{end}_{100 * level:g}".replace(".", "_"), f"{100 * level:g} % {'from' if end == 'low' else 'to'}")
        for level in LEVELS
        for end in ("low", "high")
    )
    columns = (
        Column("surgeon", "Surgeon"),
        Column("measure", "Measure"),
        *share_columns("surgeon", "Notes with it")[:3],
        Column("all", "All surgeons"),
        *limits,
        Column("position", "Position"),
    )
    rows = []
    for funnel in found:
        overall = Percent(funnel.overall.value or 0.0, funnel.overall.small)
        for point in funnel.points:
            share = share_cells(point.share)[:3]
            edges = [Percent(value) for interval in point.limits for value in interval]
            rows.append((point.surgeon, titles[funnel.measure], *share, overall, *edges, point.position))
    return Table("funnel", "Each surgeon against the department", columns, tuple(rows))


def change(found: Change, titles: Mapping[str, str]) -> Table:
    """The share of each measure in both periods, and the difference."""
    columns = (
        Column("measure", "Measure"),
        *share_columns("before", "Before: notes with it"),
        *share_columns("after", "After: notes with it"),
        Column("difference", "Difference, points"),
        Column("difference_low", "95 % from"),
        Column("difference_high", "to"),
    )
    rows = []
    for row in found.rows:
        cells: list[Cell] = [None] * 3
        if row.difference is not None:
            cells = [Percent(value, difference=True) for value in row.difference]
        rows.append((titles[row.measure], *share_cells(row.before), *share_cells(row.after), *cells))
    return Table("before_after", "Before and after", columns, tuple(rows))


def open_matters(found: Money) -> Table:
    """The fees of notes that support no code."""
    columns = (
        Column("matter", "What is open"),
        Column("notes", "Notes"),
        Column("alone", "Nothing else open"),
        Column("low_usd", "Fee at least"),
        Column("high_usd", "Fee at most"),
        Column("between_usd", "Between the candidates"),
    )
    rows: list[tuple[Cell, ...]] = [
        (row.title, row.sum.notes, row.alone, row.sum.low, row.sum.high, row.sum.high - row.sum.low) for row in found.open
    ]
    total = found.open_total
    rows.append(("all, each note once", total.notes, None, total.low, total.high, total.high - total.low))
    return Table("undecided_fees", "Notes that support no code until a matter is settled", columns, tuple(rows))


def gaps(found: Money, titles: Mapping[str, str]) -> Table:
    """The fees of notes that support a code and lack an element that they must document."""
    columns = (Column("element", "Not documented"), Column("notes", "Notes"), Column("fees_usd", "Fees of these notes"))
    rows: list[tuple[Cell, ...]] = [(titles[row.element], row.notes, row.fees) for row in found.gaps]
    rows.append(("all, each note once", found.gaps_total.notes, found.gaps_total.fees))
    return Table("fees_at_risk", "Notes that support a code and lack what it requires", columns, tuple(rows))
