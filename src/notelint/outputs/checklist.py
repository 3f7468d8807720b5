"""The checklists of a note, what is missing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.layout import KEPT, words
from notelint.outputs.style import ELEMENT_STYLES, glyphs, position, quoted
from notelint.outputs.styled import grid, pieces, wrapped
from notelint.packs.in_report import document_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import ChecklistReport, Element, ElementStatus, Report

_TITLES: Mapping[ElementStatus, str] = {
    "missing": "not documented", "partial": "incomplete", "met": "documented",
}  # fmt: skip
_NOT_ASKED = "not asked for"
_NOT_APPLYING = "not applicable"
_QUOTES = 2


def checklist(report: Report, options: Options) -> list[Line]:
    """The elements grouped by status, each with its evidence; nothing where none applies to the note."""
    return _grouped(report, report.elements, _NOT_ASKED, options)


def own_checklist(report: Report, pack: str, own: ChecklistReport, options: Options) -> list[Line]:
    """The same for a checklist that no code asks for, with what its profile leaves out; of another document what it is not."""
    signs = _signs(report, own, options)
    if own.kind == "other":
        return [*wrapped(pieces(f"not asked, this is no {document_name(pack)}"), options.width, 2, 2), *signs]
    lines = signs + _grouped(report, {name: own.elements[name] for name in own.asked}, _NOT_APPLYING, options)
    left_out = [name for name in own.elements if name not in own.asked]
    return [*lines, *(_unmet(_NOT_ASKED, left_out, options) if lines and left_out else [])]


def _signs(report: Report, own: ChecklistReport, options: Options) -> list[Line]:
    """``signs of its kind: named +3 5:1, visit -5 2:1; together -2, a report has at least 4``."""
    if not own.enough:
        return []
    texts = []
    for one in own.signs:
        at = [position(report.note, place.start, options) for place in one.evidence[:1]]
        texts.append(" ".join((words(one.id), f"{one.weight:+d}", *at)))
    total = sum(one.weight for one in own.signs)
    line = f"signs of its kind: {', '.join(texts) or 'none'}; together {total}, a report has at least {own.enough}"
    return wrapped(pieces(line), options.width, 2, 4)


def _grouped(report: Report, elements: Mapping[str, Element], otherwise: str, options: Options) -> list[Line]:
    """The elements by status; those that are ``n/a`` stand behind ``otherwise`` in one line."""
    titles: dict[ElementStatus, str] = {**_TITLES, "n/a": otherwise}
    groups = {status: {name: one for name, one in elements.items() if one.status == status} for status in titles}
    if not any(groups[status] for status in _TITLES):
        return []
    counts = ", ".join(f"{len(group)} {titles[status]}" for status, group in groups.items() if group)
    lines = wrapped(pieces(counts), options.width, 2, 2)
    width = max(map(len, elements))
    for status, group in groups.items():
        if group:
            lines.append([])
            lines += _unmet(otherwise, group, options) if status == "n/a" else _table(report, status, group, width, options)
    return lines


def _table(report: Report, status: ElementStatus, group: Mapping[str, Element], width: int, options: Options) -> list[Line]:
    mark = (f"{glyphs(options).marks[status]}  ", ELEMENT_STYLES[status])
    rows = []
    for name, element in group.items():
        evidence = _evidence(report, element, options)
        rows.append([pieces(mark, words(name).ljust(width) if evidence else words(name)), pieces((evidence, "dim"))])
    return grid(rows, options.width)


def _evidence(report: Report, element: Element, options: Options) -> str:
    places = list(dict.fromkeys(element.evidence))
    quotes = [quoted(report.note, place, options) for place in places[:_QUOTES]]
    more = len(places) - len(quotes)
    return ", ".join([*quotes, f"{more} more"] if more else quotes)


def _unmet(title: str, names: Iterable[str], options: Options) -> list[Line]:
    text = f"{glyphs(options).marks['n/a']}{KEPT}{KEPT}{title}: {', '.join(map(words, names))}"
    return wrapped(pieces((text, ELEMENT_STYLES["n/a"])), options.width, 2, 5)
