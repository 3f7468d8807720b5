"""Figures of a checklist from compared notes: kinds, exact statuses, F1 of what is met, what is falsely said to be missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.evaluation.figures import Share, element_figures, share_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.evaluation.checklist_answers import ComparedChecklist
    from notelint.evaluation.figures import ElementFigures

_DOCUMENTED = frozenset({"met", "partial"})


@dataclass(frozen=True, slots=True)
class ChecklistFigures:
    """The figures of some notes.

    ``kinds`` counts the notes by their labelled kind and the kind that was read. ``false_missing`` are the elements that are
    labelled met or partial and were read as missing, of all elements (``right`` is their number); ``falsely_missing`` counts them
    by element.
    """

    notes: int
    kind: Share
    kinds: Mapping[tuple[str, str], int]
    by_element: ElementFigures
    false_missing: Share
    falsely_missing: Mapping[str, int]


def checklist_figures(notes: Sequence[ComparedChecklist]) -> ChecklistFigures:
    """The figures of ``notes``."""
    missed = Counter(name for note in notes for name in _falsely_missing(note))
    return ChecklistFigures(
        notes=len(notes),
        kind=share_of(note.labelled.kind == note.read.kind for note in notes),
        kinds=Counter((note.labelled.kind, note.read.kind) for note in notes),
        by_element=element_figures(notes),
        false_missing=Share(missed.total(), sum(len(note.labelled.elements) for note in notes)),
        falsely_missing=missed,
    )


def checklist_figures_by_name(of: ChecklistFigures) -> dict[str, float | None]:
    """The figures that a floor can be set for, from 0 to 1, named as those of ``figures.by_name``.

    ``not_falsely_missing`` is the share of elements without a false ``missing``.
    """
    false_missing = of.false_missing.value
    return {
        "kind": of.kind.value,
        "elements_f1": of.by_element.all_elements.hits.f1,
        "elements_exact": of.by_element.all_elements.exact.value,
        "not_falsely_missing": None if false_missing is None else 1 - false_missing,
        **{f"elements.{name}": element.hits.f1 for name, element in of.by_element.elements.items()},
        "evidence": of.by_element.all_evidence.value,
        **{f"evidence.{name}": share.value for name, share in of.by_element.evidence.items()},
    }


def _falsely_missing(note: ComparedChecklist) -> list[str]:
    read = note.read.elements
    return [name for name, status in note.labelled.elements.items() if status in _DOCUMENTED and read.get(name) == "missing"]
