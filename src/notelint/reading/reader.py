"""Read a note: clean it, find sections, sentences, terms and figures, and the status of each term.

Terms are found in one pass over the text's tokens, and ConText judges them sentence by sentence.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import expand, language, phrase
from notelint.reading.assertion import Asserter, earlier_time, operation_date, possible_dates, quoted_ranges
from notelint.reading.clean import CleanText, clean
from notelint.reading.clean_text import normal_phrase
from notelint.reading.headings import opens_label
from notelint.reading.matching import Matcher
from notelint.reading.measures import find_measures
from notelint.reading.model import SECTION_STATUS, Mention, MentionStatus, Ranges, Reading, Sentence
from notelint.reading.phonetic import PhoneticJoiner
from notelint.reading.rewriting import Rewriter
from notelint.reading.sections import find_sections
from notelint.reading.sentences import find_sentences
from notelint.reading.spelling import Speller
from notelint.reading.tokens import tokenize
from notelint.reading.words import words_in
from notelint.report import SectionPlace
from notelint.watch import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.packs.vocabulary import Term
    from notelint.reading.assertion import SetAside
    from notelint.reading.context import Target
    from notelint.reading.matching import Match
    from notelint.reading.model import Measure, Section

# Kinds that ConText judges; the others (a cause, a place, a side) do not depend on whether something was done.
_THIS_STAGE = phrase("section.this-stage")
_JUDGED = frozenset(
    {
        "bone",
        "named_flap",
        "flap_word",
        "other_flap",
        "act",
        "skin",
        "vessel",
        "vessel_head",
        "microsurgery",
        "perfusion",
        "imaging",
    }
)
_DATED = _JUDGED - {"imaging"}


class BaseReader:
    """Reads notes without their terms, which differ from pack to pack. It is expensive to build and cheap to use.

    The vocabularies of all packs at work go in, because a word of one of them is never corrected to another word. Do not share it
    between threads.
    """

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        shared = language()
        written = dict.fromkeys(phrase for phrase, _, _ in _phrases((*shared.terms, *terms)))
        headings = (written for heading in shared.headings for written in heading.phrases)
        right = shared.known_words.union(shared.dirty.right_words)
        self._speller = Speller((*written, *headings), right, shared.dirty.forms)
        self._rewriter = Rewriter(shared.dirty)
        self._joiner = PhoneticJoiner(self._speller.vocabulary, shared.dirty.broken, self._speller.knows)

    def read(self, note: Note) -> Reading:
        """The reading of ``note`` without mentions: its clean text, sections, sentences and figures."""
        text, corrections = self.normal_form(note)
        quoted = quoted_ranges(text.text)
        sections = find_sections(text, quoted)
        sentences = find_sentences(text, sections)
        measures = tuple(measure for sentence in sentences for measure in _measures(sentence))
        others = frozenset(sentence.index for sentence in sentences if sentence.start in quoted)
        return Reading(note, text, sections, sentences, (), measures, corrections, others, quoted)

    def outline(self, note: Note) -> tuple[SectionPlace, ...]:
        """The sections of ``note`` that have a heading, in their order."""
        text, _ = self.normal_form(note)
        return tuple(
            SectionPlace(section.kind, section.context, *_places(text, section))
            for section in find_sections(text, quoted_ranges(text.text))
            if section.heading_end > section.heading_start
        )

    def normal_form(self, note: Note) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The clean text of ``note``, and what was corrected in it (as written, corrected)."""
        text = clean(note.text, self._rewriter, self._speller.knows, opens_label)
        words = words_in(text.text)
        odd = self._joiner.odd_among(words)
        text, rejoined = self._joiner.rejoined(text, words, odd)
        if rejoined:
            odd = self._joiner.odd_among(words_in(text.text))
        text, corrected = self._speller.correct(text, [word for word, piece in odd.items() if piece.foreign])
        return text, (*rejoined, *corrected)


class TermFinder:
    """Finds the terms of one vocabulary, and those that all packs share, in readings. Do not share it between threads."""

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        shared = language()
        self._matcher = Matcher(list(_phrases((*shared.terms, *terms))))
        self._asserter = Asserter(shared)

    def found_in(self, reading: Reading) -> Reading:
        """The reading with its mentions: all terms of the vocabulary with their places and statuses."""
        return replace(reading, mentions=tuple(self._mentions(reading)))

    def _mentions(self, reading: Reading) -> Iterator[Mention]:
        text, sentences = reading.text, reading.sentences
        tokens = tokenize(text)
        found = self._matcher.find(tokens)
        # Cues and terms of a heading stay with it: it is a sentence to ConText.
        begins = tokens.numbers_from({s.start for s in sentences} | {section.heading_start for section in reading.sections})
        starts = [sentence.start for sentence in sentences]
        dated = _dated(text, sentences, starts)
        statuses = _Statuses(self._asserter.statuses(tokens, begins, _targets(found)), reading.quoted_ranges, dated)
        for first, back, _, kind, term in _in_order(found):
            check()
            start, end = place = tokens.place(first, -back)
            index = bisect_right(starts, start) - 1
            if index < 0 or end > sentences[index].end:
                continue
            status, cue = statuses.of(kind, place, sentences[index])
            yield Mention(start, end, kind, term.id, term.attributes, text[start:end], index, status, cue)


class Reader:
    """Reads notes with one vocabulary: a base reader and its terms."""

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        vocabulary = tuple(terms)
        self.base = BaseReader(vocabulary)
        self._finder = TermFinder(vocabulary)

    def read(self, note: Note) -> Reading:
        """The reading of ``note``: all terms of the vocabulary and figures, with their places and statuses."""
        return self._finder.found_in(self.base.read(note))

    def normal_form(self, note: Note) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """As ``BaseReader.normal_form``."""
        return self.base.normal_form(note)


def _phrases(terms: Iterable[tuple[str, Term]]) -> Iterator[tuple[str, str, Term]]:
    """The literal phrases of terms in the normal form of notes, each with its kind and its term."""
    for kind, term in terms:
        for written in term.phrases:
            for literal in expand(written):
                yield normal_phrase(literal), kind, term


def _measures(sentence: Sentence) -> Iterable[Measure]:
    check()
    return find_measures(sentence)


def _in_order(found: dict[str, list[Match[Term]]]) -> list[tuple[int, int, int, str, Term]]:
    """The terms by first token, longest first: (first token, minus the first token after it, number of kind, kind, term)."""
    terms = [
        (first, -stop, number, kind, term)
        for number, (kind, matches) in enumerate(found.items())
        for first, stop, term in matches
    ]
    terms.sort()
    return terms


def _places(text: CleanText, section: Section) -> tuple[int, int, int]:
    """In the note: where the heading of a section begins and ends, and where the section ends."""
    start, heading_end = text.place(section.heading_start, section.heading_end)
    end = text.place(section.start, section.end)[1] if section.end > section.start else heading_end
    return start, heading_end, max(end, heading_end)


def _dated(text: str, sentences: tuple[Sentence, ...], starts: list[int]) -> dict[int, tuple[int, int]]:
    """The sentences with a date before the operation, with the place of the date. ``starts`` are the starts of sentences."""
    dated: dict[int, tuple[int, int]] = {}
    worth_a_look = sorted({bisect_right(starts, place) - 1 for place in possible_dates(text)} - {-1})
    today = operation_date(text) if worth_a_look else None
    for sentence in (sentences[index] for index in worth_a_look):
        match = earlier_time(sentence.text, today) if sentence.section.context != "label" else None
        if match:
            dated[sentence.index] = (sentence.start + match.start(), sentence.start + match.end())
    return dated


@dataclass(frozen=True, slots=True)
class _Statuses:
    """The statuses of the mentions of one note: from a cue, a quotation, a date, or else from the section."""

    set_aside: SetAside
    quoted: Ranges
    dated: dict[int, tuple[int, int]]

    def of(self, kind: str, place: tuple[int, int], sentence: Sentence) -> tuple[MentionStatus, tuple[int, int] | None]:
        """The status of the mention at ``place``, and the place of the cue that gave it."""
        if place[0] in self.quoted:
            return "quoted", None
        if kind not in _JUDGED:
            return "performed", None
        if place in self.set_aside:
            status, cue = self.set_aside[place]
            if sentence.section.context != "header" or not _THIS_STAGE.fullmatch(sentence.text, *_within(sentence, cue)):
                return status, cue
        if kind in _DATED and sentence.index in self.dated and sentence.section.context != "header":
            return "historical", self.dated[sentence.index]
        return SECTION_STATUS[sentence.section.context], None


def _within(sentence: Sentence, place: tuple[int, int]) -> tuple[int, int]:
    """An offset of the text as an offset in its sentence."""
    return max(place[0] - sentence.start, 0), max(place[1] - sentence.start, 0)


def _targets(found: dict[str, list[Match[Term]]]) -> Iterable[Target]:
    """The targets of ConText: each range once, with its kind, to which a cue may be limited."""
    targets: dict[tuple[int, int], Target] = {}
    for kind, matches in found.items():
        if kind in _JUDGED:
            for first, stop, _ in matches:
                targets.setdefault((first, stop), (first, stop, kind))
    return targets.values()
