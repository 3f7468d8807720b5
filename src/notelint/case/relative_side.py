"""A donor side named relative to another: "his other foot", "the hip on the side of the bad foot"."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.case.donor_region import opposite
from notelint.case.recipient_side import sided_places
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.report import Evidence

_TAKEN_TODAY = phrase("side.taken-today")
_SIDE = phrase("side.any")
_SPOKEN_OF = 3  # sentences back in which the side that "other" is set against was named


class RelativeSide(NamedTuple):
    """The side meant, and the words that set it against another."""

    side: str
    words: Evidence


def relative_side(scene: Scene, regions: frozenset[str]) -> RelativeSide | None:
    """The donor side named relative to a side given before, or as that of the recipient, in a sentence about taking it."""
    return _other_limb(scene, regions) or _same_limb(scene, regions)


def _other_limb(scene: Scene, regions: frozenset[str]) -> RelativeSide | None:
    """The side opposite to the one that the sentences before gave the same part of the body."""
    other, named = phrase("side.other-limb", region=regions), phrase("side.first-limb", region=regions)
    own = scene.own
    for place, sentence in enumerate(own):
        match = other.search(sentence.text)
        if match is None or _TAKEN_TODAY.search(sentence.text) is None or named.search(sentence.text):
            continue
        before = [first for near in own[max(place - _SPOKEN_OF, 0) : place] for first in named.finditer(near.text)]
        side = opposite(before[-1].lastgroup) if before else None
        if side is not None:
            return RelativeSide(side, scene.matched(sentence, match))
    return None


def _same_limb(scene: Scene, regions: frozenset[str]) -> RelativeSide | None:
    """The side of the recipient, where the note gives it only one."""
    same = phrase("side.same-limb", region=regions)
    for sentence in scene.own:
        match = same.search(sentence.text)
        if match is None or (sentence.section.context != "header" and _TAKEN_TODAY.search(sentence.text) is None):
            continue
        sides = {sided.side for sided in sided_places(scene, regions)} or _sides_of_diagnosis(scene)
        return RelativeSide(sides.pop(), scene.matched(sentence, match)) if len(sides) == 1 else None
    return None


def _sides_of_diagnosis(scene: Scene) -> set[str]:
    """The sides that titles and diagnoses name."""
    diagnoses = (sentence for sentence in scene.own if sentence.section.kind == "diagnosis")
    words = (match for sentence in (*scene.header, *diagnoses) for match in _SIDE.finditer(sentence.text))
    return {"left" if match[0].startswith("l") else "right" for match in words}
