"""What went wrong, or that nothing did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.blanks import holds_blank
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from notelint.case.scene import Scene

_NOT_TOLD = frozenset({"background", "planned", "consent"})


def complications_element(scene: Scene) -> Element:
    """ANNOTATION's ``donor_complications``: presence or absence of a complication, at the harvest site or overall."""
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD or holds_blank(sentence.text):
            continue
        if sentence.section.kind == "complications" and sentence.text.strip(" .-"):
            return Element("met", (scene.reading.evidence(sentence.start, sentence.end),))
        told = scene.idiom("complications.told", sentence)
        if told is not None and not phrase("aftercare.complication-only-possible").search(sentence.text):
            return Element("met", (told,))
    return Element("missing")
