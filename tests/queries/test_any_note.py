"""Whatever the note says, no query names a code or payment, offers what is not in the record, or leaves no way out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support.notes import SAMPLES, text_of
from support.queries import FORBIDDEN, assert_may_be_sent, catalogue, query_of
from support.sentences import linter

from notelint.note import Note
from notelint.queries.draft import draft

LABELLED = sorted((SAMPLES[0].parents[1] / "tests" / "data" / "labelled_notes").glob("*/*.txt"))
SETS = sorted({path.parent.name for path in LABELLED})
CODES = [None, *catalogue().codes]
CALM = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
codes = st.sampled_from(CODES)
forbidden = st.sampled_from(FORBIDDEN)
# The notes of which something is asked.
samples = st.sampled_from([path for path in SAMPLES if path.name < "17"]).map(text_of)


def at_every_line_s_end(text, words):
    return "\n".join(f"{line} {words}" if line.strip() else line for line in text.split("\n"))


def at_every_line_s_start(text, words):
    return "\n".join(f"{words} {line}" if line.strip() else line for line in text.split("\n"))


def behind_every_label(text, words):
    return text.replace(": ", f": {words} ")


def in_every_sentence(text, words):
    return text.replace(". ", f" {words}. ").replace(", ", f", {words}, ")


def between_all_words(text, words):
    return text.replace(" ", f" {words} ")


PLACES = [at_every_line_s_end, at_every_line_s_start, behind_every_label, in_every_sentence, between_all_words]


@CALM
@given(anything, anything, codes)
@example("", "notes/20955.txt", None)
@example("$", "$", None)
def test_any_text_and_any_path(text, source, code):
    assert_may_be_sent(query_of(text, source, code))


@CALM
@given(samples, anything, st.integers(0, 3000), codes)
def test_any_text_inside_a_note(text, junk, at, code):
    assert_may_be_sent(query_of(text[:at] + junk + text[at:], code=code))


@CALM
@given(samples, forbidden, st.sampled_from(PLACES), codes)
def test_forbidden_words_in_every_section(text, words, inject, code):
    assert_may_be_sent(query_of(inject(text, words), source=f"notes/{words}.txt", code=code))


@CALM
@given(samples, st.lists(st.tuples(forbidden, st.integers(0, 3000)), min_size=1, max_size=12))
def test_forbidden_words_anywhere(text, injected):
    for words, at in injected:
        text = f"{text[:at]} {words} {text[at:]}"
    assert_may_be_sent(query_of(text))


@pytest.mark.parametrize("words", FORBIDDEN)
@pytest.mark.parametrize("inject", PLACES[:-1], ids=lambda inject: inject.__name__)
def test_what_is_asked_stays_where_the_words_are_withheld(inject, words):
    """The words are kept from view; the question is asked all the same, with the place."""
    query = query_of(inject(text_of(SAMPLES[14]), words))
    assert query.questions
    assert any(citation.words is None for question in query.questions for citation in question.citations)
    assert_may_be_sent(query)


@pytest.mark.parametrize("name", SETS)
def test_all_labelled_notes(name):
    """Every labelled note, with the code it supports and with two others."""
    for path in (path for path in LABELLED if path.parent.name == name):
        report = linter().lint(Note(text_of(path), path.name))
        for code in (None, "20970", "20973"):
            assert_may_be_sent(draft(report, [catalogue()], code))


def test_a_place_far_into_a_long_line_reads_like_no_code():
    """Line 1, column 20955 and beyond."""
    text = text_of(SAMPLES[9]).replace("\n", " ")
    assert_may_be_sent(query_of("He was well. " * 1600 + text))


@given(samples, anything, st.integers(0, 3000))
@CALM
def test_citations_are_the_note_s_own_words(text, junk, at):
    note = Note(text[:at] + junk + text[at:])
    for question in draft(linter().lint(note), [catalogue()]).questions:
        assert question.citations
        for citation in question.citations:
            assert (citation.line, citation.column) == note.position(citation.start)
            assert citation.words in {None, note.text[citation.start : citation.end]}
