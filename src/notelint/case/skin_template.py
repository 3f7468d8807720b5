"""A template's own question about skin, and its answer: a tick, or a word behind it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.model import Fact
from notelint.packs.vocabulary import idiom_spotter, phrase
from notelint.packs.wording import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.report import Evidence

_LONGEST_QUESTION = 80  # characters of a template's question about skin up to its answer
_ASKED = phrase("skin.asked")
_ANSWERED = phrase("skin.answered")
_ANSWER = phrase("skin.answer").expression
_BOX_FIRST = re.compile(rf"[\[(](?P<tick>[^\])]{{0,3}})[\])]\s*(?P<answer>{_ANSWER})")
_BOX_LAST = re.compile(rf"\b(?P<answer>{_ANSWER})\s*[\[(](?P<tick>[^\])]{{0,3}})[\])]")


def answer_in_template(scene: Scene) -> Fact | None:
    """A template's own question about skin: its tick answers, and without one the question stands open."""
    start = done = -1
    for sentence in scene.own:
        if sentence.section.heading_start != start:
            start = done = sentence.section.heading_start
        fresh = Stretch(scene.text[max(start, done - _LONGEST_QUESTION) : sentence.end], idiom_spotter())
        done = sentence.end
        if _ASKED.rules_out(fresh) and _ANSWERED.rules_out(fresh):
            continue
        text = scene.text[start : sentence.end]
        asked, answered = _ASKED.search(text), _ANSWERED.search(text)
        if answered is not None:
            words = scene.reading.evidence(start + answered.start(), start + answered.end())
            return Fact(_yes_or_no(answered["answer"]), "the note answers its own question about skin", (words,))
        if asked is not None:
            return _ticked(asked["answer"], scene.reading.evidence(start + asked.start(), start + asked.end()))
    return None


def _yes_or_no(answer: str) -> str:
    return "yes" if answer.startswith("y") else "no"


def _ticked(boxes: str, words: Evidence) -> Fact:
    ticked = {answer for answer, tick in _answers(boxes) if tick.strip()}
    if len(ticked) != 1:
        return Fact("unanswered", "the note does not answer its own question about skin", (words,), ("yes", "no"))
    return Fact(ticked.pop(), "a box is ticked", (words,))


def _answers(boxes: str) -> Iterator[tuple[str, str]]:
    """Each answer offered and what stands in its box, which comes before all the answers or after all of them."""
    box_first = boxes.lstrip().startswith(("[", "("))
    for match in (_BOX_FIRST if box_first else _BOX_LAST).finditer(boxes):
        yield _yes_or_no(match["answer"]), match["tick"]
