"""Bytes to notes: the format by content, its reader imported when it is needed, documents inside documents as well."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from notelint.inputs.decoding import NotTextError, decode
from notelint.inputs.formats.model import DamagedError, Document, RefusedError
from notelint.inputs.formats.recognise import format_of

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits, Reader

_FHIR_XML = re.compile(rb"http://hl7\.org/fhir")
_WORD_XML = re.compile(rb"progid=.Word\.Document|schemas\.microsoft\.com/office/(?:word/2003|2006/xmlPackage)")
_HEAD = 4096  # bytes in which the name of XML's vocabulary stands


def read_document(data: bytes, limits: Limits, media_type: str = "") -> list[Document]:
    """The notes in ``data``, whatever their format. Raises ``RefusedError`` for what cannot be read."""
    return _read(data, limits, media_type, 0)


def _read(data: bytes, limits: Limits, media_type: str, depth: int) -> list[Document]:
    if depth > limits.containers:
        raise RefusedError(f"more than {limits.containers} documents inside one another; give the inner one by itself")
    found = format_of(data, media_type)
    if found is None:
        return [_plain(data, limits)]
    if found == "ccda":
        _refuse_other_xml(data[:_HEAD])

    def read_inner(data: bytes, media_type: str = "") -> list[Document]:
        return _read(data, limits, media_type, depth + 1)

    reader: Reader = import_module(f"notelint.inputs.formats.{found}").read
    try:
        return reader(data, limits, read_inner)
    except DamagedError as error:
        if found != "ccda":
            raise
        return [replace(_plain(data, limits), warnings=(f"{error}; its words were read as plain text",))]


def _plain(data: bytes, limits: Limits) -> Document:
    try:
        text, encoding = decode(data)
    except NotTextError as error:
        raise RefusedError(str(error)) from None
    if len(text) > limits.chars:
        raise RefusedError(f"longer than {limits.chars:,} characters; split it")
    return Document(text, encoding=encoding)


def _refuse_other_xml(head: bytes) -> None:
    """Raise ``RefusedError`` for XML that is known and no clinical document."""
    if _FHIR_XML.search(head):
        raise RefusedError("FHIR in XML; export it as JSON")
    if _WORD_XML.search(head):
        raise RefusedError("a Word document in XML; save it as .docx")
