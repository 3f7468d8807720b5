"""FHIR in JSON: every resource with a note, where its words stand, what is missing or dirty, and what is hostile."""

from __future__ import annotations

import base64
import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.documents.fhir import (
    PATIENT,
    SURGEON,
    as_bytes,
    attachment,
    binary,
    bundle,
    cds_request,
    composition,
    diagnostic_report,
    document_reference,
    narrative,
    ndjson,
    section,
    write_fhir,
)
from support.documents.inner import REFUSAL, read_inner
from support.growth import grows_linearly, seconds

from notelint.inputs.formats.fhir import read
from notelint.inputs.formats.model import Document, Limits, RefusedError

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
NOTE = """PREOPERATIVE DIAGNOSIS: Defect of the mandible, 8 cm.
PROCEDURE: Osteocutaneous fibula flap to the left jaw, Düsseldorf technique.

The peroneal vessels were joined to the facial artery & vein.
"""
OTHER = "ANESTHESIA RECORD\nGeneral anesthesia, no events.\n"
PDF = b"%PDF-first page of the note\nsecond page with the fibula\n"


def notes(data, limits=None, inner=read_inner):
    return read(data if isinstance(data, bytes) else as_bytes(data), limits or Limits(), inner)


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


def followed(root, steps):
    """What stands at a path such as ``Bundle.entry[3].resource`` in JSON."""
    value = root
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", steps):
        value = value[name] if name else value[int(index)]
    return value


# -- the resources that hold notes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("DocumentReference", "DocumentReference.content[0].attachment"),
        ("DiagnosticReport", "DiagnosticReport.presentedForm[0]"),
        ("Bundle", "Bundle.entry[2].resource.content[0].attachment → Bundle.entry[1].resource"),
        ("NDJSON", "line 2 → DocumentReference.content[0].attachment"),
        ("CDS Hooks", "prefetch.notes.entry[1].resource.content[0].attachment"),
    ],
)
def test_attached_text_is_read_with_the_lines_it_has(kind, where):
    document = only(write_fhir(NOTE, kind=kind))
    assert document.text == NOTE
    assert place_of(document, "Defect") == f"{where} line 1"
    assert place_of(document, "facial artery") == f"{where} line 4"
    assert (document.name, document.warnings) == ("", ())


@pytest.mark.parametrize("kind", ["DocumentReference", "DiagnosticReport"])
def test_every_word_is_found_again_at_its_place(kind):
    data = write_fhir(NOTE, kind=kind)
    document = only(data)
    for word in re.finditer(r"\w+", document.text):
        place = document.places.at(word.start())
        attached = followed(json.loads(data), place.steps[0].removeprefix(kind))["data"]
        assert word[0] in base64.b64decode(attached).decode().splitlines()[place.line - 1]


def test_another_format_is_read_by_its_own_reader_and_named_in_the_place():
    document = only(write_fhir(NOTE, kind="Bundle", data=PDF, media_type="application/pdf"))
    assert document.text == "first page of the note\nsecond page with the fibula\n"
    steps = "Bundle.entry[2].resource.content[0].attachment → Bundle.entry[1].resource → PDF"
    assert place_of(document, "fibula") == f"{steps} p.2 line 1"
    assert document.warnings == ("1 picture not read",)


def test_the_media_type_is_handed_on_without_its_parameters():
    given_types = []

    def inner(data, media_type=""):
        given_types.append(media_type)
        return [Document(data.decode())]

    notes(document_reference(attachment(NOTE, "Text/Plain; charset=utf-8")), inner=inner)
    assert given_types == ["text/plain"]


def test_metadata_of_a_document_reference():
    about = only(write_fhir(NOTE)).metadata
    assert (about.title, about.codes) == ("Surgical operation note", ("LOINC|11504-8",))
    assert (about.date, about.author, about.status) == (date(2026, 3, 2), "Ann B. Surgeon, MD", "final")


def test_metadata_of_a_report_and_of_a_composition():
    report = only(write_fhir(NOTE, kind="DiagnosticReport")).metadata
    assert (report.date, report.author, report.status) == (date(2026, 3, 2), "Ann B. Surgeon, MD", "final")
    about = only(write_fhir(NOTE, kind="Composition")).metadata
    assert (about.title, about.author, about.status) == ("Operative Note", "Ann B. Surgeon", "preliminary")
    assert (about.codes, about.date) == (("LOINC|11504-8",), date(2026, 3, 2))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"context": {"period": {"start": "2026-03-01", "end": "2026-03-20"}}}, date(2026, 3, 9)),
        ({"context": {"period": {"start": "2026-03-01"}}}, date(2026, 3, 1)),
        ({"context": None, "date": "2026"}, None),
        ({"context": 3, "date": "2026-02-30"}, None),
    ],
)
def test_the_date_is_that_of_the_service_unless_that_is_a_long_stay(more, expected):
    assert only(document_reference(attachment(NOTE), **more)).metadata.date == expected


def test_codes_of_other_systems_are_local_and_odd_ones_left_out():
    codings = [
        {"system": "urn:x", "code": "OP-1"},
        {"code": "a patient's name"},
        7,
        {"system": "http://snomed.info/sct", "code": 5},
    ]
    document = only(document_reference(attachment(NOTE), type={"coding": codings}))
    assert document.metadata.codes == ("local|OP-1",)


# -- several formats, duplicates, references -----------------------------------------------------------------------------


def test_the_same_scan_in_two_resources_is_read_once():
    scan = attachment(PDF, "application/pdf")
    document = only(bundle(document_reference(scan), diagnostic_report(scan, conclusion="Fibula flap.")))
    assert place_of(document, "fibula").startswith("Bundle.entry[0].resource.content[0].attachment → PDF")
    assert document.warnings == ("1 picture not read",)


def test_one_note_in_two_formats_is_read_once():
    text = NOTE * 2
    page = f"<html><body>{text}</body></html>".encode()
    document = only(document_reference(attachment(text), attachment(page, "text/html")))
    assert document.text == text
    assert document.warnings == ("1 attachment with the words of another one not read",)


def test_different_contents_of_one_resource_are_notes_of_their_own():
    first, second = notes(bundle(PATIENT, document_reference(attachment(NOTE), attachment(OTHER))))
    assert (first.name, second.name) == ("Bundle.entry[1].content[0]", "Bundle.entry[1].content[1]")
    assert (first.text, second.text) == (NOTE, OTHER)


@pytest.mark.parametrize(
    "url", ["Binary/b1", "Binary/b1/_history/3", "urn:uuid:1", "https://ehr.example.org/fhir/Binary/b1", "#in"]
)
def test_a_reference_within_the_file_is_followed(url):
    full = url if "://" in url or url.startswith("urn:") else "https://other.example.org/x"
    contained = [binary(NOTE.encode(), "text/plain", "in")] if url == "#in" else []
    reference = document_reference({"url": url}, contained=contained)
    held = binary(NOTE.encode(), "text/plain")
    assert only(bundle(reference, held, urls=("urn:uuid:0", full))).text == NOTE


def test_an_attachment_elsewhere_is_reported_and_never_fetched():
    missing = document_reference({"url": "https://ehr.example.org/Binary/9", "contentType": "application/pdf"})
    assert refusal(missing) == (
        "no note in this FHIR file: 1 attachment not in the file; export the notes with their content (attachment.data)"
    )
    document = only(bundle(missing, document_reference(attachment(NOTE))))
    assert document.warnings == ("Bundle.entry[0]: 1 attachment not in the file",)


def test_a_key_of_two_resources_leads_to_none_unless_the_bundle_tells():
    one, other = binary(NOTE.encode(), "text/plain"), binary(OTHER.encode(), "text/plain")
    first = bundle(document_reference({"url": "Binary/b1"}), one)
    second = bundle(document_reference({"url": "Binary/b1"}), other)
    assert [document.text for document in notes(bundle(first, second))] == [NOTE, OTHER]
    apart = notes(bundle(bundle(one), bundle(other), document_reference({"url": "Binary/b1"})))
    assert apart[0].warnings == ("Bundle.entry[2]: 1 attachment not in the file",)


def test_a_data_url_is_in_the_file():
    url = "data:text/plain;base64," + base64.b64encode(NOTE.encode()).decode()
    assert only(document_reference({"url": url})).text == NOTE


def test_a_reference_to_a_resource_with_a_note_of_its_own_adds_none():
    assert only(bundle(document_reference({"url": "Composition/c1"}), composition(NOTE))).warnings == ()


def test_nested_bundles_parameters_and_contained_resources_are_walked_in_order():
    inner = bundle(PATIENT, document_reference(attachment("first")))
    holder = {"resourceType": "Basic", "contained": [document_reference(attachment("second"))]}
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "a", "part": [{"resource": document_reference(attachment("third"))}]}],
    }
    found = notes(bundle(inner, holder, parameters, binary(b"fourth", "text/plain")))
    assert [(document.text, document.name) for document in found] == [
        ("first", "Bundle.entry[0].resource.entry[1]"),
        ("second", "Bundle.entry[1].resource.contained[0]"),
        ("third", "Bundle.entry[2].resource.parameter[0].part[0]"),
        ("fourth", "Bundle.entry[3]"),
    ]


def test_notes_inside_an_attachment_keep_their_names():
    def inner(data, media_type=""):
        return [Document("one", name="message 1"), Document("two", name="message 2")]

    found = notes(document_reference(attachment("MSH|", "text/plain")), inner=inner)
    assert [document.name for document in found] == ["DocumentReference → message 1", "DocumentReference → message 2"]


# -- compositions and narratives -----------------------------------------------------------------------------------------


def test_a_composition_is_its_sections_with_their_titles():
    document = only(write_fhir(NOTE, kind="Composition"))
    assert document.text == (
        "PREOPERATIVE DIAGNOSIS\nDefect of the mandible, 8 cm.\n\n"
        "PROCEDURE\nOsteocutaneous fibula flap to the left jaw, Düsseldorf technique.\n"
        "The peroneal vessels were joined to the facial artery &amp; vein.\n"
    )
    assert place_of(document, "PROCEDURE") == "Bundle.entry[0].resource.section[1].title"
    assert place_of(document, "peroneal") == "Bundle.entry[0].resource.section[1].text.div line 2"


def test_nested_sections_follow_their_parents_and_titles_alone_are_kept():
    sections = [
        section("Procedure", ["Fibula flap."], section("Laterality: left", []), section("Procedure", ["Procedure: Bone cut."])),
        {"code": {"text": "Findings"}, "text": narrative("<p>Good flow.</p>")},
    ]
    document = only(composition("", section=sections))
    assert document.text == "Procedure\nFibula flap.\n\nLaterality: left\n\nProcedure: Bone cut.\n\nFindings\nGood flow.\n"
    assert place_of(document, "Laterality") == "Composition.section[0].section[0].title"
    assert place_of(document, "Findings") == "Composition.section[1].code"


def test_a_composition_without_text_in_its_sections_gives_its_narrative():
    whole = composition("", section=[section("Procedure", [])], text=narrative("<p>Fibula flap.</p>"))
    assert only(whole).text == "Fibula flap.\n"
    assert only(whole).places.at(0).steps == ("Composition.text.div",)


def test_a_report_without_its_form_gives_its_conclusion_and_else_its_narrative():
    missing = {"url": "https://ehr.example.org/Binary/9"}
    report = only(diagnostic_report(missing, conclusion="Fibula flap.\nGood flow."))
    assert report.text == "Fibula flap.\nGood flow."
    assert place_of(report, "flow") == "DiagnosticReport.conclusion line 2"
    assert report.warnings == ("1 attachment not in the file",)
    assert only(diagnostic_report(text=narrative("<p>Flap.</p>", "generated"))).text == "Flap.\n"


def test_a_generated_narrative_does_not_stand_for_a_missing_document():
    missing = {"url": "https://ehr.example.org/Binary/9"}
    assert "1 attachment not in the file" in refusal(document_reference(missing, text=narrative("<p>id: d1</p>", "generated")))
    assert only(document_reference(missing, text=narrative("<p>Fibula flap.</p>"))).text == "Fibula flap.\n"
    assert only(document_reference(text=narrative("<p>Fibula flap.</p>", "generated"))).text == "Fibula flap.\n"


@pytest.mark.parametrize("inside", ["", "<p> </p>", "<p>&#160;</p>", "<br/>&nbsp;"])
def test_an_empty_narrative_is_none(inside):
    assert refusal(document_reference(text=narrative(inside))).startswith("no note in this FHIR file")


def test_the_narratives_of_patients_and_other_resources_are_no_notes():
    observation = {"resourceType": "Observation", "text": narrative("<p>Sodium 140</p>")}
    document = only(bundle({**PATIENT, "text": narrative("<p>A name</p>")}, observation, document_reference(attachment(NOTE))))
    assert document.text == NOTE
    assert refusal({**PATIENT, "text": narrative("<p>A name</p>")})
    assert only({"resourceType": "Procedure", "text": narrative("<p>Fibula flap</p>")}).text == "Fibula flap\n"


# -- CDS Hooks, NDJSON, encodings ----------------------------------------------------------------------------------------


def test_prefetched_resources_are_read_and_odd_keys_do_not_reach_a_place():
    request = cds_request(note=document_reference(attachment(NOTE)), other=None, third={"response": {}, "resource": SURGEON})
    request["prefetch"]["Jane Roe's note"] = document_reference(attachment(OTHER))
    assert [document.name for document in notes(request)] == ["prefetch.note", "prefetch[3]"]
    assert refusal(cds_request(patient=PATIENT)).startswith("no note in this FHIR file")


def test_lines_that_are_no_json_are_passed_over():
    lines = ndjson(document_reference(attachment(NOTE))) + b"{broken\n\n[1]\n" + ndjson(document_reference(attachment(OTHER)))
    first, second = notes(lines)
    assert (first.name, second.name) == ("line 1", "line 5")
    assert first.warnings == ("2 lines not valid JSON",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_of_the_json_are_tolerated(encoding):
    whole = json.dumps(composition(NOTE), ensure_ascii=False).encode(encoding)
    assert "Düsseldorf" in only(whole).text


def test_a_list_of_resources_is_read():
    assert [one.name for one in notes([document_reference(attachment(NOTE)), document_reference(attachment(OTHER))])] == [
        "[0]",
        "[1]",
    ]


# -- dirty data ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dirty", "warning"),
    [
        ({"data": "<Base64 encoded>"}, "1 attachment not valid base64"),
        ({"data": ""}, "1 attachment without content"),
        ({"data": 5, "url": ["x"]}, "1 attachment without content"),
        ({}, "1 attachment without content"),
        (attachment(b"\x89PNG", "image/png"), f"1 attachment not read: {REFUSAL}"),
        (attachment(b"  ", "text/plain"), "1 attachment without text: 1 page without text"),
    ],
)
def test_an_unreadable_attachment_is_a_warning_beside_a_readable_one(dirty, warning):
    assert only(document_reference(dirty, attachment(NOTE))).warnings == (warning,)
    assert only(bundle(document_reference(dirty), diagnostic_report(attachment(NOTE)))).warnings == (
        f"Bundle.entry[0]: {warning}",
    )
    assert warning in refusal(document_reference(dirty))


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:20] + "\r\n " + data[20:], lambda data: data.rstrip("="), lambda data: f" {data}\n"]
)
def test_sloppy_base64_is_read(spoil):
    one = attachment(NOTE)
    assert only(document_reference({**one, "data": spoil(one["data"])})).text == NOTE


def test_wrong_types_and_missing_fields_do_not_hide_a_note():
    dirty = {
        "resourceType": "Bundle",
        "entry": [
            None,
            3,
            {"resource": "x"},
            {"resource": {"resourceType": 7, "id": [], "content": {"attachment": attachment(NOTE)}, "author": "x", "type": [3]}},
            {"fullUrl": {}, "resource": {"resourceType": "DocumentReference", "content": [{"attachment": 5}, 6], "status": 1}},
            {"resource": {"resourceType": "Composition", "section": [{"title": 3, "text": []}, None], "text": "x"}},
            {"resource": {"resourceType": "DiagnosticReport", "presentedForm": "x", "conclusion": ["x"], "code": "x"}},
            {"resource": {"resourceType": "Binary", "data": None}},
        ],
    }
    document = only(dirty)
    assert document.text == NOTE
    assert document.warnings == ("Bundle.entry[7]: 1 attachment without content",)
    assert only({"entry": dirty["entry"]}).text == NOTE


def test_many_unread_resources_are_counted():
    missing = document_reference({"url": "https://ehr.example.org/Binary/9"})
    documents = notes(bundle(*[missing] * 9, document_reference(attachment(NOTE))))
    assert documents[0].warnings == ("9 attachments not in the file",)


@pytest.mark.parametrize("data", [b"", b"{", b"null", b"7", b'"note"', b"[]", b"{}", b"\xff\xfe\x00", b"no json at all\n" * 3])
def test_what_is_no_resource_is_refused(data):
    assert refusal(data)


def test_no_word_of_the_document_is_in_a_refusal():
    message = refusal(
        b'{"resourceType": "DocumentReference", "description": "qjanequ", "content": [{"attachment": {"data": "qroeq!"}}]}'
    )
    assert "q" not in message
    assert "qjaneq" not in refusal(b'{"qjaneq": "qroeq"')


# -- limits and hostile files --------------------------------------------------------------------------------------------


def test_limits():
    two = bundle(document_reference(attachment(NOTE)), document_reference(attachment(OTHER)))
    assert refusal(two, limits=Limits(notes=1)) == "more than 1 notes; split the file"
    assert refusal(two, limits=Limits(bytes=100)) == "longer than 100 bytes; split the file"
    assert "too long" in refusal(two, limits=Limits(chars=50))
    assert "sections" in refusal(composition(NOTE), limits=Limits(paragraphs=1))
    assert "resources" in refusal(bundle(*[PATIENT] * 50), limits=Limits(notes=1))


def test_too_many_attachments_are_refused_even_if_none_is_read():
    many = document_reference(*(attachment(f"\x89PNG {number}", "image/png") for number in range(30)))
    assert "more than 20 attachments" in refusal(many, limits=Limits(notes=10, paragraphs=10))


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"resourceType":"Bundle","entry":[{"resource":' * 100 + b"{}" + b"}]}" * 100,
        b'{"resourceType":"Composition","section":[' + b'{"title":"a","section":[' * 200 + b"]}" * 200 + b"]}",
        b"[" + b"{}," * 3_000_000 + b"{}]",
        b"x\n" * 100_000,
        b'{"resourceType":"Bundle","entry":[' + b"{}," * 60_000 + b"{}]}",
    ],
    ids=["lists", "objects", "bundles", "sections", "values", "lines", "entries"],
)
def test_hostile_json_is_refused_soon(data):
    assert seconds(notes, data) < 3
    assert refusal(data)


def test_a_number_beyond_all_ranges_does_not_spoil_the_file():
    data = as_bytes(document_reference(attachment(NOTE), size=12345)).replace(b"12345", b"1e999999")
    assert only(data).text == NOTE


def test_a_circle_of_references_ends():
    one = document_reference({"url": "DocumentReference/b"}, id="a")
    other = document_reference({"url": "DocumentReference/a"}, id="b")
    assert refusal(bundle(one, other)).startswith("no note in this FHIR file")


@pytest.mark.parametrize(
    "make",
    [
        lambda size: as_bytes(bundle(*(document_reference(attachment(f"{NOTE}{number}")) for number in range(size)))),
        lambda size: as_bytes(composition("Findings: good flow.\n" * size)),
        lambda size: as_bytes(document_reference(attachment(NOTE * 20 * size))),
        lambda size: as_bytes(
            document_reference(
                *({"url": f"#{number}"} for number in range(size)),
                contained=[binary(f"{NOTE}{number}".encode(), "text/plain", str(number)) for number in range(size)],
            )
        ),
        lambda size: as_bytes(document_reference(text=narrative("<" * 200 * size))),
    ],
    ids=["notes", "sections", "lines", "references", "tags"],
)
def test_the_time_grows_as_the_file_does(make):
    assert grows_linearly(notes, make, 60)


SEEDS = [
    write_fhir(NOTE, kind=kind)
    for kind in ("DocumentReference", "DiagnosticReport", "Composition", "Bundle", "NDJSON", "CDS Hooks")
]


@given(st.sampled_from(SEEDS), st.data())
@settings(max_examples=200, deadline=None)
def test_mutated_bytes_give_notes_or_a_refusal(seed, data):
    mutated = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(mutated)))
        stop = start + data.draw(st.sampled_from([0, 1, 1, 5, 200]))
        mutated[start:stop] = data.draw(
            st.sampled_from([b"", b"{", b"}", b"[", b'"', b"null", b"\xff", b"\x00", b",", b"\\ud800", b"7"])
        )
    try:
        found = notes(bytes(mutated))
    except RefusedError:
        return
    assert all(document.text and len(document.places.starts) == len(document.places.places) for document in found)


# a value of JSON in place of any other one
VALUES = st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5), lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(["resource", "entry", "section", "text", "div", "attachment", "data", "title"]), one, max_size=3), max_leaves=6)  # fmt: skip  # noqa: E501


@given(st.sampled_from(["DocumentReference", "DiagnosticReport", "Composition", "Bundle", "CDS Hooks"]), st.data())
@settings(max_examples=150, deadline=None)
def test_any_value_of_a_wrong_type_is_tolerated(kind, data):
    whole = json.loads(write_fhir(NOTE, kind=kind))
    holders = [whole]
    for holder in holders:
        holders += [item for item in (holder.values() if isinstance(holder, dict) else holder) if isinstance(item, (dict, list))]
    for _ in range(data.draw(st.integers(1, 3))):
        holder = data.draw(st.sampled_from(holders))
        if holder:
            holder[data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))] = data.draw(
                VALUES
            )
    try:
        found = notes(whole)
    except RefusedError:
        return
    assert all(document.text for document in found)


# -- real files ----------------------------------------------------------------------------------------------------------

READ = {
    "fhir/cdex-document-digital-sig-example.json": (1, "Bundle.entry[0].resource.text.div"),
    "fhir/cumulus_DocumentReference.json": (1, "DocumentReference.content[0].attachment"),
    "fhir/cumulus_nlp_DocumentReference.ndjson": (5, "line 1"),
    "fhir/r4_Composition-example.json": (1, "Composition.section[0].title"),
    "fhir/r4_DiagnosticReport-gingival-mass.json": (1, "DiagnosticReport.presentedForm[0]"),
    "fhir/uscore_DiagnosticReport-chest-xray-report.json": (1, "DiagnosticReport.presentedForm[0]"),
    "fhir/uscore_DocumentReference-living-will.json": (1, "DocumentReference.content[0].attachment"),
    "fhir/uscore_documentreference-discharge-summary.json": (1, "DocumentReference.content[0].attachment"),
    "fhir/uscore_documentreference-episode-summary.json": (1, "DocumentReference.content[0].attachment"),
}
REFUSED = {
    "fhir/cdex-searchbundle-scenario2-example.json": "no note in this FHIR file; ",
    "fhir/r4_DocumentReference-example.json": "no note in this FHIR file: 1 attachment not in the file; ",
    "fhir/uscore_bundle-docref-example2.json": "no note in this FHIR file: 3 attachments not in the file; ",
}
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="needs the documents in ../shared/samples")


@samples
@pytest.mark.parametrize("name", READ)
def test_real_files_are_read(name):
    count, step = READ[name]
    found = notes((SAMPLES / name).read_bytes())
    assert len(found) == count
    assert found[0].places.at(0).steps[0] == step
    assert all(document.warnings in {(), ("1 picture not read",)} for document in found)


@samples
def test_every_real_file_is_read_or_refused_with_its_reason():
    assert {f"fhir/{path.name}" for path in (SAMPLES / "fhir").iterdir()} == READ.keys() | REFUSED.keys()
    for name, reason in REFUSED.items():
        assert refusal((SAMPLES / name).read_bytes()).startswith(reason)
    requests = sorted((SAMPLES / "cds_hooks").glob("request_*.json"))
    assert len(requests) == 7
    for path in requests:
        assert refusal(path.read_bytes()).startswith("no note in this FHIR file")


@samples
def test_the_text_of_a_real_note():
    document = only((SAMPLES / "fhir/uscore_documentreference-discharge-summary.json").read_bytes())
    assert document.text == "No activity restriction, regular diet, follow up in two to three weeks with primary care provider."
    assert (document.metadata.title, document.metadata.codes) == ("Discharge Summary", ("LOINC|18842-5",))
    composed = only((SAMPLES / "fhir/r4_Composition-example.json").read_bytes())
    assert composed.text.startswith("History of present illness\n")
    assert composed.metadata.author == "Harold Hippocrates, MD"
