"""The rules of a pack in their order: those of its questions, those of its elements, and the others of ``rules.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec

from notelint.nearest import did_you_mean
from notelint.packs.decode import parse
from notelint.packs.element_files import element_error
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.schema import OtherRule, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

    from notelint.packs.decode import Document, Path
    from notelint.packs.element_files import Elements
    from notelint.packs.elements import ElementFile
    from notelint.packs.errors import PackError
    from notelint.packs.schema import DecisionTable, PackInfo

FILE = "rules.yaml"
_WHENS: tuple[Literal["missing", "partial"], ...] = ("missing", "partial")


class _Placed(NamedTuple):
    """A rule and its place."""

    rule: Rule
    document: Document[Any]
    path: Path


def read_rules(
    folder: Traversable, info: PackInfo, elements: Elements, decision: Document[DecisionTable], *, needed: bool
) -> dict[str, Rule]:
    """The rules by their names. Raises ``PackError``, also where ``rules.yaml`` is ``needed`` and not there."""
    fired = {question.rule for question in decision.value.questions}
    others = list(_others(folder)) if needed or is_there(folder, FILE) else []
    placed = [one for one in others if one.rule.name in fired]
    placed += (one for name, file in elements.files.items() for one in _of_element(name, file))
    placed += (one for one in others if one.rule.name not in fired)
    _check(placed, info)
    return {one.rule.name: one.rule for one in placed}


def rule_error(folder: Traversable, rule: Rule, problem: str, advice: str) -> PackError:
    """The error to raise about the name of a rule of the pack in ``folder``, for checks over several packs."""
    if rule.element is not None:
        return element_error(folder, rule.element, ("rules", str(rule.when), "name"), problem, advice)
    placed = next(one for one in _others(folder) if one.rule.name == rule.name)
    return placed.document.error((*placed.path, "name"), problem, advice)


def _others(folder: Traversable) -> Iterator[_Placed]:
    document = parse(text_of(folder, FILE), tuple[OtherRule, ...], shown(folder, FILE))
    for index, rule in enumerate(document.value):
        yield _Placed(Rule(**msgspec.structs.asdict(rule)), document, (index,))


def _of_element(name: str, file: Document[ElementFile]) -> Iterator[_Placed]:
    for when in _WHENS:
        texts = getattr(file.value.rules, when)
        if texts is not None:
            yield _Placed(Rule(**msgspec.structs.asdict(texts), element=name, when=when), file, ("rules", when))


def _check(placed: Iterable[_Placed], info: PackInfo) -> None:
    """Refuse a name or an alias that is taken, an unknown source, and a message that cannot be filled in."""
    names: set[str] = set()
    for rule, document, path in placed:
        if rule.name in names:
            raise document.error((*path, "name"), f"{rule.name} stands twice", "keep one of the two or rename it")
        names.add(rule.name)
        if rule.source not in info.sources:
            advice = did_you_mean(rule.source, tuple(info.sources), "add it there or use another")
            raise document.error((*path, "source"), f"{rule.source} is not a source of pack.yaml", advice)
        _check_message(rule, document, path)
    for rule, document, path in placed:
        for place, alias in enumerate(rule.aliases):
            if alias in names:
                problem = f"{alias} is already a name or an alias"
                raise document.error((*path, "aliases", place), problem, "remove it or choose another")
            names.add(alias)


def _check_message(rule: Rule, document: Document[Any], path: Path) -> None:
    try:
        rule.message.format(codes="", encoding="", told="")
    except (KeyError, IndexError, ValueError):
        problem = "unknown or broken placeholder"
        advice = "only {codes}, {encoding} and {told} can be filled in"
        raise document.error((*path, "message"), problem, advice) from None
