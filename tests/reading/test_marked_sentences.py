"""Reading, sentence by sentence, against the gold written into tests/data/sentences."""

from __future__ import annotations

import pytest
from support.sentences import Sentence, clean_words, reader, sentences

from notelint.note import Note

SET_ASIDE = {"negated", "planned", "considered", "abandoned", "historical", "quoted", "background"}


def read(sentence: Sentence):
    return reader().read(Note(sentence.text))


@pytest.mark.parametrize("sentence", sentences("sections"))
def test_sections(sentence):
    reading = read(sentence)
    for mark in sentence.marks:
        holding = [s for s in reading.sections if _covers(reading, s.start, s.end, mark)]
        assert [section.kind for section in holding] == [mark.name], mark.text
        assert holding[0].context == mark.attributes.get("context", holding[0].context)


def _covers(reading, start, end, mark):
    place = reading.clean.span(start, end)
    return place.start <= mark.start and mark.end <= place.end


@pytest.mark.parametrize("sentence", sentences("sentences"))
def test_sentences(sentence):
    found = [words_at(read_, s) for read_ in [read(sentence)] for s in read_.sentences]
    assert found == [mark.text for mark in sentence.marks]


def words_at(reading, piece):
    return reading.evidence(piece.start, piece.end).text


@pytest.mark.parametrize("sentence", sentences("measures"))
def test_measures(sentence):
    reading = read(sentence)
    found = {(reading.evidence(m.start, m.end).text, m.quantity, _rounded(m.values)) for m in reading.measures}
    expected = {(mark.text, mark.name, _rounded(_figures(mark))) for mark in sentence.marks}
    assert expected <= found
    if sentence.expected.get("exhaustive") != "no":
        assert found == expected


def _figures(mark):
    if mark.name == "clock":
        hours, minutes = mark.attributes["at"].split(":")
        return [60 * int(hours) + int(minutes)]
    (value,) = mark.attributes.values()
    return [float(figure) for figure in value.split("x")]


def _rounded(values):
    return tuple(round(value, 2) for value in values)


@pytest.mark.parametrize("sentence", [*sentences("mentions"), *sentences("assertion")])
def test_mentions_and_their_status(sentence):
    reading = read(sentence)
    for mark in sentence.marks:
        mentions = [m for m in reading.mentions if m.kind == mark.name and words_at(reading, m) == mark.text]
        mentions = [m for m in mentions if reading.clean.span(m.start, m.end).start == mark.start]
        assert len(mentions) == 1, f"{mark.name} {mark.text!r}: {[(m.kind, m.text) for m in reading.mentions]}"
        for key, value in mark.attributes.items():
            _assert_told(mentions[0], key, value)


def _assert_told(mention, key, value):
    if key == "status":
        assert mention.status in (SET_ASIDE if value == "aside" else {value})
    elif key == "id":
        assert mention.id == value
    else:
        assert mention.attributes.get(key) == value


@pytest.mark.parametrize("sentence", sentences("spelling"))
def test_spelling(sentence):
    reading = read(sentence)
    for mark in sentence.marks:
        expected = mark.attributes["as"].replace("_", " ") if mark.name == "fixed" else mark.text.lower()
        assert clean_words(reading, mark) == expected
