"""A note reads alike in every format, and its places lead back into the document."""

from __future__ import annotations

import re

import pytest
from support.documents.ccda import write_ccda
from support.documents.docx import write_docx
from support.documents.fhir import as_bytes, attachment, bundle, document_reference, write_fhir
from support.documents.hl7v2 import batch, write_hl7
from support.documents.html import write_html
from support.documents.mht import write_mht
from support.documents.pdf import write_pdf
from support.documents.rtf import write_rtf
from support.notes import SAMPLES, text_of

from notelint import Linter, Note, lint_file
from notelint.inputs import Unreadable, read_notes
from notelint.inputs.folders import Wanted
from notelint.inputs.reading import notes_of

WRITERS = {
    "rtf": write_rtf,
    "docx": write_docx,
    "html": write_html,
    "mht": write_mht,
    "ccda": write_ccda,
    "pdf": write_pdf,
    "fhir": write_fhir,
    "hl7v2": write_hl7,
}
NOTE = text_of(SAMPLES[0])


@pytest.fixture(scope="module")
def linter():
    return Linter()


def answers(report):
    decision = report.decision
    elements = {name: element.status for name, element in report.elements.items()}
    return (decision.status, decision.codes, decision.candidates), dict(report.facts), elements, report.integrity


def read(data, source="a"):
    (note,) = notes_of(data, source)
    assert isinstance(note, Note), note
    return note


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[:2])
def test_a_note_is_read_alike_in_every_format(linter, path):
    text = text_of(path)
    expected = answers(linter.lint(Note(text)))
    for form, write in WRITERS.items():
        report = linter.lint(read(write(text)))
        assert answers(report) == expected, form
        assert not [finding.rule for finding in report.findings if finding.rule == "part-not-read"]


@pytest.mark.parametrize("form", WRITERS)
def test_places_lead_back_to_the_words(form):
    """Each line of the note stands at a place of its own or of its paragraph, and the places go on as the text does."""
    note = read(WRITERS[form](NOTE))
    words = [found.start() for found in re.finditer(r"\w+", note.text)]
    places = [note.place(offset) for offset in words]
    assert len(words) > 200
    assert None not in places
    numbers = [(place.page or 0, place.paragraph or 0, place.line or 0) for place in places]
    assert len(set(zip((place.steps for place in places), numbers, strict=True))) >= 10
    within = [number for place, number in zip(places, numbers, strict=True) if place.steps == places[0].steps]
    assert within == sorted(within)


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("rtf", "¶19"),
        ("docx", "¶19"),
        ("html", "¶13 line 29"),
        ("mht", "part 1 ¶13 line 29"),
        ("ccda", "section[1] line 29"),
        ("pdf", "p.1 line 22"),
        ("fhir", "DocumentReference.content[0].attachment line 19"),
        ("hl7v2", "OBX[19]-5 line 1"),
    ],
)
def test_where_a_word_stands(form, shown):
    note = read(WRITERS[form](NOTE))
    assert str(note.place(note.text.index("peroneal artery"))) == shown


def test_the_notes_of_a_bundle_each_have_a_source(tmp_path):
    path = tmp_path / "bundle.json"
    path.write_bytes(as_bytes(bundle(*(document_reference(attachment(f"{text_of(one)}\n")) for one in SAMPLES[:3]))))
    found = list(read_notes([str(path)], stdin=None))
    assert [note.source for note in found] == [f"{path} Bundle.entry[{number}]" for number in range(3)]
    assert [note.text.strip() for note in found] == [text_of(one).strip() for one in SAMPLES[:3]]


def test_the_messages_of_a_batch_each_have_a_source(tmp_path):
    path = tmp_path / "a.hl7"
    path.write_bytes(batch(write_hl7(NOTE), write_hl7(NOTE)))
    assert [note.source for note in read_notes([str(path)], stdin=None)] == [f"{path} message 1", f"{path} message 2"]


def test_the_document_of_standard_input(tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(write_docx(NOTE))
    with path.open("rb") as stdin:
        (note,) = read_notes(["-"], stdin=stdin)
    assert "fibula" in note.text


def test_a_document_may_be_larger_than_a_text(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(write_rtf("The fibula.") + b" " * 200_000)
    (note,) = read_notes([str(path)], stdin=None, max_chars=1000)
    assert note.text.strip() == "The fibula."
    (found,) = read_notes([str(path)], stdin=None, max_chars=5)
    assert "5 characters" in found.error


@pytest.fixture
def folder(tmp_path):
    for form, write in WRITERS.items():
        (tmp_path / f"note.{ {'ccda': 'xml', 'fhir': 'json', 'hl7v2': 'hl7'}.get(form, form) }").write_bytes(write(NOTE))
    (tmp_path / "a.txt").write_text(NOTE)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "b.dat").write_bytes(write_docx(NOTE))
    (tmp_path / "a.gold.json").write_text('{"resourceType": "none"}')
    (tmp_path / "other.json").write_text('{"a": 1}')
    (tmp_path / "other.xml").write_text("<a>1</a>")
    (tmp_path / "junit.xml").write_text("<?xml version='1.0'?><testsuites/>")
    (tmp_path / "~$note.docx").write_bytes(b"\5" * 160)
    (tmp_path / "claim.yaml").write_text("a: 1")
    return tmp_path


EVERY = ["a.txt", "note.docx", "note.hl7", "note.html", "note.json", "note.mht", "note.pdf", "note.rtf", "note.xml"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(), EVERY),
        (Wanted(include=("*.rtf", "DEEP/*")), ["deep/b.dat", "note.rtf"]),
        (Wanted(exclude=("note.*",)), ["a.txt"]),
        (Wanted(include=("*.docx", "*.pdf"), exclude=("*.pdf",)), ["note.docx"]),
    ],
)
def test_a_folder_gives_every_known_kind(folder, wanted, expected):
    found = list(read_notes([str(folder)], stdin=None, wanted=wanted))
    assert [note.source.removeprefix(f"{folder}/") for note in found] == expected
    assert all(isinstance(note, Note) for note in found)


def test_fhir_in_xml_of_a_folder_is_told(tmp_path):
    (tmp_path / "b.xml").write_text("<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>")
    (found,) = read_notes([str(tmp_path)], stdin=None)
    assert "FHIR in XML" in found.error


def test_lint_file_reports_each_note_and_what_cannot_be_read(tmp_path):
    (tmp_path / "a.docx").write_bytes(write_docx(NOTE))
    (tmp_path / "b.docx").write_bytes(write_docx(NOTE)[:500])
    good, bad = lint_file(tmp_path)
    assert good.decision.codes == ("20955",)
    assert good.note.place(0) is not None
    assert bad.error == "the Word document is cut off or damaged; save or export it again"
    assert bad.decision is None


def test_a_document_without_text_says_why(tmp_path):
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 {\\pict\\pngblip 89504e47}}")
    (found,) = read_notes([str(path)], stdin=None)
    assert found == Unreadable(str(path), "no text in it: 1 picture not read")
