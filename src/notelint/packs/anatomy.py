"""Facts about places of the body: which have no side, which mean the same part, which are near a donor site."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from notelint.packs.decode import decode
from notelint.packs.record import Record


class Anatomy(Record):
    """``anatomy.yaml``; places are phrases of the vocabulary of places, donors the ids of donor bones.

    ``vague`` places do not say where a defect is; ``unsided`` places have no side; ``same_part`` are the words for
    one part of the body, by its name; ``around_donor`` are the places named when the bone of a donor is taken.
    """

    source: str
    vague: frozenset[str]
    unsided: frozenset[str]
    same_part: dict[str, frozenset[str]]
    around_donor: dict[str, frozenset[str]]

    def part_of(self, place: str) -> str:
        """The part of the body that ``place`` means; ``place`` itself if no other word is known."""
        return next((part for part, words in self.same_part.items() if place in words), place)


@lru_cache(maxsize=1)
def anatomy() -> Anatomy:
    """The shared anatomy in ``notelint.patterns/shared``. Raises ``PackError`` if it is not valid."""
    path = files("notelint.patterns") / "shared" / "anatomy.yaml"
    return decode(path.read_text("utf8"), Anatomy, path.name)
