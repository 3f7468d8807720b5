"""The records of a note after reading; offsets are into the clean text.

A note has hundreds of them; creating a msgspec struct is ten times as fast as a frozen dataclass.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from notelint.discreet import discreet
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.note import Note
    from notelint.reading.clean import CleanText

Context = Literal["performed", "header", "background", "consent", "planned", "quoted", "label"]
MentionStatus = Literal[
    "performed", "negated", "planned", "considered", "abandoned", "historical", "quoted", "header", "background"
]
Quantity = Literal["length", "area", "duration", "clock", "volume"]

SECTION_STATUS: dict[Context, MentionStatus] = {
    "performed": "performed",
    "label": "performed",
    "header": "header",
    "background": "background",
    "consent": "considered",
    "planned": "planned",
    "quoted": "quoted",
}
"""The status of a mention in a section of this context, without any cue."""


@discreet("kind", "context")
class Section(Struct, frozen=True):
    """The part of the note under one heading; ``kind`` is ``body`` without a heading. ``start`` is after the heading."""

    kind: str
    context: Context
    start: int
    end: int
    heading_start: int
    heading_end: int


@discreet()
class Sentence(Struct, frozen=True):
    """One sentence; ``section`` is its section, ``index`` its position among the sentences of the note."""

    index: int
    start: int
    end: int
    text: str
    section: Section


@discreet("kind", "id", "status")
class Mention(Struct, frozen=True):
    """A mention of a vocabulary term in the note, with its status.

    ``status`` is ``performed`` unless a cue (at ``cue``) or the section says otherwise.
    """

    start: int
    end: int
    kind: str
    id: str
    attributes: Mapping[str, str]
    text: str
    sentence: int
    status: MentionStatus = "performed"
    cue: tuple[int, int] | None = None


@discreet("quantity", "unit")
class Measure(Struct, frozen=True):
    """A figure with its unit: lengths in cm, areas in cm2, durations and clock times in minutes, volumes in mL."""

    start: int
    end: int
    quantity: Quantity
    values: tuple[float, ...]
    unit: str
    sentence: int


class Ranges:
    """Ranges of a text; ``offset in ranges`` says whether one of them contains it."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        if not self._starts:
            return False
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


NOTHING_QUOTED = Ranges(())


@discreet()
@dataclass(frozen=True)
class Reading:
    """A note as read."""

    note: Note
    clean: CleanText
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    measures: tuple[Measure, ...]
    corrections: tuple[tuple[str, str], ...] = field(default=())
    quoted: frozenset[int] = field(default=frozenset())
    """The sentences that quote another report."""
    quoted_ranges: Ranges = field(default=NOTHING_QUOTED)
    """The same as ranges of the clean text."""

    @property
    def text(self) -> str:
        """The clean, lower-case text."""
        return self.clean.text

    @cached_property
    def _mentions_by_sentence(self) -> dict[int, dict[tuple[str, ...], tuple[Mention, ...]]]:
        """The mentions of each sentence, by the kinds asked for; ``()`` means all kinds."""
        grouped: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            grouped.setdefault(mention.sentence, []).append(mention)
        return {index: {(): tuple(found)} for index, found in grouped.items()}

    @cached_property
    def _measures_by_sentence(self) -> dict[int, tuple[Measure, ...]]:
        grouped: dict[int, list[Measure]] = {}
        for measure in self.measures:
            grouped.setdefault(measure.sentence, []).append(measure)
        return {index: tuple(found) for index, found in grouped.items()}

    def mentions_in(self, sentence: Sentence, *kinds: str) -> tuple[Mention, ...]:
        """The mentions of ``kinds`` (all kinds if none is given) in a sentence, in order."""
        found = self._mentions_by_sentence.get(sentence.index)
        if found is None:
            return ()
        if kinds not in found:
            found[kinds] = tuple([mention for mention in found[()] if mention.kind in kinds])
        return found[kinds]

    def measures_in(self, sentence: Sentence) -> tuple[Measure, ...]:
        """The figures of a sentence, in order."""
        return self._measures_by_sentence.get(sentence.index, ())

    def of_kind(self, *kinds: str) -> tuple[Mention, ...]:
        """All mentions of ``kinds`` in the note, in order."""
        return tuple(mention for mention in self.mentions if mention.kind in kinds)

    def evidence(self, start: int, end: int, by: str = "") -> Evidence:
        """The words of the note behind ``text[start:end]``; ``by`` names what found them."""
        first, stop = self.clean.place(start, end)
        return Evidence(first, stop, self.note.text[first:stop], by)
