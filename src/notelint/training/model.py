"""Notes that are ready to be learned from, and what was learned of them: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.second_reader.features import note_features
from notelint.second_reader.model import Opinion, Thresholds

if TYPE_CHECKING:
    from notelint.second_reader.model import Part
    from notelint.training.data import LabelledNote
    from notelint.training.targets import Targets

UNTRIED = Thresholds(veto=0.2, doubt=0.5, claim=0.9, skin=0.9, donor=0.7, fill=0.95)
"""The thresholds before any have been searched for."""


@dataclass(frozen=True)
class Prepared:
    """A labelled note, cut into sentences, with the targets of each; ``fold`` is the group of sets it belongs to.

    ``left_out`` says of each sentence whether ConText leaves it out; empty where ConText was not asked.
    """

    note: LabelledNote
    parts: list[Part]
    targets: Targets
    fold: int
    left_out: tuple[bool, ...] = ()

    @property
    def words(self) -> list[str]:
        """The features of the whole note."""
        return list(note_features((part.words, part.heading) for part in self.parts))


@dataclass(frozen=True)
class LeftOut:
    """What a model that had not seen the note's set says of it; ``in_context`` what it says with ConText."""

    prepared: Prepared
    opinion: Opinion
    in_context: Opinion | None = None
