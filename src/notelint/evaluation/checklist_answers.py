"""The answers about a checklist that are compared: the kind of document and the status of each element."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.evaluation.answers import Disagreement, words_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.report import ChecklistReport


@dataclass(frozen=True, slots=True)
class ChecklistAnswers:
    """What labels or a checklist say of one note."""

    kind: str
    elements: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ComparedChecklist:
    """One note as it was labelled and as the checklist read it; ``id`` and ``evidence`` as in ``Compared``."""

    id: str
    labelled: ChecklistAnswers
    read: ChecklistAnswers
    evidence: Mapping[str, bool] = field(default_factory=dict)


def checklist_answers(own: ChecklistReport) -> ChecklistAnswers:
    """The answers of a checklist about a note."""
    return ChecklistAnswers(own.kind, {name: element.status for name, element in own.elements.items()})


def checklist_disagreements(note: ComparedChecklist) -> Iterator[Disagreement]:
    """All answers about a note that differ between labels and checklist."""
    if note.labelled.kind != note.read.kind:
        yield Disagreement(note.id, "kind", note.labelled.kind, note.read.kind)
    for name, labelled in note.labelled.elements.items():
        if labelled != note.read.elements.get(name):
            yield Disagreement(note.id, f"elements.{name}", labelled, note.read.elements.get(name))
    yield from words_elsewhere(note.id, note.evidence)
