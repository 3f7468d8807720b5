"""Sets of labelled notes after reading, as they are reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from notelint.evaluation.answers import Compared
from notelint.evaluation.checklist_answers import ComparedChecklist

if TYPE_CHECKING:
    from collections.abc import Sequence

N = TypeVar("N", Compared, ComparedChecklist)


@dataclass(frozen=True, slots=True)
class ScoredSet(Generic[N]):
    """The notes of one folder: those compared, and the ids of those without labels and of those that could not be used.

    ``checklist`` is the id of the checklist that was scored; it is empty where decisions were.
    """

    name: str
    notes: tuple[N, ...]
    unlabelled: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()
    checklist: str = ""


def together(sets: Sequence[ScoredSet[N]]) -> ScoredSet[N]:
    """All notes as one set. With several sets, the name of the set comes before each id."""
    if len(sets) == 1:
        return replace(sets[0], name="all")
    return ScoredSet(
        "all",
        notes=tuple(replace(note, id=f"{one.name}/{note.id}") for one in sets for note in one.notes),
        unlabelled=tuple(f"{one.name}/{name}" for one in sets for name in one.unlabelled),
        unusable=tuple(f"{one.name}/{name}" for one in sets for name in one.unusable),
        checklist=sets[0].checklist if sets else "",
    )
