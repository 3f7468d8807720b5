"""How long the graft was without blood."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from notelint.case.tourniquet import is_tourniquet
from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Sentence

_DAY_MINUTES = 24 * 60
_LONGEST_MINUTES = 900.0
_ASIDE = 30
_MINUTES_APART = 1.5


def ischemia_element(scene: Scene, zone: Iterable[Sentence]) -> Element:
    """ANNOTATION's ``ischemia_time``: a duration, or clock times of pedicle division and reperfusion; in minutes."""
    sentences = tuple(zone)
    durations = ischemia_durations(scene, sentences)
    if durations:
        words, minutes = durations[0]
        return Element("met", (words,), {"minutes": minutes})
    return _by_clock(scene, sentences) or _in_words(scene, sentences) or Element("missing")


def ischemia_durations(scene: Scene, sentences: Iterable[Sentence]) -> list[tuple[Evidence, float]]:
    """Every duration of ischaemia that is told, in minutes, with its words."""
    told = (_duration_in(scene, sentence) for sentence in sentences)
    return [(scene.reading.evidence(measure.start, measure.end), measure.values[0]) for measure in told if measure is not None]


def ischemia_contradiction(scene: Scene, zone: Iterable[Sentence]) -> tuple[Evidence, ...]:
    """Two different ischaemia times for one flap."""
    wholes = [entry for entry in ischemia_durations(scene, zone) if not _is_part(scene, entry[0])]
    for (first, minutes), (second, others) in product(wholes, repeat=2):
        if abs(minutes - others) > _MINUTES_APART and first.start < second.start:
            return (first, second)
    return ()


def _duration_in(scene: Scene, sentence: Sentence) -> Measure | None:
    """The duration nearest to the word for ischaemia, where the sentence tells of the graft's."""
    durations = [
        measure
        for measure in scene.reading.measures_in(sentence)
        if measure.quantity == "duration" and not is_tourniquet(sentence, measure)
    ]
    if not durations or not _tells_ischemia(sentence):
        return None
    match = phrase("times.ischemia").search(sentence.text)
    at = sentence.start + (match.start() if match else 0)
    return min(durations, key=lambda measure: _distance(scene, measure, at))


def _distance(scene: Scene, measure: Measure, at: int) -> int:
    """From the word for ischaemia to a duration, in characters; a comma between them counts for many."""
    between = scene.text[min(at, measure.end) : max(at, measure.start)]
    return len(between) + _ASIDE * (between.count(",") + between.count(";"))


def _tells_ischemia(sentence: Sentence) -> bool:
    if sentence.section.kind == "ischemia":
        return True
    if phrase("times.ischemia-of-something-else").search(sentence.text):
        return False
    return phrase("times.ischemia").search(sentence.text) is not None or _tells_release(sentence.text)


def _tells_release(text: str) -> bool:
    """Clamps released, and minutes in brackets behind."""
    return bool(phrase("times.flow-on").search(text) and phrase("times.minutes-in-brackets").search(text))


def _by_clock(scene: Scene, sentences: tuple[Sentence, ...]) -> Element | None:
    """From the last time at which the pedicle was off to the first at which blood flowed again."""
    off = on = None
    for sentence in sentences:
        for measure in scene.reading.measures_in(sentence):
            event = _event_at(scene, sentence, measure)
            if event == "on":
                on = on or measure
            elif event == "off" and on is None:
                off = measure
    if off is None or on is None:
        return None
    minutes = (on.values[0] - off.values[0]) % _DAY_MINUTES
    if not 0 < minutes <= _LONGEST_MINUTES:
        return None
    return Element("met", tuple(scene.reading.evidence(m.start, m.end) for m in (off, on)), {"minutes": minutes})


def _event_at(scene: Scene, sentence: Sentence, measure: Measure) -> str | None:
    """What happened at a clock time: the pedicle came ``off``, flow ``on``."""
    before = scene.text[max(sentence.start, measure.start - 70) : measure.start]
    clause = (
        f"{phrase('times.clause-end').split(before)[-1]}{phrase('times.clause-end').split(_behind(scene, sentence, measure))[0]}"
    )
    if measure.quantity != "clock" or phrase("times.tourniquet").search(clause):
        return None
    if phrase("times.flow-on").search(clause):
        return "on"
    return "off" if phrase("times.pedicle-off").search(clause) else None


def _behind(scene: Scene, sentence: Sentence, measure: Measure) -> str:
    return scene.text[measure.end : min(sentence.end, measure.end + 30)]


def _in_words(scene: Scene, sentences: tuple[Sentence, ...]) -> Element | None:
    """Ischaemia that was "acceptable" or "short": told, but not how long."""
    for sentence in sentences:
        words = scene.idiom("times.ischemia", sentence)
        other = phrase("times.ischemia-of-something-else").search(sentence.text) or "*" in sentence.text
        if words is not None and phrase("times.ischemia-in-words").search(sentence.text) and not other:
            return Element("partial", (words,))
    return None


def _is_part(scene: Scene, words: Evidence) -> bool:
    """Warm and cold ischaemia, or a second flap's, are told apart."""
    text = scene.reading.note.text[max(0, words.start - 30) : words.end + 18].lower()
    return phrase("times.ischemia-in-part").search(text) is not None
