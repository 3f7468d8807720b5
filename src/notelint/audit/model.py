"""The notes of an audit: their decision, their elements, and whose they are. No record holds a word of a note."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from notelint.report import Report

NAMED = ("surgeon", "service", "template")
"""What a table or a document can name of a note, beside its date."""


@discreet()
@dataclass(frozen=True, slots=True)
class Attributes:
    """Whose note it is, and the day of the operation (or of the document); empty where that is not known."""

    surgeon: str = ""
    service: str = ""
    template: str = ""
    day: date | None = None


@discreet("status", "codes", "candidates")
@dataclass(frozen=True, slots=True)
class AuditNote:
    """A note that supports a code (``status`` is ``supported``) or may support one (``unsupported``).

    ``id`` is its name in the results, ``elements`` the status of each element, ``rules`` the rules of its findings.
    """

    id: str
    status: str
    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    elements: Mapping[str, str]
    rules: frozenset[str] = frozenset()
    about: Attributes = Attributes()

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The codes whose checklist the note is held against, as ``notelint check`` does it."""
        return self.codes[:1] or self.candidates


@dataclass(slots=True)
class Results:
    """The notes of an audit. ``counts`` has ``not_applicable``, ``unreadable`` (notes without a decision) and ``unusable``.

    ``unusable`` are entries of a report that this version cannot use. ``problems`` are lines for the user.
    """

    notes: list[AuditNote] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All notes, with those that no code of a pack concerns and those that could not be read."""
        return len(self.notes) + sum(self.counts.values())

    def merge(self, other: Results) -> None:
        """Add the notes of other results."""
        self.notes += other.notes
        self.counts.update(other.counts)
        self.problems += other.problems

    def add(self, note: AuditNote | None, status: str) -> None:
        """Add a note, or count one that is no part of the audit as ``status``."""
        if note is None:
            self.counts[status] += 1
        else:
            self.notes.append(note)


class Known(NamedTuple):
    """The codes and elements of the packs at work."""

    codes: frozenset[str]
    elements: frozenset[str]

    def unknown_in(self, codes: Sequence[str], elements: Mapping[str, str]) -> str:
        """What of a result no pack knows, in words; empty where all is known."""
        if not self.codes.issuperset(codes):
            return "a code of it is in no pack"
        return "" if self.elements.issuperset(elements) else "an element of it is in no pack"


def add_report(results: Results, report: Report) -> None:
    """Add the report on a note that was checked now."""
    decision = report.decision
    if decision is None or decision.status == "not_applicable":
        results.add(None, "unreadable" if decision is None else "not_applicable")
        return
    about = report.note.metadata
    results.add(
        AuditNote(
            id=report.note.source,
            status=decision.status,
            codes=decision.codes,
            candidates=decision.candidates,
            elements={name: element.status for name, element in report.elements.items()},
            rules=frozenset(finding.rule for finding in report.findings),
            about=Attributes(surgeon=tidy(about.author), template=tidy(about.title), day=about.date),
        ),
        decision.status,
    )


def tidy(name: str) -> str:
    r"""A name on one line, without signs that cannot be shown.

    >>> tidy(" Dr.  A.\n Lind\0 ")
    'Dr. A. Lind'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
