"""The labelled sample notes, and the checks that hold for the report on any note."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.report import Evidence, Report

FOLDER = Path(__file__).parents[2] / "sample_notes"
SAMPLES = tuple(sorted(FOLDER.glob("*.txt")))


def text_of(path: Path) -> str:
    """A sample's text, its line ends as they are in the file."""
    return path.read_bytes().decode("utf8")


def gold_of(path: Path) -> dict[str, Any]:
    """A sample's answers."""
    return json.loads(path.with_suffix(".gold.json").read_text("utf8"))


def decided(report: Report) -> tuple[str, list[str], list[str]]:
    """Status, codes and candidates, in an order that can be compared."""
    decision = report.decision
    assert decision is not None
    return decision.status, sorted(decision.codes), sorted(decision.candidates)


def evidence_of(report: Report) -> Iterator[Evidence]:
    """Every piece of evidence in a report."""
    assert report.decision is not None
    for step in report.decision.trace:
        yield from step.evidence
    for element in report.elements.values():
        yield from element.evidence
    for aside in report.set_aside:
        yield aside.evidence
        if aside.cue is not None:
            yield aside.cue


def assert_places_are_exact(report: Report) -> None:
    """Every evidence quotes the note at its place; every finding stands inside the note, at its line and column."""
    text = report.note.text
    for evidence in evidence_of(report):
        assert 0 <= evidence.start <= evidence.end <= len(text)
        assert evidence.text == text[evidence.start : evidence.end]
    for finding in report.findings:
        assert 0 <= finding.start <= finding.end <= len(text)
        assert (finding.line, finding.column) == report.note.position(finding.start)
        for related in finding.related:
            assert 0 <= related.start <= related.end <= len(text)
