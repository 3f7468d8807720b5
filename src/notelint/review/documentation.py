"""What the notes of an encounter lack, taken together: what one note lacks, another may document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.model import Lack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.report import ElementStatus, Severity
    from notelint.review.chart import Chart
    from notelint.review.model import ReadNote

_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_STATUSES: dict[ElementStatus, int] = {"met": 0, "n/a": 1, "partial": 2, "missing": 3}


def lacking(chart: Chart) -> tuple[Lack, ...]:
    """What the operative notes lack, once each, the most severe first; nothing if no line bills a graft.

    A contradiction of one note is never met by another.
    """
    found: dict[str, Lack] = {}
    for note in chart.operative if chart.grafts else ():
        for lack in _of_note(chart, note):
            key = lack.element or lack.rule
            if key not in found or _RANKS[lack.severity] < _RANKS[found[key].severity]:
                found[key] = lack
    return tuple(sorted(found.values(), key=lambda lack: _RANKS[lack.severity]))


def _of_note(chart: Chart, note: ReadNote) -> Iterator[Lack]:
    for finding in note.report.findings:
        if finding.element is not None:
            status = _best(chart, finding.element)
            if status in {"missing", "partial"}:
                yield Lack(finding.rule, finding.element, _title(chart, finding.element), finding.severity, status)
            continue
        rule = next((book.rules[finding.rule] for book in chart.book.catalogues if finding.rule in book.rules), None)
        summary = rule.summary if rule else finding.rule
        if rule is not None and rule.integrity is not None:
            yield Lack(finding.rule, None, summary, finding.severity, "contradicted")
        elif note is chart.deciding:  # what one note leaves undecided, another may decide
            yield Lack(finding.rule, None, summary, finding.severity, "undecided")


def _best(chart: Chart, element: str) -> ElementStatus:
    """How well the operative notes document an element: as the best of them, those left out that are of no graft."""
    statuses = [documented.status for note in chart.operative if (documented := note.report.elements.get(element)) is not None]
    asked = [status for status in statuses if status != "n/a"]
    return min(asked, key=lambda status: _STATUSES[status], default="n/a")


def _title(chart: Chart, element: str) -> str:
    title = next(book.elements[element].title for book in chart.book.catalogues if element in book.elements)
    return title[:1].lower() + title[1:]
