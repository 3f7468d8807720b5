"""The checklist of a note, what is missing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.layout import KEPT, words
from notelint.outputs.style import ELEMENT_STYLES, glyphs, quoted
from notelint.outputs.styled import grid, pieces, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Element, ElementStatus, Report

_TITLES: Mapping[ElementStatus, str] = {
    "missing": "not documented", "partial": "incomplete", "met": "documented", "n/a": "not asked for",
}  # fmt: skip
_QUOTES = 2


def checklist(report: Report, options: Options) -> list[Line]:
    """The elements grouped by status, each with its evidence; nothing where none applies to the note."""
    groups = {status: _having(report, status) for status in _TITLES}
    if not any(groups[status] for status in ("missing", "partial", "met")):
        return []
    counts = ", ".join(f"{len(group)} {_TITLES[status]}" for status, group in groups.items() if group)
    lines = wrapped(pieces(counts), options.width, 2, 2)
    width = max(map(len, report.elements))
    for status, group in groups.items():
        if group:
            lines.append([])
            lines += _not_asked_for(group, options) if status == "n/a" else _table(report, status, group, width, options)
    return lines


def _having(report: Report, status: ElementStatus) -> dict[str, Element]:
    return {name: element for name, element in report.elements.items() if element.status == status}


def _table(report: Report, status: ElementStatus, group: Mapping[str, Element], width: int, options: Options) -> list[Line]:
    mark = (f"{glyphs(options).marks[status]}  ", ELEMENT_STYLES[status])
    rows = []
    for name, element in group.items():
        evidence = _evidence(report, element, options)
        rows.append([pieces(mark, words(name).ljust(width) if evidence else words(name)), pieces((evidence, "dim"))])
    return grid(rows, options.width)


def _evidence(report: Report, element: Element, options: Options) -> str:
    places = list(dict.fromkeys(element.evidence))
    told = [quoted(report.note, place, options) for place in places[:_QUOTES]]
    more = len(places) - len(told)
    return ", ".join([*told, f"{more} more"] if more else told)


def _not_asked_for(group: Mapping[str, Element], options: Options) -> list[Line]:
    told = f"{glyphs(options).marks['n/a']}{KEPT}{KEPT}{_TITLES['n/a']}: {', '.join(map(words, group))}"
    return wrapped(pieces((told, ELEMENT_STYLES["n/a"])), options.width, 2, 5)
