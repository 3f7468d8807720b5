"""Why the defect needed bone with its own blood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.case.scene import Scene

_NO_REASONS = frozenset({"header", "label", "planned"})
_NO_FACTS = frozenset({"label", "planned"})


def rationale_element(scene: Scene, *defect: Element) -> Element:
    """ANNOTATION's ``vascularized_rationale``: a reason given; the facts without the reason are partial.

    ``defect`` are the elements that tell its size and what soft tissue was lost with it.
    """
    return _reason(scene) or _fact(scene) or _measured(defect) or Element("missing")


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


def _measured(defect: Sequence[Element]) -> Element | None:
    """A defect whose size is given, or bone lost together with its cover: facts that speak for living bone by themselves."""
    told = next((element for element in defect if element.status == "met"), None)
    return Element("partial", told.evidence[:1]) if told is not None else None
