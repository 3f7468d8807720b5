"""How many notes, findings and failures a run had."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from notelint.report import Finding, Report


def tally(report: Report) -> Counter[str]:
    """One report's share of the summary: ``notes``, ``unreadable``, its decision's status, its findings by severity.

    Findings that do not fail a run are counted apart, as ``acknowledged`` or ``baseline``.
    """
    counts = Counter(notes=1)
    counts.update(map(_counted_as, report.findings))
    if report.error is not None:
        counts["unreadable"] += 1
    if report.decision is not None:
        counts[report.decision.status] += 1
    return counts


def _counted_as(finding: Finding) -> str:
    if finding.acknowledged is not None:
        return "acknowledged"
    return "baseline" if finding.in_baseline else finding.severity
