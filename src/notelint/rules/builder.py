"""Make findings: one rule, exactly one primary place, its line and column from the note."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.case.model import Statement
from notelint.report import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.note import Note
    from notelint.packs.record import Severity
    from notelint.packs.schema import Catalogue, Requirement, Rule
    from notelint.report import Evidence


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings in the order of their places."""
    return tuple(sorted(findings, key=lambda finding: (finding.start, finding.end, finding.rule)))


_ON_THE_SAME = "another statement on the same point"
_MILDER: dict[Severity, Severity] = {"error": "warning", "warning": "info", "info": "info"}


@dataclass(frozen=True, slots=True)
class Builder:
    """Makes the findings on one note from the rules of one pack."""

    catalogue: Catalogue
    note: Note

    def finding(
        self,
        rule: Rule,
        places: Iterable[Evidence | Statement],
        *,
        codes: tuple[str, ...] = (),
        asked: Requirement | None = None,
        detail: str = "",
    ) -> Finding:
        """A finding of ``rule`` at the first of ``places``; the others are related, each with what it says where that is known.

        ``asked`` is the checklist entry for the element of the rule: its severity (one step milder if the element is
        documented incompletely) and its source replace those of the rule. ``detail`` is what the message says of a document.
        Raises ``ValueError`` if there is no place.
        """
        primary, *related = _related(places)
        line, column = self.note.position(primary.start)
        source = asked.source if asked else rule.source
        return Finding(
            rule=rule.name,
            severity=_severity(rule, asked),
            message=rule.message.format(codes=" or ".join(codes) or "the procedure", encoding=self.note.encoding, told=detail),
            start=primary.start,
            end=primary.end,
            line=line,
            column=column,
            element=rule.element,
            codes=codes,
            related=tuple(related),
            source=self.catalogue.info.sources.get(source, source),
        )


def _related(places: Iterable[Evidence | Statement]) -> Iterator[Related]:
    """Each place once."""
    seen = set()
    for place in places:
        words, says = (place.words, place.says) if isinstance(place, Statement) else (place, _ON_THE_SAME)
        if words not in seen:
            seen.add(words)
            yield Related(words.start, words.end, says)


def _severity(rule: Rule, asked: Requirement | None) -> Severity:
    if asked is None:
        return rule.severity
    return _MILDER[asked.severity] if rule.when == "partial" else asked.severity
