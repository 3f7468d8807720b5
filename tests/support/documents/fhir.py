"""FHIR R4 as a hospital's system exports a note: a resource, a Bundle, NDJSON, a request of CDS Hooks."""

from __future__ import annotations

import base64
import html
import json
import re
from typing import Any

Json = dict[str, Any]
PATIENT: Json = {"resourceType": "Patient", "id": "p1", "name": [{"family": "Test", "given": ["Case"]}]}
SURGEON: Json = {"resourceType": "Practitioner", "id": "s1", "name": [{"family": "Surgeon", "given": ["Ann", "B."]}]}
TYPE: Json = {"coding": [{"system": "http://loinc.org", "code": "11504-8"}], "text": "Surgical operation note"}
_BINARY = "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301"
_HEADING = re.compile(r"(?P<title>[A-Z][A-Za-z ,/()-]{2,60}):[ \t]*(?P<rest>.*)")


def write_fhir(text: str, *, kind: str = "DocumentReference", data: bytes | None = None, media_type: str = "text/plain") -> bytes:
    """``text`` as FHIR; ``data`` in ``media_type`` (a PDF, say) is attached in its place.

    ``kind`` is ``DocumentReference``, ``DiagnosticReport``, ``Composition`` (a document Bundle with a section for each
    heading; no ``data``), ``Bundle`` (a search with the patient, a reference and its Binary), ``NDJSON`` or ``CDS Hooks``.
    """
    content = text.encode() if data is None else data
    one = attachment(content, media_type)
    made = {
        "DocumentReference": lambda: document_reference(one),
        "DiagnosticReport": lambda: diagnostic_report(one),
        "Composition": lambda: bundle(composition(text), PATIENT, SURGEON, kind="document"),
        "Bundle": lambda: _search(content, media_type),
        "NDJSON": lambda: None,
        "CDS Hooks": lambda: cds_request(notes=bundle(PATIENT, document_reference(one))),
    }[kind]()
    if made is None:
        return ndjson(PATIENT, document_reference(one))
    return as_bytes(made)


def as_bytes(value: Any) -> bytes:
    """JSON with indents, as most systems write it."""
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def ndjson(*resources: Json) -> bytes:
    """One resource a line, as a bulk export writes it."""
    return b"".join(json.dumps(resource).encode() + b"\n" for resource in resources)


def attachment(content: bytes | str, media_type: str = "text/plain", **more: Any) -> Json:
    """An Attachment with its data."""
    data = content.encode() if isinstance(content, str) else content
    return {"contentType": media_type, "data": base64.b64encode(data).decode(), **more}


def document_reference(*attachments: Json, **more: Any) -> Json:
    """A reference to a document in one or several formats."""
    return {
        "resourceType": "DocumentReference",
        "id": "d1",
        "status": "current",
        "docStatus": "final",
        "type": TYPE,
        "subject": {"reference": "Patient/p1"},
        "date": "2026-03-09T08:00:00Z",
        "author": [{"reference": "Practitioner/s1", "display": "Ann B. Surgeon, MD"}],
        "context": {"period": {"start": "2026-03-02T07:30:00-05:00", "end": "2026-03-02T18:00:00-05:00"}},
        "content": [{"attachment": one} for one in attachments],
        **more,
    }


def diagnostic_report(*forms: Json, **more: Any) -> Json:
    """A report with its presented forms."""
    return {
        "resourceType": "DiagnosticReport",
        "id": "r1",
        "status": "final",
        "code": TYPE,
        "effectiveDateTime": "2026-03-02T07:30:00-05:00",
        "performer": [{"display": "Department of Surgery"}],
        "resultsInterpreter": [{"display": "Ann B. Surgeon, MD"}],
        "presentedForm": list(forms),
        **more,
    }


def composition(text: str, /, **more: Any) -> Json:
    """A document with a section for each heading (``Title:`` at the beginning of a line); what stands before has none."""
    sections: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        match = _HEADING.fullmatch(line)
        if match:
            sections.append((match["title"], [match["rest"]]))
        else:
            sections[-1][1].append(line)
    return {
        "resourceType": "Composition",
        "id": "c1",
        "status": "preliminary",
        "type": TYPE,
        "date": "2026-03-02",
        "author": [{"reference": "Practitioner/s1"}],
        "title": "Operative Note",
        "section": [section(title, lines) for title, lines in sections if title or any(map(str.strip, lines))],
        **more,
    }


def section(title: str, lines: list[str], *sections: Json) -> Json:
    """A section with a paragraph for each line."""
    inside = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    made: Json = {"title": title} if title else {}
    if inside:
        made["text"] = narrative(inside)
    return {**made, "section": list(sections)} if sections else made


def narrative(inside: str, status: str = "additional") -> Json:
    """A narrative with this XHTML."""
    return {"status": status, "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{inside}</div>'}


def binary(content: bytes, media_type: str, identity: str = "b1") -> Json:
    """A Binary."""
    return {"resourceType": "Binary", "id": identity, **attachment(content, media_type)}


def bundle(*resources: Json, kind: str = "searchset", urls: tuple[str, ...] = ()) -> Json:
    """A Bundle; ``urls`` are the full addresses of the first entries."""
    entries = [{"resource": resource} for resource in resources]
    for entry, url in zip(entries, urls, strict=False):
        entry["fullUrl"] = url  # type: ignore[assignment]
    return {"resourceType": "Bundle", "type": kind, "entry": entries}


def cds_request(**prefetch: Any) -> Json:
    """What a system sends to a service of CDS Hooks."""
    return {"hook": "encounter-discharge", "hookInstance": "d1577c69", "context": {"patientId": "p1"}, "prefetch": prefetch}


def _search(content: bytes, media_type: str) -> Json:
    reference = document_reference({"contentType": media_type, "url": _BINARY})
    return bundle(PATIENT, binary(content, media_type), reference, urls=("urn:uuid:p1", _BINARY, "urn:uuid:d1"))
