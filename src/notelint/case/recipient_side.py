"""The sides that a note gives to the recipient site: the places themselves, and words that it shares with the donor's part."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet
from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence

_RECIPIENT_NAMED = phrase("side.recipient-named")
_TOWARD = phrase("side.toward")
_OFTEN_BOTH = words_of("region.often-both")
_NEIGHBOURS = ("region.lower-leg", "region.hip", "region.foot", "region.arm", "region.thigh")
_REACH = 40  # characters before a place in which its side is looked for
_NAME = 25  # characters behind a side and a word in which the name of the place may go on
_LEFT_OUT = frozenset({"planned", "consent"})


@discreet()
class SidedPlace(NamedTuple):
    """A place of the body with the side that the note gives it; ``start`` is where the word for the side begins."""

    place: Mention
    side: str
    start: int


def sided_places(scene: Scene, regions: frozenset[str]) -> Iterator[SidedPlace]:
    """The recipient places that the note gives a side; ``regions`` are the words for the donor's part of the body."""
    for sentence in scene.own:
        places = scene.reading.mentions_in(sentence, "place")
        if not places or sentence.section.context in _LEFT_OUT or sentence.section.kind == "prior":
            continue
        if phrase("conflicts.side-explained").search(sentence.text):
            continue
        for place in places:
            sided = side_before(scene, sentence, place)
            if sided is not None and place.text not in regions and place.text not in anatomy().unsided:
                yield sided


def side_before(scene: Scene, sentence: Sentence, place: Mention) -> SidedPlace | None:
    """The place with the side right before it, ``left`` or ``right``."""
    begin = max(sentence.start, place.start - _REACH)
    match = phrase("conflicts.side-before").search(scene.text[begin : place.start])
    if match is not None and phrase("conflicts.taken-from-before").search(scene.text[begin : begin + match.start()]):
        return None
    if match is None or match.lastgroup is None or phrase("side.handedness").match(scene.after(place)):
        return None
    return SidedPlace(place, match.lastgroup, begin + match.start(match.lastgroup))


def recipient_sides(scene: Scene, regions: frozenset[str]) -> dict[str, set[str]]:
    """The sides that the note gives to the recipient's own part of the body, where it shares words with the donor's."""
    sides: dict[str, set[str]] = {}
    diagnoses = (sentence for sentence in scene.own if sentence.section.kind == "diagnosis")
    for sentence in diagnoses:
        for match in _RECIPIENT_NAMED.finditer(sentence.text):
            _add_shared(sides, regions, sentence.text, match[1])
    for sentence in scene.header:
        for match in _RECIPIENT_NAMED.finditer(sentence.text):
            if _is_toward(sentence.text, match):
                _add_shared(sides, regions, sentence.text[match.start() : match.end() + _NAME], match[1])
    for sided in sided_places(scene, regions):
        _add_shared(sides, regions, sided.place.text, sided.side)
    return sides


def _is_toward(text: str, match: re.Match[str]) -> bool:
    return _TOWARD.search(text[max(0, match.start() - 1) : match.start() + 3] + match[0]) is not None


def _add_shared(sides: dict[str, set[str]], regions: frozenset[str], text: str, side: str) -> None:
    for word in regions | _OFTEN_BOTH:
        if _shares(word, text):
            sides.setdefault(word, set()).add(side)


def _shares(word: str, text: str) -> bool:
    """Whether the text names a part of the body beside the one that ``word`` names."""
    return any(word in words_of(group) and phrase(group).search(text) for group in _NEIGHBOURS)
