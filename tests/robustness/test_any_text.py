"""Whatever the text: no exception, exact places, sections and sentences that lie in order."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.notes import SAMPLES, assert_places_are_exact, text_of
from support.sentences import linter, reader

from notelint.note import Note

CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = settings(CALM, max_examples=60)

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
junk = st.sampled_from(
    ["\0", "\r\n", "\r", "\n\n", "\t", "\u00a0", "\u200b", "\ufeff", "\u00ad", "e\u0301", "\u0130", "ß", "\ufb01", "𝄞", "\u2028",
     "-\n", "***", "____", "[ ]", "[x]", "“", "”", "’", "–", "×", "½", "…", "٣", "&", "w/", "1O:O5", "crn", "(", ")", ":", "."]
)  # fmt: skip
words = st.sampled_from(
    ["PROCEDURE:", "DESCRIPTION:", "Indications:", "EBL", "free", "vascularised", "fibula", "iliac crest", "skin paddle", "no",
     "was harvested", "considered", "peroneal a.", "vena commitantes", "end-to-end", "anastamosis", "12 x 4 cm", "82 min",
     "left", "right", "in 2009", "300 mL", "micro vascular", "osteo-\ncutaneous", "3.", "Dr. Vale", "status post", "10:42"]
)  # fmt: skip
scraps = st.lists(st.one_of(words, junk, st.just(" ")), max_size=60).map("".join)
texts = st.one_of(anything, scraps)
samples = st.sampled_from(SAMPLES).map(text_of)


@st.composite
def mutated_samples(draw):
    """A sample note, cut, doubled and strewn with junk."""
    text = draw(samples)
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 200)))
        piece = text[start:end]
        new = draw(st.one_of(st.just(""), junk, words, st.just(piece * 2), st.just(piece.upper()), st.just(piece[::-1])))
        text = text[:start] + new + text[end:]
    return text


def assert_clean_text_maps_into(note_text):
    """Every character of the clean text stands for a stretch of the note, and the stretches go forward."""
    clean = reader().read(Note(note_text)).clean
    assert len(clean.text) == len(clean.cased) == len(clean.starts) == len(clean.ends)
    assert all(0 <= start <= end <= len(note_text) for start, end in zip(clean.starts, clean.ends, strict=True))
    assert all(a <= b for a, b in pairwise(clean.starts))
    assert all(a <= b for a, b in pairwise(clean.ends))


def assert_sections_cover(note_text):
    """Sections cover the clean text, in order, each heading before its content."""
    reading = reader().read(Note(note_text))
    end = 0
    for section in reading.sections:
        assert section.heading_start == end
        assert section.heading_start <= section.heading_end <= section.end
        kept = section.start == section.heading_start  # the words of some headings belong to what they head
        assert kept or section.heading_end <= section.start <= section.end
        end = section.end
    assert end == len(reading.text)


def assert_sentences_lie_in_order(note_text):
    """Sentences lie inside their sections, one after the other, and mentions and figures inside sentences."""
    reading = reader().read(Note(note_text))
    end = 0
    for index, sentence in enumerate(reading.sentences):
        assert sentence.index == index
        assert end <= sentence.start < sentence.end
        assert sentence.section.start <= sentence.start
        assert sentence.end <= sentence.section.end
        assert sentence.text == reading.text[sentence.start : sentence.end]
        end = sentence.end
    for piece in (*reading.mentions, *reading.measures):
        sentence = reading.sentences[piece.sentence]
        assert sentence.start <= piece.start < piece.end <= sentence.end


@CALM
@given(texts)
@example("İstanbul fibula \0 e\u0301 ﬁbula\r\nﬂap")
@example("")
@example("\r\n\r\n")
def test_clean_text_keeps_its_places(text):
    assert_clean_text_maps_into(text)


@FEW
@given(mutated_samples())
def test_clean_text_keeps_its_places_in_mutated_samples(text):
    assert_clean_text_maps_into(text)


@CALM
@given(texts)
@example("He was well.\nEBL: 300 mL\n")
@example("SKIN/PADDLE  \x000")
def test_sections_cover_the_note(text):
    assert_sections_cover(text)


@pytest.mark.parametrize("text", ["", "\r\n", "A: B\n", "PROCEDURE:", "no heading", "INDICATIONS: Pain\n\nPROCEDURE: Free rib"])
def test_sections_cover_small_notes(text):
    assert_sections_cover(text)


@CALM
@given(texts)
@example("He was well.\nEBL: 300 mL\n")
def test_sentences_lie_in_order(text):
    assert_sentences_lie_in_order(text)


@FEW
@given(mutated_samples())
def test_sentences_lie_in_order_in_mutated_samples(text):
    assert_sentences_lie_in_order(text)


@CALM
@given(texts)
def test_a_report_on_anything_quotes_exactly(text):
    assert_places_are_exact(linter().lint(Note(text)))


@FEW
@given(mutated_samples())
def test_a_report_on_a_mutated_sample_quotes_exactly(text):
    assert_places_are_exact(linter().lint(Note(text)))


@CALM
@given(before=anything, after=anything)
def test_a_bone_is_found_where_it_stands(before, after):
    """A word in a paragraph of its own keeps its place, whatever stands around it; alone on its line it may be a heading."""
    start = len(before) + len("\n\nThe ")
    reading = reader().read(Note(f"{before}\n\nThe fibula bled.\n\n{after}"))
    places = [reading.evidence(mention.start, mention.end) for mention in reading.of_kind("bone")]
    assert (start, start + 6, "fibula") in [(place.start, place.end, place.text) for place in places]


@FEW
@given(mutated_samples())
def test_linting_twice_gives_the_same_report(text):
    assert linter().lint(Note(text)) == linter().lint(Note(text))
