"""A clause of a note on one line, for quotes: no more than fits, the words of the place among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.clauses import REACH, Clauses, whole_words
from notelint.outputs.excerpt import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 90
"""Characters of a quote, the signs of what was left out included."""

_AHEAD = 50  # characters that an expression looks ahead


def clause(text: str, start: int, end: int, *, longest: int = LONGEST, ellipsis: str = "\u2026") -> str:
    """The clause around ``text[start:end]`` on one line of at most ``longest`` characters.

    A longer one is cut between words, ``ellipsis`` in the place of what was left out; only a single word that is longer is
    cut inside. Offsets are code points.
    """
    around = Clauses(text, max(0, start - REACH - _AHEAD), min(len(text), end + REACH + _AHEAD))
    first, last = around.span(start, end)
    last = max(last, end)
    return on_one_line(text[first:last], start - first, end - first, longest=longest, ellipsis=ellipsis)


def on_one_line(words: str, start: int, end: int, *, longest: int = LONGEST, ellipsis: str = "\u2026") -> str:
    """As ``clause``, of a clause that is known: its ``words``, and the place in them."""
    start, end = whole_words(words, start, min(end, len(words)))
    while end < len(words) and not words[end].isspace():  # the signs behind the words
        end += 1
    return _fitted(_words(words[:start]), _words(words[start:end]), _words(words[end:]), longest, ellipsis)


def _words(text: str) -> list[str]:
    return printable(text).split()


def _fitted(left: Sequence[str], middle: Sequence[str], right: Sequence[str], longest: int, ellipsis: str) -> str:
    """As many of the words as fit, the middle ones first, then in turn those behind and before them."""
    whole = [*left, *middle, *right]
    if len(" ".join(whole)) <= longest:
        return " ".join(whole)
    room = longest - 2 * (len(ellipsis) + 1)
    if len(" ".join(middle)) > room:
        return _headed(middle, longest, ellipsis)
    low, high = len(left), len(left) + len(middle)
    size = len(" ".join(middle))
    grown = True
    while grown:
        grown = False
        if high < len(whole) and size + 1 + len(whole[high]) <= room:
            size, high, grown = size + 1 + len(whole[high]), high + 1, True
        if low > 0 and size + 1 + len(whole[low - 1]) <= room:
            size, low, grown = size + 1 + len(whole[low - 1]), low - 1, True
    before, after = ([ellipsis] if cut else [] for cut in (low > 0, high < len(whole)))
    return " ".join([*before, *whole[low:high], *after])


def _headed(words: Sequence[str], longest: int, ellipsis: str) -> str:
    """The first words and the last one, with the sign between them."""
    room = longest - len(ellipsis) - 2 - len(words[-1])
    kept: list[str] = []
    for word in words[:-1]:
        if len(" ".join([*kept, word])) > room:
            break
        kept.append(word)
    if kept:
        return " ".join([*kept, ellipsis, words[-1]])
    return words[0][: longest - len(ellipsis)] + ellipsis
