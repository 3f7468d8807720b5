"""Where in a document a stretch of its text stands: container, page, paragraph, line, box."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import NamedTuple

from notelint.discreet import discreet


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch) from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


@discreet("steps", "box")
@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands in the document that a person has open. What a format does not have is ``None``.

    ``steps`` leads through the containers from the outside in, such as ``("Bundle.entry[3].resource.content[0].attachment",
    "PDF")``. ``page``, ``paragraph`` and ``line`` count from 1.
    """

    steps: tuple[str, ...] = ()
    page: int | None = None
    paragraph: int | None = None
    line: int | None = None
    box: Box | None = None

    def within(self, *steps: str) -> Place:
        """The place seen from a container that holds the document."""
        return replace(self, steps=(*steps, *self.steps))

    def __str__(self) -> str:
        """The place in a few words: ``Bundle.entry[3].resource → PDF p.2 line 14``; empty where nothing is known."""
        parts = [" → ".join(self.steps)] if self.steps else []
        parts += [f"p.{self.page}"] if self.page is not None else []
        parts += [f"¶{self.paragraph}"] if self.paragraph is not None else []
        parts += [f"line {self.line}"] if self.line is not None else []
        return " ".join(parts)


@discreet()
@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The place of each stretch of a text: stretch ``i`` begins at offset ``starts[i]`` and ends where the next one begins.

    ``starts`` are ascending offsets in code points, the first is 0; there are as many ``places``. A line break belongs to the
    stretch before it.
    """

    starts: tuple[int, ...] = ()
    places: tuple[Place, ...] = ()

    def at(self, offset: int) -> Place | None:
        """The place of the character at ``offset``; ``None`` where there are no places (plain text)."""
        return self.places[bisect_right(self.starts, offset) - 1] if self.starts else None

    def shared_steps(self) -> tuple[str, ...]:
        """The steps with which every place begins."""
        found = {place.steps for place in self.places}
        if not found:
            return ()
        pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(found), max(found), strict=False))
        return tuple(step for step, _ in pairs)

    def within(self, *steps: str) -> PlaceMap:
        """These places seen from a container that holds the document."""
        return PlaceMap(self.starts, tuple(place.within(*steps) for place in self.places))


class TextBuilder:
    """Puts a text together stretch by stretch and keeps the place of each.

    ``add`` appends text with its place; a stretch with the place of the one before it continues it.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[Place] = []
        self.length = 0

    def add(self, text: str, place: Place) -> None:
        """Append ``text``, which stands at ``place``; nothing where it is empty."""
        if not text:
            return
        if not self._places or self._places[-1] != place:
            self._starts.append(self.length)
            self._places.append(place)
        self._parts.append(text)
        self.length += len(text)

    def text(self) -> str:
        """The whole text."""
        return "".join(self._parts)

    def places(self) -> PlaceMap:
        """The places of the whole text."""
        return PlaceMap(tuple(self._starts), tuple(self._places))
