"""The format of a file by its content: each start that tells one, and the texts that only look like it."""

from __future__ import annotations

import time

import pytest
from support.notes import SAMPLES

from notelint.inputs.formats.recognise import format_of

STARTS = {
    b"{\\rtf1\\ansi The fibula.}": "rtf",
    b"\r\n {\\rtf1 The fibula.}": "rtf",
    b"%PDF-1.7\n": "pdf",
    b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n": "pdf",
    b"PK\x03\x04....": "docx",
    b"PK\x05\x06....": "docx",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "docx",
    b"\x89PNG\r\n\x1a\n": "scan",
    b"\xff\xd8\xff\xe0": "scan",
    b"II*\0\x08\0\0\0": "scan",
    b"MM\0*\0\0\0\x08": "scan",
    b"<!DOCTYPE html><p>a": "html",
    b"\xef\xbb\xbf<!-- made by a record -->\n<HTML lang='en'>": "html",
    b"<html><body>a": "html",
    "<html><body>a".encode("utf-16"): "html",
    b"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN'><html>": "html",
    b"<div><p>The fibula.</p></div>": "html",
    b"<TABLE><tr><td>a</td></tr></TABLE>": "html",
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n": "mht",
    b"From: <Saved by a browser>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n": "mht",
    b"<ClinicalDocument xmlns='urn:hl7-org:v3'>": "ccda",
    b"<?xml version='1.0'?>\n<!-- a -->\n<cda:ClinicalDocument xmlns:cda='urn:hl7-org:v3'>": "ccda",
    "<?xml version='1.0' encoding='utf-16'?><ClinicalDocument>".encode("utf-16"): "ccda",
    b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><ClinicalDocument>&b;": "ccda",
    b"<section><templateId root='2.16.840.1.113883.10.20.22.2.65'/>": "ccda",
    b"<?xml version='1.0'?><invoice/>": "ccda",
    b'{"resourceType": "Bundle"}': "fhir",
    b'\n[ {"id": "1", "resourceType": "Binary"} ]': "fhir",
    b'{"hook": "patient-view", "hookInstance": "a"}': "fhir",
    b"MSH|^~\\&|A|B": "hl7v2",
    b"\x0bMSH|^~\\&|A|B": "hl7v2",
    b"FHS|^~\\&|A\rBHS|^~\\&|A\rMSH|^~\\&|A": "hl7v2",
    b"MSH#*~\\&#A": "hl7v2",
}
TEXTS = (
    b"",
    b"OPERATIVE REPORT\nThe fibula was raised.",
    b"<5 mL of blood was lost.",
    b"< The fibula was raised.",
    b"<PATIENT> had the fibula raised.",
    b"<p> is where a paragraph begins.",
    b"{left} fibula",
    b"{ The fibula was raised. }",
    b"[x] fibula [ ] scapula",
    b"[[NAME]] had the fibula raised.",
    b'{"text": "The fibula was raised."}',
    b"MSH is the surgeon's name.",
    b"FHS, the surgeon, raised the fibula.",
    b"MM: the maxilla. II: the mandible.",
    b"PK was the patient.",
    b"From: Dr. Quill\nTo: Dr. Wren\nSubject: fibula\n\nThe fibula was raised.",
    b"Patient: A\nMIME-Version: 1.0 stands in what was pasted.",
    "The fibula was raised.".encode("utf-16"),
    "The fibula was raised.".encode("utf-16-le"),
    b"\0\0\0\0",
    b" " * 5000 + b"{\\rtf1",
)


@pytest.mark.parametrize(("data", "expected"), STARTS.items(), ids=repr)
def test_what_shows_a_format(data, expected):
    assert format_of(data) == expected


@pytest.mark.parametrize("data", TEXTS, ids=repr)
def test_what_is_plain_text(data):
    assert format_of(data) is None


def test_the_samples_are_plain_text():
    assert {format_of(path.read_bytes()) for path in SAMPLES} == {None}


def test_a_container_that_says_html_is_believed_where_there_is_a_tag():
    assert format_of(b"The <b>fibula</b>.", "text/html") == "html"
    assert format_of(b"The fibula.", "text/html") is None
    assert format_of(b"%PDF-1.7", "text/html") == "pdf"


@pytest.mark.parametrize(
    "start",
    [b" ", b"<!--", b"<!-- -->", b"<?a?>", b"<!DOCTYPE a [", b"<!DOCTYPE ", b"<a", b"\0", b"{ ", b"a-", b"MIME-Version:\n"],
)
def test_it_takes_no_time(start):
    data = start * 2_000_000
    before = time.thread_time()
    format_of(data)
    assert time.thread_time() - before < 0.5


def test_plain_text_costs_a_look():
    data = b"OPERATIVE REPORT\n" + b"The fibula was raised. " * 300
    before = time.thread_time()
    for _ in range(10_000):
        format_of(data)
    assert time.thread_time() - before < 1.0
