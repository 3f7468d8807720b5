"""How long the operation took."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.tourniquet import tourniquet_time
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Measure, Sentence

_LEFT_OUT = frozenset({"background", "planned", "consent"})
_DAY_MINUTES = 24 * 60
_SHORTEST_MINUTES = 30
_SHORTEST_TOTAL = 180
_REACH = 55
_REACH_AFTER = 35
_REACH_ASIDE = 40
_LABEL_WORDS = 4
_CLAUSE_END = re.compile(r"[.;]")
_STRETCH_OPENING = re.compile(r"(?:from|times?|or|op)?\W*")


def operative_time_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``operative_time``: the total, or clock times of start and end; tourniquet time alone is partial."""
    scene = of.scene
    return (
        _total(scene) or _by_stretch(scene) or _by_clock(scene) or tourniquet_time(scene, _sentences(scene)) or Element("missing")
    )


def _sentences(scene: Scene) -> list[Sentence]:
    return [sentence for sentence in scene.own if sentence.section.context not in _LEFT_OUT or scene.is_record(sentence)]


def _measures(scene: Scene, quantity: str) -> Iterator[tuple[Sentence, Measure]]:
    for sentence in _sentences(scene):
        if "*" in sentence.text or phrase("times.of-other-cases").search(sentence.text):
            continue
        for measure in scene.reading.measures_in(sentence):
            if measure.quantity == quantity:
                yield sentence, measure


def _total(scene: Scene) -> Element | None:
    for sentence, measure in _measures(scene, "duration"):
        if _is_total(scene, sentence, measure):
            return _met(scene, measure.values[0], measure)
    for sentence, measure in _measures(scene, "clock"):
        if _is_hours_and_minutes(scene, sentence, measure):
            return _met(scene, measure.values[0], measure)
    return None


def _met(scene: Scene, minutes: float, *measures: Measure) -> Element:
    words = tuple(scene.reading.evidence(measure.start, measure.end) for measure in measures)
    return Element("met", words, {"minutes": minutes})


def _is_total(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    before = scene.text[max(sentence.start, measure.start - _REACH) : measure.start]
    after = scene.text[measure.end : min(sentence.end, measure.end + _REACH_AFTER)]
    other = phrase("times.not-of-operation")
    if other.search(_CLAUSE_END.split(before)[-1]) or other.search(after[:14]):
        return False
    total = phrase("times.operation")
    if sentence.section.kind == "times" or total.search(before) is not None or total.search(after) is not None:
        return True
    if measure.values[0] < _SHORTEST_TOTAL:
        return False
    label = f"{_label_line(scene, sentence)}{before}"
    return phrase("times.in-all-before").search(label) is not None or phrase("times.in-all-after").match(after) is not None


def _is_hours_and_minutes(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    """Whether what looks like a clock time is a duration: a lone "6:40" behind "operative time"."""
    clocks = [other for other in scene.reading.measures_in(sentence) if other.quantity == "clock"]
    before = scene.text[max(sentence.section.heading_start, measure.start - _REACH) : measure.start]
    return len(clocks) == 1 and ":" in scene.text[measure.start : measure.end] and _is_duration_label(before)


def _is_duration_label(before: str) -> bool:
    return phrase("times.operation-label").search(before) is not None


def _label_line(scene: Scene, sentence: Sentence) -> str:
    """The line above, where it is a label whose figure stands in a line of its own."""
    earlier = scene.reading.sentences[sentence.index - 1].text.strip() if sentence.index else ""
    return f"{earlier} " if len(earlier.split()) <= _LABEL_WORDS and earlier[-1:].isalpha() else ""


def _by_clock(scene: Scene) -> Element | None:
    """From the first time that starts the operation to the last that ends it; a sentence may name the end first."""
    start = end = end_before_start = None
    for sentence, measure in _measures(scene, "clock"):
        if _of_something_else(scene, sentence, measure):
            continue
        if start is None and _says(scene, sentence, measure, "times.operation-starts"):
            start = measure
            end = end_before_start if end_before_start is not None and end_before_start.sentence == sentence.index else None
        elif start is None:
            end_before_start = measure if _says(scene, sentence, measure, "times.operation-ends") else None
        elif measure.start > start.end and _says(scene, sentence, measure, "times.operation-ends"):
            end = measure
    if start is None or end is None:
        return None
    minutes = (end.values[0] - start.values[0]) % _DAY_MINUTES
    return _met(scene, minutes, start, end) if minutes >= _SHORTEST_MINUTES else None


def _by_stretch(scene: Scene) -> Element | None:
    """A sentence that is nothing but two clock times hours apart ("From 7:15 AM to 8:50 PM.")."""
    for sentence in _sentences(scene):
        clocks = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "clock"]
        if len(clocks) != 2 or "*" in sentence.text:  # from and to
            continue
        first, second = clocks
        opening = _STRETCH_OPENING.fullmatch(scene.text[sentence.start : first.start])
        joined = phrase("times.from-to").match(scene.text[first.end : second.start])
        minutes = second.values[0] - first.values[0]
        alone = opening and joined and not scene.text[second.end : sentence.end].strip(" .\n")
        if alone and minutes >= _SHORTEST_TOTAL:
            return _met(scene, minutes, first, second)
    return None


def _of_something_else(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    """Whether the words before a clock time in its sentence, or its heading, speak of anything but the operation."""
    before = f"{scene.heading_opened(sentence)} {scene.text[sentence.start : measure.start]}"[-_REACH_ASIDE:]
    return phrase("times.not-of-operation").search(before) is not None


def _says(scene: Scene, sentence: Sentence, measure: Measure, idiom: str) -> bool:
    """Whether the words beside a clock time are of ``idiom``, or its heading says what the times are of."""
    return sentence.section.kind == "times" or phrase(idiom).search(_beside(scene, sentence, measure)) is not None


def _beside(scene: Scene, sentence: Sentence, measure: Measure) -> str:
    """The words that say what a clock time is of: those before it, or after it where the time comes first."""
    if measure.start - sentence.start <= 1:
        return f"{_label_line(scene, sentence)}{scene.text[measure.end : min(sentence.end, measure.end + 16)]}"
    head = scene.text[max(sentence.section.heading_start, measure.start - 32) : measure.start]
    return _CLAUSE_END.split(head)[-1]
