"""Which format the bytes of a file are in, by what they hold and never by the file's name."""

from __future__ import annotations

import re
from typing import Literal

Format = Literal["rtf", "pdf", "docx", "html", "mht", "ccda", "fhir", "hl7v2", "scan"]
"""A format with a reader: the name of its module in ``notelint.inputs.formats``. What is none of them is plain text."""

HEAD = 65_536
"""Bytes at the beginning of a file that tell its format, except for JSON."""

_SIGNATURES: tuple[tuple[bytes, Format], ...] = (
    (b"PK\x03\x04", "docx"),
    (b"PK\x05\x06", "docx"),
    (b"\xd0\xcf\x11\xe0", "docx"),  # an old or an encrypted Word document: its reader says which
    (b"\x89PNG\r\n", "scan"),
    (b"\xff\xd8\xff", "scan"),
    (b"II*\0", "scan"),
    (b"MM\0*", "scan"),
    (b"II+\0", "scan"),
    (b"MM\0+", "scan"),
)
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What may stand before the first sign: a byte order mark, space, NULs, and the start of a block (MLLP).
_START = re.compile(
    rb"(?:\xef\xbb\xbf)?[\0\s\x0b]{0,1024}+"
    rb"(?:(?P<rtf>\{\\rtf)|(?P<hl7v2>(?:MSH|[BF]HS)([^\w\s])[^\w\s]{1,6}+)|(?P<json>[\[{]\s{0,64}+[\[{\"])|(?P<markup><[!?\w])"
    rb"|(?P<fields>[A-Za-z][A-Za-z0-9-]{1,40}+:))"
)
_PDF = re.compile(rb"%PDF-\d")
_PDF_HEAD = 1024  # bytes in which the signature of a PDF file may stand
_MIME = re.compile(rb"(?im)^mime-version[ \t]*:")
_PARTS = re.compile(rb"(?im)^content-type[ \t]*:\s*(?:multipart/|text/html|message/rfc822)")
_FHIR_KEYS = (b'"resourceType"', b'"hookInstance"', b'"prefetch"')
# What stands before the first element of XML or HTML.
_PROLOG = re.compile(
    rb"\s++|<\?[^>]*+>|<!--(?>(?:(?!-->).)*)-->|<!DOCTYPE[^>\[]*+(?:\[(?>(?:(?!\]\s{0,9}>).)*)\]\s{0,9})?>",
    re.DOTALL | re.IGNORECASE,
)
_HTML_TYPE = re.compile(rb"<!DOCTYPE\s+html\b", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?:[\w.-]{1,40}:)?([\w.-]{1,60})")
_HTML_ROOTS = frozenset({b"html", b"head", b"body"})
_HTML_BLOCKS = frozenset(
    b"address article center div dl font form h1 h2 h3 h4 h5 h6 header main meta ol p pre span style table title ul".split()
)
_CLINICAL = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:templateId|nonXMLBody)\b|urn:hl7-org:v3")
_OF_HEALTH = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:ClinicalDocument|templateId|nonXMLBody)\b|urn:hl7-org:v3|http://hl7\.org/fhir")
_HTML_MEDIA = frozenset({"text/html", "application/xhtml+xml"})


def format_of(data: bytes, media_type: str = "") -> Format | None:
    """The format of ``data``; ``None`` for plain text.

    ``media_type`` is what a container says of it, which decides only whether text with a tag in it is HTML. A text that merely
    begins with a sign of a format (``<``, ``{``) stays plain text: a whole signature is needed.
    """
    for signature, found in _SIGNATURES:
        if data.startswith(signature):
            return found
    if _PDF.search(data, 0, _PDF_HEAD):
        return "pdf"
    if media_type in _HTML_MEDIA and b"<" in data:
        return "html"
    narrow = _narrow(data)
    start = _START.match(narrow)
    return None if start is None else _by_start(narrow, start)


def is_other_xml(data: bytes) -> bool:
    """Whether ``data``, which ``format_of`` takes for a clinical document, are XML of another kind, such as a build file."""
    return _OF_HEALTH.search(_narrow(data)[:HEAD]) is None


def _by_start(data: bytes, start: re.Match[bytes]) -> Format | None:
    """The format of data that begin like one of several."""
    if start["rtf"]:
        return "rtf"
    if start["hl7v2"]:
        return "hl7v2"
    if start["json"]:
        return "fhir" if any(key in data for key in _FHIR_KEYS) else None
    if start["markup"]:
        return _of_markup(data[:HEAD], start.start("markup"))
    head = data[:HEAD]
    return "mht" if _MIME.search(head) and _PARTS.search(head) else None


def _of_markup(head: bytes, position: int) -> Format | None:
    """HTML, a clinical document or other XML; ``None`` for a text that has a tag at its beginning."""
    prolog = head[position:]
    while (step := _PROLOG.match(head, position)) is not None:
        position = step.end()
    has_declaration = prolog.startswith(b"<?xml")
    prolog = prolog[: max(position - len(head) + len(prolog), 0)]
    element = _ELEMENT.match(head, position)
    root = element[1] if element else b""
    if root == b"ClinicalDocument":
        return "ccda"
    if root.lower() in _HTML_ROOTS or _HTML_TYPE.search(prolog):
        return "html"
    if _CLINICAL.search(head) or has_declaration:
        return "ccda"
    is_block = root.lower() in _HTML_BLOCKS
    return "html" if is_block and b"</" in head else None


def _narrow(data: bytes) -> bytes:
    """The beginning of a text in UTF-16 as if each character took one byte; other data as they are."""
    if data.startswith(_WIDE_MARKS):
        return data[2 : 2 * HEAD].replace(b"\0", b"")
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return data[: 2 * HEAD].replace(b"\0", b"")
    return data
