"""A text under repair that remembers, for every character, which stretch of the note it stands for."""

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
"""A stretch of the text (start, end) and what replaces it."""

INNER_HYPHEN = re.compile(r"-(?<=[a-z]-)(?=[a-z])", re.IGNORECASE)
"""A hyphen inside a word; the pattern begins with its rarest sign, which is quick to find."""
_COUNTED = array("i", range(20_001))
"""Places counted once: a slice of them costs a thousandth of counting anew. Longer notes are counted."""


def normal_phrase(phrase: str) -> str:
    """A phrase of the vocabulary in the form in which notes are matched."""
    return INNER_HYPHEN.sub(" ", phrase.lower())


def word_start(text: str, place: int) -> int:
    """Where the word begins that ``place`` stands in or ends; ``place`` where there is none."""
    while place > 0 and (text[place - 1].isalnum() or text[place - 1] == "_"):
        place -= 1
    return place


@discreet()
@dataclass(frozen=True)
class CleanText:
    r"""A note in normal form.

    ``text`` is in lower case, ``cased`` the same characters in the note's own case. ``starts[i]`` and ``ends[i]`` are the
    offsets, in the note, of the stretch that character ``i`` stands for. ``\\n`` ends a logical line, ``\\n\\n`` a paragraph.

    The places are arrays, so that what an edit leaves alone is copied as memory and never walked through.
    """

    cased: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, text: str) -> CleanText:
        """A text in which every character stands for itself."""
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
        """The stretch of the note that ``text[start:end]`` stands for."""
        return Span(*self.place(start, end))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """As ``span``, for those who ask often."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return here, here
        return self.starts[start], self.ends[end - 1]

    def edited(self, edits: Iterable[Edit]) -> CleanText:
        """The text with each ``(start, end, new)`` replaced; edits are in order and do not overlap.

        A replacement of the same length keeps its characters' places; any other stands, as a whole, for the whole of what it
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

    def sub(self, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str], *, lower: bool = False) -> CleanText:
        """Like ``re.sub``, with places kept; with ``lower``, the pattern reads the lower-case text.

        A replacement equal to what it replaces is no edit.
        """
        edits: list[Edit] = []
        for match in pattern.finditer(self.text if lower else self.cased):
            text = new(match) if callable(new) else match.expand(new) if "\\" in new else new
            if text != match[0]:
                edits.append((match.start(), match.end(), text))
        return self.edited(edits)
