"""``document_types.yaml``: what kind of document the codes of its type say it is."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from notelint.packs.decode import decode
from notelint.packs.record import Record

if TYPE_CHECKING:
    from notelint.metadata import Metadata


class DocumentType(Record):
    """A type of document that reports no operation: its name with its article, its kind, and its codes as ``SYSTEM|CODE``."""

    title: str
    kind: str
    codes: tuple[str, ...]


class DocumentTypes(Record):
    """The file. ``reports`` are the codes of documents that report an operation, ``others`` the types of those that do not.

    ``unauthenticated`` are the words for the status of a document that nobody has signed.
    """

    source: str
    reports: frozenset[str]
    others: tuple[DocumentType, ...]
    unauthenticated: frozenset[str]

    def other(self, metadata: Metadata) -> tuple[DocumentType, str] | None:
        """The type of a document that reports no operation by its own codes, and the code that says so.

        ``None`` where no code is known, or one of them is that of a report of an operation.
        """
        if self.reports.intersection(metadata.codes):
            return None
        named = ((one, code) for code in metadata.codes for one in self.others if code in one.codes)
        return next(named, None)


@cache
def document_types() -> DocumentTypes:
    """The shared types of documents. Raises ``PackError`` if the file is not valid."""
    path = files("notelint.patterns") / "shared" / "document_types.yaml"
    return decode(path.read_text("utf8"), DocumentTypes, path.name)
