"""``stages.yaml``: how the stage of a note changes what its findings count for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from notelint.packs.decode import decode
from notelint.packs.record import Record

if TYPE_CHECKING:
    from notelint.packs.schema import Catalogue, Rule

Treatment = Literal["open", "at blank", "as final"]
RuleKind = Literal["element", "decision", "integrity", "reading"]


class Draft(Record):
    """How a draft treats the findings of rules: by the kind of the rule, and by its name; ``suffix`` ends the message."""

    kinds: dict[RuleKind, Treatment]
    rules: dict[str, Treatment]
    suffix: str

    def treatment(self, rule: Rule, catalogue: Catalogue) -> Treatment:
        """How a draft treats the findings of ``rule``."""
        return self.rules.get(rule.name) or self.kinds[kind_of(rule, catalogue)]


class StageFile(Record):
    """The file."""

    draft: Draft


def kind_of(rule: Rule, catalogue: Catalogue) -> RuleKind:
    """What a rule of a note looks at."""
    if rule.element is not None:
        return "element"
    if any(question.rule == rule.name for question in catalogue.decision.questions):
        return "decision"
    return "integrity" if rule.integrity is not None else "reading"


@cache
def stages() -> StageFile:
    """The shared file. Raises ``PackError`` if it is not valid."""
    path = files("notelint.patterns") / "shared" / "stages.yaml"
    return decode(path.read_text("utf8"), StageFile, path.name)
