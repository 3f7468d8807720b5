"""Reviews as a SARIF 2.1.0 log: each finding at its line of the encounter's file, the words of the notes beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.fingerprint import fingerprints
from notelint.outputs.sarif import FINGERPRINT
from notelint.outputs.sarif_rules import LEVELS
from notelint.outputs.sarif_run import Run
from notelint.packs.decode import spell
from notelint.report import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.review.model import ClaimFinding, Review, Words

Data = dict[str, Any]


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """The log, result by result."""
    run = Run(options)
    yield from run.document(_results(reviews, run))


def _results(reviews: Iterable[Review], run: Run) -> Iterator[Data]:
    for review in reviews:
        file = run.file(review.source)
        if review.error is not None:
            run.failed(file, review.error)
        for finding, fingerprint in zip(review.findings, _fingerprints(review), strict=True):
            yield _result(run, review, finding, fingerprint, file)


def _result(run: Run, review: Review, finding: ClaimFinding, fingerprint: str, file: Data) -> Data:
    words = [_words(run, review, mention, number) for number, mention in enumerate(finding.words, 1)]
    difference = {"difference": f"{finding.difference:.2f}"} if finding.difference is not None else {}
    return {
        **run.rule(finding.rule),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(finding, file)],
        **({"relatedLocations": words} if words else {}),
        "partialFingerprints": {FINGERPRINT: fingerprint},
        "properties": {
            "supported": list(finding.supported),
            "settle": finding.settle,
            "sources": list(finding.sources),
            "basis": finding.basis,
            **difference,
        },
    }


def _location(finding: ClaimFinding, file: Data) -> Data:
    """The line of the encounter's file, and the key on it."""
    region = {"region": {"startLine": finding.line}} if finding.line else {}
    where = spell(finding.where)
    logical = {"logicalLocations": [{"name": where, "fullyQualifiedName": where, "kind": "property"}]} if where else {}
    return {"physicalLocation": {"artifactLocation": file, **region}, **logical}


def _words(run: Run, review: Review, mention: Words, number: int) -> Data:
    note = review.notes[mention.note].report.note
    location = run.location(note, mention.evidence.start, mention.evidence.end)
    return {"id": number, **location, "message": {"text": "the note documents this"}}


def _fingerprints(review: Review) -> list[str]:
    """As those of a note's findings: the place in the encounter stands for the element."""
    found = [
        Finding(one.rule, one.severity, one.message, number, number, 1, 1, element=spell(one.where), codes=one.supported)
        for number, one in enumerate(review.findings)
    ]
    return fingerprints(found)
