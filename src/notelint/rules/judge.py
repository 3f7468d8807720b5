"""Find defects of documentation: checklist elements, undecided questions, and contradictions in the note."""

from __future__ import annotations

from dataclasses import replace as dataclass_replace
from typing import TYPE_CHECKING

from msgspec.structs import replace

from notelint.coding.decide import open_questions
from notelint.report import NOT_ASKED, Evidence, Finding
from notelint.rules.builder import Builder, in_order
from notelint.rules.document import of_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.expected_locations import ExpectedLocations
    from notelint.case.model import Case
    from notelint.note import Note
    from notelint.packs.schema import Catalogue, Requirement, Rule
    from notelint.report import Decision, Read

_CERTAIN = frozenset({"utf-8", "utf-16", "utf-32"})  # the others are guessed
_RANKS = {"error": 0, "warning": 1, "info": 2}


def judge(
    case: Case, decision: Decision, note: Note, locations: ExpectedLocations | None, catalogue: Catalogue
) -> tuple[Finding, ...]:
    """Every finding on the note, in the order of their places; ``locations`` is ``None`` if the note was not read."""
    if locations is None and not case.conflicts and note.encoding in _CERTAIN and not note.warnings and not note.metadata.status:
        return ()  # so it is for nearly every note of an archive
    builder = Builder(catalogue, note)
    found = [*_encoding(builder), *of_document(builder, reports=case.reports and locations is not None)]
    found += _integrity(case, decision, builder)
    if decision.status != "not_applicable" and locations is not None:
        found += _open(case, decision, locations, builder)
        found += _checklist(case, decision, locations, builder)
    return in_order(found)


def with_second_reader(findings: tuple[Finding, ...], read: Read, note: Note, catalogue: Catalogue) -> tuple[Finding, ...]:
    """The findings with what rests on the second reader alone marked and no error, and one where the readers disagree."""
    marked = [_softened(finding) if read.claims or finding.element in read.alone else finding for finding in findings]
    rule = catalogue.rules.get("readers-disagree")
    if read.disagrees and rule is not None:
        words = read.decision.trace[-1].evidence or (Evidence(0, 0, ""),)
        marked.append(Builder(catalogue, note).finding(rule, words, codes=read.decision.candidates))
    return in_order(marked)


def _softened(finding: Finding) -> Finding:
    severity = "warning" if finding.severity == "error" else finding.severity
    return dataclass_replace(finding, severity=severity, message=f"{finding.message} (found by the second reader alone)")


def _encoding(builder: Builder) -> Iterator[Finding]:
    rule = builder.catalogue.rules.get("encoding-not-utf8")
    if rule is not None and builder.note.encoding not in _CERTAIN:
        yield builder.finding(rule, (Evidence(0, 0, ""),))


def _integrity(case: Case, decision: Decision, builder: Builder) -> Iterator[Finding]:
    if not case.conflicts:
        return
    rules = {rule.integrity: rule for rule in builder.catalogue.rules.values() if rule.integrity}
    for kind, statements in case.conflicts.items():
        if kind in rules:
            yield builder.finding(rules[kind], statements, codes=decision.codes or decision.candidates)


def _open(case: Case, decision: Decision, locations: ExpectedLocations, builder: Builder) -> Iterator[Finding]:
    """One finding for each undecided question, at the words that leave it undecided."""
    catalogue = builder.catalogue
    for graft in case.grafts:
        for question in open_questions(graft.facts, catalogue.decision):
            if question.rule is not None:
                words = graft.facts[question.fact].evidence or (locations.of_element(question.belongs or question.id),)
                yield builder.finding(catalogue.rules[question.rule], words, codes=decision.candidates or decision.codes)


def _checklist(case: Case, decision: Decision, locations: ExpectedLocations, builder: Builder) -> Iterator[Finding]:
    """One finding for each checklist element that is not documented or incomplete."""
    catalogue = builder.catalogue
    codes = decision.codes[:1] or decision.candidates
    rules: dict[tuple[str | None, str | None], Rule] = {(rule.element, rule.when): rule for rule in catalogue.rules.values()}
    for element_id, asked in requirements(codes, catalogue).items():
        element = case.elements.get(element_id, NOT_ASKED)
        rule = rules.get((element_id, element.status))
        if rule is not None:
            askers = tuple(code for code in codes if _asks(catalogue, code, element_id))
            words = element.evidence or (locations.of_element(element_id),)
            yield builder.finding(rule, words, codes=askers, asked=asked)


def requirements(codes: tuple[str, ...], catalogue: Catalogue) -> dict[str, Requirement]:
    """What the codes require, by element. If several codes require one element: the gravest severity.

    If their sources differ, the source is that of the element, which holds for the whole family: the page of one code says
    nothing of another.
    """
    asked: dict[str, Requirement] = {}
    for code in codes:
        for requirement in catalogue.codes[code].checklist:
            known = asked.get(requirement.element)
            asked[requirement.element] = requirement if known is None else _both(known, requirement, catalogue)
    return asked


def _both(first: Requirement, second: Requirement, catalogue: Catalogue) -> Requirement:
    graver = second if _RANKS[second.severity] < _RANKS[first.severity] else first
    if first.source == second.source:
        return graver
    return replace(graver, source=catalogue.elements[graver.element].source)


def _asks(catalogue: Catalogue, code: str, element: str) -> bool:
    return any(requirement.element == element for requirement in catalogue.codes[code].checklist)
