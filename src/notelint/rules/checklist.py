"""Findings of a checklist: what its profile asks for and the note does not document, at the place where it belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.schema import Requirement
from notelint.report import NOT_ASKED
from notelint.rules.builder import Builder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.checklist.answers import Answered
    from notelint.note import Note
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue, Rule
    from notelint.report import Finding


def judge_checklist(
    answered: Answered, profile: Profile, note: Note, catalogue: Catalogue, found: Iterable[Finding] = ()
) -> Iterator[Finding]:
    """One finding for each element that the profile asks for and that is not documented, or incomplete.

    What another pack has ``found`` already about the same thing (``same_as``) is not reported twice.
    """
    builder = Builder(catalogue, note)
    rules: dict[tuple[str | None, str | None], Rule] = {(rule.element, rule.when): rule for rule in catalogue.rules.values()}
    known = {finding.element for finding in found}
    for name, severity in profile.severities.items():
        element, info = answered.elements.get(name, NOT_ASKED), catalogue.elements[name]
        rule = rules.get((name, element.status))
        if rule is None or known.intersection(info.same_as):
            continue
        places = element.evidence or (answered.belongs[name],)
        yield builder.finding(rule, places, asked=Requirement(name, severity, info.source))
