"""How long the graft was without blood."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from notelint.case.ischemia_clock import is_labelled, without_flow
from notelint.case.model import Statement
from notelint.case.scene import once_a_sentence
from notelint.case.tourniquet import is_tourniquet
from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Measure, Mention, Sentence

_ASIDE = 30
_MINUTES_APART = 1.5
_CLOCK_APART = 5.0
_SHORTEST_UNNAMED = 20.0
_LONGEST_WRITTEN_AS_CLOCK = 8 * 60.0


@dataclass(frozen=True, slots=True)
class _Duration:
    """Minutes documented as ischemia, and where."""

    start: int
    end: int
    minutes: float


def ischemia_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``ischemia_time`` of the graft from the bone ``site``: a duration, or two clock times; in minutes."""
    scene, zone, site = of.scene, of.flap.zone, of.flap.donor.site
    sentences = _with_labels(scene, tuple(zone))
    durations = ischemia_durations(scene, sentences)
    if durations:
        words, minutes = durations[0]
        return Element("met", (words,), {"minutes": minutes})
    return (
        _by_clock(scene, sentences) or _beside_name(scene, sentences, site) or _in_words(scene, sentences) or Element("missing")
    )


def _with_labels(scene: Scene, zone: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences of an operation's only flap, and the labels that name ischaemia; those of several flaps have no owner."""
    if zone != scene.operative:
        return zone
    operative = {sentence.index for sentence in zone}
    return tuple(sentence for sentence in scene.own if sentence.index in operative or _is_label(scene, sentence))


def _is_label(scene: Scene, sentence: Sentence) -> bool:
    return sentence.section.context == "label" and (sentence.section.kind == "times" or _names_ischemia(scene, sentence))


def _names_ischemia(scene: Scene, sentence: Sentence) -> bool:
    return is_labelled(scene, sentence) or phrase("times.ischemia").search(sentence.text) is not None


def _beside_name(scene: Scene, zone: tuple[Sentence, ...], site: str) -> Element | None:
    """A duration beside the donor's name where several flaps' are listed ("fibula ischemia 84 min, ALT ischemia 61 min")."""
    inside = {sentence.index for sentence in zone}
    for sentence in scene.own:
        if sentence.index in inside or not _names_ischemia(scene, sentence):
            continue
        bones = [bone for bone in scene.reading.mentions_in(sentence, "bone") if bone.attributes["site"] == site]
        for measure in scene.reading.measures_in(sentence):
            if _is_duration(sentence, measure) and any(_in_one_part(scene, bone, measure) for bone in bones):
                return Element("met", (scene.reading.evidence(measure.start, measure.end),), {"minutes": measure.values[0]})
    return None


def _is_duration(sentence: Sentence, measure: Measure) -> bool:
    """Whether a measure is a duration of no tourniquet, or hours and minutes that look like a clock time."""
    if measure.quantity == "clock":
        return measure.values[0] <= _LONGEST_WRITTEN_AS_CLOCK
    return measure.quantity == "duration" and not is_tourniquet(sentence, measure)


def _in_one_part(scene: Scene, bone: Mention, measure: Measure) -> bool:
    """Whether no comma, "and" or other figure stands between a bone's name and a duration."""
    between = scene.text[min(bone.end, measure.end) : max(bone.start, measure.start)]
    return phrase("times.other-part").search(between) is None


def _by_clock(scene: Scene, sentences: tuple[Sentence, ...]) -> Element | None:
    interval = without_flow(scene, sentences)
    return Element("met", interval.words(scene), {"minutes": interval.minutes}) if interval is not None else None


def ischemia_durations(scene: Scene, sentences: Iterable[Sentence]) -> list[tuple[Evidence, float]]:
    """Every duration of ischaemia that is documented, in minutes, with its words."""
    found = (_duration_in(scene, sentence) for sentence in sentences)
    return [(scene.reading.evidence(entry.start, entry.end), entry.minutes) for entry in found if entry is not None]


def ischemia_contradiction(scene: Scene, zone: Iterable[Sentence]) -> tuple[Statement, ...]:
    """Two different ischaemia times for one flap: two durations, or a duration and clock times that are further apart."""
    sentences = _with_labels(scene, tuple(zone))
    if any(phrase("times.two-grafts").search(f"{scene.heading_opened(sentence)} {sentence.text}") for sentence in scene.own):
        return ()
    durations = ischemia_durations(scene, sentences)
    wholes = [entry for entry in durations if not _is_part(scene, entry[0])]
    for (first, minutes), (second, others) in product(wholes, repeat=2):
        if abs(minutes - others) > _MINUTES_APART and first.start < second.start:
            return (Statement(first, "the first ischemia time"), Statement(second, "the second ischemia time"))
    interval = without_flow(scene, sentences)
    if interval is None or len(wholes) != 1 or len(durations) != 1 or abs(interval.minutes - wholes[0][1]) <= _CLOCK_APART:
        return ()
    off, on = interval.words(scene)
    clocks = (Statement(off, "the clock time at which blood flow ended"), Statement(on, "the clock time at which it returned"))
    return (Statement(wholes[0][0], "the ischemia time as a duration"), *clocks)


@once_a_sentence
def _duration_in(scene: Scene, sentence: Sentence) -> _Duration | None:
    """What a sentence says about how long the graft was without blood."""
    if phrase("times.ischemia-of-something-else").search(sentence.text) or phrase("times.of-other-cases").search(sentence.text):
        return None
    if not _names_ischemia(scene, sentence):
        return _between_events(scene, sentence)
    return _nearest_duration(scene, sentence) or _hours_and_minutes(scene, sentence) or _bare_minutes(scene, sentence)


def _durations(scene: Scene, sentence: Sentence) -> list[Measure]:
    return [
        measure
        for measure in scene.reading.measures_in(sentence)
        if measure.quantity == "duration" and not is_tourniquet(sentence, measure) and not _is_usual(scene, sentence, measure)
    ]


def _is_usual(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    """Whether a duration is the usual one ("a little over our average of 70 minutes")."""
    return phrase("times.usual-before").search(scene.text[sentence.start : measure.start]) is not None


def _nearest_duration(scene: Scene, sentence: Sentence) -> _Duration | None:
    """The duration nearest to the word for ischaemia."""
    match = phrase("times.ischemia").search(sentence.text)
    at = sentence.start + (match.start() if match else 0)
    nearest = min(_durations(scene, sentence), key=lambda measure: _distance(scene, measure, at), default=None)
    return _Duration(nearest.start, nearest.end, nearest.values[0]) if nearest is not None else None


def _distance(scene: Scene, measure: Measure, at: int) -> int:
    """From the word for ischaemia to a duration, in characters; a comma between them counts for many."""
    between = scene.text[min(at, measure.end) : max(at, measure.start)]
    return len(between) + _ASIDE * (between.count(",") + between.count(";"))


def _hours_and_minutes(scene: Scene, sentence: Sentence) -> _Duration | None:
    """A "1:35" right behind the word, which looks like a clock time; a second flap's may follow."""
    clocks = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "clock"]
    if not clocks or any(clock.values[0] > _LONGEST_WRITTEN_AS_CLOCK for clock in clocks):
        return None
    before = scene.text[sentence.section.heading_start : clocks[0].start]
    if not phrase("times.ischemia-label").search(before):
        return None
    return _Duration(clocks[0].start, clocks[0].end, clocks[0].values[0])


def _bare_minutes(scene: Scene, sentence: Sentence) -> _Duration | None:
    """A figure behind the word whose unit nobody wrote."""
    text = sentence.text
    match = phrase("times.bare-minutes").search(text)
    if match is None and is_labelled(scene, sentence):
        match = phrase("times.bare-minutes-in-section").match(text)
    if match is None:
        return None
    figure = match.lastindex or 0
    return _Duration(sentence.start + match.start(figure), sentence.start + match.end(figure), float(match[figure]))


def _between_events(scene: Scene, sentence: Sentence) -> _Duration | None:
    """A duration between the pedicle's division and the return of blood, where the word for ischaemia does not stand."""
    text = sentence.text
    durations = _durations(scene, sentence)
    interval = durations and phrase("times.pedicle-off").search(text) and phrase("times.flow-on").search(text)
    for measure in durations:
        before, after = text[: measure.start - sentence.start], text[measure.end - sentence.start :]
        if measure.values[0] < _SHORTEST_UNNAMED or phrase("times.of-waiting").search(after):
            continue
        bracketed = phrase("times.flow-on").search(before) and before.rstrip().endswith("(")
        if interval or bracketed or phrase("times.flow-on-after").search(before):
            return _Duration(measure.start, measure.end, measure.values[0])
    return None


def _in_words(scene: Scene, sentences: tuple[Sentence, ...]) -> Element | None:
    """Ischaemia that was "acceptable" or "short": documented, but not how long."""
    for sentence in sentences:
        words = scene.idiom("times.ischemia", sentence)
        if (
            words is None
            or "*" in sentence.text
            or phrase("times.not-kept").search(sentence.text)
            or not phrase("times.ischemia-in-words").search(sentence.text)
        ):
            continue
        if not phrase("times.ischemia-of-something-else").search(sentence.text):
            return Element("partial", (words,))
    return None


def _is_part(scene: Scene, words: Evidence) -> bool:
    """Warm and cold ischaemia, or a second flap's, are distinguished."""
    text = scene.reading.note.text[max(0, words.start - 30) : words.end + 18].lower()
    return phrase("times.ischemia-in-part").search(text) is not None
