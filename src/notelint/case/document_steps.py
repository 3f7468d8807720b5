"""What the document and its passages contribute to the decision, as steps of the trace with their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.report import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.case.scene import Scene
    from notelint.documents.model import DocumentKind, SegmentKind
    from notelint.report import Evidence

_KINDS: Mapping[DocumentKind, str] = {
    "operative_report": "the document reports an operation",
    "narrative": "the document describes an operation as a case, without the headings of a report",
    "visit": "the document is a record of a visit, of care or of a meeting, which reports no operation",
    "letter": "the document is a letter, which reports no operation of its own",
    "examination": "the document reports an examination, not an operation",
    "claim_paper": "the document is about a claim or for a court, and reports no operation",
    "anesthesia_record": "the document is a record of the anesthesia, not of the operation",
    "virtual_plan": "the document is a planning or training record; nothing was done to a patient",
    "plan_or_consent": "the document is a plan or a consent, which reports no operation",
    "teaching_text": "the document describes how it is done or coded, and no patient",
}
_PASSAGES: Mapping[SegmentKind, str] = {
    "earlier": "a passage describes another operation than this one",
    "elsewhere": "a passage leaves a part to another report",
    "general": "a passage describes no patient, or other patients",
    "plan": "a passage tells what was advised before the operation",
}


def document_steps(scene: Scene) -> tuple[Step, ...]:
    """A step for the kind of document where words or metadata show it, and one for each kind of passage that is set apart."""
    document = scene.document
    steps = []
    if document.declared:
        steps.append(
            Step("document", document.kind, f"the document calls itself {document.declared}, which reports no operation")
        )
    if document.because is not None:
        steps.append(Step("document", document.kind, _KINDS[document.kind], (document.because,)))
    return (*steps, *(Step("passages", kind, _PASSAGES[kind], words) for kind, words in _cues(scene).items()))


def _cues(scene: Scene) -> dict[SegmentKind, tuple[Evidence, ...]]:
    """For each kind of passage set apart the words that set it apart, once each."""
    found: dict[SegmentKind, dict[Evidence, None]] = {}
    for kind, words in _set_apart(scene):
        found.setdefault(kind, {})[words] = None
    return {kind: tuple(words) for kind, words in found.items()}


def _set_apart(scene: Scene) -> Iterator[tuple[SegmentKind, Evidence]]:
    for segment in scene.document.segments:
        if segment.kind != "operation" and segment.cue is not None:
            yield segment.kind, scene.reading.evidence(*segment.cue)
