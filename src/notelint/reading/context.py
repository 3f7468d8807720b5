"""ConText: find which cue of a sentence changes the status of which of its terms.

The algorithm of Chapman, Chu and Dowling (2007) as medspaCy implements it, exactly, as far as our cues show a difference:
a cue reaches over the sentence on its side, at most ``scope`` tokens far; a cue of the same status, or a terminator, ends the
reach; the terms in the reach get the status of the cue. ``tests/reading/test_context.py`` compares it with medspaCy.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.packs.vocabulary import Cue


Target = tuple[int, int, str]
"""A term that a cue may change: its first token, the first token after it, and its kind, to which a cue may be limited."""


@dataclass(slots=True)
class CueAtWork:
    """A cue in a sentence: its tokens from ``first`` to before ``stop``, and the tokens in its reach."""

    cue: Cue
    first: int
    stop: int
    reach: tuple[int, int]

    @property
    def looks_ahead(self) -> bool:
        """Whether its reach includes what follows."""
        return self.cue.direction in {"forward", "bidirectional"}

    @property
    def looks_back(self) -> bool:
        """Whether its reach includes what precedes."""
        return self.cue.direction in {"backward", "bidirectional"}


def at_work(cue: Cue, first: int, stop: int, sentence: tuple[int, int]) -> CueAtWork:
    """The cue with its full reach in a sentence (its first token, and the first after it).

    A terminator reaches no further than its own words. (medspaCy gives it the whole sentence, and then does not see it inside the
    shorter reach of another cue.)
    """
    reach = {
        "forward": (stop, sentence[1]),
        "backward": (sentence[0], first),
        "terminate": (first, stop),
    }.get(cue.direction, sentence)
    if cue.scope is not None:
        reach = max(reach[0], first - cue.scope), min(reach[1], stop + cue.scope)
    return CueAtWork(cue, first, stop, reach)


def set_aside(cues: Sequence[CueAtWork], targets: Sequence[Target]) -> Iterator[tuple[Target, CueAtWork]]:
    """Each target in the reach of a cue of its sentence, with the cue. ``cues`` are in order and do not overlap."""
    for cue, later in combinations(cues, 2):
        _end_reach(cue, later)
        _end_reach(later, cue)
    for cue in cues:
        for target in targets:
            if _reaches(cue, target):
                yield target, cue


def _end_reach(cue: CueAtWork, other: CueAtWork) -> None:
    """Let another cue of the sentence end the reach of ``cue`` where it may."""
    if not _overlap(cue.reach, other.reach) or not _may_end(other.cue, cue.cue):
        return
    start, stop = cue.reach
    if cue.looks_ahead and other.first > cue.first:
        cue.reach = start, min(stop, other.first)
    elif cue.looks_back and other.first < cue.first:
        cue.reach = max(start, other.stop), stop


def _may_end(other: Cue, cue: Cue) -> bool:
    if other.status == cue.status:
        return set(other.kinds or ()) == set(cue.kinds or ())
    return other.direction == "terminate"


def _reaches(cue: CueAtWork, target: Target) -> bool:
    first, stop, kind = target
    if not (cue.looks_ahead or cue.looks_back) or (cue.cue.kinds is not None and kind not in cue.cue.kinds):
        return False
    return _overlap(cue.reach, (first, stop)) and not _overlap((cue.first, cue.stop), (first, stop))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether ``other`` begins or ends within ``one``. As in medspaCy, one that goes beyond it on both sides does not count."""
    return one[0] <= other[0] < one[1] or one[0] < other[1] <= one[1]
