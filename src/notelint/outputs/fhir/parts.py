"""The small parts of FHIR's resources: texts, codes, times, references. Source: FHIR R4 (4.0.1), data types."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from html import escape
from typing import Any

Data = dict[str, Any]

RULE = "urn:notelint:rule"
REASON = "urn:notelint:acknowledgement-reason"
STATE = "urn:notelint:state"
_URI = "urn:ietf:rfc:3986"
"""The system of an identifier that is a URI."""
_NAMES = uuid.UUID("6f5f2a0e-6c0a-5d0b-9f3e-5b2f6a1d7c48")
"""The name space of the identifiers of our resources."""
_EMPTY = "(empty)"


def clean(text: str) -> str:
    """``text`` as FHIR allows it: no control characters, no blank but space, tab and line breaks, never empty."""
    kept = (char if char in "\n\t" or char.isprintable() else " " for char in text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(kept).strip() or _EMPTY


def urn(*names: str) -> str:
    """The ``urn:uuid`` of a resource: the same for the same names."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, chr(0).join(names).encode('utf-8', 'replace').decode())}"


def moment(time: datetime) -> str:
    """A moment in UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def coding(system: str, code: str, display: str = "") -> Data:
    """A code of a system; its blanks become hyphens."""
    return {"system": system, "code": "-".join(clean(code).split()), **({"display": clean(display)} if display else {})}


def concept(text: str, *codings: Data) -> Data:
    """A concept with its codes."""
    return {**({"coding": list(codings)} if codings else {}), "text": clean(text)}


def reference(target: str, kind: str, display: str = "") -> Data:
    """A reference to the resource ``target`` of the type ``kind``."""
    return {"reference": target, "type": kind, **({"display": clean(display)} if display else {})}


def uri_identifier(uri: str) -> Data:
    """A URI as an identifier."""
    return {"system": _URI, "value": uri}


def narrative(*paragraphs: str) -> Data:
    """The text of a resource that was made of its data."""
    body = "".join(f"<p>{escape(clean(text))}</p>" for text in paragraphs)
    return {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{body}</div>'}
