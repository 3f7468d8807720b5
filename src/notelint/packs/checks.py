"""Check what types cannot express in a catalogue: names are unique, references resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.nearest import did_you_mean
from notelint.packs.schema import facts_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.decode import Document, Path
    from notelint.packs.schema import Code, DecisionTable, ElementInfo, PackInfo, Question, Range, Rule


def check(  # noqa: PLR0913, PLR0917 - one argument for each file of a pack
    info: Document[PackInfo],
    codes: Document[tuple[Code, ...]],
    elements: Document[tuple[ElementInfo, ...]],
    rules: Document[tuple[Rule, ...]],
    decision: Document[DecisionTable],
    ranges: Document[tuple[Range, ...]] | None,
) -> None:
    """Raise ``PackError`` for the first duplicate or dangling reference among the files of a pack."""
    sources = info.value.sources
    element_ids = _unique(elements, "id", ((index, element.id) for index, element in enumerate(elements.value)))
    code_ids = _unique(codes, "code", ((index, code.code) for index, code in enumerate(codes.value)))
    rule_names = _unique(rules, "name", ((index, rule.name) for index, rule in enumerate(rules.value)))
    _check_bases(info)
    documents: tuple[Document[Any] | None, ...] = (codes, elements, rules, ranges)
    for document in filter(None, documents):
        for index, record in enumerate(document.value):
            _refer(document, (index, "source"), record.source, sources, "a source of pack.yaml")
    _check_codes(codes, info.value, element_ids, code_ids)
    _check_rules(rules, element_ids)
    _check_coverage(codes, elements, rules)
    _check_decision(decision, code_ids, rule_names)
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


def _check_codes(codes: Document[tuple[Code, ...]], info: PackInfo, elements: set[str], code_ids: set[str]) -> None:
    reachable = code_ids | set(info.outside)
    for index, code in enumerate(codes.value):
        asked: set[str] = set()
        for place_of_service in code.places_of_service:
            path: Path = (index, "places_of_service", place_of_service)
            _refer(codes, path, place_of_service, info.places_of_service, "a place of service of pack.yaml")
        for place, requirement in enumerate(code.checklist):
            path = (index, "checklist", place)
            _refer(codes, (*path, "element"), requirement.element, elements, "an element of elements.yaml")
            _refer(codes, (*path, "source"), requirement.source, info.sources, "a source of pack.yaml")
            if requirement.element in asked:
                raise codes.error((*path, "element"), f"{requirement.element} is asked for twice", "keep one of the two")
            asked.add(requirement.element)
        for place, neighbour in enumerate(code.neighbours):
            path = (index, "neighbours", place, "code")
            _refer(codes, path, neighbour.code, reachable, "a code of codes.yaml or of outside in pack.yaml")
            if neighbour.code == code.code:
                raise codes.error(path, "the code is named as its own neighbour", "name another code")


def _check_rules(rules: Document[tuple[Rule, ...]], elements: set[str]) -> None:
    taken: dict[tuple[str, str], str] = {}
    _check_aliases(rules)
    for index, rule in enumerate(rules.value):
        if (rule.element is None) != (rule.when is None):
            raise rules.error((index, "name"), f"{rule.name} has only one of element and when", "give both or neither")
        if rule.element is not None and rule.when is not None:
            _refer(rules, (index, "element"), rule.element, elements, "an element of elements.yaml")
            other = taken.setdefault((rule.element, rule.when), rule.name)
            if other != rule.name:
                problem = f"{rule.name} and {other} both speak of {rule.element} when {rule.when}"
                raise rules.error((index, "element"), problem, "keep one of the two")
        try:
            rule.message.format(codes="", encoding="", told="")
        except (KeyError, IndexError, ValueError):
            raise rules.error(
                (index, "message"), "unknown or broken placeholder", "only {codes}, {encoding} and {told} can be filled in"
            ) from None


def _check_aliases(rules: Document[tuple[Rule, ...]]) -> None:
    """Refuse an alias that is the name of a rule or an alias of two rules."""
    used = {rule.name for rule in rules.value}
    for index, rule in enumerate(rules.value):
        for place, alias in enumerate(rule.aliases):
            if alias in used:
                raise rules.error(
                    (index, "aliases", place), f"{alias} is already a name or an alias", "remove it or choose another"
                )
            used.add(alias)


def _check_coverage(
    codes: Document[tuple[Code, ...]], elements: Document[tuple[ElementInfo, ...]], rules: Document[tuple[Rule, ...]]
) -> None:
    covered = {(rule.element, rule.when) for rule in rules.value}
    asked = {requirement.element for code in codes.value for requirement in code.checklist}
    for index, element in enumerate(elements.value):
        if element.id in asked:
            wanted = ("missing", "partial") if element.partial else ("missing",)
            for when in wanted:
                if (element.id, when) not in covered:
                    problem = f"no rule of rules.yaml speaks of {element.id} when {when}"
                    raise elements.error((index, "id"), problem, "add the rule")


def _check_decision(decision: Document[DecisionTable], codes: set[str], rules: set[str]) -> None:
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
            _refer(decision, (*path, "rule"), question.rule, rules, "a rule of rules.yaml")
    _check_reason(decision)
    _check_table(decision, codes)


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
