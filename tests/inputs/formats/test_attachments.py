"""What the readers share that hold documents: base64, names of formats, places, which documents are the same."""

from __future__ import annotations

from datetime import date

import pytest

from notelint.inputs.formats.attachments import (
    Problems,
    append,
    combined,
    decode_base64,
    distinct,
    finished,
    format_name,
    placed,
)
from notelint.inputs.formats.model import Document, Metadata
from notelint.places import Place, PlaceMap, TextBuilder

WORDS = " ".join(f"word{number}" for number in range(100))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("QUJD", b"ABC"),
        (" Q U\r\nI=\n", b"AB"),
        ("QUI", b"AB"),
        ("QUJDR", b"ABC"),
        ("-_-_", b"\xfb\xff\xbf"),
        ("", b""),
        ("QU*D", None),
        ("Fibula flap, 8 cm", None),
        ("Ünicode", None),
    ],
)
def test_base64(text, data):
    assert decode_base64(text) == data


@pytest.mark.parametrize(
    ("data", "media_type", "name"),
    [
        (b"%PDF-1.7", "text/plain", "PDF"),
        (b"{\\rtf1", "", "RTF"),
        (b"PK\x03\x04", "", "Word"),
        (b"<?xml version='1.0'?>\n<ClinicalDocument>", "text/xml", "C-CDA"),
        (b"<!DOCTYPE HTML>", "", "HTML"),
        (b"a note", "text/html; charset=utf-8", "HTML"),
        (b"a note", "text/plain", ""),
    ],
)
def test_the_name_of_a_format_is_that_of_the_content_and_else_that_declared(data, media_type, name):
    assert format_name(data, media_type) == name


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_plain_text_gets_the_places_of_its_lines(end):
    document = placed(Document(f"one{end}{end}two{end}"), "a", "", "b")
    assert document.places.at(document.text.index("two")) == Place(("a", "b"), line=3)
    assert len(document.places.starts) == 3


def test_very_many_lines_do_not_get_a_place_each():
    document = placed(Document("a\n" * 200_000))
    assert document.places.at(99_998) == Place(line=50_000)
    assert document.places.at(100_000) == document.places.at(399_999) == Place()


def test_a_document_with_places_keeps_them():
    assert placed(Document("ab", PlaceMap((0,), (Place(page=2),))), "a").places.places == (Place(("a",), page=2),)


def test_appended_text_loses_the_line_breaks_around_it_and_keeps_its_places():
    builder = TextBuilder()
    places = PlaceMap((0, 2, 6), (Place(page=1), Place(page=2), Place(page=3)))
    append(builder, Document("\n\none\ntwo\n\n", places))
    append(builder, Document("\n\n"))
    append(builder, Document("three"))
    assert builder.text() == "one\ntwo\nthree\n"
    assert [str(builder.places().at(offset)) for offset in (0, 3, 4, 7, 8)] == ["p.2", "p.2", "p.3", "p.3", ""]


def test_of_one_note_in_two_formats_the_longer_is_kept():
    whole, shorter, other = Document(f"{WORDS}. Signed"), Document(WORDS.upper()), Document(WORDS[:200])
    assert distinct([shorter, whole]) == [whole]
    assert distinct([whole, other, shorter]) == [whole]
    assert distinct([Document("See the PDF."), whole, Document("see, the pdf")]) == [Document("See the PDF."), whole]
    assert distinct([shorter] * 9) == [shorter] * 9


def test_the_container_goes_before_what_it_holds():
    inner = Metadata("Inner", ("LOINC|1", "LOINC|2"), date(2026, 3, 2), "Ann", "final")
    assert combined(Metadata(), inner) == inner
    outer = Metadata("Outer", ("LOINC|2",), None, "", "draft")
    assert combined(outer, inner) == Metadata("Outer", ("LOINC|2", "LOINC|1"), date(2026, 3, 2), "Ann", "draft")


def test_problems_are_counted_by_their_kind():
    problems = Problems()
    assert not problems
    for kind in "abcdefg":
        problems.add(f"thing|{kind}")
    problems.add("thing|g", 2)
    assert problems.sentences(2) == ("3 things g", "1 thing a", "5 more not read")


def test_a_note_alone_has_no_name():
    assert finished([Document("a", name="x")], ["w"]) == [Document("a", warnings=("w",))]
    assert [one.name for one in finished([Document("a", name="x"), Document("b", name="y")], [])] == ["x", "y"]
