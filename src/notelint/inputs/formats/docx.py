"""Word documents (.docx, .docm, .dotx), Strict and Transitional."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from notelint.inputs.formats.docx_flow import Tally
from notelint.inputs.formats.docx_lists import Definitions, Numbering, Styles
from notelint.inputs.formats.docx_names import switched_on, value
from notelint.inputs.formats.docx_package import Package, Relation, text_of
from notelint.inputs.formats.docx_pages import sections
from notelint.inputs.formats.docx_text import TextReader
from notelint.inputs.formats.model import Document, Metadata, RefusedError
from notelint.inputs.formats.story import Size, Stretches, stretches_of
from notelint.inputs.formats.xml_tree import child, children, local
from notelint.places import Place, TextBuilder

if TYPE_CHECKING:
    from notelint.inputs.formats.model import Limits, ReadInner
    from notelint.inputs.formats.xml_tree import Element

_READ_WITHIN = frozenset({"text/html", "application/xhtml+xml", "text/rtf", "application/rtf", "text/plain"})
_INSERTED = 100
"""Most inserted files of one document that are read."""


def read(data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
    """The one note of a Word document: headers, body, footers, footnotes, endnotes.

    Text boxes follow the paragraph that holds them. Deleted and hidden text, comments, prompts of empty content controls,
    pictures and embedded objects are not read, and counted in the warnings. Raises ``RefusedError``.
    """
    return [_Reader(Package(data, limits), limits, read_inner).document()]


class _Reader:
    def __init__(self, package: Package, limits: Limits, read_inner: ReadInner) -> None:
        self._package = package
        self._read_inner = read_inner
        self._tally = Tally(Size(limits), limits.depth)
        self._warnings: list[str] = []
        self._inserted = count(1)
        main = package.main()
        body = package.xml(main)
        if body is None or local(body.tag) != "document":
            raise RefusedError("no Word document; save the note as .docx or plain text")
        self._body = body
        self._relations = package.related(main)
        styles = Styles(package.first(self._relations, "styles"))
        self._definitions = Definitions(styles, Numbering(package.first(self._relations, "numbering")))

    def document(self) -> Document:
        body = self._part(self._body, (), self._relations)
        parts = [*self._margins("header"), body, *self._margins("footer"), *self._notes("footnote"), *self._notes("endnote")]
        builder = TextBuilder()
        last = Place()
        for stretches in parts:
            if stretches and builder.length:
                builder.add("\n\n", last)
            for text, place in stretches:
                builder.add(text, place)
                last = place
        text = builder.text()
        if not text.strip():
            raise RefusedError(f"no text in the Word document{self._only()}; save the note as text")
        return Document(text, builder.places(), self._all_warnings(), self._metadata())

    def _part(self, root: Element, steps: tuple[str, ...], relations: dict[str, Relation]) -> Stretches:
        def insert(relation: str, around: tuple[str, ...]) -> Stretches:
            return self._insert(relations.get(relation), around)

        return TextReader(root, self._tally, self._definitions, insert, steps).stretches

    def _margins(self, kind: str) -> list[Stretches]:
        """The headers or footers that are shown, each once."""
        names = dict.fromkeys(
            relation.target
            for reference in self._references(kind)
            if (relation := self._relations.get(value(reference, "id") or "")) is not None and not relation.outside
        )
        read: dict[str, Stretches] = {}
        for name in names:
            root = self._package.xml(name)
            stretches = [] if root is None else self._part(root, (kind,), self._package.related(name))
            read.setdefault("".join(text for text, _ in stretches), stretches)
        return list(read.values())

    def _references(self, kind: str) -> list[Element]:
        """Those of the headers or footers that are shown: for first and even pages only where the document has them apart."""
        every = sections(self._body)
        apart = {"default", None}
        if any(switched_on(child(section, "titlePg")) for section in every):
            apart.add("first")
        settings = self._package.first(self._relations, "settings")
        if settings is not None and switched_on(child(settings, "evenAndOddHeaders")):
            apart.add("even")
        references = (one for section in every for one in children(section, f"{kind}Reference"))
        return [one for one in references if value(one, "type") in apart]

    def _notes(self, kind: str) -> list[Stretches]:
        """The footnotes or endnotes that the text refers to, in its order."""
        wanted = dict.fromkeys(number for noted, number in self._tally.notes if noted == kind)
        if not wanted:
            return []
        target = next((one.target for one in self._relations.values() if one.kind == f"{kind}s" and not one.outside), "")
        root = self._package.xml(target)
        found = {value(note, "id"): note for note in root if value(note, "type") in {None, "normal"}} if root is not None else {}
        relations = self._package.related(target)
        notes = ((place, found.get(number)) for place, number in enumerate(wanted, 1))
        return [self._part(note, (f"{kind} {place}",), relations) for place, note in notes if note is not None]

    def _insert(self, relation: Relation | None, around: tuple[str, ...]) -> Stretches:
        """The text of a file in another format that stands in this one (``w:altChunk``)."""
        if relation is None or relation.outside:
            self._tally.unread["linked document"] += 1
            return []
        media_type = self._package.media_type(relation.target).partition(";")[0].strip()
        data = self._package.part(relation.target) if media_type in _READ_WITHIN and next(self._inserted) <= _INSERTED else None
        try:
            documents = [] if data is None else self._read_inner(data, media_type)
        except RefusedError:
            documents = []
        self._tally.unread["inserted file"] += not documents
        stretches: Stretches = []
        for document in documents:
            self._warnings += document.warnings
            stretches += [("\n\n", stretches[-1][1])] if stretches else []
            stretches += stretches_of(document.within(*around, "inserted file"), Place((*around, "inserted file")))
        return stretches

    def _unread(self) -> list[str]:
        self._tally.unread["comment"] = len(self._tally.comments)
        return [_counted(number, noun) for noun, number in sorted(self._tally.unread.items()) if number]

    def _only(self) -> str:
        unread = self._unread()
        return f", only {', '.join(unread)}" if unread else ""

    def _all_warnings(self) -> tuple[str, ...]:
        unread = self._unread()
        counted = [f"{', '.join(unread)} not read"] if unread else []
        counted += [f"{_counted(self._tally.struck, 'struck-through passage')} read as text"] if self._tally.struck else []
        return (*counted, *self._warnings)

    def _metadata(self) -> Metadata:
        core = self._package.first(self._package.related(""), "core-properties")
        try:
            created = date.fromisoformat(text_of(core, "created")[:10])
        except ValueError:
            created = None
        return Metadata(text_of(core, "title"), date=created, author=text_of(core, "creator"))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
