"""Which findings of a report are acknowledged, and what became of each acknowledgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, get_args

from notelint.acknowledgements.hashes import note_hash, words_hash
from notelint.fingerprint import fingerprints
from notelint.report import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from notelint.acknowledgements.model import Acknowledged, Entry
    from notelint.note import Note
    from notelint.report import Finding, Report

State = Literal["in force", "note changed", "expired", "no such finding", "note not found", "withdrawn"]
STATES: tuple[State, ...] = get_args(State)
REOPENED: tuple[State, ...] = ("note changed", "expired", "no such finding")
"""The states of an acknowledgement that holds no longer although nobody withdrew it."""


class Acknowledgements:
    """The acknowledgements that hold on a day, ready to be held against reports."""

    def __init__(self, entries: Iterable[Entry], today: date) -> None:
        self._records: dict[tuple[str, str], list[Acknowledged]] = {}
        for entry in entries:
            record = entry.record
            if entry.withdrawn is None and not _is_over(record, today):
                self._records.setdefault((record.note_sha256, record.finding), []).append(record)

    def marked(self, report: Report) -> Report:
        """The report with its acknowledged findings marked; of several acknowledgements of one finding the latest counts."""
        if not self._records or not report.findings:
            return report
        hashed = note_hash(report.note)
        named = zip(report.findings, fingerprints(report.findings), strict=True)
        marked = (self._marked(report.note, finding, self._records.get((hashed, name), ())) for finding, name in named)
        return replace(report, findings=tuple(marked))

    def _marked(self, note: Note, finding: Finding, records: Sequence[Acknowledged]) -> Finding:
        record = next((one for one in reversed(records) if _is_of(one, note, finding)), None)
        if record is None:
            return finding
        acknowledgement = Acknowledgement(record.by, record.time, record.code, record.reason, record.until)
        return replace(finding, acknowledged=acknowledgement)


def state_of(entry: Entry, reports: Callable[[], Sequence[Report]], today: date) -> State:
    """What became of an acknowledgement; ``reports`` gives those on the notes in the file that it names, if they are needed."""
    record = entry.record
    if entry.withdrawn is not None:
        return "withdrawn"
    if _is_over(record, today):
        return "expired"
    readable = [report for report in reports() if report.error is None]
    if not readable:
        return "note not found"
    same = [report for report in readable if note_hash(report.note) == record.note_sha256]
    if not same:
        return "note changed"
    found = any(_holds(record, report) for report in same)
    return "in force" if found else "no such finding"


def _holds(record: Acknowledged, report: Report) -> bool:
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    return any(name == record.finding and _is_of(record, report.note, finding) for finding, name in named)


def _is_of(record: Acknowledged, note: Note, finding: Finding) -> bool:
    return record.rule == finding.rule and record.words == words_hash(note, finding)


def _is_over(record: Acknowledged, today: date) -> bool:
    return record.until is not None and record.until < today
