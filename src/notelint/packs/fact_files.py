"""Load ``facts.yaml``, the facts of a pack, with every reference checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from notelint.packs.decode import parse
from notelint.packs.errors import PackError
from notelint.packs.facts import FactInfo
from notelint.packs.files import shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

    from notelint.packs.decode import Document
    from notelint.packs.schema import Catalogue, DecisionTable

FILE = "facts.yaml"
_TAKEN = frozenset(
    {"id", "position", "status", "codes", "candidates", "integrity", "error", "errors", "warnings", "infos", "findings"}
)
"""Columns of the result tables, beside which each fact has a column of its name."""


def read_facts(folder: Traversable, decision: Document[DecisionTable], *, needed: bool) -> dict[str, FactInfo]:
    """The facts by their ids, each with its values. Raises ``PackError``, also for a question about a fact that is none."""
    if not needed and not (folder / FILE).is_file():
        return {}
    document = parse(text_of(folder, FILE), tuple[FactInfo, ...], shown(folder, FILE))
    answers = {question.fact: question.answers for question in decision.value.questions}
    facts: dict[str, FactInfo] = {}
    for index, fact in enumerate(document.value):
        if fact.id in facts or fact.id in _TAKEN:
            problem = f"{fact.id} stands twice" if fact.id in facts else f"{fact.id} is the name of another column of results"
            raise document.error((index, "id"), problem, "rename it")
        _check_values(document, index, fact)
        facts[fact.id] = msgspec.structs.replace(fact, values=fact.values or answers.get(fact.id, ()))
    for index, question in enumerate(decision.value.questions):
        if question.fact not in facts:
            problem = f"{question.fact} is not a fact of {FILE}"
            raise decision.error(("questions", index, "fact"), problem, "add it there or use another")
    return facts


def labelled_facts(catalogues: Iterable[Catalogue]) -> dict[str, FactInfo]:
    """The labelled facts of several packs, in their order. Raises ``PackError`` where two of one id are not of one kind."""
    facts: dict[str, FactInfo] = {}
    for catalogue in catalogues:
        for fact in catalogue.facts.values():
            if fact.labelled and facts.setdefault(fact.id, fact).kind != fact.kind:
                problem = f"{fact.id} of {catalogue.info.id} is not of the same kind as in another pack"
                raise PackError(FILE, problem, "rename one of the two")
    return facts


def _check_values(document: Document[tuple[FactInfo, ...]], index: int, fact: FactInfo) -> None:
    kind = int if fact.kind == "integer" else str
    for place, value in enumerate(fact.values):
        if not isinstance(value, kind):
            raise document.error((index, "values", place), f"the value is no {fact.kind}", "correct the value or the kind")
    if fact.otherwise is not None and fact.otherwise not in fact.values:
        raise document.error((index, "otherwise"), f"{fact.otherwise} is not one of values", "add it there or use another")
