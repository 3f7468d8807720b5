"""How long the tourniquet was up, and which durations are its."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Sentence

_LONGEST_MINUTES = 300.0


def is_tourniquet(sentence: Sentence, measure: Measure) -> bool:
    """Whether the nearer to a duration, of "tourniquet" and "ischaemia" in its sentence, is the tourniquet."""
    position = measure.start - sentence.start
    cuffs = _distances("times.tourniquet", sentence.text, position)
    others = _distances("times.ischemia", sentence.text, position)
    return bool(cuffs) and (not others or min(cuffs) < min(others))


def _distances(idiom: str, text: str, position: int) -> list[int]:
    return [abs(match.start() - position) for match in phrase(idiom).finditer(text)]


def tourniquet_time(scene: Scene, sentences: Iterable[Sentence]) -> Element | None:
    """The first time of a tourniquet: a duration, two clock times, or a figure whose unit nobody wrote."""
    for sentence in sentences:
        if sentence.section.kind != "tourniquet" and not phrase("times.tourniquet").search(sentence.text):
            continue
        found = _duration(scene, sentence) or _by_clock(scene, sentence) or _bare(scene, sentence)
        if found is not None:
            return found
    return _up_and_down(scene, sentences)


def _up_and_down(scene: Scene, sentences: Iterable[Sentence]) -> Element | None:
    """Up at a clock time of one sentence and down at one of a later sentence."""
    up: Measure | None = None
    for sentence in sentences:
        clocks = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "clock"]
        if len(clocks) != 1 or not phrase("times.tourniquet").search(sentence.text):
            continue
        before = scene.text[sentence.start : clocks[0].start]
        if up is not None and phrase("times.cuff-down").search(before):
            minutes = clocks[0].values[0] - up.values[0]
            return _partial(scene, minutes, up, clocks[0]) if 0 < minutes <= _LONGEST_MINUTES else None
        up = clocks[0] if phrase("times.cuff-up").search(before) else up
    return None


def _partial(scene: Scene, minutes: float, *measures: Measure) -> Element:
    words = tuple(scene.reading.evidence(measure.start, measure.end) for measure in measures)
    return Element("partial", words, {"tourniquet_minutes": minutes})


def _duration(scene: Scene, sentence: Sentence) -> Element | None:
    """The first duration of a sentence in which the first or the last is the tourniquet's."""
    durations = [
        measure
        for measure in scene.reading.measures_in(sentence)
        if measure.quantity == "duration" and measure.values[0] <= _LONGEST_MINUTES and not _of_rest(scene, sentence, measure)
    ]
    if not durations:
        return None
    labelled = sentence.section.kind == "tourniquet"
    if labelled or any(is_tourniquet(sentence, measure) for measure in (durations[0], durations[-1])):
        return _partial(scene, durations[0].values[0], durations[0])
    return None


def _of_rest(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    """Whether the graft rested so long once the tourniquet was down."""
    before = scene.text[sentence.start : measure.start]
    after = scene.text[measure.end : sentence.end]
    return phrase("times.rested-before").search(before) is not None or phrase("times.of-waiting").search(after) is not None


def _by_clock(scene: Scene, sentence: Sentence) -> Element | None:
    """Up at one clock time and down at another, or hours and minutes that look like one ("tq 250 / 1:35")."""
    clocks = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "clock"]
    if len(clocks) > 1 and phrase("times.on-since").match(scene.text[clocks[0].end : clocks[1].start]):
        clocks[:2] = reversed(clocks[:2])
    if len(clocks) > 1 and 0 < clocks[1].values[0] - clocks[0].values[0] <= _LONGEST_MINUTES:
        return _partial(scene, clocks[1].values[0] - clocks[0].values[0], *clocks[:2])
    lone = clocks[0] if clocks else None
    if lone is None or lone.values[0] > _LONGEST_MINUTES:
        return None
    before = scene.text[sentence.section.heading_start : lone.start]
    return _partial(scene, lone.values[0], lone) if phrase("times.tourniquet-label").search(before) else None


def _bare(scene: Scene, sentence: Sentence) -> Element | None:
    labelled = sentence.section.kind == "tourniquet"
    match = phrase("times.tourniquet-bare-in-section" if labelled else "times.tourniquet-bare").search(sentence.text)
    return Element("partial", (scene.matched(sentence, match),)) if match is not None else None
