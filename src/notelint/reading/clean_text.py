"""An edited text that keeps, for every character, the range of the note it comes from."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.note import Span
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Edit = tuple[int, int, str]
"""A range of the text (start, end) and its replacement."""

Piece = tuple[int, int] | str
"""A range of the text that stays as it is, or new signs."""

INNER_HYPHEN = re.compile(r"-(?<=[a-z]-)(?=[a-z])", re.IGNORECASE)
"""A hyphen inside a word; the pattern begins with its rarest character, which is quick to find."""
_COUNTED = array("i", range(20_001))
"""Offsets counted once: a slice of them costs a thousandth of counting again. Longer notes are counted."""


def normal_phrase(phrase: str) -> str:
    """A phrase of the vocabulary in the normal form of notes."""
    return INNER_HYPHEN.sub(" ", phrase.lower())


def word_start(text: str, place: int) -> int:
    """The start of the word that contains ``place`` or ends there; ``place`` if there is none."""
    while place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_"):
        place -= 1
    return place


@discreet()
@dataclass(frozen=True)
class CleanText:
    r"""A note in normal form.

    ``text`` is in lower case, ``cased`` the same characters in the note's own case. ``starts[i]`` and ``ends[i]`` are the
    offsets, in the note, of the range that character ``i`` comes from. ``\\n`` ends a logical line, ``\\n\\n`` a paragraph.

    The offsets are arrays, so that unchanged parts are copied as memory.
    """

    cased: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, text: str) -> CleanText:
        """A text without edits: every character comes from itself."""
        places = _COUNTED if len(text) < len(_COUNTED) else array("i", range(len(text) + 1))
        return cls(text, places[: len(text)], places[1 : len(text) + 1])

    @cached_property
    def text(self) -> str:
        """The text in lower case, character for character."""
        lowered = self.cased.lower()
        if len(lowered) == len(self.cased):
            return lowered
        return "".join(low if len(low := char.lower()) == 1 else char for char in self.cased)

    def span(self, start: int, end: int) -> Span:
        """The range of the note that ``text[start:end]`` comes from."""
        return Span(*self.place(start, end))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """As ``span``, for frequent callers."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return here, here
        first, stop = self.starts[start], self.ends[end - 1]
        if stop < first:  # across two columns: their words stand in another order in the note
            return min(self.starts[start:end]), max(self.ends[start:end])
        return first, stop

    def edited(self, edits: Iterable[Edit]) -> CleanText:
        """The text with each ``(start, end, new)`` replaced; edits are in order and do not overlap.

        A replacement of the same length keeps the offsets of its characters; any other comes, as a whole, from all of what it
        replaces.
        """
        check()
        pieces: list[str] = []
        starts, ends = array("i"), array("i")
        done = 0
        for start, end, new in edits:
            pieces += (self.cased[done:start], new)
            kept = end if len(new) == end - start else start
            starts += self.starts[done:kept]
            ends += self.ends[done:kept]
            if kept < end or start == end:
                first, stop = self.place(start, end)
                starts.extend([first] * len(new))
                ends.extend([stop] * len(new))
            done = end
        if not pieces:
            return self
        pieces.append(self.cased[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return CleanText("".join(pieces), starts, ends)

    def arranged(self, pieces: Iterable[Piece]) -> CleanText:
        """The text made of ``pieces``, in their order; new signs come from the end of the piece before them."""
        cased: list[str] = []
        starts, ends = array("i"), array("i")
        for piece in pieces:
            if isinstance(piece, str):
                here = ends[-1] if ends else 0
                cased.append(piece)
                starts.extend([here] * len(piece))
                ends.extend([here] * len(piece))
            else:
                cased.append(self.cased[slice(*piece)])
                starts += self.starts[slice(*piece)]
                ends += self.ends[slice(*piece)]
        return CleanText("".join(cased), starts, ends)

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], *, lower: bool = False) -> CleanText:
        """Like ``re.sub``, with offsets kept; with ``lower``, the pattern is applied to the lower-case text.

        A replacement equal to what it replaces is no edit.
        """
        edits: list[Edit] = []
        for match in pattern.finditer(self.text if lower else self.cased):
            text = new(match) if callable(new) else match.expand(new) if "\\" in new else new
            if text != match[0]:
                edits.append((match.start(), match.end(), text))
        return self.edited(edits)
