"""Why the defect needed bone with its own blood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.figures import owned_lengths
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from notelint.case.scene import Scene

_NO_REASONS = frozenset({"header", "label", "planned"})
_NO_FACTS = frozenset({"label", "planned"})
_NO_GAPS = frozenset({"label", "planned", "consent"})
_LARGE_CM = 6.0  # a gap of this length or more speaks for living bone, though nobody says so


def rationale_element(scene: Scene) -> Element:
    """ANNOTATION's ``vascularized_rationale``: a reason given; the facts without the reason are partial."""
    return _reason(scene) or _fact(scene) or _large_gap(scene) or Element("missing")


def _reason(scene: Scene) -> Element | None:
    for sentence in scene.own:
        if sentence.section.context in _NO_REASONS or "[ ]" in sentence.text or "***" in sentence.text:
            continue
        words = scene.idiom("rationale.given", sentence)
        if words is not None and phrase("defect.choice").search(sentence.text):
            return Element("met", (words,))
    return None


def _fact(scene: Scene) -> Element | None:
    told = (sentence for sentence in scene.own if sentence.section.context not in _NO_FACTS and "[ ]" not in sentence.text)
    words = next((words for _, words in scene.find("rationale.facts", told)), None)
    return Element("partial", (words,)) if words is not None else None


def _large_gap(scene: Scene) -> Element | None:
    for sentence in scene.own:
        if sentence.section.context in _NO_GAPS:
            continue
        for figure in owned_lengths(scene, sentence, None):
            if figure.of == "defect" and max(figure.values) >= _LARGE_CM:
                return Element("partial", (scene.reading.evidence(figure.measure.start, figure.measure.end),))
    return None
