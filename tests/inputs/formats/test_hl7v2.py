"""HL7 v2: separators, line ends, escapes, documents in values, what belongs to which note, and what is hostile."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents.hl7v2 import DOCUMENT, HEADER, ORDER, PATIENT, batch, ed, escaped, framed, message, obx, write_hl7
from support.documents.inner import REFUSAL, read_inner
from support.growth import grows_linearly, seconds

from notelint.inputs.formats.hl7v2 import read
from notelint.inputs.formats.hl7v2_segments import Separators, lines_of, unescape
from notelint.inputs.formats.model import Document, Limits, RefusedError

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "hl7v2"
NOTE = r"""PREOPERATIVE DIAGNOSIS: Defect of the mandible | 8 cm & more.

PROCEDURE: Osteocutaneous fibula flap ^ to the left jaw, ~20 cm of \bone\, Düsseldorf.
  The peroneal vessels were joined to the facial artery.
"""
OTHER = "ANESTHESIA RECORD\nGeneral anesthesia, no events.\n"
PDF = b"%PDF-first page of the note\nsecond page with the fibula\n"


def notes(data, limits=None, inner=read_inner):
    return read(data, limits or Limits(), inner)


def only(data, **arguments):
    documents = notes(data, **arguments)
    assert len(documents) == 1
    return documents[0]


def refusal(data, **arguments):
    with pytest.raises(RefusedError) as caught:
        notes(data, **arguments)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def place_of(document, words):
    return str(document.places.at(document.text.index(words)))


def with_values(*values, kind="TX"):
    """The one note of a message with these values of OBX-5."""
    return only(message(PATIENT, ORDER, *(obx(number, kind, value) for number, value in enumerate(values, 1))))


# -- text ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["MDM", "ORU", "FT"])
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\n\r\n"])
def test_the_text_of_a_note_comes_back_whatever_ends_its_segments(kind, end):
    document = only(write_hl7(NOTE, kind=kind, end=end))
    assert document.text == NOTE
    assert (document.name, document.warnings, document.encoding) == ("", (), "utf-8")


def test_every_word_is_found_again_at_its_place():
    data = write_hl7(NOTE).decode()
    results = [line for line in data.split("\r") if line.startswith("OBX")]
    document = only(data.encode())
    for word in re.finditer(r"\w+", document.text):
        place = document.places.at(word.start())
        number = re.fullmatch(r"OBX\[(\d+)\]-5", place.steps[0])[1]
        assert word[0] in results[int(number) - 1].split("|")[5]
        assert place.line == 1


def test_the_lines_of_one_value_are_counted():
    document = only(write_hl7(NOTE, kind="FT"))
    assert place_of(document, "Defect") == "OBX[1]-5 line 1"
    assert place_of(document, "peroneal") == "OBX[1]-5 line 4"
    document = with_values("one~two", "three")
    assert document.text == "one\ntwo\nthree\n"
    assert [place_of(document, word) for word in ("two", "three")] == ["OBX[1]-5 line 2", "OBX[2]-5 line 1"]


def test_a_line_without_a_segment_name_continues_the_field():
    data = message(
        PATIENT,
        "OBX|1|FT|||Fibula flap\nraised.\n\nMSH was noted|no\nOBS. nothing\nBTS shunt||||||F",
        "OBX|2|TX|||End",
        end="\r\n",
    )
    document = only(data)
    assert document.text == "Fibula flap\nraised.\n\nMSH was noted\nEnd\n"
    assert place_of(document, "noted") == "OBX[1]-5 line 4"


def test_a_line_that_continues_may_begin_like_a_trailer():
    assert only(message("OBX|1|FT|||History:\nBTS shunt\nFTS")).text == "History:\nBTS shunt\n"


def test_empty_results_are_blank_lines_within_the_note_only():
    assert with_values("", "", "one", "", "two", "").text == "one\n\ntwo\n"


def test_a_break_that_ends_each_value_adds_no_blank_lines():
    assert with_values(r"one\.br\ ", r"two\.br\ ", kind="FT").text == "one\ntwo\n"


def test_other_separators_are_those_of_the_header():
    header = "MSH#*@!%#EHR#HOSPITAL#X#Y#20260302##ORU*R01#1#P#2.5.1"
    data = message("OBX#1#TX#1*Note##a | ^ ~ \\ & !F! !S! !R! !E! !T! b@second#######F", header=header)
    assert only(data).text == "a | ^ ~ \\ & # * @ ! % b\nsecond\n"


@pytest.mark.parametrize("marks", ["", "^", "^~", "^~\\", "^~\\&#"])
def test_missing_separators_are_the_usual_ones(marks):
    assert only(message(r"OBX|1|TX|||a\T\b~c", header=f"MSH|{marks}|EHR")).text == "a&b\nc\n"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (r"\F\\S\\T\\R\\E\\P\ ", "|^&~\\# "),
        (r"\H\EBL\N\ 200", "EBL 200"),
        (r"one\.br\two\.sp\three\.sp 2\four\.ce\five", "one\ntwo\nthree\n\nfour\nfive"),
        (r"a\.sk3\b\.in+4\c\.ti-2\d\.fi\e\.nf\f", "a   bcdef"),
        (r"\X41\\X0D0A\\XC3BC\\XE9\\X00\\X4\ ", "A\nüé "),
        (r"\X0D\\X0A\end", "\nend"),
        (r"\Cxxyy\a\C2842\b\M254F33\c\Zabc\d\ZAB1\e\Q\f\.zz\g", r"\Cxxyy\ab" + r"c\Zabc\defg"),
        (r"and\or, C:\temp\x", r"and\or, C:\temp\x"),
        (r"a\b \H\EBL\N\ c\ ", r"a\b EBL c" + "\\ "),
        ("\\", "\\"),
        ("a\\H", "a\\H"),
        (r"\.sp999999\x", "\n" * 5 + "x"),
    ],
)
def test_escapes(raw, expected):
    assert unescape(raw, Separators()) == expected


def test_lines_of_a_value():
    assert lines_of(r"a ~b\.br\ c\.br\ ", Separators()) == ["a", "b", " c"]
    assert lines_of("", Separators()) == [""]


def test_results_of_several_names_have_them_as_headings():
    values = [
        obx(1, "TX", "Fracture", "10219-4^Preoperative diagnosis^LN"),
        obx(2, "TX", "Fibula flap", "29554-3^Procedure^LN"),
        obx(3, "TX", "with skin", "29554-3^Procedure^LN"),
        obx(4, "TX", "Findings: none", "59776-5^Findings^LN"),
    ]
    document = only(message(ORDER, *values))
    assert document.text == ("Preoperative diagnosis\nFracture\n\nProcedure\nFibula flap\nwith skin\n\nFindings: none\n")
    assert place_of(document, "Procedure") == "OBX[2]-3"
    assert place_of(document, "skin") == "OBX[3]-5 line 1"


def test_numbered_lines_of_one_name_have_no_headings():
    values = [obx(number, "TX", f"line {number}", f"N{number}^Note line {number}^L") for number in range(1, 4)]
    assert only(message(*values)).text == "line 1\nline 2\nline 3\n"


def test_comments_follow_their_result():
    segments = [
        PATIENT,
        "NTE|1||of the patient",
        ORDER,
        "NTE|1||before",
        obx(1, "TX", "Flap"),
        r"NTE|2||a\.br\b~c",
        obx(2, "TX", "End"),
    ]
    document = only(message(*segments))
    assert document.text == "before\n\nFlap\na\nb\nc\nEnd\n"
    assert place_of(document, "b\nc") == "NTE[3]-3 line 2"
    assert refusal(message(ORDER, "NTE|1||a comment alone", obx(1, "NM", "5"))).startswith("no text of a note")


# -- documents in values -------------------------------------------------------------------------------------------------


def test_an_attachment_is_read_by_its_own_reader():
    document = only(write_hl7(NOTE, data=PDF))
    assert document.text == "first page of the note\nsecond page with the fibula\n"
    assert place_of(document, "fibula") == "OBX[1]-5 → PDF p.2 line 1"
    assert document.warnings == ("1 picture not read",)


@pytest.mark.parametrize(
    ("value", "media_type"),
    [
        ("^application^PDF^Base64^QQ==", "application/pdf"),
        ("^AP^RTF^BASE64^QQ", "text/rtf"),
        ("^TEXT^HTML^base64^QQ==", "text/html"),
        ("^^text/rtf^Base64^Q\\.br\\Q==", "text/rtf"),
        ("^Application^Octet-stream^Base64^QQ==", ""),
        ("^TEXT^PLAIN^Hex^41", "text/plain"),
        ("^TEXT^^A^A", "text/plain"),
        ("^PDF^^Base64^QQ==", "application/pdf"),
    ],
)
def test_encodings_and_media_types_of_an_attachment(value, media_type):
    given_types = []

    def inner(data, media_type=""):
        given_types.append((data, media_type))
        return [Document(data.decode())]

    assert only(message(obx(1, "ED", value)), inner=inner).text == "A\n"
    assert given_types == [(b"A", media_type)]


def test_base64_without_its_label_is_recognised_by_what_it_holds():
    data = write_hl7("", data=PDF).replace(b"^Base64^", b"^^")
    assert place_of(only(data), "fibula") == "OBX[1]-5 → PDF p.2 line 1"


def test_text_and_attachment_of_one_message_are_one_note():
    document = only(message(obx(1, "TX", "See the document."), ed(PDF, number=2), obx(3, "TX", "End of message.")))
    assert document.text == ("See the document.\n\nfirst page of the note\nsecond page with the fibula\n\nEnd of message.\n")
    assert [place_of(document, word) for word in ("See", "second", "End")] == [
        "OBX[1]-5 line 1",
        "OBX[2]-5 → PDF p.2 line 1",
        "OBX[3]-5 line 1",
    ]


def test_an_attachment_that_repeats_the_text_is_read_once():
    results = [obx(number, "TX", escaped(line)) for number, line in enumerate(NOTE.splitlines(), 1)]
    document = only(message(*results, ed(b"%PDF-" + NOTE.encode(), number=9)))
    assert document.text == NOTE
    assert document.warnings == ("1 result with the words of another one not read",)


def test_rtf_in_lines_of_text_is_read_as_one_document():
    given_data = []

    def inner(data, media_type=""):
        given_data.append(data)
        return [Document("Fibula flap")]

    document = only(message(obx(1, "TX", "{\\E\\rtf1\\E\\ansi"), obx(2, "TX", "\\E\\par Fibula flap}")), inner=inner)
    assert given_data == [b"{\\rtf1\\ansi\n\\par Fibula flap}"]
    assert place_of(document, "flap") == "OBX[1]-5 → RTF line 1"


def test_several_notes_in_one_attachment_are_notes_of_their_own():
    def inner(data, media_type=""):
        return [Document("one", name="Bundle.entry[0]"), Document("two", name="Bundle.entry[1]")]

    found = notes(message(obx(1, "TX", "Cover."), ed(b"{}", "JSON", 2)), inner=inner)
    assert [(document.name, document.text) for document in found] == [
        ("", "Cover.\n"),
        ("OBX[2] Bundle.entry[0]", "one"),
        ("OBX[2] Bundle.entry[1]", "two"),
    ]


@pytest.mark.parametrize(
    ("segment", "warning"),
    [
        (obx(2, "RP", "https://x^^PDF"), "1 pointer to a document elsewhere not followed"),
        (obx(2, "NM", "5"), "1 coded or numeric result not read"),
        (obx(2, "ED", "^application^pdf^Base64^"), "1 attachment without content"),
        (obx(2, "ED", "^application^pdf^Base64^<Base64 encoded>"), "1 attachment not valid base64 or hexadecimal digits"),
        (obx(2, "ED", "^application^pdf^Hex^4G"), "1 attachment not valid base64 or hexadecimal digits"),
        (ed(b"\x89PNG", "PNG", 2), f"1 attachment not read: {REFUSAL}"),
        (ed(b"  ", "TXT", 2), "1 attachment without text: 1 page without text"),
        (obx(2, "TX", "withdrawn", status="D"), "1 deleted result not read"),
        (obx(2, "TX", "wrong", status="W"), "1 deleted result not read"),
    ],
)
def test_what_is_not_read_is_a_warning_beside_a_note_and_else_a_refusal(segment, warning):
    document = only(message(obx(1, "TX", "Fibula flap"), segment))
    assert (document.text, document.warnings) == ("Fibula flap\n", (warning,))
    assert warning in refusal(message(segment))


# -- which results make a note -------------------------------------------------------------------------------------------


def test_messages_of_a_batch_are_numbered():
    empty = message(PATIENT, obx(1, "NM", "5"))
    found = notes(batch(write_hl7(NOTE), empty, write_hl7(OTHER)))
    assert [(document.name, document.text) for document in found] == [("message 1", NOTE), ("message 3", OTHER)]
    assert place_of(found[1], "General") == "message[3] OBX[2]-5 line 1"
    assert found[0].warnings == ("1 coded or numeric result not read",)


def test_a_file_of_several_messages_with_one_note_gives_it_no_name():
    document = only(batch(write_hl7(NOTE), message(PATIENT)))
    assert (document.name, place_of(document, "Defect")) == ("", "message[1] OBX[1]-5 line 1")


@pytest.mark.parametrize("end", ["\r", "\n"])
def test_the_frame_of_a_socket_is_tolerated(end):
    assert only(framed(write_hl7(NOTE, end=end))).text == NOTE
    assert [document.text for document in notes(framed(write_hl7(NOTE, end=end)) + framed(write_hl7(OTHER, end=end)))] == [
        NOTE,
        OTHER,
    ]


def test_different_reports_of_a_message_are_notes_of_their_own():
    second = ORDER.replace("77^", "78^").replace("11504-8^Surgical operation note^LN", "P^Pathology^L")
    segments = [PATIENT, ORDER, obx(1, "TX", "Flap"), "OBR|2||9^H|L^Labs", obx(2, "NM", "5"), second, obx(3, "TX", "Tumour")]
    found = notes(message(*segments))
    assert [(document.name, document.text) for document in found] == [("OBR[1]", "Flap\n"), ("OBR[3]", "Tumour\n")]
    assert [document.metadata.title for document in found] == ["Surgical operation note", "Pathology"]
    assert place_of(found[1], "Tumour") == "OBX[3]-5 line 1"
    assert [document.name for document in notes(message(*segments) + message(*segments))] == [
        "message 1 OBR[1]",
        "message 1 OBR[3]",
        "message 2 OBR[1]",
        "message 2 OBR[3]",
    ]


def test_an_order_that_continues_the_one_before_is_the_same_note():
    document = only(message(PATIENT, ORDER, obx(1, "TX", "Flap"), ORDER, obx(2, "TX", "raised")))
    assert document.text == "Flap\nraised\n"


def test_orders_before_the_document_make_one_note():
    document = only(message(ORDER, ORDER.replace("77^", "78^"), DOCUMENT, obx(1, "TX", "Flap"), obx(2, "TX", "raised")))
    assert document.text == "Flap\nraised\n"


# -- metadata ------------------------------------------------------------------------------------------------------------


def test_metadata_of_a_document():
    about = only(write_hl7(NOTE)).metadata
    assert (about.title, about.author, about.status) == ("Operative report", "ANN B SURGEON", "authenticated")
    assert (about.codes, about.date) == (("TXA-2|OP", "LOINC|11504-8"), date(2026, 3, 2))


def test_metadata_of_a_report():
    order = "OBR|1|||OP^Operation^L^11504-8^^LN|||20260302" + "|" * 18 + "P" + "|" * 7 + "5&Surgeon&Ann&B"
    about = only(message(order, obx(1, "TX", "Flap", "X^Y^L"))).metadata
    assert (about.title, about.author, about.status) == ("Operation", "Ann B Surgeon", "preliminary")
    assert (about.codes, about.date) == (("OBR-4|OP", "LOINC|11504-8", "OBX-3|X"), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("code", "status"),
    [*[(code, "unauthenticated") for code in ("DI", "DO", "IP", "IN", "PA")], ("AU", "authenticated"), ("LA", "authenticated")],
)
def test_completion_of_a_document(code, status):
    document = DOCUMENT.replace("|AU|", f"|{code}|")
    assert only(message(document, obx(1, "TX", "Flap"))).metadata.status == status


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("OP|FT|2026||20260303", date(2026, 3, 3)),
        ("a name|FT|20261340", None),
        ("OP|FT|20260302073000.0-0500", date(2026, 3, 2)),
    ],
)
def test_dates_and_codes_that_are_none_are_left_out(fields, expected):
    about = only(message(f"TXA|1|{fields}", obx(1, "TX", "Flap", ""))).metadata
    assert about.date == expected
    assert about.codes == (() if "name" in fields else ("TXA-2|OP",))


# -- character sets ------------------------------------------------------------------------------------------------------


def header_with(charset):
    return HEADER + "|" * 6 + charset


@pytest.mark.parametrize(
    ("charset", "encoding", "expected"),
    [
        ("UNICODE UTF-8", "utf-8", "utf-8"),
        ("", "utf-8", "utf-8"),
        ("8859/1", "latin-1", "cp1252"),
        ("8859/15~UNICODE UTF-8", "iso-8859-15", "iso-8859-15"),
        ("8859/1", "utf-8", "utf-8"),
        ("UNICODE UTF-8", "cp1252", "windows-1252"),
        ("", "cp1252", "windows-1252"),
        ("ASCII", "utf-8-sig", "utf-8"),
        ("", "utf-16", "utf-16"),
    ],
)
def test_character_sets(charset, encoding, expected):
    document = only(message(obx(1, "TX", "Düsseldorf fibula flap"), header=header_with(charset), encoding=encoding))
    assert (document.text, document.encoding) == ("Düsseldorf fibula flap\n", expected)


def test_a_central_european_set_is_taken_from_the_header():
    document = only(message(obx(1, "TX", "Łódź flap"), header=header_with("8859/2"), encoding="iso-8859-2"))
    assert document.text == "Łódź flap\n"


# -- dirty and hostile files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MSH",
        b"MSH|",
        b"PID|1\rOBX|1|TX|||text",
        b"a note\nof two lines",
        b"\x00\x01\x02" * 50,
        HEADER.encode(),
        b"MSHX^~\\&X",
    ],
)
def test_what_is_no_message_with_text_is_refused(data):
    assert refusal(data)


def test_no_word_of_a_message_is_in_a_refusal():
    assert "qroe" not in refusal(message("PID|1||||qroe^qjane", obx(1, "ZZ", "qroe"), obx(2, "ED", "^^^Base64^qroe!!")))


def test_what_stands_before_the_first_header_is_passed_over():
    assert only(b"exported by X\r\nOBX|1|TX|||not this\r\n" + write_hl7(NOTE)).text == NOTE


def test_missing_types_and_short_segments_are_tolerated():
    assert only(message("OBX|1|tx|||Fibula", "OBX|2||||flap", "OBX|", "OBX|4", "TXA|", "OBR|", "NTE|")).text == "Fibula\nflap\n"


def test_limits():
    two = batch(write_hl7(NOTE), write_hl7(OTHER))
    assert refusal(two, limits=Limits(notes=1)) == "more than 1 notes; split the file"
    assert refusal(two, limits=Limits(bytes=100)) == "longer than 100 bytes; split the file"
    assert "too long" in refusal(two, limits=Limits(chars=50))
    assert "results in one message" in refusal(write_hl7("a\n" * 30), limits=Limits(paragraphs=20))
    assert "too long" in refusal(message(obx(1, "TX", "a~" * 30)), limits=Limits(paragraphs=20))
    assert "lines" in refusal(b"\r" * 900, limits=Limits(paragraphs=20))


def test_too_many_attachments_are_refused_even_if_none_is_read():
    many = [message(ed(f"\x89PNG{number}".encode(), "PNG")) for number in range(30)]
    assert "more than 20 attachments" in refusal(batch(*many), limits=Limits(notes=10, paragraphs=10))


@pytest.mark.parametrize(
    "data",
    [
        message(obx(1, "TX", "~" * 3_000_000)),
        message(obx(1, "TX", "\\" * 3_000_000)),
        message(obx(1, "TX", "\\.sp99\\" * 200_000)),
        message(obx(1, "ED", "^^^^" + "\\" * 3_000_000)),
        message("OBX|" * 500_000),
        b"MSH|^~\\&|" + b"\r" * 3_000_000,
        b"MSH|^~\\&|\r" * 100_000,
        b"\\" * 5_000_000,
        message(obx(1, "TX", "a" * 3_000_000)),
        message(*["OBX|1|TX|||a"] * 60_000),
    ],
    ids=["repetitions", "escapes", "spaces", "attachment", "fields", "blank", "messages", "more escapes", "long", "results"],
)
def test_hostile_messages_are_refused_soon(data):
    assert seconds(notes, data) < 4
    assert refusal(data)


@pytest.mark.parametrize(
    "make",
    [
        lambda size: write_hl7(NOTE * size),
        lambda size: write_hl7(NOTE * size, kind="FT"),
        lambda size: batch(*[write_hl7(NOTE)] * size),
        lambda size: message(*(obx(number, "TX", "text", f"{number}^{'ab' * (number % 50 + 1)}") for number in range(10 * size))),
        lambda size: message(*(ed(f"%PDF-text {number}".encode()) for number in range(10 * size))),
        lambda size: message("OBX|1|FT|||" + "line\r\n\r\n" * 100 * size),
        lambda size: message(obx(1, "FT", "\\H" * 500 * size)),
    ],
    ids=["lines", "breaks", "messages", "headings", "attachments", "continued", "escapes"],
)
def test_the_time_grows_as_the_file_does(make):
    assert grows_linearly(notes, make, 60)


SEEDS = [
    write_hl7(NOTE),
    write_hl7(NOTE, kind="FT", end="\n"),
    write_hl7(NOTE, data=PDF),
    batch(write_hl7(NOTE, kind="ORU"), write_hl7(OTHER)),
    framed(message(obx(1, "TX", "a"), "NTE|1||b", ed(PDF, number=2), obx(3, "NM", "5"))),
]
PIECES = [
    b"",
    b"|",
    b"^",
    b"~",
    b"\\",
    b"&",
    b"\r",
    b"\n",
    b"MSH|^~\\&|",
    b"MSH\\|^",
    b"OBX|",
    b"OBR|1",
    b"\xff",
    b"\x00",
    b"\x0b",
    b"ED",
    b"\\X41",
]


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=200, deadline=None)
def test_mutated_bytes_give_notes_or_a_refusal(seed, data):
    mutated = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(mutated)))
        stop = start + data.draw(st.sampled_from([0, 1, 1, 5, 100]))
        mutated[start:stop] = data.draw(st.sampled_from(PIECES))
    try:
        found = notes(bytes(mutated))
    except RefusedError:
        return
    assert all(document.text and len(document.places.starts) == len(document.places.places) for document in found)


@given(st.text(alphabet="\\HNFSTREXZCM.bsp+-0123456789|^~&\r\nab "))
@settings(max_examples=200, deadline=None)
def test_any_text_survives_escaping(text):
    assert unescape(escaped(text), Separators()) == text.replace("\r\n", "\n").replace("\r", "\n")
    assert unescape(text, Separators()) is not None


# -- real files ----------------------------------------------------------------------------------------------------------

READ = {
    "lfh_ORU-multiline-mixed.hl7": (9, "OBX[3]-5", "final", ()),
    "msfhir_MDM-T02-02.hl7": (16, "OBX[1]-5", "authenticated", ()),
    "msfhir_MDM-T02-03.hl7": (143, "OBX[1]-5", "unauthenticated", ()),
    "v2tofhir_MDM_T02.hl7": (112, "OBX[1]-5", "authenticated", ("1 attachment not valid base64 or hexadecimal digits",)),
}
REFUSED = {
    "mirth_small.hl7": "17 coded or numeric results not read",
    "msfhir_MDM-T02-01.hl7": "1 attachment without content",
    "msfhir_ORU-R01-01.hl7": "2 pointers to a document elsewhere not followed",
    "msfhir_ORU-R01-RMGEAD.hl7": "1 coded or numeric result not read",
}
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the documents in ../shared/samples")


@samples
@pytest.mark.parametrize("name", READ)
def test_real_files_are_read(name):
    words, step, status, warnings = READ[name]
    document = only((SAMPLES / name).read_bytes())
    assert len(document.text.split()) == words
    assert document.places.at(0).steps == (step,)
    assert (document.metadata.status, document.warnings) == (status, warnings)


@samples
def test_every_real_file_is_read_or_refused_with_its_reason():
    assert {path.name for path in SAMPLES.iterdir()} == READ.keys() | REFUSED.keys()
    for name, reason in REFUSED.items():
        assert reason in refusal((SAMPLES / name).read_bytes())


@samples
def test_the_text_of_a_real_note():
    document = only((SAMPLES / "v2tofhir_MDM_T02.hl7").read_bytes())
    assert "\nCalled Critical Value Reported\nCritical Value Reported Lab :   Yes\n" in document.text
    assert place_of(document, "Table formatting") == "OBX[3]-5 line 1"
    assert document.metadata.codes == ("TXA-2|PN", "LOINC|11502-2", "OBX-3|85202")
