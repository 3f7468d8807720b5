"""The parts of a Word document: a zip archive whose parts refer to each other by relations."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet
from notelint.inputs.formats.model import RefusedError
from notelint.inputs.formats.xml_tree import child, children, parse_xml

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits
    from notelint.inputs.formats.xml_tree import Element

_ENTRIES = 5_000
_LARGE = 1_000_000
_MOST_PACKED = 200
"""Up to this many bytes may come out of one; texts of Word reach 50."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_KINDS = (
    ("EncryptedPackage", "the Word document is encrypted; open it with its password and save it without one"),
    ("WordDocument", "an old Word document (.doc); open it in Word and save it as .docx"),
)
_OTHERS = {
    "xl/workbook.xml": "an Excel workbook, no Word document; save the note as .docx or plain text",
    "ppt/presentation.xml": "a PowerPoint presentation, no Word document; save the note as .docx or plain text",
    "content.xml": "an OpenDocument file; save it as .docx",
}
_DAMAGED = "the Word document is cut off or damaged; save or export it again"
_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    KeyError,
)
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


@discreet()
class Relation(NamedTuple):
    """A reference from one part to another: ``kind`` is the last step of its type (``header``), ``target`` a part's name."""

    kind: str
    target: str
    outside: bool


class Package:
    """A Word document's parts by their names (``word/document.xml``; upper and lower case are the same)."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises ``RefusedError`` for what is no readable zip archive."""
        self._limits = limits
        self._left = limits.bytes
        _refuse(data, limits)
        archive = None
        try:
            archive = zipfile.ZipFile(BytesIO(data))
            self._entries = {_part_name(info.filename).lower(): info for info in archive.infolist()}
        except _FAILURES:
            archive = None
        if archive is None:
            raise RefusedError(_DAMAGED)
        self._archive = archive
        self._types: dict[str, str] | None = None

    def main(self) -> str:
        """The name of the part with the document's body. Raises ``RefusedError`` where there is none."""
        for other, problem in _OTHERS.items():
            if other in self._entries:
                raise RefusedError(problem)
        named = [relation.target for relation in self.related("").values() if relation.kind == "officeDocument"]
        for name in (*named, "word/document.xml"):
            if name.lower() in self._entries:
                return name
        raise RefusedError("a zip archive without a Word document; unpack it and give the files inside")

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, ``None`` where there is none. Raises ``RefusedError`` past the limits."""
        info = self._entries.get(name.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            raise RefusedError("the zip archive is protected by a password; save the document without one")
        if info.compress_type not in _METHODS:
            raise RefusedError(_DAMAGED)
        data = self._unpacked(info)
        if data is None:
            raise RefusedError(_DAMAGED)
        self._left -= len(data)
        packed_too_well = len(data) > max(_LARGE, _MOST_PACKED * info.compress_size)
        if packed_too_well or len(data) > self._limits.part_bytes or self._left < 0:
            raise RefusedError("a part of the Word document is too large when unpacked; split the document")
        return data

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes | None:
        """At most one byte more than the limit allows; ``None`` where the part is damaged."""
        most = min(self._limits.part_bytes, self._left) + 1
        try:
            with self._archive.open(info) as file:
                return file.read(most)
        except _FAILURES:
            return None

    def xml(self, name: str) -> Element | None:
        """The first element of a part, ``None`` where there is no such part. Raises ``RefusedError`` for damaged XML."""
        data = self.part(name)
        return None if data is None else parse_xml(data, self._limits, "Word").root

    def related(self, name: str) -> dict[str, Relation]:
        """The relations of a part by their ids; those of the whole package for an empty name."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {} if root is None else {one.get("Id") or "": _relation(one, folder) for one in children(root, "Relationship")}

    def first(self, relations: dict[str, Relation], kind: str) -> Element | None:
        """The first element of the first part of that kind; ``None`` where there is none."""
        target = next((one.target for one in relations.values() if one.kind == kind and not one.outside), None)
        return None if target is None else self.xml(target)

    def media_type(self, name: str) -> str:
        """What the package says a part is (``text/html``); empty where it says nothing."""
        if self._types is None:
            self._types = self._media_types()
        return self._types.get(f"/{name.lower()}") or self._types.get(posixpath.splitext(name)[1].lower(), "")

    def _media_types(self) -> dict[str, str]:
        root = self.xml("[Content_Types].xml")
        types: dict[str, str] = {}
        for one in root if root is not None else ():
            named = one.get("PartName") or f".{one.get('Extension') or ''}"
            types[named.lower()] = (one.get("ContentType") or "").lower()
        return types


def _refuse(data: bytes, limits: Limits) -> None:
    if len(data) > limits.bytes:
        raise RefusedError("larger than what is read; split the document")
    if data.startswith(_OLE):
        problems = (problem for stream, problem in _OLE_KINDS if stream.encode("utf-16-le") in data)
        raise RefusedError(next(problems, "an old Office file, no Word document; save the note as .docx or plain text"))
    if data.count(b"PK\x01\x02") > _ENTRIES:
        raise RefusedError("the zip archive has too many entries for a Word document; save or export it again")


def _part_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _relation(element: Element, folder: str) -> Relation:
    target = (element.get("Target") or "").replace("\\", "/")
    path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
    kind = (element.get("Type") or "").rpartition("/")[2]
    return Relation(kind, posixpath.normpath(path), element.get("TargetMode") == "External")


def text_of(root: Element | None, name: str) -> str:
    """The text of the first child with that local name, in one line; empty where there is none."""
    found = None if root is None else child(root, name)
    return "" if found is None else " ".join((found.text or "").split())
