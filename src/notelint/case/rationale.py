"""Why the defect needed bone with its own blood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_NO_REASONS = frozenset({"header", "label", "planned"})
_NO_FACTS = frozenset({"label", "planned"})
_KINDS = ("rationale.radiated", "rationale.infected", "rationale.graft-failed", "rationale.dead", "rationale.facts")
_SHOWN = 3
_LONG_GAP = 4  # cm; a longer gap speaks for living bone by itself (ANNOTATION's ruling)


def rationale_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``vascularized_rationale``: a reason given; the facts without the reason are partial.

    ``defect`` are the elements that give its size and what soft tissue was lost with it.
    """
    scene, defect = of.scene, (of.element("defect_size"), of.element("soft_tissue_defect"))
    reasons = tuple(_reasons(scene))
    if reasons:
        return Element("met", reasons[:_SHOWN])
    facts = (*_facts(scene), *_measured(defect))
    return Element("partial", facts[:_SHOWN]) if facts else Element("missing")


def _reasons(scene: Scene) -> Iterator[Evidence]:
    for sentence in scene.own:
        if sentence.section.context in _NO_REASONS or "[ ]" in sentence.text or "***" in sentence.text:
            continue
        if phrase("rationale.against-other").search(sentence.text) and not phrase("rationale.ground").search(sentence.text):
            continue
        words = scene.idiom("rationale.given", sentence)
        weighed = scene.idiom("rationale.weighed", sentence)
        if words is not None and phrase("defect.choice").search(sentence.text):
            yield words
        elif weighed is not None:
            yield weighed
        else:
            yield from _concluded(scene, sentence)


def _concluded(scene: Scene, sentence: Sentence) -> Iterator[Evidence]:
    """A choice that follows from what the sentence before says: "Two grafts were lost to infection. Living bone was needed"."""
    words = scene.idiom("rationale.concluded", sentence)
    before = scene.reading.sentences[sentence.index - 1] if sentence.index else None
    if words is None or before is None or before.section is not sentence.section:
        return
    ground = scene.idiom("rationale.facts", before) or scene.idiom("rationale.plain", before)
    if ground is not None:
        yield from (words, ground)


def _facts(scene: Scene) -> list[Evidence]:
    """The facts that would be a reason, each kind once: history and operation before diagnosis and title."""
    sentences = [sentence for sentence in scene.own if sentence.section.context not in _NO_FACTS and "[ ]" not in sentence.text]
    sentences.sort(key=lambda sentence: (sentence.section.context == "header", sentence.section.kind == "diagnosis"))
    first = (next((words for _, words in scene.find(kind, sentences)), None) for kind in _KINDS)
    return [words for words in first if words is not None]


def _measured(defect: Sequence[Element]) -> Iterator[Evidence]:
    """A long gap, or bone lost together with its cover: facts that speak for living bone by themselves."""
    for element in defect:
        if element.status == "met" and _is_long(element):
            yield from element.evidence[:1]


def _is_long(element: Element) -> bool:
    lengths = element.values.get("cm")
    return not isinstance(lengths, tuple) or max(lengths) > _LONG_GAP
