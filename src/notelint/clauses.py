"""Where the clauses of a text begin and end: a place widened to what a person would underline. Offsets are code points."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notelint.packs.clauses import read_clause_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 200
"""Characters of a clause; a longer one is cut between words."""

REACH = 300
"""Characters on either side of a place within which its clause is looked for."""

_FEW = 4  # a clause of fewer words takes its label in, else the next clause
_TOGETHER = 90  # characters of two clauses, where one takes the other in
_LABEL = 40  # characters of a label
_WRAPPED = 50  # characters from which on a line may go on in the next
_WORD = 90  # characters of a word that a place is widened by
_SPACE = re.compile(r"\s")
_SIGNS = " \t\r\n,;:.*\u2022\u2013\u2014-"
_SENTENCE_END = re.compile(
    r"""(?=[.!?;:\s0-9])(?:                                      # most characters begin none of these
        (?P<stop>[.!?]["'\u201d)]*)\s+(?=["'\u201c(\[]?[A-Z0-9])   # a full stop
      | ;\s | (?P<label>:\s)                                      # a semicolon, a label's colon
      | \s[\u2013\u2014-]+\s                                      # a dash between spaces
      | \s\|\s | \t | [ ]{3,}                                     # a gap between columns
      | (?:\A|\s)\d{1,2}\)\s                                      # the number of an item
      | \r?\n[ \t]*\r?\n                                          # an empty line
      | \r?\n[ \t]*(?:[*\u2022-]|\d{1,2}[.)])[ \t]                # an item of a list on the next line
      | \r?\n(?=[ \t]*[A-Za-z][^\n:]{0,40}:\s)                    # a label on the next line
      | (?P<wrap>\r?\n)                                           # any line break
    )""",
    re.VERBOSE,
)


class _Expressions(NamedTuple):
    begin: re.Pattern[str]
    verb: re.Pattern[str]
    left_out: re.Pattern[str]
    abbreviation: re.Pattern[str]


class Clauses:
    """The clauses of ``text``, or of the part from ``low`` to ``high``: its sentences are cut once, for all places."""

    def __init__(self, text: str, low: int = 0, high: int | None = None) -> None:
        self._text = text
        self._low = low
        self._high = len(text) if high is None else high
        ends = [match for match in _SENTENCE_END.finditer(text, low, self._high) if _ends(text, match)]
        self._stops = [match.start() for match in ends]
        self._begins = [match.end() for match in ends]
        self._labels = frozenset(match.end() for match in ends if match.lastgroup == "label")
        self._inner: dict[tuple[int, int], tuple[int, ...]] = {}

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around ``text[start:end]`` begins and ends, at most ``LONGEST`` characters.

        It holds the place whole, or as much of its beginning as fits.
        """
        words = whole_words(self._text, start, end)
        if words[1] - words[0] <= LONGEST:
            start, end = words
        first, last = self._sentence(start, end)
        begins = [first, *[at for at in self._inner_begins(first, last) if not start < at < end], last]
        at = min(bisect_right(begins, max(start, first)), len(begins) - 1) - 1
        to = max(bisect_left(begins, min(end, last)), at + 1)
        label = self._label(first) if at == 0 and self._few(first, begins[to]) else None
        span = self._with_neighbours(begins, at, to) if label is None else (label, begins[to])
        return _cut(self._text, *_trimmed(self._text, *span, start, end), start, end)

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """The stretch around a place that no clause goes beyond, looked for within ``REACH``."""
        text = self._text
        before = bisect_right(self._begins, start)
        first = self._begins[before - 1] if before else self._low
        low = max(0, start - REACH)
        if first < low or (not before and self._low):
            space = _SPACE.search(text, max(first, low), start)
            first = space.end() if space else start
        after = bisect_right(self._begins, end)
        high = min(len(text), end + REACH)
        last = max(end, self._stops[after]) if after < len(self._stops) else self._high
        if last > high or (last == self._high < len(text) and after == len(self._stops)):
            last = max(end, *(text.rfind(space, end, min(last, high)) for space in " \n\t"))
        return first, last

    def _inner_begins(self, first: int, last: int) -> tuple[int, ...]:
        """Where a clause begins within a sentence."""
        if (first, last) not in self._inner:
            self._inner[first, last] = tuple(_inner_begins(self._text, first, last))
        return self._inner[first, last]

    def _label(self, first: int) -> int | None:
        """Where the label begins whose colon stands before ``first``; ``None`` if none does, or no short one."""
        if first not in self._labels:
            return None
        at = bisect_right(self._begins, first) - 1
        begin = self._begins[at - 1] if at else self._low
        label = self._text[begin : self._stops[at]].strip()
        return begin if 0 < len(label) <= _LABEL and "\n" not in label else None

    def _few(self, first: int, last: int) -> bool:
        return len(self._text[first:last].split()) < _FEW

    def _with_neighbours(self, begins: Sequence[int], at: int, to: int) -> tuple[int, int]:
        """From one begin to another, with the clauses beside where it has few words."""
        while self._few(begins[at], begins[to]):
            if to + 1 < len(begins) and begins[to + 1] - begins[at] <= _TOGETHER:
                to += 1
            elif at > 0 and begins[to] - begins[at - 1] <= _TOGETHER:
                at -= 1
            else:
                break
        return begins[at], begins[to]


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with the rest of the words that it begins and ends in, without signs around them."""
    first, last = start, max(end, start)
    low, high = max(0, start - _WORD), min(len(text), end + _WORD)
    while first > low and not text[first - 1].isspace():
        first -= 1
    while last < high and not text[last].isspace():
        last += 1
    while last > end and text[last - 1] in ".,;:!?)":
        last -= 1
    return first, last


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence or a line really ends here."""
    if match.lastgroup is None or match.lastgroup == "label":
        return True
    at = match.start()
    if match.lastgroup == "wrap":
        return at < _WRAPPED or text.rfind("\n", at - _WRAPPED, at) >= 0
    if text[at - 8 : at].isalpha():  # a longer word than an abbreviation
        return True
    return _expressions().abbreviation.search(text, max(0, at - 12), at) is None


def _inner_begins(text: str, first: int, last: int) -> Iterator[int]:
    say = _expressions()
    begin = first
    for match in say.begin.finditer(text, first, last):
        at = match.end() if match["comma"] else match.start() + 1
        if at <= first:
            continue
        if match["join"] and not (say.verb.search(text, begin, at) and say.verb.search(text, at, last)):
            continue
        begin = at
        yield at


def _trimmed(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """Without signs and joining words at the beginning, without signs at the end; the place itself stays whole."""
    while first < start and text[first] in _SIGNS:
        first += 1
    dropped = _expressions().left_out.match(text, first, start)
    if dropped:
        first = dropped.end()
    while last > end and text[last - 1] in _SIGNS:
        last -= 1
    return min(first, start), max(last, end)


def _cut(text: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """At most ``LONGEST`` characters of a clause, with as much on both sides of the place; no word is cut, save a longer one."""
    if last - first <= LONGEST:
        return first, last
    room = LONGEST - (end - start)
    if room < 0:
        last = _word_end(text, start, start + LONGEST)
        return start, last if last > start else start + LONGEST
    before = min(start - first, room // 2)
    after = min(last - end, room - before)
    before = min(start - first, room - after)
    if start - before > first:
        space = _SPACE.search(text, start - before - 1, start)
        first = space.end() if space else start
    if end + after < last:
        last = _word_end(text, end, end + after)
    return first, last


def _word_end(text: str, least: int, most: int) -> int:
    """The last end of a word from ``least`` to ``most``; ``least`` if there is none."""
    return next((at for at in range(most, least, -1) if text[at].isspace()), least)


@lru_cache(maxsize=1)
def _expressions() -> _Expressions:
    words = read_clause_words()
    begin = rf"(?P<comma>,\s+(?!\d{{4}}\b)(?![^()\n]{{0,60}}\)))|\s(?:(?P<join>{_any(words.join)})|{_any(words.begin)})(?=\s)"
    verb = rf"\b(?:{_any(words.verbs)}|[a-z]{{3,}}{re.escape(words.verb_ending)})\b"
    left_out = rf"(?:{_any(words.left_out)})\s+"
    abbreviation = rf"\b(?:{_any(words.abbreviations)}|[a-z])\Z"
    return _Expressions(
        re.compile(begin, re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(left_out, re.IGNORECASE),
        re.compile(abbreviation, re.IGNORECASE),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
