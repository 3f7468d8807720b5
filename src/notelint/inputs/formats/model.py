"""What a reader of a format takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Protocol

from notelint.discreet import discreet
from notelint.metadata import Metadata
from notelint.places import PlaceMap

__all__ = ["Document", "Limits", "Metadata", "ReadInner", "Reader", "RefusedError"]


class RefusedError(ValueError):
    """A document that is not read. ``str`` says in one line what is wrong and what to do, without a word of the document."""


class DamagedError(RefusedError):
    """A document of text that is not what it begins as, such as a piece of XML; its words can be read all the same."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read. Past a limit the document is refused, never cut silently.

    ``bytes`` of the file, ``part_bytes`` of one part when unpacked, ``chars`` of the text (code points), ``pages``,
    ``scanned_pages`` for OCR, ``paragraphs``, ``depth`` of nesting (groups, elements), ``containers`` (attachments in
    attachments), ``notes`` of one file.
    """

    bytes: int = 50_000_000
    part_bytes: int = 20_000_000
    chars: int = 1_000_000
    pages: int = 200
    scanned_pages: int = 30
    paragraphs: int = 50_000
    depth: int = 512
    containers: int = 3
    notes: int = 10_000


@discreet("name", "warnings")
@dataclass(frozen=True, slots=True)
class Document:
    """One note as a reader gives it.

    ``text`` uses LF for line breaks and blank lines between paragraphs only where the document has them; table cells are parted
    by tabs. ``name`` tells the notes of one file apart (``Bundle.entry[3]``, ``message 2``) and is empty for a file with one.
    ``warnings`` say what was not read (``2 text boxes, 1 embedded part not read``), without a word of the document.
    ``encoding`` is that of the text inside, where the format leaves it open.
    """

    text: str
    places: PlaceMap = field(default_factory=PlaceMap)
    warnings: tuple[str, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    name: str = ""
    encoding: str = "utf-8"

    def within(self, *steps: str, name: str | None = None) -> Document:
        """The document seen from a container that holds it."""
        return replace(self, places=self.places.within(*steps), name=self.name if name is None else name)


class ReadInner(Protocol):
    """Reads a document inside a container (an attachment): its format is recognised by content.

    ``media_type`` is what the container says it is (``text/rtf``, ``application/pdf``, empty where it says nothing). Raises
    ``RefusedError``, also where it is a container too many (``Limits.containers``).
    """

    def __call__(self, data: bytes, media_type: str = "") -> list[Document]:
        """The notes in ``data``."""
        ...


class Reader(Protocol):
    """The function ``read`` of a module of ``notelint.inputs.formats``: the bytes of a file to its notes, in their order.

    Raises ``RefusedError`` for what cannot be read. Never any other exception, whatever the bytes are; never an empty list.
    """

    def __call__(self, data: bytes, limits: Limits, read_inner: ReadInner) -> list[Document]:
        """The notes of a file."""
        ...
