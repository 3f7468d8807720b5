"""The end of a run over several notes: what was not checked, then the notes by status, by code and by rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from notelint.outputs.acknowledged import open_findings
from notelint.outputs.layout import counted, flowed, table, words
from notelint.outputs.statistics import Statistics, statistics_tables
from notelint.outputs.style import SEVERITY_STYLES, STATUS_STYLES
from notelint.outputs.styled import pieces, wrapped
from notelint.outputs.tally import tally
from notelint.packs.in_report import is_decided

if TYPE_CHECKING:
    from notelint.outputs.formats import Options
    from notelint.outputs.styled import Line
    from notelint.report import Report


class Totals:
    """Counts of the notes of a run. ``add`` each report, ``lines`` are the summary."""

    def __init__(self, *, statistics: bool = False) -> None:
        self._statistics = Statistics() if statistics else None
        self._counts: Counter[str] = Counter()
        self._codes: Counter[str] = Counter()
        self._candidates: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._decided = False

    def add(self, report: Report) -> None:
        """Count one more."""
        if self._statistics is not None:
            self._statistics.add(report)
        self._counts.update(tally(report))
        self._decided = self._decided or is_decided(report)
        if report.decision is not None:
            self._codes.update(report.decision.codes)
            self._candidates.update(report.decision.candidates)
        self._rules.update(finding.rule for finding in open_findings(report.findings))

    def lines(self, options: Options) -> list[Line]:
        """The summary; of a single note that was checked there is none."""
        lines = self._not_checked(options)
        if self._statistics is not None:
            lines += self._by_status(options)
            return lines + [
                line for title, body in statistics_tables(self._statistics, options.width) for line in _block(title, body)
            ]
        if self._counts["notes"] == 1:
            return lines
        lines += self._by_status(options)
        lines += _block("By code", self._by_code(options.width))
        return lines + _block("By rule", self._by_rule(options.width))

    def _not_checked(self, options: Options) -> list[Line]:
        left = self._counts["unreadable"]
        return wrapped(pieces((f"{counted(left, 'note')} not checked", "bold red")), options.width) if left else []

    def _by_status(self, options: Options) -> list[Line]:
        notes = pieces((counted(self._counts["notes"], "note"), "bold"))
        for number, (status, style) in enumerate(STATUS_STYLES.items() if self._decided else ()):
            notes += [
                (", " if number else ": ", ""),
                (f"{self._counts[status]:,} {words(status)}", style if self._counts[status] else ""),
            ]
        findings = pieces((counted(sum(self._counts[severity] for severity in SEVERITY_STYLES), "finding"), "bold"))
        for number, (severity, style) in enumerate(SEVERITY_STYLES.items()):
            count = self._counts[severity]
            findings += [(", " if number else ": ", ""), (counted(count, severity), style if count else "")]
        titles = {"acknowledged": "acknowledged", "baseline": "in the baseline"}
        findings += [(f"; {self._counts[kind]:,} {name}", "") for kind, name in titles.items() if self._counts[kind]]
        return wrapped(notes, options.width, 0, 2) + wrapped(findings, options.width, 0, 2)

    def _by_code(self, width: int) -> str:
        codes = sorted({*self._codes, *self._candidates})
        rows = [(code, f"{self._codes[code]:,}", f"{self._candidates[code]:,}") for code in codes]
        return table(("code", "supported", "possible"), rows, width) if rows else ""

    def _by_rule(self, width: int) -> str:
        ranked = sorted(self._rules.items(), key=lambda pair: (-pair[1], pair[0]))
        size = max((len(f"{count:,}") for _, count in ranked), default=0)
        return flowed([f"{count:>{size},}  {rule}" for rule, count in ranked], width) if ranked else ""


def _block(title: str, body: str) -> list[Line]:
    return [[], [(title, "bold")], *([(line, "")] for line in body.splitlines())] if body else []
