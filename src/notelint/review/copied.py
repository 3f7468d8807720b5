"""Find passages that two notes share: align sentences with RapidFuzz, merge neighbours, compute their share of the narrative."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.review.model import ReadNote

_ALIKE = 88.0
"""From which likeness (0 to 100, of the normalized indel distance) two sentences count as one that was edited a little."""
_SENTENCE_WORDS = 6
"""Shorter sentences are alike by chance."""
_PASSAGE_WORDS = 25
"""A shorter passage is the common wording of operative notes (positioning, preparation, counts)."""


@discreet()
@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that two notes share: its place in each."""

    first: Evidence
    second: Evidence


@discreet()
@dataclass(frozen=True, slots=True)
class Copied:
    """The passages that two notes share, and their share (0 to 1) of the narrative in the note where it is larger."""

    passages: tuple[Passage, ...]
    share: float


def copied(first: ReadNote, second: ReadNote) -> Copied:
    """What two notes share (almost) word for word in the narrative of the operation, without titles and labels."""
    ones, others = _sentences(first), _sentences(second)
    pairs = _pairs(ones, others)
    passages = [passage for passage in _passages(first, second, pairs) if _words(passage.first.text) >= _PASSAGE_WORDS]
    longest = max(
        (
            _length(passage.first for passage in passages)
            / max(_length(sentence.evidence for sentence in first.particulars.narrative), 1)
        ),
        (
            _length(passage.second for passage in passages)
            / max(_length(sentence.evidence for sentence in second.particulars.narrative), 1)
        ),
    )
    return Copied(tuple(passages), min(longest, 1.0))


def _sentences(note: ReadNote) -> list[Evidence]:
    return [sentence.evidence for sentence in note.particulars.narrative if _words(sentence.evidence.text) >= _SENTENCE_WORDS]


def _words(text: str) -> int:
    return len(text.split())


def _length(places: Iterator[Evidence]) -> int:
    return sum(place.end - place.start for place in places)


def _pairs(ones: Sequence[Evidence], others: Sequence[Evidence]) -> list[tuple[Evidence, Evidence]]:
    """Pairs of each sentence of the first note with its most similar sentence of the second, if one is similar enough."""
    from rapidfuzz import fuzz, process, utils

    choices = [other.text for other in others]
    found = []
    for one in ones:
        best = process.extractOne(one.text, choices, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=_ALIKE)
        if best is not None:
            found.append((one, others[best[2]]))
    return found


def _passages(first: ReadNote, second: ReadNote, pairs: Sequence[tuple[Evidence, Evidence]]) -> Iterator[Passage]:
    """The pairs merged into passages: pairs that follow each other in both notes form one passage."""
    after, behind = _followers(first), _followers(second)
    run: list[tuple[Evidence, Evidence]] = []
    for pair in pairs:
        if run and not (after.get(run[-1][0].start) == pair[0].start and behind.get(run[-1][1].start) == pair[1].start):
            yield _joined(first, second, run)
            run = []
        run.append(pair)
    if run:
        yield _joined(first, second, run)


def _followers(note: ReadNote) -> dict[int, int]:
    """Maps the start of each sentence to the start of the next sentence that is long enough to compare."""
    starts = [place.start for place in _sentences(note)]
    return dict(pairwise(starts))


def _joined(first: ReadNote, second: ReadNote, run: Sequence[tuple[Evidence, Evidence]]) -> Passage:
    return Passage(_span(first, run[0][0].start, run[-1][0].end), _span(second, run[0][1].start, run[-1][1].end))


def _span(note: ReadNote, start: int, end: int) -> Evidence:
    return Evidence(start, end, note.report.note.text[start:end])
