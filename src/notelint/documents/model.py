"""What a document is and what its parts speak of: plain records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from notelint.report import Evidence

DocumentKind = Literal[
    "operative_report",
    "narrative",
    "visit",
    "letter",
    "examination",
    "claim_paper",
    "anesthesia_record",
    "virtual_plan",
    "plan_or_consent",
    "teaching_text",
]
"""What a text is as a whole. Only a report of an operation, headed or written as a case, can support a code."""

REPORTS: frozenset[DocumentKind] = frozenset({"operative_report", "narrative"})
"""The kinds of documents that can support a code."""

SegmentKind = Literal["operation", "earlier", "elsewhere", "general", "plan"]
"""What a sentence speaks of: this operation, an earlier one, a part that another report describes, no patient, or advice."""


class Segment(Struct, frozen=True):
    """What one sentence speaks of. ``cue`` is the place of the words that say so, in the clean text; ``None`` for the default."""

    kind: SegmentKind
    cue: tuple[int, int] | None = None


OPERATION = Segment("operation")
"""The segment of a sentence that nothing sets apart."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as a document: its kind, the words that show it (none for the default), and one segment for each sentence.

    ``declared`` is what the document calls itself outside its text, where that decides its kind.
    """

    kind: DocumentKind
    because: Evidence | None
    segments: tuple[Segment, ...]
    declared: str = ""

    @property
    def reports_operation(self) -> bool:
        """Whether the document can report an operation as its own."""
        return self.kind in REPORTS
