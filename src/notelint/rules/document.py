"""Findings on the document that a note was read from: what was not read of it, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.metadata import LOW_CONFIDENCE
from notelint.packs.document_types import document_types
from notelint.report import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.report import Finding
    from notelint.rules.builder import Builder

_BEGINNING = (Evidence(0, 0, ""),)


def of_document(builder: Builder, *, reports: bool) -> Iterator[Finding]:
    """The findings on the document of a note, at its beginning; ``reports`` says whether it was read as a report."""
    rules = builder.catalogue.rules
    for name, detail in _found(builder, reports=reports):
        if name in rules:
            yield builder.finding(rules[name], _BEGINNING, detail=detail)


def _found(builder: Builder, *, reports: bool) -> Iterator[tuple[str, str]]:
    """The name of each rule with what its message says."""
    note = builder.note
    unsure = [warning for warning in note.warnings if LOW_CONFIDENCE in warning]
    unread = [warning for warning in note.warnings if warning not in unsure]
    if unread:
        yield "part-not-read", "; ".join(unread)
    if unsure:
        yield "low-ocr-confidence", "; ".join(unsure)
    if note.metadata.status and note.metadata.status in document_types().unauthenticated:
        yield "unauthenticated-note", note.metadata.status
    other = document_types().other(note.metadata) if reports and note.metadata.codes else None
    if other is not None:
        yield "document-type-contradicted", f"{other[0].title} ({other[1].replace('|', ' ')})"
