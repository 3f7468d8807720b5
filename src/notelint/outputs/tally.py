"""How many notes, findings and failures a run had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.report import Report


def tally(report: Report) -> Counter[str]:
    """One report's share of the summary: ``notes``, ``unreadable``, its decision's status, its findings by severity."""
    counts = Counter(notes=1)
    counts.update(finding.severity for finding in report.findings)
    if report.error is not None:
        counts["unreadable"] += 1
    if report.decision is not None:
        counts[report.decision.status] += 1
    return counts
