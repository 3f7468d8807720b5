"""Which pack says what in a report: the one that decided the codes, and the checklists beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.packs.schema import Catalogue, Rule
    from notelint.report import ChecklistReport, Report


def family_of(report: Report, catalogues: Sequence[Catalogue]) -> Catalogue | None:
    """The catalogue of the pack that decided the codes, known by its elements; ``None`` where no pack decided.

    Where no pack has exactly the elements of the report, which another version may have made, the first that decides codes.
    """
    if report.decision is None or not is_decided(report):
        return None
    deciding = [one for one in catalogues if one.decides]
    same = (one for one in deciding if one.elements.keys() == report.elements.keys())
    return next(same, deciding[0] if deciding else None)


def is_decided(report: Report) -> bool:
    """Whether a pack that decides codes made the report; where checklists are alone, its elements are those of one of them."""
    return not any(own.elements.keys() == report.elements.keys() for own in report.packs.values())


def checklists_of(report: Report, catalogues: Sequence[Catalogue]) -> Iterator[tuple[Catalogue, ChecklistReport]]:
    """Each checklist that read the note and whose catalogue is among these, with what it says."""
    known = {one.info.id: one for one in catalogues}
    return ((known[name], own) for name, own in report.packs.items() if name in known)


def rule_named(name: str, catalogues: Sequence[Catalogue]) -> tuple[Catalogue, Rule] | None:
    """The rule of this name and the pack that has it; ``None`` for a rule of no pack."""
    return next(((one, one.rules[name]) for one in catalogues if name in one.rules), None)


def checklist_name(pack: str, profile: str) -> str:
    """``operative report (us-hospital)``: what a checklist is called before readers, by the id of its pack and its profile."""
    document = document_name(pack)
    return f"{document} ({profile})" if profile else document


def document_name(pack: str) -> str:
    """The kind of document that a checklist is about, which the id of its pack names."""
    return pack.replace("-", " ")
