"""Decide the code of a case: ask the pack's questions in order, look up the answers in its table, keep a trace.

This module knows no bone and no code. The table of the pack says which facts give which code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.report import Decision, Need, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.case.model import Case, Fact
    from notelint.packs.schema import DecisionTable, Question, Row


def decide(case: Case, table: DecisionTable) -> Decision:
    """The codes that the case supports, or the candidates after a clarification, with the questions and answers.

    Each graft is decided separately. A note is supported if one of its grafts is; each code is listed once.
    """
    if not case.grafts:
        return Decision("not_applicable", trace=(_step(table.questions[0], case.transfer),))
    decisions = decide_grafts(case, table)
    codes = _unique(code for decision in decisions for code in decision.codes)
    trace = tuple(step for decision in decisions for step in decision.trace)
    if codes:
        return Decision("supported", codes, trace=trace)
    candidates = _unique(sorted(code for decision in decisions for code in decision.candidates))
    needs = tuple(need for decision in decisions for need in decision.needs)
    return Decision("unsupported" if candidates else "not_applicable", candidates=candidates, trace=trace, needs=needs)


def decide_grafts(case: Case, table: DecisionTable) -> tuple[Decision, ...]:
    """The decision on each graft of the case, in the order of the case."""
    return tuple(_decide_graft(graft.facts, table) for graft in case.grafts)


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
            return Decision("not_applicable", trace=tuple(trace))
    rows = [row for row in table.table if _fits(row, facts)]
    undecided = open_questions(facts, table)
    codes = _unique(row.code for row in rows)
    if len(codes) == 1 and not undecided:
        return Decision("supported", codes, trace=tuple(trace))
    needs = tuple(Need(row.code, _says(row, undecided)) for row in rows)
    return Decision("unsupported", candidates=codes, trace=tuple(trace), needs=needs)


def _fits(row: Row, facts: Mapping[str, Fact]) -> bool:
    """Whether each fact of the row can still have one of the values that the row lists."""
    return all(name in facts and set(facts[name].values) & set(values) for name, values in row.when.items())


def _says(row: Row, undecided: list[Question]) -> tuple[str, ...]:
    return tuple(row.says.get(question.fact, question.need) for question in undecided)


def _step(question: Question, fact: Fact) -> Step:
    return Step(question.id, fact.value, fact.because, tuple(dict.fromkeys(fact.evidence)))


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))
