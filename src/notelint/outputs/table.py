"""``--format csv``: a table of all findings, one row each, for spreadsheets and statistics."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from notelint.fingerprint import fingerprints
from notelint.outputs.excerpt import printable
from notelint.outputs.states import state
from notelint.outputs.style import where
from notelint.packs.in_report import is_decided

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.outputs.formats import Options
    from notelint.report import Finding, Report

COLUMNS = (
    "note", "line", "column", "end_line", "end_column", "place", "severity", "rule", "message", "words", "element", "codes",
    "state", "acknowledged_by", "acknowledged_reason", "decision", "decision_codes", "source", "fingerprint",
)  # fmt: skip
_FORMULAS = tuple("=+-@\uff1d\uff0b\uff0d\uff20")  # the last four are full-width, which a spreadsheet may read as the others


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The header, then a row for each finding and for each note that could not be read (``state`` is ``unreadable``)."""
    yield row(COLUMNS)
    for report in reports:
        if report.error is not None:
            yield _row({"note": report.note.source, "severity": "error", "message": report.error, "state": "unreadable"})
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True):
            yield _row(_cells(report, finding, options) | {"fingerprint": fingerprint})


def row(cells: Sequence[object]) -> str:
    """A line of CSV as RFC 4180 has it. A text that a spreadsheet would calculate as a formula has an apostrophe before it."""
    written = io.StringIO()
    csv.writer(written).writerow([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return written.getvalue()


def _row(cells: dict[str, object]) -> str:
    return row([cells.get(name, "") for name in COLUMNS])


def _cells(report: Report, finding: Finding, options: Options) -> dict[str, object]:
    note, decision, accepted = report.note, report.decision, finding.acknowledged
    end_line, end_column = note.position(max(finding.start, finding.end))
    cells: dict[str, object] = {
        "note": note.source, "line": finding.line, "column": finding.column, "end_line": end_line, "end_column": end_column,
        "place": where(note, finding.start, options), "severity": finding.severity, "rule": finding.rule,
        "message": finding.message, "element": finding.element or "", "codes": " ".join(finding.codes), "state": state(finding),
        "source": finding.source,
    }  # fmt: skip
    if decision is not None and is_decided(report):
        cells |= {"decision": decision.status, "decision_codes": " ".join(decision.codes or decision.candidates)}
    if options.excerpt:
        cells["words"] = note.text[finding.start : finding.end]
    if accepted is not None:
        cells["acknowledged_reason"] = f"{accepted.code}: {accepted.reason}" if options.excerpt else accepted.code
        cells["acknowledged_by"] = accepted.by if options.excerpt else ""
    return cells


def _safe(text: str) -> str:
    """``text`` on one line, which no spreadsheet takes for a formula."""
    line = printable(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULAS) else line
