"""How much blood was lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.blanks import holds_blank
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Measure, Sentence

_CLAUSE_END = re.compile(r"[;,.]| and ")
_LEFT_OUT = frozenset({"background", "planned", "consent"})


def blood_loss_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``blood_loss``: a figure in mL, or "minimal", for estimated blood loss."""
    scene = of.scene
    for sentence in scene.own:
        of_operation = sentence.section.context not in _LEFT_OUT or scene.is_record(sentence)
        if not of_operation or sentence.section.kind == "prior":
            continue
        if phrase("aftercare.loss-told-elsewhere").search(sentence.text):
            continue
        found = _labelled(scene, sentence) or _tied(scene, sentence) or _in_words(scene, sentence)
        if found is not None:
            return found
    return Element("missing")


def _labelled(scene: Scene, sentence: Sentence) -> Element | None:
    """Behind "blood loss", or under such a heading."""
    label = phrase("aftercare.blood-loss").search(sentence.text)
    if label is None and sentence.section.kind != "blood_loss":
        return None
    return _loss(scene, sentence, label.start() if label else 0)


def _tied(scene: Scene, sentence: Sentence) -> Element | None:
    """A volume beside a word that can mean lost blood ("she lost 300 mL", "losses: 1.1 litre", "700 mL were lost")."""
    for label in phrase("aftercare.lost").finditer(sentence.text):
        for measure in scene.reading.measures_in(sentence):
            between = sentence.text[label.end() : max(label.end(), measure.start - sentence.start)]
            behind = measure.quantity == "volume" and measure.start - sentence.start >= label.end()
            if behind and phrase("aftercare.lost-to-volume").match(between) and not _given(scene, sentence, label, measure):
                return _of_volume(scene, measure)
    for measure in scene.reading.measures_in(sentence):
        after = scene.text[measure.end : sentence.end]
        if measure.quantity == "volume" and phrase("aftercare.lost-after-volume").match(after):
            return _of_volume(scene, measure)
    return None


def _given(scene: Scene, sentence: Sentence, label: re.Match[str], volume: Measure) -> bool:
    """Whether the words around a label and its volume, or its heading, speak of what was given or drained."""
    heading = scene.text[sentence.section.heading_start : sentence.section.heading_end]
    before = _CLAUSE_END.split(sentence.text[max(0, label.start() - 30) : label.start()])[-1]
    after = _CLAUSE_END.split(scene.text[volume.end : min(sentence.end, volume.end + 30)])[0]
    return phrase("aftercare.given-or-drained").search(f"{heading} {before} {after}") is not None


def _in_words(scene: Scene, sentence: Sentence) -> Element | None:
    """Bleeding that was minimal, or swabs that were weighed."""
    words = scene.idiom("aftercare.bleeding-little", sentence) or scene.idiom("aftercare.weighed", sentence)
    return Element("met", (words,)) if words is not None else None


def _of_volume(scene: Scene, volume: Measure) -> Element:
    return Element("met", (scene.reading.evidence(volume.start, volume.end),), {"mL": volume.values[0]})


def _loss(scene: Scene, sentence: Sentence, offset: int) -> Element | None:
    """The loss documented behind its label, which stands at ``offset`` in the sentence."""
    tail = sentence.text[offset : offset + 90]
    if holds_blank(tail[:30]):
        return None
    volume = _volume(scene, sentence, offset)
    if volume is not None:
        return _of_volume(scene, volume)
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
