"""A place of a note widened to the clause that it stands in, for quotes: what a person would underline. For display only."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from notelint.outputs.excerpt import printable
from notelint.packs.clauses import read_clause_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 90
"""Characters of a quote, the signs of what was left out included."""

_REACH = 300  # characters on either side of a place within which its clause is looked for
_WRAPPED = 50  # characters from which on a line may go on in the next
_AHEAD = 50  # characters that an expression looks ahead
_FEW = 4  # a clause of fewer words takes the next one in
_SPACE = re.compile(r"\s")
_SIGNS = " \t\r\n,;:.*\u2022\u2013\u2014-"
_SENTENCE_END = re.compile(
    r"""(?P<stop>[.!?]["'\u201d)]*)\s+(?=["'\u201c(\[]?[A-Z0-9])   # a full stop
      | ;\s | :\s                                                 # a semicolon, a label's colon
      | \s[\u2013\u2014-]+\s                                      # a dash between spaces
      | \s\|\s | \t | [ ]{3,}                                     # a gap between columns
      | (?:\A|\s)\d{1,2}\)\s                                      # the number of an item
      | \r?\n[ \t]*\r?\n                                          # an empty line
      | \r?\n[ \t]*(?:[*\u2022-]|\d{1,2}[.)])[ \t]                # an item of a list on the next line
      | \r?\n(?=[ \t]*[A-Za-z][^\n:]{0,40}:\s)                    # a label on the next line
      | (?P<wrap>\r?\n)                                           # any line break""",
    re.VERBOSE,
)


class _Expressions(NamedTuple):
    begin: re.Pattern[str]
    verb: re.Pattern[str]
    left_out: re.Pattern[str]
    abbreviation: re.Pattern[str]


def clause(text: str, start: int, end: int, *, longest: int = LONGEST, ellipsis: str = "\u2026") -> str:
    """The clause around ``text[start:end]`` on one line of at most ``longest`` characters.

    A longer one is cut between words, ``ellipsis`` in the place of what was left out; only a single word that is longer is
    cut inside. Offsets are code points.
    """
    start, end = _whole_words(text, start, end)
    first, last = clause_span(text, start, end, longest=longest)
    while end < last and not text[end].isspace():  # the signs behind the words
        end += 1
    return _fitted(_words(text[first:start]), _words(text[start:end]), _words(text[end:last]), longest, ellipsis)


def clause_span(text: str, start: int, end: int, *, longest: int = LONGEST) -> tuple[int, int]:
    """Where the clause around ``text[start:end]`` begins and ends; never inside the place itself."""
    first, last = _sentence(text, start, end)
    begins = [first, *_inner_begins(text, first, last, start, end), last]
    at = max(index for index, begin in enumerate(begins[:-1]) if begin <= max(start, first))
    to = min(index for index, begin in enumerate(begins) if begin >= min(end, last) and index > at)
    while len(text[begins[at] : begins[to]].split()) < _FEW:
        if to + 1 < len(begins) and begins[to + 1] - begins[at] <= longest:
            to += 1
        elif at > 0 and begins[to] - begins[at - 1] <= longest:
            at -= 1
        else:
            break
    return _trimmed(text, begins[at], begins[to], start, end)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch around a place that no clause goes beyond, looked for within ``_REACH``."""
    low, high = max(0, start - _REACH), min(len(text), end + _REACH)
    ends = _SENTENCE_END.finditer(text, low, min(len(text), start + _AHEAD))
    before = [match.end() for match in ends if match.end() <= start and _ends(text, match)]
    first = before[-1] if before else low
    if not before and low:
        space = _SPACE.search(text, low, start)
        first = space.end() if space else start
    for match in _SENTENCE_END.finditer(text, end, high):
        if _ends(text, match):
            return first, match.start()
    if high == len(text):
        return first, high
    space_at = max(text.rfind(space, end, high) for space in " \n\t")
    return first, max(end, space_at)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence or a line really ends here."""
    at = match.start()
    if match["wrap"] is not None:
        return at < _WRAPPED or text.rfind("\n", at - _WRAPPED, at) >= 0
    if match["stop"] is None:
        return True
    return _expressions().abbreviation.search(text, max(0, at - 12), at) is None


def _inner_begins(text: str, first: int, last: int, start: int, end: int) -> Iterator[int]:
    """Where a clause begins between ``first`` and ``last``; not inside the place from ``start`` to ``end``."""
    say = _expressions()
    begin = first
    for match in say.begin.finditer(text, first, last):
        at = match.end() if match["comma"] else match.start() + 1
        if start < at < end or at <= first:
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


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The place with the rest of the words that it begins and ends in, without signs around them."""
    first, last = start, max(end, start)
    while first > max(0, start - LONGEST) and not text[first - 1].isspace():
        first -= 1
    while last < min(len(text), end + LONGEST) and not text[last].isspace():
        last += 1
    while last > end and text[last - 1] in ".,;:!?)":
        last -= 1
    return first, last


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


@lru_cache(maxsize=1)
def _expressions() -> _Expressions:
    told = read_clause_words()
    begin = rf"(?P<comma>,\s+(?!\d{{4}}\b)(?![^()\n]{{0,60}}\)))|\s(?:(?P<join>{_any(told.join)})|{_any(told.begin)})(?=\s)"
    verb = rf"\b(?:{_any(told.verbs)}|[a-z]{{3,}}{re.escape(told.verb_ending)})\b"
    left_out = rf"(?:{_any(told.left_out)})\s+"
    abbreviation = rf"\b(?:{_any(told.abbreviations)}|[a-z])\Z"
    return _Expressions(
        re.compile(begin, re.IGNORECASE),
        re.compile(verb, re.IGNORECASE),
        re.compile(left_out, re.IGNORECASE),
        re.compile(abbreviation, re.IGNORECASE),
    )


def _any(words: Sequence[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
