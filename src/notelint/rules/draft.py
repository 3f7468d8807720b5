"""The findings of a draft: what a field of the template is still to answer is an open question, and no defect."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.fields.finding import find_fields
from notelint.packs.stages import stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.fields.model import Field
    from notelint.note import Note
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding


def in_draft(findings: Sequence[Finding], note: Note, catalogues: Sequence[Catalogue]) -> tuple[Finding, ...]:
    """The findings on ``note`` as those of a draft, in their order: what is left open in it is an info and says so.

    How each rule is treated is data: ``stages.yaml``.
    """
    if not findings:
        return ()
    draft, fields = stages().draft, find_fields(note.text)
    treated = {rule.name: draft.treatment(rule, one) for one in catalogues for rule in one.rules.values()}
    openings = {
        question.rule: question.id for one in catalogues for question in one.decision.questions if question.rule is not None
    }

    def is_open(finding: Finding) -> bool:
        how = treated.get(finding.rule, "as final")
        return how == "open" or (how == "at blank" and _is_at_blank(finding, fields, openings.get(finding.rule)))

    return tuple(
        replace(finding, severity="info", message=f"{finding.message}{draft.suffix}") if is_open(finding) else finding
        for finding in findings
    )


def _is_at_blank(finding: Finding, fields: Sequence[Field], question: str | None) -> bool:
    """Whether a field asks for what the finding is about, or the finding stands on one."""
    places = [(finding.start, finding.end), *((other.start, other.end) for other in finding.related)]
    return any(
        finding.element in field.elements or question in field.questions or any(field.touches(*place) for place in places)
        for field in fields
    )
