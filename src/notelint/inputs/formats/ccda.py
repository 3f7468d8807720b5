"""Clinical documents in XML: HL7 CDA R2, and C-CDA, which is made of it."""

from __future__ import annotations

import binascii
import zlib
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.inputs.formats.ccda_header import metadata, words_of
from notelint.inputs.formats.ccda_narrative import Narrative
from notelint.inputs.formats.model import Document, RefusedError
from notelint.inputs.formats.story import stretches_of
from notelint.inputs.formats.xml_tree import child, local, parse_xml
from notelint.places import Place, PlaceMap, TextBuilder

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits, Metadata, ReadInner
    from notelint.inputs.formats.story import Stretches
    from notelint.inputs.formats.xml_tree import Element

_COMPRESSED = {"DF": -15, "ZL": 15, "GZ": 31}
"""Compressions of a CDA and what zlib calls their formats (RFC 1951, 1950, 1952)."""

_EMBEDDED = 100
"""Most embedded documents of one clinical document that are read."""

_BODY = "nonXMLBody"
_WITHOUT_SPACE = dict.fromkeys(b" \t\r\n")
_NOTHING = "no text of a note in the clinical document; give the document that holds it"


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
    """The note of a clinical document or of a part of one: the titles and narratives of its sections, in their order.

    A body that is no XML (base64 of RTF, PDF or text) is read as what it is. Entries are not read, for the narrative says what
    they say. Deleted text and pictures are counted in the warnings. Raises ``RefusedError``.
    """
    root, encoding = parse_xml(data, limits, "C-CDA")
    about = metadata(root) if local(root.tag) == "ClinicalDocument" else None
    body = next((element for element in root.iter() if local(element.tag) == _BODY), None)
    if body is not None:
        documents = _Embedded(limits, read_inner).documents(child(body, "text"))
        return [_of_body(document, about) for document in documents]
    return [_structured(root, encoding, limits, read_inner, about)]


def _of_body(document: Document, about: Metadata | None) -> Document:
    if not document.places.starts:
        document = replace(document, places=PlaceMap((0,), (Place(),)))
    return replace(document.within(_BODY), metadata=document.metadata if about is None else about)


def _structured(root: Element, encoding: str, limits: Limits, read_inner: ReadInner, about: Metadata | None) -> Document:
    embedded = _Embedded(limits, read_inner)
    narrative = Narrative(root, limits, embedded.stretches)
    builder = TextBuilder()
    for text, place in narrative.stretches:
        builder.add(text, place)
    of_entries = [] if narrative.has_text else embedded.of_entries(root)
    if of_entries and builder.length:
        builder.add("\n\n", of_entries[0][1])
    for text, place in of_entries:
        builder.add(text, place)
    if not builder.text().strip():
        raise RefusedError(_NOTHING)
    unread = narrative.unread + embedded.unread
    counted = [f"{number} {noun}{'' if number == 1 else 's'}" for noun, number in sorted(unread.items()) if number]
    warnings = (*([f"{', '.join(counted)} not read"] if counted else []), *embedded.warnings)
    document = Document(builder.text(), builder.places(), warnings, encoding=encoding)
    return document if about is None else replace(document, metadata=about)


class _Embedded:
    """Reads documents in another format that stand inside a ``text``, as base64 or as plain text."""

    def __init__(self, limits: Limits, read_inner: ReadInner) -> None:
        self.unread: Counter[str] = Counter()
        self.warnings: list[str] = []
        self._count = 0
        self._limits = limits
        self._read_inner = read_inner

    def documents(self, element: Element | None) -> list[Document]:
        """The notes in it. Raises ``RefusedError``."""
        if element is None:
            raise RefusedError(_NOTHING)
        if child(element, "reference") is not None and not words_of(element):
            raise RefusedError("the note is in a file of its own, which the clinical document only names; give that file")
        return self._read_inner(self._bytes(element), (element.get("mediaType") or "").partition(";")[0].strip().lower())

    def stretches(self, element: Element, steps: tuple[str, ...]) -> Stretches:
        """The text of the notes in it at ``steps``; what is refused is counted."""
        self._count += 1
        try:
            documents = self.documents(element) if self._count <= _EMBEDDED else []
        except RefusedError:
            documents = []
        self.unread["embedded document"] += not documents
        place = Place((*steps, "embedded document"), line=element.sourceline)
        stretches: Stretches = []
        for document in documents:
            self.warnings += document.warnings
            stretches += [("\n\n", place)] if stretches else []
            stretches += stretches_of(document.within(*place.steps), place)
        return stretches

    def of_entries(self, root: Element) -> Stretches:
        """The text of entries that hold a document, for a file without any narrative."""
        coded = (element for element in root.iter() if local(element.tag) == "text" and element.get("representation") == "B64")
        return next((stretches for element in coded if (stretches := self.stretches(element, ("entry",)))), [])

    def _bytes(self, element: Element) -> bytes:
        text = "".join(
            part for inner in element.iter() for part in (inner.text, inner.tail if inner is not element else "") if part
        )
        compression = element.get("compression")
        if element.get("representation") != "B64" and not compression:
            return text.encode("utf-8")
        bare = text.translate(_WITHOUT_SPACE)
        try:
            data = binascii.a2b_base64(bare + "=" * (-len(bare) % 4), strict_mode=True)
        except ValueError:
            data = b""
        if not data:
            raise RefusedError("the embedded document is damaged (no base64); export the clinical document again")
        return self._inflated(data, compression) if compression else data

    def _inflated(self, data: bytes, compression: str) -> bytes:
        if compression not in _COMPRESSED:
            raise RefusedError("the embedded document is compressed in a way that is not read; export it uncompressed")
        inflater = zlib.decompressobj(_COMPRESSED[compression])
        try:
            plain = inflater.decompress(data, self._limits.part_bytes + 1)
        except zlib.error:
            plain = b""
        if len(plain) > self._limits.part_bytes:
            raise RefusedError("the embedded document is too large when unpacked; split the document")
        if not plain or not inflater.eof:
            raise RefusedError("the embedded document is damaged (compressed data); export the clinical document again")
        return plain
