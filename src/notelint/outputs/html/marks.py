"""How marked stretches of a text nest: a stretch that crosses the end of another one is split there."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence


@discreet("number", "target")
@dataclass(frozen=True, slots=True)
class Ref:
    """A link from words back to the entry that rests on them: its number, the id of the entry, and what the entry is."""

    number: str
    target: str
    says: str


@discreet("kinds")
@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the note and all that rests on it. Offsets are code points, ``end`` is not included.

    ``kinds`` are ``evidence``, ``exact``, ``finding``, ``stage``, ``aside``, ``cue`` and severities; ``remark`` is the reason for
    which the stretch was set aside.
    """

    start: int
    end: int
    kinds: tuple[str, ...] = ()
    refs: tuple[Ref, ...] = ()
    remark: str = ""


class Piece(NamedTuple):
    """A step of writing the marked text.

    ``open`` and ``close`` are the ends of ``mark``; ``whole`` says that it is the first ``open`` or the last ``close`` of it.
    ``text`` is the stretch from ``start`` to ``end``; ``stop`` is a place that was asked for.
    """

    kind: Literal["open", "close", "text", "stop"]
    start: int
    end: int
    mark: Mark | None = None
    whole: bool = False


def nested(length: int, marks: Iterable[Mark], stops: Iterable[int] = ()) -> Iterator[Piece]:
    """The pieces of a text of ``length`` characters, in their order: every mark is open over exactly its own stretch.

    Pieces that are opened are closed in reverse order. The longer of two marks that begin together is the outer one. A mark that
    begins in another one and ends behind it is closed and opened again at the end of that one. Marks are cut to the text.
    ``stops`` are offsets at which a piece is given, before what opens there.
    """
    fitted = sorted((_fitted(mark, length) for mark in marks), key=lambda mark: (mark.start, -mark.end))
    at_stops = {stop for stop in stops if 0 <= stop <= length}
    ends = {mark.start for mark in fitted} | {mark.end for mark in fitted}
    boundaries = sorted({0, length} | at_stops | ends)
    stack: list[Mark] = []
    upcoming = 0
    for at, until in pairwise([*boundaries, length]):
        again = yield from _closed(stack, at)
        if at in at_stops:
            yield Piece("stop", at, at)
        new = upcoming
        while new < len(fitted) and fitted[new].start == at:
            new += 1
        yield from _opened(stack, at, again, fitted[upcoming:new])
        upcoming = new
        if until > at:
            yield Piece("text", at, until)


def _fitted(mark: Mark, length: int) -> Mark:
    start = min(max(mark.start, 0), length)
    end = min(max(mark.end, start), length)
    return mark if (start, end) == (mark.start, mark.end) else Mark(start, end, mark.kinds, mark.refs, mark.remark)


def _closed(stack: list[Mark], at: int) -> Generator[Piece, None, list[Mark]]:
    """Close the marks that end at ``at`` and those inside them; returns the ones that go on."""
    keep = next((depth for depth, mark in enumerate(stack) if mark.end <= at), len(stack))
    popped = stack[keep:]
    del stack[keep:]
    for mark in reversed(popped):
        yield Piece("close", at, at, mark, mark.end <= at)
    return [mark for mark in popped if mark.end > at]


def _opened(stack: list[Mark], at: int, again: Sequence[Mark], new: Sequence[Mark]) -> Iterator[Piece]:
    """Open the marks that go on and the new ones, the longest outside; one without extent is closed at once."""
    for mark in sorted([*again, *new], key=lambda mark: -mark.end):
        if mark.end > at:
            yield Piece("open", at, at, mark, mark.start == at)
            stack.append(mark)
    for mark in new:
        if mark.end <= at:
            yield Piece("open", at, at, mark, whole=True)
            yield Piece("close", at, at, mark, whole=True)
