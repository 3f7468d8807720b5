"""How much blood was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.blanks import holds_blank
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Sentence

_NOT_TOLD = frozenset({"background", "planned", "consent"})


def blood_loss_element(scene: Scene) -> Element:
    """ANNOTATION's ``blood_loss``: a figure in mL, or "minimal", for estimated blood loss."""
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD or sentence.section.kind == "prior":
            continue
        label = phrase("aftercare.blood-loss").search(sentence.text)
        told = label is not None or sentence.section.kind == "blood_loss"
        if not told or phrase("aftercare.loss-told-elsewhere").search(sentence.text):
            continue
        found = _loss(scene, sentence, label.start() if label else 0)
        if found is not None:
            return found
    return Element("missing")


def _loss(scene: Scene, sentence: Sentence, offset: int) -> Element | None:
    """The loss told behind its label, which stands at ``offset`` in the sentence."""
    tail = sentence.text[offset : offset + 90]
    if holds_blank(tail[:30]):
        return None
    volume = _volume(scene, sentence, offset)
    if volume is not None:
        return Element("met", (scene.reading.evidence(volume.start, volume.end),), {"mL": volume.values[0]})
    match = phrase("aftercare.little-blood").search(tail) or phrase("aftercare.bare-figure").search(tail)
    if match is None:
        return None
    start = sentence.start + offset
    return Element("met", (scene.reading.evidence(start + match.start(), start + match.end()),))


def _volume(scene: Scene, sentence: Sentence, offset: int) -> Measure | None:
    """The first volume behind the label, else the first of the sentence."""
    volumes = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "volume"]
    behind = [measure for measure in volumes if measure.start - sentence.start >= offset]
    return next(iter(behind or volumes), None)
