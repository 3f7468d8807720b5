"""Read a note: clean it, find sections and sentences, terms and figures, and how each is meant.

The pipeline stands on ``spacy.blank("en")``: its tokenizer and phrase matcher, and medspaCy's ConText. Nothing is downloaded.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from notelint.packs.vocabulary import expand, language, phrase
from notelint.reading.assertion import Asserter, Ranges, earlier_time, operation_date, quoted_ranges
from notelint.reading.clean import CleanText, clean
from notelint.reading.clean_text import normal_phrase
from notelint.reading.headings import opens_label
from notelint.reading.heard import Ear
from notelint.reading.measures import find_measures
from notelint.reading.model import SECTION_STATUS, Mention, MentionStatus, Reading, Sentence
from notelint.reading.rewriting import Rewriter
from notelint.reading.sections import find_sections
from notelint.reading.sentences import find_sentences
from notelint.reading.spelling import Speller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.packs.vocabulary import Term

# Kinds that ConText judges; the others (a cause, a place, a side) mean the same whether done or not.
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


@dataclass(frozen=True, slots=True)
class _Meaning:
    kind: str
    term: Term


class Reader:
    """Reads notes with one vocabulary. Costly to build, cheap to use; not shared between threads."""

    def __init__(self, terms: Iterable[tuple[str, Term]]) -> None:
        self._shared = language()
        self._nlp = spacy.blank("en")
        self._nlp.max_length = 10_000_000
        self._meanings: dict[str, list[_Meaning]] = {}
        for kind, term in (*self._shared.terms, *terms):
            for written in term.phrases:
                for literal in expand(written):
                    meanings = self._meanings.setdefault(normal_phrase(literal), [])
                    if all(meaning.kind != kind for meaning in meanings):
                        meanings.append(_Meaning(kind, term))
        self._matchers = self._build_matchers()
        self._asserter = Asserter(self._nlp, self._shared)
        headings = (written for heading in self._shared.headings for written in heading.phrases)
        right = self._shared.known_words.union(self._shared.dirty.right_words)
        self._speller = Speller((*self._meanings, *headings), right, self._shared.dirty.forms)
        self._rewriter = Rewriter(self._shared.dirty)
        self._ear = Ear(self._speller.vocabulary, self._shared.dirty.broken, self._speller.knows)

    def _build_matchers(self) -> dict[str, PhraseMatcher]:
        """One matcher for each kind: within a kind the longest term wins, between kinds terms may overlap."""
        matchers: dict[str, PhraseMatcher] = {}
        for written, meanings in self._meanings.items():
            document = self._nlp.make_doc(written)
            for meaning in meanings:
                if meaning.kind not in matchers:
                    matchers[meaning.kind] = PhraseMatcher(self._nlp.vocab, attr="ORTH")
                matchers[meaning.kind].add(meaning.term.id, [document])
        self._terms = {(m.kind, m.term.id): m.term for found in self._meanings.values() for m in found}
        return matchers

    def read(self, note: Note) -> Reading:
        """Everything the vocabulary recognises in ``note``, with its place and how it is meant."""
        text, corrections = self.normal_form(note)
        quoted = quoted_ranges(text.text)
        sections = find_sections(text, quoted)
        sentences = find_sentences(text, sections)
        doc = self._document(text, {sentence.start for sentence in sentences} | {section.heading_start for section in sections})
        mentions = tuple(self._mentions(doc, text, sentences, quoted))
        measures = tuple(measure for sentence in sentences for measure in find_measures(sentence))
        others = frozenset(sentence.index for sentence in sentences if sentence.start in quoted)
        return Reading(note, text, sections, sentences, mentions, measures, corrections, others)

    def normal_form(self, note: Note) -> tuple[CleanText, tuple[tuple[str, str], ...]]:
        """The clean text of ``note``, and what was corrected in it (as written, corrected)."""
        text = clean(note.text, self._rewriter, self._speller.knows, opens_label)
        text, rejoined = self._ear.rejoined(text)
        text, corrected = self._speller.correct(text)
        return text, (*rejoined, *corrected)

    def _document(self, text: CleanText, starts: set[int]) -> Doc:
        """The text's tokens, with a sentence of spaCy's at each of ``starts``: our sentences, and the headings between them."""
        tokens = self._nlp.make_doc(text.text)
        # Doc takes all sentence starts at once; setting them token by token is quadratic in the length of the note.
        return Doc(
            self._nlp.vocab,
            words=[token.text for token in tokens],
            spaces=[bool(token.whitespace_) for token in tokens],
            sent_starts=[token.idx in starts for token in tokens],
        )

    def _mentions(self, doc: Doc, text: CleanText, sentences: tuple[Sentence, ...], quoted: Ranges) -> Iterator[Mention]:
        spans: list[tuple[str, Span]] = []
        for kind, matcher in self._matchers.items():
            spans.extend((kind, span) for span in filter_spans(matcher(doc, as_spans=True)))
        statuses = _Statuses(self._asserter.statuses(doc, _targets(doc, spans)), quoted, _dated(text.text, sentences))
        begins = [sentence.start for sentence in sentences]
        for kind, span in sorted(spans, key=lambda entry: (entry[1].start, -entry[1].end)):
            index = bisect_right(begins, span.start_char) - 1
            if index < 0 or span.end_char > sentences[index].end:
                continue
            status, cue = statuses.of(kind, span, sentences[index])
            term = self._terms[kind, span.label_]
            yield Mention(span.start_char, span.end_char, kind, term.id, term.attributes, span.text, index, status, cue)


def _dated(text: str, sentences: tuple[Sentence, ...]) -> dict[int, tuple[int, int]]:
    """The sentences that date themselves before the operation, with the place of the date."""
    today = operation_date(text)
    dated: dict[int, tuple[int, int]] = {}
    for sentence in sentences:
        match = earlier_time(sentence.text, today) if sentence.section.context != "label" else None
        if match:
            dated[sentence.index] = (sentence.start + match.start(), sentence.start + match.end())
    return dated


@dataclass(frozen=True, slots=True)
class _Statuses:
    """How the mentions of one note are meant: by a cue, by who speaks, by a date, else by their section."""

    set_aside: dict[tuple[int, int], tuple[MentionStatus, tuple[int, int]]]
    quoted: Ranges
    dated: dict[int, tuple[int, int]]

    def of(self, kind: str, span: Span, sentence: Sentence) -> tuple[MentionStatus, tuple[int, int] | None]:
        """The status of a mention, and the place of the cue that gave it."""
        if span.start_char in self.quoted:
            return "quoted", None
        if kind not in _JUDGED:
            return "performed", None
        if (span.start, span.end) in self.set_aside:
            status, cue = self.set_aside[span.start, span.end]
            if sentence.section.context != "header" or not _THIS_STAGE.fullmatch(sentence.text, *_within(sentence, cue)):
                return status, cue
        if kind in _DATED and sentence.index in self.dated and sentence.section.context != "header":
            return "historical", self.dated[sentence.index]
        return SECTION_STATUS[sentence.section.context], None


def _within(sentence: Sentence, place: tuple[int, int]) -> tuple[int, int]:
    """A place of the text as a place in its sentence."""
    return max(place[0] - sentence.start, 0), max(place[1] - sentence.start, 0)


def _targets(doc: Doc, spans: list[tuple[str, Span]]) -> list[Span]:
    """What ConText judges: each stretch once, labelled with its kind, which a cue may ask for."""
    targets: dict[tuple[int, int], Span] = {}
    for kind, span in spans:
        if kind in _JUDGED:
            targets.setdefault((span.start, span.end), Span(doc, span.start, span.end, label=kind))
    return list(targets.values())
