"""Decide the code of a case: ask the pack's questions in order, look up the answers in its table, keep a trace.

This module knows no bone and no code. The table of the pack says which facts give which code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from notelint.case.model import Fact
from notelint.packs.schema import facts_in
from notelint.report import Decision, Need, Reason, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.case.model import Case
    from notelint.packs.schema import DecisionTable, Question, Row
    from notelint.report import Status

T = TypeVar("T")


def decide(case: Case, table: DecisionTable) -> Decision:
    """The codes that the case supports, or the candidates after a clarification, with the questions and answers.

    Each graft is decided separately. A note is supported if one of its grafts is; each code is listed once.
    """
    if not case.grafts:
        step = _step(table.questions[0], case.transfer)
        reason = step if case.reports or not case.document else case.document[0]
        return Decision("not_applicable", trace=(*case.document, step), reasons=(Reason(reason.because),))
    decisions = decide_grafts(case, table)
    codes = _unique(code for decision in decisions for code in decision.codes)
    trace = (*case.document, *(step for decision in decisions for step in decision.trace))
    if codes:
        reasons = _unique(reason for decision in decisions if decision.codes for reason in decision.reasons)
        return Decision("supported", codes, trace=trace, reasons=reasons)
    candidates = _unique(sorted(code for decision in decisions for code in decision.candidates))
    needs = tuple(need for decision in decisions for need in decision.needs)
    status: Status = "unsupported" if candidates else "not_applicable"
    reasons = _unique(reason for decision in decisions if decision.status == status for reason in decision.reasons)
    return Decision(status, candidates=candidates, trace=trace, needs=needs, reasons=reasons)


def decide_grafts(case: Case, table: DecisionTable) -> tuple[Decision, ...]:
    """The decision on each graft of the case, in the order of the case."""
    return tuple(_decide_graft(graft.facts, table) for graft in case.grafts)


def codes_of(table: DecisionTable, donor_site: str, skin_paddle: str) -> tuple[str, ...]:
    """The codes of the table for a graft from ``donor_site`` with skin (``yes``) or without (``no``)."""
    facts = {"donor_site": Fact(donor_site, ""), "skin_paddle": Fact(skin_paddle, "")}
    return _unique(row.code for row in table.table if _fits(row, facts))


def open_questions(facts: Mapping[str, Fact], table: DecisionTable) -> list[Question]:
    """The questions whose answer leaves the code undecided."""
    return [q for q in table.questions if q.fact in facts and facts[q.fact].value in q.open]


def _decide_graft(facts: Mapping[str, Fact], table: DecisionTable) -> Decision:
    trace: list[Step] = []
    for question in table.questions:
        if question.fact not in facts:
            continue
        fact = facts[question.fact]
        trace.append(_step(question, fact))
        if fact.value in question.ends:
            return Decision("not_applicable", trace=tuple(trace), reasons=(Reason(trace[-1].because),))
    rows = [row for row in table.table if _fits(row, facts)]
    undecided = open_questions(facts, table)
    codes = _unique(row.code for row in rows)
    if len(codes) == 1 and not undecided:
        return Decision("supported", codes, trace=tuple(trace), reasons=tuple(_reasons(facts, table)))
    needs = tuple(Need(row.code, _says(row, undecided)) for row in rows)
    asked = _unique(Reason(question.need) for question in undecided if question.need)
    return Decision("unsupported", candidates=codes, trace=tuple(trace), needs=needs, reasons=asked)


def _reasons(facts: Mapping[str, Fact], table: DecisionTable) -> Iterable[Reason]:
    """What the code rests on: the parts of the table's reason whose facts are all there."""
    short = {question.fact: question.short for question in table.questions}
    for part in table.reason:
        if all(name in facts for name in facts_in(part.says)):
            words = {
                name: short[name].get(fact.value, fact.value.replace("_", " ")) for name, fact in facts.items() if name in short
            }
            evidence = facts[part.at].evidence if part.at is not None and part.at in facts else ()
            yield Reason(part.says.format_map(words), next(iter(evidence), None))


def _fits(row: Row, facts: Mapping[str, Fact]) -> bool:
    """Whether each fact of the row can still have one of the values that the row lists."""
    return all(name in facts and set(facts[name].values) & set(values) for name, values in row.when.items())


def _says(row: Row, undecided: list[Question]) -> tuple[str, ...]:
    return tuple(row.says.get(question.fact, question.need) for question in undecided)


def _step(question: Question, fact: Fact) -> Step:
    return Step(question.id, fact.value, fact.because, tuple(dict.fromkeys(fact.evidence)))


def _unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
