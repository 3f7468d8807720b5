"""The findings of a claim review as findings on one note, for ``notelint check --code``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.claim import NoteRef
from notelint.report import Evidence, Finding, Related

if TYPE_CHECKING:
    from notelint.claim import Encounter
    from notelint.note import Note
    from notelint.report import Report
    from notelint.review.model import ClaimFinding
    from notelint.review.review import Reviewer

_ALSO = "the claim is also held against this statement"


class ClaimLinter:
    """Checks notes as ``Linter`` does, and reviews the same claim against each note."""

    def __init__(self, reviewer: Reviewer, claim: Encounter) -> None:
        self._reviewer = reviewer
        self._claim = claim

    def lint(self, note: Note) -> Report:
        """The report on one note, with the findings about the claim that this note gives."""
        encounter = replace(self._claim, notes=(NoteRef(note.source, self._claim.lines[0].surgeon),))
        review = self._reviewer.review(encounter, [note], source=note.file)
        report = review.notes[0].report
        found = (_on_note(finding, note, self._claim) for finding in review.findings)
        findings = sorted((*found, *report.findings), key=lambda finding: (finding.start, finding.end, finding.rule))
        return replace(report, findings=tuple(findings))


def _on_note(finding: ClaimFinding, note: Note, claim: Encounter) -> Finding:
    """The claim finding as a finding at its first words; at the first line of the note if it has no words."""
    first, *others = [word.evidence for word in finding.words] or [_first_line(note)]
    line, column = note.position(first.start)
    return Finding(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        start=first.start,
        end=first.end,
        line=line,
        column=column,
        codes=finding.supported or tuple(dict.fromkeys(line.code for line in claim.lines)),
        related=tuple(Related(other.start, other.end, _ALSO) for other in others),
        source="; ".join(finding.sources),
    )


def _first_line(note: Note) -> Evidence:
    start = len(note.text) - len(note.text.lstrip())
    end = note.line_span(note.position(start)[0]).end
    return Evidence(start, end, note.text[start:end])
