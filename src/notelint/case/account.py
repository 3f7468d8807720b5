"""The events read aloud: what the note documents, in its order, and which answers rest on each."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from notelint.report import Event

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.case.events import Events
    from notelint.case.model import Graft
    from notelint.case.scene import Scene
    from notelint.report import Element, Evidence


def account(scene: Scene, events: Events, grafts: Sequence[Graft], elements: Mapping[str, Element]) -> tuple[Event, ...]:
    """Every event, with the names of the facts and elements whose words stand in its part of the sentence."""
    spans = list(_spans(scene, events))
    begins = [start for start, _ in spans]
    gives: list[dict[str, None]] = [{} for _ in spans]
    for name, words in _answers(grafts, elements):
        index = bisect_right(begins, words.start) - 1
        if index >= 0 and words.start < spans[index][1]:
            gives[index][name] = None
    return tuple(
        Event(event.kind, event.status, event.part, event.graft, event.words, event.cue, tuple(given))
        for event, given in zip(events.entries, gives, strict=True)
    )


def _spans(scene: Scene, events: Events) -> Iterator[tuple[int, int]]:
    """For each event the part of its sentence that is its own, up to the next: the first has what stands before it too."""
    before = None
    for event in events.entries:
        start, end = scene.reading.clean.place(event.sentence.start, event.sentence.end)
        first = before is not event.sentence
        yield (start if first else event.words.start), end
        before = event.sentence


def _answers(grafts: Sequence[Graft], elements: Mapping[str, Element]) -> Iterator[tuple[str, Evidence]]:
    for graft in grafts:
        for name, fact in graft.facts.items():
            yield from ((name, words) for words in fact.evidence)
    for name, element in elements.items():
        yield from ((name, words) for words in element.evidence)
