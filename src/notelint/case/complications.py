"""What went wrong, or that nothing did."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from notelint.case.blanks import holds_blank
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_LEFT_OUT = frozenset({"background", "planned", "consent"})
_SHOWN = 3
_NO_CHOICE = re.compile(r"^\W*\[(?: ?\] ?none\b|none ?/)")


def complications_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``donor_complications``: presence or absence of a complication, at the harvest site or overall."""
    scene = of.scene
    words = tuple(islice(_statements(scene), _SHOWN))
    return Element("met", words) if words else Element("missing")


def _statements(scene: Scene) -> Iterator[Evidence]:
    for sentence in scene.own:
        words = None if sentence.section.context in _LEFT_OUT else _statement(scene, sentence)
        if words is not None and not _is_unanswered(sentence.text):
            yield words


def _is_unanswered(text: str) -> bool:
    """Whether a blank stands in the words, or a choice of answers of which none was made."""
    return holds_blank(text) or _NO_CHOICE.search(text) is not None


def _statement(scene: Scene, sentence: Sentence) -> Evidence | None:
    """What stands under a heading for complications, or words for one or for none that do not merely warn of it."""
    if sentence.section.kind == "complications" and sentence.text.strip(" .-"):
        return scene.reading.evidence(sentence.start, sentence.end)
    words = scene.idiom("complications.told", sentence)
    if words is None or phrase("aftercare.complication-only-possible").search(sentence.text):
        return None
    return None if phrase("complication.of-anesthesia").search(sentence.text) else words
