"""``--format concise``: ``path:line:column: severity rule message``, one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.report import Report


def render(reports: Iterable[Report], _options: Options) -> Iterator[str]:
    """The lines of each note's findings."""
    for report in reports:
        source = printable(report.note.source)
        for finding in report.findings:
            yield f"{source}:{finding.line}:{finding.column}: {finding.severity} {finding.rule} {finding.message}\n"
