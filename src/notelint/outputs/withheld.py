"""A review without what identifies a person or a day, for ``--no-excerpt``.

Codes, modifiers, units and the place of service stay: a finding of a claim says nothing without them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.claim import Facility, Surgeon
from notelint.discreet import without_dates

if TYPE_CHECKING:
    from notelint.claim import Encounter
    from notelint.review.model import ClaimFinding, ReadNote, Review


def without_values(review: Review) -> Review:
    """The review with surgeons by number, and without dates, charges, and the names of surgeons and of the facility."""
    encounter = review.encounter
    if encounter is None:
        return review
    labels = {surgeon.id: f"surgeon {number}" for number, surgeon in enumerate(encounter.surgeons, 1) if surgeon.id}
    return replace(
        review,
        encounter=_encounter(encounter, labels),
        notes=tuple(_note(note, labels) for note in review.notes),
        findings=tuple(_finding(finding, labels) for finding in review.findings),
    )


def _encounter(encounter: Encounter, labels: dict[str, str]) -> Encounter:
    return replace(
        encounter,
        lines=tuple(replace(line, surgeon=labels.get(line.surgeon, ""), charge=None) for line in encounter.lines),
        surgeons=tuple(Surgeon(labels.get(surgeon.id, ""), credential=surgeon.credential) for surgeon in encounter.surgeons),
        notes=tuple(replace(note, author=labels.get(note.author, "")) for note in encounter.notes),
        date=None,
        facility=Facility(teaching=encounter.facility.teaching),
        earlier=(),
        locality=None,
    )


def _note(note: ReadNote, labels: dict[str, str]) -> ReadNote:
    return replace(note, ref=replace(note.ref, author=labels.get(note.ref.author, "")))


def _finding(finding: ClaimFinding, labels: dict[str, str]) -> ClaimFinding:
    where = tuple(labels.get(step, step) if isinstance(step, str) else step for step in finding.where)
    return replace(finding, message=without_dates(finding.message), where=where)
