"""``--format concise``: ``path:line:column: severity rule message``, one line a finding; of a document the place at the end.

An acknowledged finding has ``acknowledged`` in place of its severity. Findings that the baseline has are left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.states import state
from notelint.outputs.style import where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.report import Report


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The lines of each note's findings."""
    for report in reports:
        source = printable(report.note.source)
        for finding in report.findings:
            kind = state(finding) or finding.severity
            if kind == "baseline":
                continue
            place = where(report.note, finding.start, options)
            suffix = f" ({place})" if place else ""
            yield f"{source}:{finding.line}:{finding.column}: {kind} {finding.rule} {finding.message}{suffix}\n"
