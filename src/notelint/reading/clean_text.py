"""A text under repair that remembers, for every character, which stretch of the note it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.note import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Edit = tuple[int, int, str]
"""A stretch of the text (start, end) and what replaces it."""

_INNER_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])", re.IGNORECASE)


def normal_phrase(phrase: str) -> str:
    """A phrase of the vocabulary in the form in which notes are matched."""
    return _INNER_HYPHEN.sub(" ", phrase.lower())


@dataclass(frozen=True)
class CleanText:
    r"""A note in normal form.

    ``text`` is in lower case, ``cased`` the same characters in the note's own case. ``starts[i]`` and ``ends[i]`` are the
    offsets, in the note, of the stretch that character ``i`` stands for. ``\\n`` ends a logical line, ``\\n\\n`` a paragraph.
    """

    cased: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def text(self) -> str:
        """The text in lower case, character for character."""
        lowered = self.cased.lower()
        if len(lowered) == len(self.cased):
            return lowered
        return "".join(low if len(low := char.lower()) == 1 else char for char in self.cased)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the note that ``text[start:end]`` stands for."""
        if start >= end:
            here = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(here, here)
        return Span(self.starts[start], self.ends[end - 1])

    def edited(self, edits: Iterable[Edit]) -> CleanText:
        """The text with each ``(start, end, new)`` replaced; edits are in order and do not overlap.

        A replacement of the same length keeps its characters' places; any other stands, as a whole, for the whole of what it
        replaces.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in edits:
            pieces += (self.cased[done:start], new)
            starts += self.starts[done:start]
            ends += self.ends[done:start]
            if len(new) == end - start:
                starts += self.starts[start:end]
                ends += self.ends[start:end]
            else:
                place = self.span(start, end)
                starts += [place.start] * len(new)
                ends += [place.end] * len(new)
            done = end
        if not pieces:
            return self
        pieces.append(self.cased[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return CleanText("".join(pieces), tuple(starts), tuple(ends))

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
