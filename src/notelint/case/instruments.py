"""What the vessels were joined under: the microscope, or magnification without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence


def microscope_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``microscope``: the instrument used in this operation; magnification without a name is partial."""
    scene, zone = of.scene, of.scene.operative
    weaker: Evidence | None = None
    for sentence in zone:
        microscope = _used(scene, sentence, "microscope")
        words = scene.evidence(microscope) if microscope is not None else _in_heading(scene, sentence) or _scope(scene, sentence)
        if words is not None and not _not_used(scene, sentence):
            return Element("met", (words,))
        magnification = _used(scene, sentence, "magnification")
        if weaker is None and not _loupes(scene, sentence):
            weaker = scene.evidence(magnification) if magnification is not None else _headed_microsurgery(scene, sentence)
    return Element("partial", (weaker,)) if weaker is not None else Element("missing")


def _used(scene: Scene, sentence: Sentence, instrument: str) -> Mention | None:
    mentions = scene.reading.mentions_in(sentence, "microsurgery")
    return next((mention for mention in mentions if mention.id == instrument and mention.status == "performed"), None)


def _in_heading(scene: Scene, sentence: Sentence) -> Evidence | None:
    """The microscope that heads the section which the sentence opens, unless the sentence denies its use."""
    match = phrase("microscope.named").search(scene.heading_opened(sentence))
    if match is None or phrase("microscope.denied").search(sentence.text):
        return None
    start = sentence.section.heading_start
    return scene.reading.evidence(start + match.start(), start + match.end())


def _scope(scene: Scene, sentence: Sentence) -> Evidence | None:
    """The "scope", in a sentence about vessels or before one, or at the head of it."""
    start = sentence.section.heading_start if scene.heading_opened(sentence) else sentence.start
    match = phrase("microscope.scope").search(scene.text[start : sentence.end])
    following = scene.reading.sentences[sentence.index : sentence.index + 2]
    if match is None or not any(phrase("microscope.about-vessels").search(near.text) for near in following):
        return None
    return scene.reading.evidence(start + match.start(), start + match.end())


def _headed_microsurgery(scene: Scene, sentence: Sentence) -> Evidence | None:
    """The heading "Microsurgery:" over a sentence, or before it on its line."""
    match = phrase("microscope.microsurgery-heading").search(scene.heading_opened(sentence))
    if match is None:
        return scene.idiom("microscope.microsurgery-heading", sentence)
    return scene.reading.evidence(sentence.section.heading_start, sentence.section.heading_end)


def _loupes(scene: Scene, sentence: Sentence) -> bool:
    return any(mention.id == "loupes" for mention in scene.reading.mentions_in(sentence, "microsurgery"))


def _not_used(scene: Scene, sentence: Sentence) -> bool:
    """Whether the sentence says so, or the next one that the microscope was not used after all."""
    following = scene.reading.sentences[sentence.index + 1 : sentence.index + 2]
    return scene.idiom("microscope.not-used", sentence) is not None or any(
        scene.idiom("perfusion.microscope-put-away", later) is not None for later in following
    )
