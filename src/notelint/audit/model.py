"""The notes of an audit: their decision, their elements, and whose they are. No record holds a word of a note."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue
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

    ``id`` is its name in the results, ``elements`` the status of each element, ``rules`` the rules of its findings. In the audit
    of a checklist a note is a report of an operation or of a procedure: ``kind`` says of which, ``status`` is the same, there are
    no codes, and ``elements`` are those that its profile asks for.
    """

    id: str
    status: str
    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    elements: Mapping[str, str]
    rules: frozenset[str] = frozenset()
    about: Attributes = Attributes()
    kind: str = ""

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The codes whose checklist the note is held against, as ``notelint check`` does it."""
        return self.codes[:1] or self.candidates


@dataclass(slots=True)
class Results:
    """The notes of an audit. ``counts`` has ``not_applicable``, ``unreadable`` (notes without a decision) and ``unusable``.

    In the audit of a checklist ``not_applicable`` are documents of another kind.
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
    """The codes and elements of the packs at work.

    In the audit of a checklist ``checklist`` is the id of its pack, ``asked`` are the elements that its profile asks for.
    """

    codes: frozenset[str]
    elements: frozenset[str]
    checklist: str = ""
    asked: frozenset[str] = frozenset()

    def unknown_in(self, codes: Sequence[str], elements: Mapping[str, str]) -> str:
        """What of a result no pack knows, in words; empty where all is known."""
        if not self.codes.issuperset(codes):
            return "a code of it is in no pack"
        return "" if self.elements.issuperset(elements) else "an element of it is in no pack"


OTHER_KIND = "other"
"""The kind of a document that a checklist does not ask."""


def add_answers(results: Results, known: Known, kind: str, note: AuditNote) -> None:
    """Add a note of which a checklist says that it is of this ``kind``, with the elements that are asked for."""
    if kind == OTHER_KIND:
        results.add(None, "not_applicable")
        return
    asked = {name: status for name, status in note.elements.items() if name in known.asked}
    results.add(replace(note, status=kind, kind=kind, codes=(), candidates=(), elements=asked), kind)


def known_of(catalogues: Sequence[Catalogue], profile: Profile | None = None) -> Known:
    """What the packs know; with a ``profile`` of a checklist, whose catalogue is the only one."""
    return Known(
        frozenset(code for catalogue in catalogues for code in catalogue.codes),
        frozenset(element for catalogue in catalogues for element in catalogue.elements),
        *((catalogues[0].info.id, frozenset(profile.severities)) if profile is not None else ()),
    )


def add_report(results: Results, report: Report, known: Known) -> None:
    """Add the report on a note that was checked now."""
    decision, about = report.decision, report.note.metadata
    attributes = Attributes(surgeon=tidy(about.author), template=tidy(about.title), day=about.date)
    rules = frozenset(finding.rule for finding in report.findings)
    if known.checklist and decision is not None:
        own = report.packs[known.checklist]
        elements = {name: element.status for name, element in own.elements.items()}
        add_answers(results, known, own.kind, AuditNote(report.note.source, own.kind, (), (), elements, rules, attributes))
        return
    if decision is None or decision.status == "not_applicable":
        results.add(None, "unreadable" if decision is None else "not_applicable")
        return
    results.add(
        AuditNote(
            id=report.note.source,
            status=decision.status,
            codes=decision.codes,
            candidates=decision.candidates,
            elements={name: element.status for name, element in report.elements.items()},
            rules=rules,
            about=attributes,
        ),
        decision.status,
    )


def tidy(name: str) -> str:
    r"""A name on one line, without signs that cannot be shown.

    >>> tidy(" Dr.  A.\n Lind\0 ")
    'Dr. A. Lind'
    """
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
