"""A side of the body called by the other name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.donor_region import find_on_side, opposite
from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence
    from notelint.report import Evidence

_WORD = re.compile(r"[a-z]+")
_NOT_TOLD = frozenset({"planned", "consent"})


def donor_side_conflict(
    scene: Scene, side: str | None, regions: frozenset[str], recipient_sides: Mapping[str, set[str]]
) -> tuple[Evidence, ...]:
    """The donor side called by the other name, in a sentence about the donor site and without a reason.

    ``regions`` are the words for the donor's part of the body; ``recipient_sides`` the sides of the
    recipient site, by the words that it shares.
    """
    other = opposite(side)
    if other is None:
        return ()
    for sentence in scene.operative:
        match = find_on_side(sentence.text, regions, other, other[0])
        if match and _tells_donor(sentence.text, match[0]) and not _is_recipients(match[0], other, recipient_sides):
            return (scene.matched(sentence, match),)
    return ()


def _is_recipients(words: str, side: str, recipient_sides: Mapping[str, set[str]]) -> bool:
    """Whether the recipient site lies on this side and is called by the same words."""
    named = set(_WORD.findall(words))
    return any(side in sides for region, sides in recipient_sides.items() if region in named)


def _tells_donor(text: str, words: str) -> bool:
    """Whether the sentence tells of the donor site, gives no reason for the side and does not mean a skin graft's source."""
    told = phrase("conflicts.donor-told").search(text) is not None
    return told and not _is_explained(text) and not phrase("conflicts.skin-graft-source").search(words)


def _is_explained(text: str) -> bool:
    return phrase("conflicts.side-explained").search(text) is not None


def recipient_side_conflict(scene: Scene, regions: frozenset[str]) -> tuple[Evidence, ...]:
    """The recipient's side differs within the note; ``regions`` are the words for the donor's part of the body, left aside."""
    first: dict[str, tuple[str, Evidence]] = {}
    for place, side in sided_places(scene, regions):
        words = scene.evidence(place)
        known, known_words = first.setdefault(anatomy().part_of(place.text), (side, words))
        if known != side:
            return (known_words, words)
    return ()


def sided_places(scene: Scene, regions: frozenset[str]) -> Iterator[tuple[Mention, str]]:
    """The recipient places that the note gives a side, with it; ``regions`` are the words for the donor's part of the body."""
    for sentence in scene.own:
        places = scene.reading.mentions_in(sentence, "place")
        if not places or sentence.section.context in _NOT_TOLD or sentence.section.kind == "prior":
            continue
        if _is_explained(sentence.text):
            continue
        for place in places:
            side = _side_before(scene, sentence, place)
            if side is not None and place.text not in regions and place.text not in anatomy().unsided:
                yield place, side


def _side_before(scene: Scene, sentence: Sentence, place: Mention) -> str | None:
    """The side right before a place, ``left`` or ``right``."""
    match = phrase("conflicts.side-before").search(scene.text[max(sentence.start, place.start - 40) : place.start])
    return match.lastgroup if match else None
