"""Where the second reader's sentences begin, and under which heading they stand."""

from __future__ import annotations

import pytest

from notelint.second_reader.reader import parts_of, tokenizer

NLP = tokenizer()


def sentences_of(text):
    return [(text[slice(*part.place)].strip(), part.heading) for part in parts_of(NLP(text))]


def test_a_full_stop_before_a_capital_ends_a_sentence():
    assert [words for words, _ in sentences_of("The bone was cut. It bled. ")] == ["The bone was cut.", "It bled."]


def test_an_abbreviation_ends_none():
    assert len(sentences_of("Dr. Ash joined the facial a. to the peroneal artery.")) == 1


def test_a_wrapped_line_goes_on():
    text = "The right fibula was raised on the peroneal artery with a cuff\nof muscle and carried to the jaw."
    assert len(sentences_of(text)) == 1


def test_a_short_line_and_a_bullet_stand_alone():
    assert [words for words, _ in sentences_of("EBL 200\n- leg closed\n- neck closed")] == [
        "EBL 200",
        "- leg closed",
        "- neck closed",
    ]


def test_a_heading_is_that_of_the_lines_below_it():
    text = "PROCEDURE: Free fibula flap.\nFINDINGS\nThe bone was pale.\nIt bled."
    assert [heading for _, heading in sentences_of(text)] == ["procedure", "findings", "findings", "findings"]


@pytest.mark.parametrize("text", ["", " \n\n ", "... --- ***", "\0"])
def test_a_text_without_a_word_has_no_sentence(text):
    assert sentences_of(text) == []


def test_a_sentence_has_at_most_eighty_tokens():
    assert max(len(part.words) for part in parts_of(NLP("bone " * 1000))) <= 80
