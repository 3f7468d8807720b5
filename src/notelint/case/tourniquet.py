"""Which durations are the tourniquet's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.reading.model import Measure, Sentence


def is_tourniquet(sentence: Sentence, measure: Measure) -> bool:
    """Whether the nearer to a duration, of "tourniquet" and "ischaemia" in its sentence, is the tourniquet."""
    position = measure.start - sentence.start
    cuffs = _distances("times.tourniquet", sentence.text, position)
    others = _distances("times.ischemia", sentence.text, position)
    return bool(cuffs) and (not others or min(cuffs) < min(others))


def _distances(idiom: str, text: str, position: int) -> list[int]:
    return [abs(match.start() - position) for match in phrase(idiom).finditer(text)]
