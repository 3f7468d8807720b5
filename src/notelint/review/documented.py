"""What the operative notes of an encounter say of cause, side and site, taken together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.review.model import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.particulars import DocumentedCause
    from notelint.review.model import ReadNote

_NO_CAUSE = frozenset({"bone_loss"})
"""What is documented of every defect; it says nothing of what made it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A cause in the notes: its first words, whether one of the notes has it as present, and as a diagnosis."""

    words: Words
    present: bool
    in_diagnosis: bool


@dataclass(frozen=True, slots=True)
class Documented:
    """Causes, wounds, sides and places in the notes, each with its words."""

    causes: Mapping[str, Said]
    wounds: Mapping[str, Said]
    sides: Mapping[str, Words]
    places: Mapping[str, Words]

    @property
    def present(self) -> dict[str, Said]:
        """The causes that are not only history, without the loss of bone itself."""
        return {name: said for name, said in self.causes.items() if said.present and name not in _NO_CAUSE}

    def has(self, *causes: str) -> bool:
        """Whether one of the causes is documented, present or past."""
        return not self.causes.keys().isdisjoint(causes)


def documented_in(notes: Iterable[ReadNote]) -> Documented:
    """What the notes say."""
    read = tuple(notes)
    sides: dict[str, Words] = {}
    places: dict[str, Words] = {}
    for note in read:
        for side, words in note.particulars.recipient_sides.items():
            sides.setdefault(side, Words(note.index, words))
        for place, words in note.particulars.diagnosis.places.items():
            places.setdefault(place, Words(note.index, words))
    causes = _together((note.index, note.particulars.diagnosis.causes) for note in read)
    wounds = _together((note.index, note.particulars.diagnosis.wounds) for note in read)
    return Documented(causes, wounds, sides, places)


def _together(found: Iterable[tuple[int, Iterable[DocumentedCause]]]) -> dict[str, Said]:
    """The causes of all notes; the words are those of the first note that has the cause as present, else of the first."""
    said: dict[str, Said] = {}
    for index, causes in found:
        for cause in causes:
            before = said.get(cause.id)
            words = Words(index, cause.evidence[0]) if before is None or not before.present else before.words
            present = cause.present or (before is not None and before.present)
            named = cause.in_diagnosis or (before is not None and before.in_diagnosis)
            said[cause.id] = Said(words, present, named)
    return said
