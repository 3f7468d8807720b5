"""From bytes to notes: plain text, documents in documents, XML that is none of ours."""

from __future__ import annotations

import base64

import pytest
from support.documents.fhir import as_bytes, attachment, bundle, document_reference
from support.documents.hl7v2 import write_hl7
from support.documents.rtf import write_rtf

from notelint.inputs.formats.dispatch import read_document
from notelint.inputs.formats.model import Limits, RefusedError

LIMITS = Limits()


def refused(data, limits=LIMITS):
    with pytest.raises(RefusedError) as caught:
        read_document(data, limits)
    return str(caught.value)


def test_plain_text_keeps_its_encoding():
    (document,) = read_document("2 µm".encode("cp1252"), LIMITS)
    assert (document.text, document.encoding, document.places.starts) == ("2 µm", "windows-1252", ())


def test_each_note_of_a_bundle_has_its_name():
    data = as_bytes(bundle(*(document_reference(attachment(f"The fibula {number}.")) for number in range(3))))
    assert [document.name for document in read_document(data, LIMITS)] == [
        "Bundle.entry[0]",
        "Bundle.entry[1]",
        "Bundle.entry[2]",
    ]


def test_a_document_in_a_document_is_read_by_its_content():
    data = as_bytes(document_reference(attachment(write_rtf("The left fibula was raised."), "text/plain")))
    (document,) = read_document(data, LIMITS)
    assert document.text.strip() == "The left fibula was raised."
    assert document.places.at(0).steps == ("DocumentReference.content[0].attachment", "RTF")


def nested(depth):
    data = b"The left fibula was raised."
    for _ in range(depth):
        data = as_bytes(document_reference(attachment(data, "application/fhir+json")))
    return data


def test_documents_in_documents_are_read_three_deep():
    (document,) = read_document(nested(3), LIMITS)
    assert document.text == "The left fibula was raised."
    assert "more than 3 documents inside one another; give the inner one by itself" in refused(nested(4))


def test_what_is_too_deep_in_a_message_is_reported_and_the_rest_is_read():
    text = base64.b64encode(nested(4)).decode()
    data = write_hl7("The left fibula was raised.") + f"OBX|99|ED|other||^TEXT^^Base64^{text}||||||F\r".encode()
    (document,) = read_document(data, LIMITS)
    assert "The left fibula was raised." in document.text
    assert "more than 3 documents inside one another" in document.warnings[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<?xml version='1.0'?><Bundle xmlns='http://hl7.org/fhir'/>", "FHIR in XML; export it as JSON"),
        (b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>", "a Word document in XML"),
        (b"<?xml version='1.0'?><invoice/>", "no text of a note in the clinical document"),
        (b"PK\x05\x06" + bytes(18), "a zip archive without a Word document"),
        (b"\x1f\x8b\x08\0", "a gzip archive, not plain text"),
        (bytes(range(256)), "binary, not plain text"),
    ],
)
def test_what_is_no_note_is_refused(data, message):
    assert refused(data).startswith(message)


def test_a_text_that_is_too_long():
    assert refused(b"a" * 11, Limits(chars=10)) == "longer than 10 characters; split it"
