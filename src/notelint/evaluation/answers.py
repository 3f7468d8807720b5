"""The answers that are compared: those of the labels and those of the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.report import FactValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from notelint.report import Report

_ELSEWHERE = ("labelled words", "other words")

Answer = FactValue | tuple[str, ...]
"""One answer: a status, a fact's value, or the names of a list in their order."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers about one note. Lists are sorted because their order has no meaning; ``elements`` gives statuses by element."""

    status: str
    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    facts: Mapping[str, FactValue]
    elements: Mapping[str, str]
    integrity: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One note, by its ``id`` (the file's name without ``.txt``), as it was labelled and as it was read.

    ``evidence`` says of each element with labelled evidence, where labels and report call it documented, whether the report
    shows the labelled words.
    """

    id: str
    labelled: Answers
    read: Answers
    evidence: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One answer that differs between labels and report; ``what`` is its name among the figures: ``elements.microscope``."""

    note: str
    what: str
    labelled: Answer
    read: Answer


def answers_of(report: Report) -> Answers:
    """The answers of a report. The note must have been read."""
    decision = report.decision
    assert decision is not None, "a note that could not be read has no answers"
    return Answers(
        status=decision.status,
        codes=tuple(sorted(decision.codes)),
        candidates=tuple(sorted(decision.candidates)),
        facts=report.facts,
        elements={name: element.status for name, element in report.elements.items()},
        integrity=tuple(sorted(set(report.integrity))),
    )


def disagreements(note: Compared) -> Iterator[Disagreement]:
    """All answers about a note that differ between labels and report."""
    read = dict(_named(note.read))
    for what, labelled in _named(note.labelled):
        if labelled != read.get(what):
            yield Disagreement(note.id, what, labelled, read.get(what))
    yield from words_elsewhere(note.id, note.evidence)


def words_elsewhere(note: str, evidence: Mapping[str, bool]) -> Iterator[Disagreement]:
    """The elements of the note with this id for which other words than the labelled ones are shown."""
    yield from (Disagreement(note, f"evidence.{name}", *_ELSEWHERE) for name, right in evidence.items() if not right)


def _named(answers: Answers) -> Iterator[tuple[str, Answer]]:
    yield "status", answers.status
    yield "codes", answers.codes
    yield "candidates", answers.candidates
    yield from ((f"facts.{name}", value) for name, value in answers.facts.items())
    yield from ((f"elements.{name}", status) for name, status in answers.elements.items())
    yield "integrity", answers.integrity
