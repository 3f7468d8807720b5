"""How long the operation took."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.tourniquet import is_tourniquet
from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Sentence

_NOT_TOLD = frozenset({"background", "planned", "consent"})
_DAY_MINUTES = 24 * 60
_SHORTEST_MINUTES = 30
_SPLIT_NUMBER = re.compile(r"\b\d \d\d\b")  # 1:50 whose colon was lost
_CLAUSE_END = re.compile(r"[.;]")


def operative_time_element(scene: Scene) -> Element:
    """ANNOTATION's ``operative_time``: the total, or clock times of start and end; tourniquet time alone is partial."""
    return _total(scene) or _by_clock(scene) or _tourniquet_time(scene) or Element("missing")


def _measures(scene: Scene, quantity: str) -> Iterator[tuple[Sentence, Measure]]:
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD or "*" in sentence.text:
            continue
        for measure in scene.reading.measures_in(sentence):
            if measure.quantity == quantity:
                yield sentence, measure


def _total(scene: Scene) -> Element | None:
    for sentence, measure in _measures(scene, "duration"):
        if _tells_total(scene, sentence, measure):
            words = scene.reading.evidence(measure.start, measure.end)
            return Element("met", (words,), {"minutes": measure.values[0]})
    return None


def _tells_total(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    before = scene.text[max(sentence.start, measure.start - 55) : measure.start]
    after = scene.text[measure.end : min(sentence.end, measure.end + 35)]
    other = phrase("times.not-of-operation")
    if other.search(before) or other.search(after[:14]):
        return False
    total = phrase("times.operation")
    return sentence.section.kind == "times" or total.search(before) is not None or total.search(after) is not None


def _by_clock(scene: Scene) -> Element | None:
    """From the first time that starts the operation to the last that ends it."""
    start = end = None
    for sentence, measure in _measures(scene, "clock"):
        if _of_something_else(scene, sentence, measure):
            continue
        if start is None:
            start = measure if _says(scene, sentence, measure, "times.operation-starts") else None
        elif measure.start > start.end and _says(scene, sentence, measure, "times.operation-ends"):
            end = measure
    if start is None or end is None:
        return None
    minutes = (end.values[0] - start.values[0]) % _DAY_MINUTES
    if minutes < _SHORTEST_MINUTES:
        return None
    return Element("met", tuple(scene.reading.evidence(m.start, m.end) for m in (start, end)), {"minutes": minutes})


def _of_something_else(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    before = scene.text[max(sentence.section.heading_start, measure.start - 40) : measure.start]
    return phrase("times.not-of-operation").search(before) is not None


def _says(scene: Scene, sentence: Sentence, measure: Measure, idiom: str) -> bool:
    """Whether the words beside a clock time are of ``idiom``, or its heading says what the times are of."""
    return sentence.section.kind == "times" or phrase(idiom).search(_beside(scene, sentence, measure)) is not None


def _beside(scene: Scene, sentence: Sentence, measure: Measure) -> str:
    """The words that tell what a clock time is of: those before it, or after it where the time comes first."""
    if measure.start - sentence.start <= 1:
        return scene.text[measure.end : min(sentence.end, measure.end + 16)]
    head = scene.text[max(sentence.section.heading_start, measure.start - 32) : measure.start]
    return _CLAUSE_END.split(head)[-1]


def _tourniquet_time(scene: Scene) -> Element | None:
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD or not _speaks_of_tourniquet(sentence):
            continue
        duration = _tourniquet_duration(scene, sentence)
        if duration is not None:
            words = scene.reading.evidence(duration.start, duration.end)
            return Element("partial", (words,), {"tourniquet_minutes": duration.values[0]})
        bare = _SPLIT_NUMBER.search(sentence.text)
        if bare is not None:
            return Element("partial", (scene.matched(sentence, bare),))
    return None


def _speaks_of_tourniquet(sentence: Sentence) -> bool:
    return sentence.section.kind == "tourniquet" or phrase("times.tourniquet").search(sentence.text) is not None


def _tourniquet_duration(scene: Scene, sentence: Sentence) -> Measure | None:
    """The first duration of a sentence in which the first or the last is the tourniquet's."""
    durations = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "duration"]
    if not durations:
        return None
    labelled = sentence.section.kind == "tourniquet"
    return (
        durations[0] if labelled or any(is_tourniquet(sentence, measure) for measure in (durations[0], durations[-1])) else None
    )
