"""A reading as a document: its kind, its segments, and mentions that keep to the segment they stand in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec import structs

from notelint.documents.kind import declared_kind, kind_of
from notelint.documents.model import REPORTS, Document
from notelint.documents.segments import segments_of
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.documents.model import Segment, SegmentKind
    from notelint.reading.model import Mention, MentionStatus, Reading

_STATUS: dict[SegmentKind, MentionStatus] = {
    "earlier": "historical",
    "elsewhere": "quoted",
    "general": "considered",
    "plan": "planned",
}
_UNDERWENT = phrase("document.case-underwent")
_CLAIMS_DONE = frozenset({"performed", "header"})


def describe(reading: Reading) -> Document:
    """The document that a reading is of."""
    kind, because = kind_of(reading)
    declared = declared_kind(reading) if kind in REPORTS else None
    if declared is not None:
        return Document(declared[0], None, segments_of(reading), declared[1])
    return Document(kind, because, segments_of(reading))


def within_segments(reading: Reading, document: Document) -> Reading:
    """The reading with each mention of something done meant as its segment means it; what a cue set aside stays so.

    In a case written as prose, "underwent" is the case's own operation.
    """
    mentions = reading.mentions
    if document.kind == "narrative":
        mentions = tuple(_of_case(reading, mention) for mention in mentions)
    if any(segment.kind != "operation" for segment in document.segments):
        mentions = tuple(_within(mention, document.segments[mention.sentence]) for mention in mentions)
    return replace(reading, mentions=mentions)


def _of_case(reading: Reading, mention: Mention) -> Mention:
    if mention.status != "historical" or mention.cue is None:
        return mention
    underwent = _UNDERWENT.fullmatch(reading.text, *mention.cue)
    return structs.replace(mention, status="performed", cue=None) if underwent else mention


def _within(mention: Mention, segment: Segment) -> Mention:
    if segment.kind == "operation" or mention.status not in _CLAIMS_DONE:
        return mention
    return structs.replace(mention, status=_STATUS[segment.kind], cue=segment.cue)
