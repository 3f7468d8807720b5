"""The written forms of figures, each tried only where it can occur.

Most sentences have no figure, and most figures have few of these forms. So a sentence is searched once for the
places where a number begins. If no unit or other part of a figure follows any number, no form is tried; else each form is tried,
at these places only.
"""

from __future__ import annotations

import re
import string
from functools import cached_property
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, Implementation

from notelint.reading.numbers import BEGINNINGS, BELOW_HUNDRED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_IN_WORD = frozenset(f"{string.ascii_letters}{string.digits}_")
_BEGINNINGS = AhoCorasick([*BEGINNINGS, "an hour", "hour", "third"], implementation=Implementation.DFA)

# Of a number in words its last word is looked at, which begins at a place of its own; "a" and "o" do not.
_LAST_OF_NUMBER = r"(?:[\d.,/]+|[a-z]+\b(?: (?:a|of(?: an?)?|oh?))?)"
_UNIT = r"cm|cc|cl|cent|cubic|mm|ml|mil|min|inch|in\.|(?<=/\d )in|pint|sq|dl|dec|lit|hour|hr|[hlu](?![a-z])|'"
_SIZE = r"x(?![a-z])|\*|by|(?:to|or)\d"  # in "3x4" and "3to4 cm" the second number does not begin a word
_CLOCK = rf":|[ap]\.?m|o'? ?clock|past|to\b|(?:hundred|oh|zero|{BELOW_HUNDRED})\b"
_LIKE_FIGURE = re.compile(
    rf"{_LAST_OF_NUMBER}[\s-]*(?:a )?(?:{_UNIT}|{_SIZE}|{_CLOCK})"
    r"|\d\d?\.\d\d|(?<![/:.,])(?:[01]\d|2[0-3])[0-5]\d|hour and "
)


def places_of_figures(text: str) -> Sequence[int]:
    """The places in lower-case text where figures may begin, in order; none if nothing in it can be a figure.

    >>> places_of_figures("closed with 3 drains"), places_of_figures("a bone of 12.5 x four cm for an hour")
    ((), [10, 13, 17, 29, 32])
    """
    if not text.isascii():  # digits of other scripts, fractions, primes: too rare to distinguish
        return range(len(text))
    begun = _BEGINNINGS.find_matches_as_indexes(text, overlapping=True)
    places = [start for _, start, _ in begun if start == 0 or text[start - 1] not in _IN_WORD]
    places.sort()
    return places if any(_LIKE_FIGURE.match(text, place) for place in places) else ()


class Form:
    """One form: its pattern, and strings of which a text with such a figure contains at least one."""

    def __init__(self, pattern: str, pieces: tuple[str, ...] = ("",)) -> None:
        self._written = pattern
        self._pieces = pieces

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled on first use: with all number words, that takes milliseconds."""
        return re.compile(self._written)

    def matches(self, text: str, places: Sequence[int]) -> Iterable[re.Match[str]]:
        """The matches of ``pattern`` in ``text`` where figures may begin; none if none of its strings is in the text."""
        for piece in self._pieces:
            if piece in text:
                return self._matches_at(text, places)
        return ()

    def _matches_at(self, text: str, places: Sequence[int]) -> list[re.Match[str]]:
        match_at, end = self.pattern.match, 0
        found: list[re.Match[str]] = []
        for place in places:
            if place >= end and (match := match_at(text, place)):
                end = match.end()
                found.append(match)
        return found
