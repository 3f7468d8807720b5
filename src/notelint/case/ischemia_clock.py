"""By the clock: when the pedicle was off, and when blood flowed again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from notelint.case.scene import once_a_sentence
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Sentence
    from notelint.report import Evidence

_DAY_MINUTES = 24 * 60
_HALF_DAY_MINUTES = 12 * 60
_LONGEST_MINUTES = 600.0
_REACH_BEFORE = 70
_REACH_AFTER = 40
_LABEL_WORDS = 4
_VERB_AND_PREPOSITION = 2


@dataclass(frozen=True, slots=True)
class Interval:
    """From the clock time ``off`` to the clock time ``on``."""

    off: Measure
    on: Measure

    @property
    def minutes(self) -> float:
        """How long; clocks of twelve hours do not say which half of the day."""
        minutes = (self.on.values[0] - self.off.values[0]) % _DAY_MINUTES
        return minutes if minutes <= _LONGEST_MINUTES else minutes % _HALF_DAY_MINUTES

    def words(self, scene: Scene) -> tuple[Evidence, Evidence]:
        """The note's words for both."""
        evidence = scene.reading.evidence
        return evidence(self.off.start, self.off.end), evidence(self.on.start, self.on.end)


def without_flow(scene: Scene, sentences: tuple[Sentence, ...]) -> Interval | None:
    """From the last time at which the pedicle was off to the first at which blood flowed again."""
    off = on = None
    for sentence in sentences:
        clocks = [measure for measure in scene.reading.measures_in(sentence) if measure.quantity == "clock"]
        stretch = _stretch(scene, sentence, clocks)
        if stretch is not None:
            return stretch
        events = [(measure, _event(scene, sentence, words)) for measure, words in _words_of_clocks(scene, sentence, clocks)]
        if off is None and [event for _, event in events] == ["on", "off"]:
            events.reverse()  # "released at 12:58, having been divided at 11:33"
        for measure, event in events:
            if event == "on" and off is not None:
                on = on or measure
            elif event == "off" and on is None:
                off = measure
    interval = Interval(off, on) if off is not None and on is not None else None
    return interval if interval is not None and 0 < interval.minutes <= _LONGEST_MINUTES else None


@once_a_sentence
def is_labelled(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence is the first under a heading that names ischaemia, or a line beside such a label."""
    section = sentence.section
    if section.kind == "ischemia":
        return True
    earlier = scene.reading.sentences[sentence.index - 1] if sentence.index else None
    label = scene.text[section.heading_start : section.heading_end]
    if earlier is not None and earlier.section is section:
        label = earlier.text if len(earlier.text.split()) <= _LABEL_WORDS and earlier.text.rstrip()[-1:].isalpha() else ""
    return bool(label) and phrase("times.ischemia").search(label) is not None


def _stretch(scene: Scene, sentence: Sentence, clocks: list[Measure]) -> Interval | None:
    """Two clock times joined by "to" behind the word for ischaemia or clamps ("clamps 13.05 to 14.31"), or by "on since"."""
    for first, second in pairwise(clocks):
        if _is_reversed(scene, sentence, first, second):
            return Interval(second, first)
        begin = sentence.section.heading_start if is_labelled(scene, sentence) else sentence.start
        before = scene.text[max(begin, first.start - _REACH_BEFORE) : first.start]
        joined = phrase("times.from-to").match(scene.text[first.end : second.start])
        if joined and phrase("times.clamped-from").search(before) and not phrase("times.tourniquet").search(before):
            return Interval(first, second)
    return None


def _is_reversed(scene: Scene, sentence: Sentence, first: Measure, second: Measure) -> bool:
    """Whether clamps came off at ``first`` that had been on since ``second``."""
    between = scene.text[first.end : second.start]
    before = scene.text[max(sentence.start, first.start - _REACH_BEFORE) : first.start]
    if not phrase("times.on-since").match(between) or phrase("times.tourniquet").search(before):
        return False
    return phrase("times.flow-on").search(before) is not None


def _words_of_clocks(scene: Scene, sentence: Sentence, clocks: list[Measure]) -> Iterator[tuple[Measure, str]]:
    """Each clock time with the words that say what it is of: those behind it where the sentence begins with one."""
    ends = [sentence.start, *(clock.end for clock in clocks)]
    starts = [*(clock.start for clock in clocks[1:]), sentence.end]
    leading = bool(clocks) and not any(char.isalpha() for char in scene.text[sentence.start : clocks[0].start])
    for clock, earlier, later in zip(clocks, ends, starts, strict=False):
        before = _last_clause(scene.text[max(earlier, clock.start - _REACH_BEFORE) : clock.start])
        after = phrase("times.clause-end").split(scene.text[clock.end : min(later, clock.end + _REACH_AFTER)])[0]
        yield clock, after if leading else before if _names_event(before) else f"{before} {after}"


def _last_clause(before: str) -> str:
    """The last clause of the words before a clock time; all of them where it has no subject ("was clipped and cut at")."""
    clause = phrase("times.clause-end").split(before)[-1]
    bare = len(clause.split()) <= _VERB_AND_PREPOSITION and not _names_event(clause)
    return before.rpartition(". ")[2].rpartition(";")[2] if bare else clause


def _names_event(words: str) -> bool:
    return any(
        phrase(idiom).search(words) for idiom in ("times.flow-on", "times.pedicle-off", "times.on-alone", "times.off-alone")
    )


def _event(scene: Scene, sentence: Sentence, words: str) -> str | None:
    """What happened at a clock time: the pedicle came ``off``, flow ``on``."""
    if phrase("times.tourniquet").search(words) or phrase("times.not-of-flow").search(words):
        return None
    if phrase("times.flow-on").search(words):
        return "on"
    if phrase("times.pedicle-off").search(words):
        return "off"
    return _bare_event(scene, sentence, words)


def _bare_event(scene: Scene, sentence: Sentence, words: str) -> str | None:
    """An "off" or "on" without a subject, unless the tourniquet is spoken of."""
    if phrase("times.tourniquet").search(sentence.text) or _after_cuff_up(scene, sentence):
        return None
    if phrase("times.on-alone").match(words.strip()):
        return "on"
    return "off" if phrase("times.off-alone").match(words.strip()) else None


def _after_cuff_up(scene: Scene, sentence: Sentence) -> bool:
    """Whether the sentence before speaks of a tourniquet that is still up."""
    if sentence.index == 0:
        return False
    earlier = scene.reading.sentences[sentence.index - 1].text
    return phrase("times.tourniquet").search(earlier) is not None and not phrase("times.cuff-down").search(earlier)
