"""Collect the matters to ask about: missing, incomplete, undecided or contradictory, with the words of the note on each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from notelint.packs.in_report import checklists_of, family_of
from notelint.packs.queries import queries_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notelint.packs.elements import Asking
    from notelint.packs.queries import Queries
    from notelint.packs.schema import Catalogue
    from notelint.queries.citing import Place
    from notelint.report import ChecklistReport, Decision, Element, Evidence, Finding, Report

_SHORT_OF = ("missing", "partial")
_BESIDE_A_BLANK = 4  # largest number of characters between a label and its blank
_SEPARATORS = " \t:=-."
Kind = Literal["elements", "open", "integrity"]
Raised = dict[str, "Matter"]
"""The matters by the ids of their questions."""


@dataclass(slots=True)
class Matter:
    """What one question is about: the words of the note on it (``own``), and where it would be documented (``anchors``).

    ``queries`` are the questions of the pack that asks, ``elements`` what that pack says of the note.
    """

    asking: Asking
    queries: Queries
    elements: Mapping[str, Element]
    own: list[Place] = field(default_factory=list)
    anchors: list[Place] = field(default_factory=list)
    conflict: bool = False


def matters(
    report: Report, catalogues: Sequence[Catalogue], code: str | None = None, *, everything: bool = False
) -> list[Matter]:
    """The matters to ask about, once each, by theme: those of the pack that decided codes, then those of the checklists.

    A checklist asks for what its profile takes for an error or a warning, with ``everything`` also for what it takes for an
    info; what the other pack asks for in its own words is not asked twice. None for a note that no pack is about. Raises
    ``KeyError`` for a code that no pack has.
    """
    if report.decision is None:
        return []
    raised: Raised = {}
    family = _family(report, catalogues, code)
    if family is not None:
        raised = _of_family(report, report.decision, family, code)
        is_outside = report.decision.status == "not_applicable" and not is_report(report)
        if is_outside and all(matter.asking.any_note for matter in raised.values()):
            raised = {}
    for catalogue, own in checklists_of(report, catalogues):
        raised |= _of_checklist(report, catalogue, own, raised, everything=everything)
    _leave_out_twins(raised)
    _fold_blanks(report.note.text, raised)
    return _by_theme(raised)


def is_report(report: Report) -> bool:
    """Whether a checklist found that the note is a document of the kind that it is about."""
    return any(own.kind != "other" for own in report.packs.values())


def asked_elements(decision: Decision, catalogue: Catalogue, code: str | None) -> tuple[str, ...]:
    """The elements in the checklist of ``code``, or of the supported code, or of all candidates."""
    codes = (code,) if code is not None else decision.codes[:1] or decision.candidates
    known = [catalogue.codes[one] for one in codes if one in catalogue.codes]
    return tuple(dict.fromkeys(asked.element for one in known for asked in one.checklist))


def places_of(evidence: Iterable[Evidence]) -> tuple[Place, ...]:
    """The exact places that were read, in the order of the evidence."""
    return tuple(place for words in evidence for place in words.exact)


def _family(report: Report, catalogues: Sequence[Catalogue], code: str | None) -> Catalogue | None:
    """The pack that has ``code``, else the one that decided. Raises ``KeyError`` for a code that no pack has."""
    if code is None:
        return family_of(report, catalogues)
    named = next((one for one in catalogues if code in one.codes), None)
    if named is None:
        raise KeyError(code)
    return named


def _of_family(report: Report, decision: Decision, catalogue: Catalogue, code: str | None) -> Raised:
    """The matters of the pack that decides codes, in the order of its questions."""
    queries = queries_of(catalogue)
    raised: Raised = {}
    for kind, name, places in _raised(report, decision, catalogue, code):
        asking = queries.about_element(name) if kind == "elements" else queries.about(kind, name)
        matter = raised.setdefault(asking.id, Matter(asking, queries, report.elements))
        matter.own = list(dict.fromkeys((*matter.own, *places)))
        matter.conflict = matter.conflict or kind == "integrity"
    for finding, matter in _found(report, catalogue, queries, raised):
        matter.anchors.append((finding.start, finding.end))
    return _in_order(raised, queries)


def _of_checklist(report: Report, catalogue: Catalogue, own: ChecklistReport, others: Raised, *, everything: bool) -> Raised:
    """The matters of a checklist, without those that ``others`` ask about already (``same_as``)."""
    queries = queries_of(catalogue)
    asked_already = {
        name for matter in others.values() for name, asks in matter.queries.of_elements.items() if asks == matter.asking.id
    }
    raised: Raised = {}
    for name, severity in own.asked.items():
        element = own.elements[name]
        if element.status not in _SHORT_OF or asked_already.intersection(catalogue.elements[name].same_as):
            continue
        if everything or severity != "info":
            asking = queries.about_element(name)
            matter = raised.setdefault(asking.id, Matter(asking, queries, own.elements))
            matter.own += places_of(element.evidence)
    found = list(_found(report, catalogue, queries, raised))
    at = Counter((finding.start, finding.end) for finding, _ in found)
    for finding, matter in found:
        if at[finding.start, finding.end] == 1:  # a heading that is the place of several elements belongs to none
            matter.anchors.append((finding.start, finding.end))
    return _in_order(raised, queries)


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


def _found(report: Report, catalogue: Catalogue, queries: Queries, raised: Raised) -> Iterator[tuple[Finding, Matter]]:
    """The pack's findings about the elements of the matters."""
    for finding in report.findings:
        if finding.element is not None and finding.rule in catalogue.rules:
            matter = raised.get(queries.of_elements.get(finding.element, ""))
            if matter is not None:
                yield finding, matter


def _in_order(raised: Raised, queries: Queries) -> Raised:
    return {asking.id: raised[asking.id] for asking in queries.askings if asking.id in raised}


def _by_theme(raised: Raised) -> list[Matter]:
    """The matters with those of one theme together, in the order in which the themes come first."""
    themes: dict[str, list[Matter]] = {}
    for matter in raised.values():
        themes.setdefault(matter.asking.theme, []).append(matter)
    return [matter for theme in themes.values() for matter in theme]


def _leave_out_twins(raised: Raised) -> None:
    """Remove a conflict whose words another question already has."""
    for name, matter in list(raised.items()):
        if matter.conflict and any(set(matter.own) <= set(other.own) for other in raised.values() if other is not matter):
            del raised[name]


def _fold_blanks(text: str, raised: Raised) -> None:
    """Merge a blank next to the words of another question into that question."""
    holders = [matter for matter in raised.values() if matter.conflict and matter.asking.any_note]
    others = [matter for matter in raised.values() if matter not in holders]
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
