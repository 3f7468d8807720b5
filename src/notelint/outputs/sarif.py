"""``--format sarif``: a SARIF 2.1.0 log with one run, for code scanning and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.fingerprint import fingerprints
from notelint.outputs.sarif_rules import LEVELS
from notelint.outputs.sarif_run import Run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.report import Acknowledgement, Finding, Report

Data = dict[str, Any]

FINGERPRINT = "notelint/v1"


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The log, result by result: of a note that has been printed only the path of its file is kept."""
    run = Run(options)
    yield from run.document(_results(reports, run))


def _results(reports: Iterable[Report], run: Run) -> Iterator[Data]:
    for report in reports:
        if report.error is not None:
            run.failed(run.file(report.note.source), report.error)
        else:
            run.note(report.note)
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True):
            yield _result(run, report.note, finding, fingerprint)


def _result(run: Run, note: Note, finding: Finding, fingerprint: str) -> Data:
    related = [
        {"id": number, **run.location(note, other.start, other.end), "message": {"text": other.note}}
        for number, other in enumerate(finding.related, 1)
    ]
    return {
        **run.rule(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [run.location(note, finding.start, finding.end)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {FINGERPRINT: fingerprint},
        **_accepted(finding, run.options),
        "properties": _properties(note, finding),
    }


def _properties(note: Note, finding: Finding) -> Data:
    return {
        "codes": list(finding.codes),
        **({"element": finding.element} if finding.element else {}),
        **({"source": finding.source} if finding.source else {}),
        **({"note": note.name} if note.name else {}),
    }


def _accepted(finding: Finding, options: Options) -> Data:
    """The acknowledgement as a suppression, and whether the baseline has the finding, where one was given."""
    marks: Data = {"suppressions": [_suppression(finding.acknowledged, options)]} if finding.acknowledged is not None else {}
    return marks | {"baselineState": "unchanged" if finding.in_baseline else "new"} if options.baseline else marks


def _suppression(accepted: Acknowledgement, options: Options) -> Data:
    """Without excerpts, neither the person nor the reason in words: it may say something about the patient."""
    justification = f"{accepted.code}: {accepted.reason}" if options.excerpt else accepted.code
    who = {"by": accepted.by} if options.excerpt else {}
    until = {"until": accepted.until.isoformat()} if accepted.until is not None else {}
    return {
        "kind": "external",
        "status": "accepted",
        "justification": justification,
        "properties": {**who, "time": accepted.time.isoformat(), **until},
    }
