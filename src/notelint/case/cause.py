"""What made the defect: the pathology or the injury."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase, words_of
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence

_READ_FIRST = frozenset({"background", "header", "consent"})
_EMPTY_BOX = re.compile(r"\[ ?\]\s*(?:[a-z]+ ){0,2}$")


def cause_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``defect_cause``: the pathology or injury behind the defect."""
    scene = of.scene
    for sentence in _sentences(scene):
        for cause in scene.reading.mentions_in(sentence, "cause"):
            if not (_is_denied(scene, cause) or _is_incidental(scene, sentence, cause)):
                return Element("met", (scene.evidence(cause),), {"cause": cause.id})
    return Element("missing")


def _sentences(scene: Scene) -> Iterator[Sentence]:
    """Where a cause is looked for: diagnosis, indication and title, then the operation, then what is said of earlier days."""
    for sentence in scene.own:
        if sentence.section.context in _READ_FIRST or sentence.section.kind == "diagnosis":
            yield sentence
    yield from scene.operative
    operative = {sentence.index for sentence in scene.operative}
    yield from (sentence for sentence in scene.own if sentence.section.context == "performed" and sentence.index not in operative)


def _is_denied(scene: Scene, cause: Mention) -> bool:
    before = scene.before(cause, 50)
    return phrase("defect.denied-before").search(before) is not None or _EMPTY_BOX.search(before) is not None


def _is_incidental(scene: Scene, sentence: Sentence, cause: Mention) -> bool:
    """A saw that cuts bone, a crushed graft, a nail press: words that are causes elsewhere."""
    before, after = scene.before(cause, 25), scene.after(cause, 25)
    if _is("defect.saw", cause) and _is_tool(before):
        return True
    performed = sentence.section.context == "performed"
    if performed and _is("defect.mishap", cause) and _says("defect.mishap-of-speech-before", before):
        return True
    if _is("defect.harm", cause) and _says("defect.harm-not-suffered", before + after):
        return True
    return _is("defect.damage", cause) and _says("defect.damage-of-graft-before", before[-12:])


def _is(idiom: str, cause: Mention) -> bool:
    return cause.text in words_of(idiom)


def _says(idiom: str, text: str) -> bool:
    return phrase(idiom).search(text) is not None


def _is_tool(before: str) -> bool:
    return _says("defect.saw-as-tool-before", before) and not _says("defect.saw-as-accident-before", before)
