"""Mark each mention as performed, negated, planned, considered, abandoned, historical or quoted.

ConText judges prose sentence by sentence, so that its cost is linear in the length of the note, with the cues of
``patterns/shared/assertion.yaml``. What ConText cannot see (the section, quotation marks, an earlier year) is added here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from notelint.packs.literals import Spotter
from notelint.packs.vocabulary import expand, phrase
from notelint.reading.clean_text import normal_phrase
from notelint.reading.context import at_work, set_aside
from notelint.reading.matching import Matcher
from notelint.reading.model import Ranges
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.packs.vocabulary import Language
    from notelint.reading.context import CueAtWork, Target
    from notelint.reading.model import MentionStatus
    from notelint.reading.tokens import Tokens

SetAside = dict[tuple[int, int], tuple["MentionStatus", tuple[int, int]]]
"""For a range of the text: the status that a cue gives it, and the place of the cue."""

_PRIORITY: tuple[MentionStatus, ...] = ("quoted", "abandoned", "negated", "considered", "historical", "planned")
_RANKS: dict[str, int] = {status: rank for rank, status in enumerate(_PRIORITY)}
_CUE = "cue"
_LONGEST = 300  # tokens of a sentence; 110 words have more only if words are separated by marks alone

_Placed = TypeVar("_Placed", bound=tuple[Any, ...])


class Asserter:
    """Links each mention to the cue that changes its status."""

    def __init__(self, shared: Language) -> None:
        phrases = ((cue, literal) for cue in shared.cues for written in cue.phrases for literal in expand(written))
        self._matcher = Matcher((normal_phrase(literal), _CUE, cue) for cue, literal in phrases)

    def statuses(self, tokens: Tokens, begins: Iterable[int], targets: Iterable[Target]) -> SetAside:
        """The statuses that cues give to targets. ``begins`` are the first tokens of the sentences, in order."""
        bounds = _bounded(begins, len(tokens))
        cues_of = _by_sentence(self._matcher.find(tokens).get(_CUE, ()), bounds)
        targets_of = _by_sentence(targets, bounds)
        decided: dict[tuple[int, int], tuple[int, CueAtWork]] = {}
        for number in cues_of.keys() & targets_of.keys():
            check()
            sentence = bounds[number], bounds[number + 1]
            working = [at_work(cue, first, stop, sentence) for first, stop, cue in cues_of[number]]
            for target, cue in set_aside(working, targets_of[number]):
                rank = _RANKS[cue.cue.status]
                if target[:2] not in decided or rank < decided[target[:2]][0]:
                    decided[target[:2]] = rank, cue
        return {
            tokens.place(first, stop): (_PRIORITY[rank], tokens.place(cue.first, cue.stop))
            for (first, stop), (rank, cue) in decided.items()
        }


def _bounded(begins: Iterable[int], length: int) -> list[int]:
    """The sentence boundaries in tokens. Text before the first sentence is a sentence too; longer ones are split."""
    pairs = pairwise((0, *begins, length))
    return [*(at for begin, end in pairs for at in range(begin, end, _LONGEST)), length]


def _by_sentence(placed: Iterable[_Placed], bounds: Sequence[int]) -> dict[int, list[_Placed]]:
    """The items that begin in each sentence."""
    grouped: dict[int, list[_Placed]] = {}
    for one in placed:
        grouped.setdefault(bisect_right(bounds, one[0]) - 1, []).append(one)
    return grouped


_QUOTED = tuple(phrase(name) for name in ("quoted.quotation", "quoted.arrows", "quoted.marked"))


@cache
def _spotter() -> Spotter:
    """The spotter that finds which kinds of quotations could be in a note; most notes have none."""
    return Spotter([pattern.expression for pattern in _QUOTED])


def quoted_ranges(text: str) -> Ranges:
    """Ranges of the clean text that quote another report: long quotations and pasted blocks."""
    possible = _spotter().possible(text)
    patterns = (pattern for number, pattern in enumerate(_QUOTED) if possible & 1 << number)
    return Ranges(match.span() for pattern in patterns for match in pattern.finditer(text))


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_MONTH_NAME = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*")
_SEASON = r"(?:spring|summer|fall|autumn|winter|early|late|mid)"
_YEAR = re.compile(
    rf"\b(?:in|since|of|from|during|until|early|late) (?:(?:{_MONTH}|{_SEASON}) (?:of )?)?((?:19|20)\d\d)\b",
)
_ENTRY = re.compile(rf"^\W*(?:(?:{_MONTH}|{_SEASON})\.?,? )?((?:19|20)\d\d)\b ?(?=[-:,(]|[a-z])")
_DATE = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})\b"
    rf"|\b(?:\d{{1,2}}(?:st|nd|rd|th)?|[a-z]{{3,9}}(?:st|nd|rd|th)) (?:of )?{_MONTH},? ((?:19|20)\d\d)\b"
    rf"|\b{_MONTH} \d{{1,2}},? ((?:19|20)\d\d)\b"
    rf"|\b\d{{1,2}}-{_MONTH}-(\d{{4}}|\d{{2}})\b",
)


_MAY_DATE = re.compile(r"\d(?:\d\d\d|[/-](?:\d{1,2}|[a-z]{3,})[/-]\d)")


def possible_dates(text: str) -> Iterator[int]:
    """The places where a year or a date may be. A quick search that excludes most sentences."""
    return (match.start() for match in _MAY_DATE.finditer(text))


def operation_date(text: str) -> tuple[str, int] | None:
    """The first date of the note (as written) and its year; the date of a report is in its header."""
    match = _DATE.search(text)
    if match is None:
        return None
    year = int(next(group for group in match.groups() if group))
    return match[0], year if year > 99 else 2000 + year


def earlier_time(sentence: str, today: tuple[str, int] | None) -> re.Match[str] | None:
    """The place where a sentence has a date before the operation: an earlier year, or another date than that of the operation.

    A year that opens a sentence ("March 2021 - cast") dates it as an entry of a chronology.
    """
    for match in (*_ENTRY.finditer(sentence), *_YEAR.finditer(sentence)):
        if today is None or int(match[1]) < today[1]:
            return match
    if today is not None:
        for match in _DATE.finditer(sentence):
            if _figures(match[0]) != _figures(today[0]):
                return match
    return None


def _figures(date: str) -> list[int]:
    """The figures of a date in whatever way it is written: "4/2/26", "04/02/2026" and "April 2, 2026" have the same ones."""
    month = _MONTH_NAME.search(date)
    named = [_MONTHS.index(month[1]) // 3 + 1] if month else []
    written = [int(figure) % 100 for figure in re.findall(r"\d+", date)]
    return sorted(written + named)
