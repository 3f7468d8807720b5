"""A name for each finding of a report that stays the same from run to run, and from one version of the note to the next."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING

from notelint.discreet import without_dates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.report import Finding

LENGTH = 16
"""Hexadecimal digits of a fingerprint."""


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The fingerprint of each finding of one report, in their order: 16 hexadecimal digits, each once in a report.

    It is made of the rule, the element, the codes, the message without its dates, and the finding's number among those of the
    report that are equal in these (in the order of the note). No word and no offset of the note goes into it: short words could
    be guessed from it, and it must not change when another part of the note does.
    """
    said = [_said(finding) for finding in findings]
    numbers: Counter[str] = Counter()
    found = [""] * len(said)
    for at in sorted(range(len(said)), key=lambda index: (findings[index].start, findings[index].end)):
        found[at] = hashlib.sha256(f"{said[at]}{numbers[said[at]]}".encode()).hexdigest()[:LENGTH]
        numbers[said[at]] += 1
    return found


def _said(finding: Finding) -> str:
    """What the finding says, as JSON, so that no two findings that differ are equal in it."""
    return json.dumps([finding.rule, finding.element, finding.codes, without_dates(finding.message)])
