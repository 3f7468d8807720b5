"""What is known of places of the body beyond their names: which have no side, which mean one part, which lie near a donor."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from notelint.packs.decode import decode
from notelint.packs.schema import Record


class Anatomy(Record):
    """``anatomy.yaml``; places are phrases of the vocabulary of places, donors the ids of donor bones.

    ``vague`` places do not say where a defect is; ``unsided`` ones have no side to contradict; ``same_part`` are the words for
    one part of the body, by its name; ``around_donor`` the places that are named where a donor's bone is taken.
    """

    source: str
    vague: frozenset[str]
    unsided: frozenset[str]
    same_part: dict[str, frozenset[str]]
    around_donor: dict[str, frozenset[str]]

    def part_of(self, place: str) -> str:
        """The part of the body that ``place`` is a word for; ``place`` itself where no other word is known."""
        return next((part for part, words in self.same_part.items() if place in words), place)


@lru_cache(maxsize=1)
def anatomy() -> Anatomy:
    """The shared anatomy in ``notelint.patterns/shared``. Raises ``PackError`` where it is not valid."""
    path = files("notelint.patterns") / "shared" / "anatomy.yaml"
    return decode(path.read_text("utf8"), Anatomy, path.name)
