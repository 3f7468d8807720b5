"""The documentation elements of a graft that a pack asks for; ``answers.py`` says which module answers each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.case.answers import ANSWERS
from notelint.case.subject import GraftSubject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.flaps import Flap
    from notelint.case.grafts import Donors
    from notelint.case.model import Graft
    from notelint.case.scene import Scene
    from notelint.report import Element


def elements(scene: Scene, flap: Flap, graft: Graft, donors: Donors, asked: Iterable[str]) -> dict[str, Element]:
    """What is documented of a graft: those of the ``asked`` elements that this package answers, in the order of ``ANSWERS``."""
    subject, wanted = GraftSubject(scene, flap, graft, donors), frozenset(asked)
    return {name: _with_words_once(subject.element(name)) for name in ANSWERS if name in wanted}


def _with_words_once(element: Element) -> Element:
    once = tuple(dict.fromkeys(element.evidence))
    return element if once == element.evidence else replace(element, evidence=once)
