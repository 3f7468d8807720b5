"""What a card asks: the question of a query to the surgeon. Findings with the same question share a card."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.fingerprint import fingerprints
from notelint.outputs.states import state
from notelint.packs.queries import queries_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.packs.elements import Asking
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report

RANKS = {"error": 0, "warning": 1, "info": 2}
"""The severities, the gravest first."""


@dataclass(slots=True)
class Topic:
    """A question, and the findings that it is about, each with its fingerprint; the gravest first.

    ``is_missing``: the places of the findings are those where an answer is usually documented.
    """

    asking: Asking
    found: list[tuple[Finding, str]] = field(default_factory=list)
    is_missing: bool = False


def topics(report: Report, catalogues: Sequence[Catalogue], least: str) -> list[Topic]:
    """The questions that the findings of ``report`` raise, from the severity ``least`` on, the gravest first.

    A finding that was acknowledged or is in the baseline raises none. Nor does one that a surgeon cannot answer: that the file
    is not UTF-8, that a page was not read, that the two readers disagree. Raises ``PackError`` if ``queries.yaml`` is not valid.
    """
    raised: dict[str, Topic] = {}
    named = zip(report.findings, fingerprints(report.findings), strict=True)
    wanted = [pair for pair in named if not state(pair[0]) and RANKS[pair[0].severity] <= RANKS[least]]
    for finding, name in sorted(wanted, key=lambda pair: RANKS[pair[0].severity]):
        for asking, is_missing in _asked(finding, catalogues):
            topic = raised.setdefault(asking.id, Topic(asking))
            topic.found.append((finding, name))
            topic.is_missing = topic.is_missing or is_missing
    return list(raised.values())


def _asked(finding: Finding, catalogues: Sequence[Catalogue]) -> Iterator[tuple[Asking, bool]]:
    """The question about a finding, if there is one, and whether its place is where the answer is usually documented."""
    catalogue = next((one for one in catalogues if finding.rule in one.rules), None)
    if catalogue is None:
        return
    rule = catalogue.rules[finding.rule]
    questions = queries_of(catalogue)
    if rule.element is not None:
        yield questions.about_element(rule.element), rule.when == "missing"
        return
    opened = {question.id for question in catalogue.decision.questions if question.rule == finding.rule}
    for asking in questions.askings:
        if rule.integrity in asking.integrity or opened & set(asking.open):
            yield asking, False
            return
