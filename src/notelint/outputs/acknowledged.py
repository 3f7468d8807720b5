"""Findings that do not fail a run, for a reader: the acknowledged ones with who and why, those of the baseline counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import counted
from notelint.outputs.states import state
from notelint.outputs.styled import pieces, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Acknowledgement, Finding, Report


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are neither acknowledged nor in the baseline."""
    return [finding for finding in findings if not state(finding)]


def marked_lines(report: Report, options: Options) -> list[Line]:
    """``acknowledged[rule] 12:3 by …`` for each acknowledged finding, and how many more the baseline has.

    In quiet output the place begins with the note's path, and the baseline's findings are not counted.
    """
    indent, path = (0, f"{printable(report.note.source)}:") if options.quiet else (2, "")
    lines: list[Line] = []
    for finding in sorted(report.findings, key=lambda one: (one.start, one.end)):
        if finding.acknowledged is not None:
            place = f"{path}{finding.line}:{finding.column}"
            text = f"acknowledged[{finding.rule}] {place} {by_whom(finding.acknowledged, options)}"
            lines += wrapped(pieces((text, "dim")), options.width, indent, indent + 4)
    known = sum(state(finding) == "baseline" for finding in report.findings)
    if known and not options.quiet:
        lines += wrapped(pieces((f"{counted(known, 'finding')} in the baseline", "dim")), options.width, indent, indent + 4)
    return lines


def by_whom(given: Acknowledgement, options: Options) -> str:
    """``by J. Doe on 2026-03-31 until 2026-06-30: query-sent: the reason``; the reason's text only where excerpts are wanted."""
    until = f" until {given.until}" if given.until else ""
    reason = f": {printable(given.reason)}" if options.excerpt else ""
    return f"by {printable(given.by)} on {given.time.date()}{until}: {printable(given.code)}{reason}"
