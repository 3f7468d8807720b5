"""Check what types cannot express in a catalogue: names are unique, references resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.nearest import did_you_mean
from notelint.packs.schema import facts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.decode import Document, Path
    from notelint.packs.schema import Code, DecisionTable, PackInfo, Question, Range


def check(
    info: Document[PackInfo],
    codes: Document[tuple[Code, ...]],
    rules: Iterable[str],
    decision: Document[DecisionTable],
    ranges: Document[tuple[Range, ...]] | None,
) -> None:
    """Raise ``PackError`` for the first duplicate or dangling reference; ``rules`` are the names of the pack's rules."""
    sources = info.value.sources
    code_ids = _unique(codes, "code", ((index, code.code) for index, code in enumerate(codes.value)))
    _check_bases(info)
    documents: tuple[Document[Any] | None, ...] = (codes, ranges)
    for document in filter(None, documents):
        for index, record in enumerate(document.value):
            _refer(document, (index, "source"), record.source, sources, "a source of pack.yaml")
    _check_codes(codes, info.value, code_ids)
    _check_decision(decision, code_ids, rules)
    _check_places(decision, info.value.elements)
    _check_rows_cover(codes, decision)
    if ranges:
        _check_ranges(ranges)


def _check_bases(info: Document[PackInfo]) -> None:
    """Refuse unknown sources of fees and NCCI tables, and shares of the global fee that do not add up to 1."""
    fees, ncci = info.value.fee_basis, info.value.ncci
    cited: dict[Path, str | None] = {}
    if fees:
        cited |= {("fee_basis", key): getattr(fees, key) for key in ("source", "hopd_source", "asc_source")}
    if fees and fees.every_code:
        cited["fee_basis", "every_code", "source"] = fees.every_code.source
        if fees.every_code.pre + fees.every_code.intra + fees.every_code.post != 1:
            raise info.error(
                ("fee_basis", "every_code", "pre"), "pre, intra and post do not add up to 1", "correct one of the three"
            )
    if ncci:
        cited |= {("ncci", key, "source"): getattr(ncci, key).source for key in ("edits", "unit_limits")}
    for path, name in cited.items():
        if name is not None:
            _refer(info, path, name, info.value.sources, "a source of pack.yaml")


def _unique(document: Document[Any], key: str, names: Iterable[tuple[int, str]]) -> set[str]:
    seen: set[str] = set()
    for index, name in names:
        if name in seen:
            raise document.error((index, key), f"{name} stands twice", "keep one of the two or rename it")
        seen.add(name)
    return seen


def _refer(document: Document[Any], path: Path, name: str, known: Iterable[str], what: str) -> None:
    """Refuse a ``name`` that is not among ``known``."""
    choices = tuple(known)
    if name not in choices:
        raise document.error(path, f"{name} is not {what}", did_you_mean(name, choices, "add it there or use another"))


def _check_codes(codes: Document[tuple[Code, ...]], info: PackInfo, code_ids: set[str]) -> None:
    reachable = code_ids | set(info.outside)
    for index, code in enumerate(codes.value):
        asked: set[str] = set()
        for place_of_service in code.places_of_service:
            path: Path = (index, "places_of_service", place_of_service)
            _refer(codes, path, place_of_service, info.places_of_service, "a place of service of pack.yaml")
        for place, requirement in enumerate(code.checklist):
            path = (index, "checklist", place)
            _refer(codes, (*path, "element"), requirement.element, info.elements, "an element of pack.yaml")
            _refer(codes, (*path, "source"), requirement.source, info.sources, "a source of pack.yaml")
            if requirement.element in asked:
                raise codes.error((*path, "element"), f"{requirement.element} is asked for twice", "keep one of the two")
            asked.add(requirement.element)
        for place, neighbour in enumerate(code.neighbours):
            path = (index, "neighbours", place, "code")
            _refer(codes, path, neighbour.code, reachable, "a code of codes.yaml or of outside in pack.yaml")
            if neighbour.code == code.code:
                raise codes.error(path, "the code is named as its own neighbour", "name another code")


def _check_decision(decision: Document[DecisionTable], codes: set[str], rules: Iterable[str]) -> None:
    questions = decision.value.questions
    ids: set[str] = set()
    for index, question in enumerate(questions):
        path: Path = ("questions", index)
        if question.id in ids:
            raise decision.error((*path, "id"), f"{question.id} stands twice", "keep one of the two or rename it")
        ids.add(question.id)
        for key, answer in _answers(question):
            if question.answers:
                _refer(decision, (*path, key), answer, question.answers, "one of the question's answers")
        if question.open and question.rule is None:
            raise decision.error((*path, "open"), "open answers fire no rule", "name the rule they fire")
        if question.rule is not None:
            _refer(decision, (*path, "rule"), question.rule, rules, "a rule of the pack")
    _check_reason(decision)
    _check_table(decision, codes)


def _check_places(decision: Document[DecisionTable], elements: Iterable[str]) -> None:
    for index, question in enumerate(decision.value.questions):
        if question.belongs is not None:
            _refer(decision, ("questions", index, "belongs"), question.belongs, elements, "an element of pack.yaml")


def _check_reason(decision: Document[DecisionTable]) -> None:
    facts = [question.fact for question in decision.value.questions]
    for index, part in enumerate(decision.value.reason):
        for key, named in (("says", facts_in(part.says)), ("at", [part.at] if part.at else [])):
            for fact in named:
                _refer(decision, ("reason", index, key), fact, facts, "the fact of a question")


def _answers(question: Question) -> Iterator[tuple[str, str]]:
    yield from (("ends", answer) for answer in question.ends)
    yield from (("open", answer) for answer in question.open)
    yield from (("short", answer) for answer in question.short)


def _check_table(decision: Document[DecisionTable], codes: set[str]) -> None:
    answers = {question.fact: question.answers for question in decision.value.questions}
    for index, row in enumerate(decision.value.table):
        path: Path = ("table", index)
        _refer(decision, (*path, "code"), row.code, codes, "a code of codes.yaml")
        for fact, values in row.when.items():
            _refer(decision, (*path, "when", fact), fact, answers, "the fact of a question")
            for value in values:
                if answers[fact]:
                    _refer(decision, (*path, "when", fact), value, answers[fact], "one of the question's answers")
        for fact in row.says:
            _refer(decision, (*path, "says", fact), fact, answers, "the fact of a question")


def _check_rows_cover(codes: Document[tuple[Code, ...]], decision: Document[DecisionTable]) -> None:
    reached = {row.code for row in decision.value.table}
    for index, code in enumerate(codes.value):
        if code.code not in reached:
            raise codes.error((index, "code"), f"no row of decision.yaml leads to {code.code}", "add one")


def _check_ranges(ranges: Document[tuple[Range, ...]]) -> None:
    _unique(ranges, "id", ((index, bounds.id) for index, bounds in enumerate(ranges.value)))
    for index, bounds in enumerate(ranges.value):
        if bounds.low >= bounds.high:
            raise ranges.error((index, "high"), f"{bounds.high:g} is not above low, {bounds.low:g}", "swap or correct them")
