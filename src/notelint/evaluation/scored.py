"""Sets of labelled notes after reading, as they are reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.evaluation.answers import Compared


@dataclass(frozen=True, slots=True)
class ScoredSet:
    """The notes of one folder: those compared, and the ids of those without labels and of those that could not be used."""

    name: str
    notes: tuple[Compared, ...]
    unlabelled: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()


def together(sets: Sequence[ScoredSet]) -> ScoredSet:
    """All notes as one set. With several sets, the name of the set comes before each id."""
    if len(sets) == 1:
        return replace(sets[0], name="all")
    return ScoredSet(
        "all",
        notes=tuple(replace(note, id=f"{one.name}/{note.id}") for one in sets for note in one.notes),
        unlabelled=tuple(f"{one.name}/{name}" for one in sets for name in one.unlabelled),
        unusable=tuple(f"{one.name}/{name}" for one in sets for name in one.unusable),
    )
