"""Split the clean text into sentences, with the abbreviations and decimals of operative notes.

A sentence never crosses a typed line break, and is never longer than ``MAX_TOKENS`` words: a note without any
punctuation is read in pieces, so that no cue has an unlimited reach.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import idiom_spotter, phrase
from notelint.packs.wording import Stretch
from notelint.reading.model import Section, Sentence
from notelint.watch import check

if TYPE_CHECKING:
    from notelint.reading.clean import CleanText

# Begins with the signs it is about, which are quick to find, and looks behind later.
_STOP = re.compile(r"[.!?\n](?:(?<=[.!?])[.!?]*[\"')\]]*(?=\s|$)|(?<=[a-z\d]\.)(?=[A-Z][a-z]+ )|(?<=\n)\n*)")
_ABBREVIATION = phrase("sentence.abbreviation")
_LIST_NUMBER = re.compile(r"(?:^|\n)\s*\(?\d{1,2}$")
_TIME_OR_WEIGHT = re.compile(r"\d ?[hg]$")  # "13:02 h." ends a sentence, although one letter before a stop shortens a word
_WORD_STOP = re.compile(r"\b[A-Za-z]+(?P<stop>)\. (?P<next>[A-Za-z])")
_SMALL_BEHIND_STOP = re.compile(r"\. (?<=[A-Za-z]\. )[a-z]")  # in every match of the one above that goes on in a small letter
_HASTY = 3
_LONGEST_ABBREVIATION = 12  # letters, with the space before it
_NEXT = re.compile(r"\s+(\S)")
MAX_TOKENS = 110
_WORD = re.compile(r"\S+")


def find_sentences(clean: CleanText, sections: tuple[Section, ...]) -> tuple[Sentence, ...]:
    """The sentences of every section, in order."""
    sentences: list[Sentence] = []
    small = _begins_small(clean)
    spotter = idiom_spotter()
    for section in sections:
        check()
        for start, end in _ranges(clean, section, small=small):
            for begin, stop in _bounded(clean.text, start, end):
                sentences.append(Sentence(len(sentences), begin, stop, Stretch(clean.text[begin:stop], spotter), section))
    return tuple(sentences)


def _begins_small(clean: CleanText) -> bool:
    """Whether the writer of the note often begins sentences with a lower-case letter."""
    if len(_SMALL_BEHIND_STOP.findall(clean.cased)) < _HASTY:
        return False
    small = capital = 0
    for match in _WORD_STOP.finditer(clean.cased):
        if _ABBREVIATION.search(clean.text, max(match.start() - 1, 0), match.start("stop")) is None:
            small += match["next"].islower()
            capital += match["next"].isupper()
    return small >= _HASTY and small * 3 >= capital


def _ranges(clean: CleanText, section: Section, *, small: bool) -> list[tuple[int, int]]:
    cased, text = clean.cased, clean.text
    lower_only = small or not _has_capitals(cased[section.start : section.end])
    ranges: list[tuple[int, int]] = []
    start = section.start
    for match in _STOP.finditer(cased, section.start, section.end):
        if match[0].startswith("\n") or _ends_sentence(cased, text, start, match, lower_only=lower_only):
            ranges.append((start, match.end()))
            start = match.end()
    ranges.append((start, section.end))
    return [trimmed for begin, end in ranges if (trimmed := _trim(text, begin, end))[0] < trimmed[1]]


def _has_capitals(text: str) -> bool:
    return text != text.lower() if text.isascii() else any(char.isupper() for char in text)


def _ends_sentence(cased: str, text: str, start: int, stop: re.Match[str], *, lower_only: bool) -> bool:
    if not stop[0].startswith("."):
        return True
    before = text[max(start, stop.start() - 24) : stop.start()]
    if (_may_be_number(before) and _LIST_NUMBER.search(before)) or (stop.start() - start <= 2 and before.strip().isdigit()):
        return False
    following = _NEXT.match(cased, stop.end())
    opens = following is None or lower_only or not following[1].islower()
    if opens and _TIME_OR_WEIGHT.search(before):
        return True
    return opens and _ABBREVIATION.search(before, max(len(before) - _LONGEST_ABBREVIATION, 0)) is None


def _may_be_number(before: str) -> bool:
    """Whether a number may be before a full stop; most full stops end words."""
    return before[-1:].isdecimal() or before.endswith("\n")


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= 2 * MAX_TOKENS:  # even one-letter words would not be too many
        return [(start, end)]
    words = list(_WORD.finditer(text, start, end))
    if len(words) <= MAX_TOKENS:
        return [(start, end)]
    firsts = range(0, len(words), MAX_TOKENS)
    return [(words[i].start(), words[min(i + MAX_TOKENS, len(words)) - 1].end()) for i in firsts]
