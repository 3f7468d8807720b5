"""Collect the matters to ask about: missing, incomplete, undecided or contradictory, with the words of the note on each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.packs.elements import Asking
    from notelint.packs.queries import Queries
    from notelint.packs.schema import Catalogue
    from notelint.queries.citing import Place
    from notelint.report import Decision, Evidence, Report

_SHORT_OF = ("missing", "partial")
_BESIDE_A_BLANK = 4  # largest number of characters between a label and its blank
_SEPARATORS = " \t:=-."
Kind = Literal["elements", "open", "integrity"]


@dataclass(slots=True)
class Matter:
    """What one question is about: the words of the note on it (``own``), and where it would be documented (``anchors``)."""

    asking: Asking
    own: list[Place] = field(default_factory=list)
    anchors: list[Place] = field(default_factory=list)
    conflict: bool = False


def matters(report: Report, catalogue: Catalogue, queries: Queries, code: str | None) -> list[Matter]:
    """The matters to ask about, once each, in the order of ``queries``. None for a note outside the family."""
    if report.decision is None:
        return []
    raised: dict[str, Matter] = {}
    for kind, name, places in _raised(report, report.decision, catalogue, code):
        asking = queries.about_element(name) if kind == "elements" else queries.about(kind, name)
        matter = raised.setdefault(asking.id, Matter(asking))
        matter.own = list(dict.fromkeys((*matter.own, *places)))
        matter.conflict = matter.conflict or kind == "integrity"
    if report.decision.status == "not_applicable" and all(matter.asking.any_note for matter in raised.values()):
        return []
    _anchor(report, queries, raised)
    _leave_out_twins(raised)
    _fold_blanks(report.note.text, raised)
    return [raised[asking.id] for asking in queries.askings if asking.id in raised]


def asked_elements(decision: Decision, catalogue: Catalogue, code: str | None) -> tuple[str, ...]:
    """The elements in the checklist of ``code``, or of the supported code, or of all candidates."""
    codes = (code,) if code is not None else decision.codes[:1] or decision.candidates
    return tuple(dict.fromkeys(asked.element for known in codes for asked in catalogue.codes[known].checklist))


def places_of(evidence: Iterable[Evidence]) -> tuple[Place, ...]:
    """The exact places that were read, in the order of the evidence."""
    return tuple(place for words in evidence for place in words.exact)


def _raised(
    report: Report, decision: Decision, catalogue: Catalogue, code: str | None
) -> Iterator[tuple[Kind, str, tuple[Place, ...]]]:
    """Everything missing, incomplete or contradictory, by kind and name, with the words of the note on it."""
    openings = {question.id: question.open for question in catalogue.decision.questions}
    for step in decision.trace:
        if step.answer in openings.get(step.question, ()):
            yield "open", step.question, places_of(step.evidence)
    for finding in report.findings:
        kind = catalogue.rules[finding.rule].integrity if finding.rule in catalogue.rules else None
        if kind is not None:
            yield "integrity", kind, ((finding.start, finding.end), *((other.start, other.end) for other in finding.related))
    if decision.status == "not_applicable":
        return
    for name in asked_elements(decision, catalogue, code):
        element = report.elements.get(name)
        if element is not None and element.status in _SHORT_OF:
            yield "elements", name, places_of(element.evidence)


def _anchor(report: Report, queries: Queries, raised: Mapping[str, Matter]) -> None:
    for finding in report.findings:
        if finding.element is not None:
            matter = raised.get(queries.of_elements[finding.element])
            if matter is not None:
                matter.anchors.append((finding.start, finding.end))


def _leave_out_twins(raised: dict[str, Matter]) -> None:
    """Remove a conflict whose words another question already has."""
    for name, matter in list(raised.items()):
        if matter.conflict and any(set(matter.own) <= set(other.own) for other in raised.values() if other is not matter):
            del raised[name]


def _fold_blanks(text: str, raised: dict[str, Matter]) -> None:
    """Merge a blank next to the words of another question into that question."""
    holders = [matter for matter in raised.values() if matter.asking.any_note]
    others = [matter for matter in raised.values() if not matter.asking.any_note]
    before = {end: matter for matter in others for _, end in (*matter.own, *matter.anchors)}
    behind = {start: matter for matter in others for start, _ in (*matter.own, *matter.anchors)}
    for holder in holders:
        kept = []
        for start, end in holder.own:
            owner = _beside(text[max(0, start - _BESIDE_A_BLANK) : start][::-1], start, -1, before)
            owner = owner or _beside(text[end : end + _BESIDE_A_BLANK], end, 1, behind)
            if owner is None:
                kept.append((start, end))
            elif (start, end) not in owner.own:
                owner.own.append((start, end))
        holder.own = kept
        if not kept:
            del raised[holder.asking.id]


def _beside(near: str, at: int, step: int, ends: Mapping[int, Matter]) -> Matter | None:
    """The matter whose words are separated from ``at`` only by separators."""
    for distance in range(len(near) + 1):
        if at + step * distance in ends:
            return ends[at + step * distance]
        if near[distance : distance + 1] not in _SEPARATORS:
            return None
    return None
