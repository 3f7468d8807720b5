"""Findings of a report to the records that acknowledge them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.acknowledgements.hashes import note_hash, words_hash
from notelint.acknowledgements.model import Acknowledged
from notelint.discreet import discreet
from notelint.fingerprint import fingerprints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from notelint.report import Finding, Report


@discreet("code", "time", "until")
@dataclass(frozen=True, slots=True)
class Given:
    """Who acknowledges, when (UTC, to the second), and why; ``until`` is the last day on which it holds."""

    by: str
    time: datetime
    code: str
    reason: str
    until: date | None = None


def records_of(report: Report, findings: Sequence[Finding], where: str, version: str, given: Given) -> list[Acknowledged]:
    """A record for each of ``findings``, which are those of ``report`` themselves and not equal ones.

    ``where`` is the path of the note from the folder of the file, ``version`` that of the pack with the rule.
    """
    named = dict(zip(map(id, report.findings), fingerprints(report.findings), strict=True))
    return [
        Acknowledged(
            note=where, rule=finding.rule, version=version, note_sha256=note_hash(report.note),
            words=words_hash(report.note, finding), finding=named[id(finding)],
            by=given.by, time=given.time, code=given.code, reason=given.reason, until=given.until,
        )
        for finding in findings
    ]  # fmt: skip
