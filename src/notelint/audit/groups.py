"""Notes by code or kind of document, surgeon, service, template and month."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.measures import count_elements

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.audit.measures import Measures
    from notelint.audit.model import AuditNote
    from notelint.audit.shares import ElementCount, Share

# A note with several codes is in the group of the first one, against whose checklist it is held.
DIMENSIONS = {
    "code": "Code",
    "kind": "Kind of document",
    "surgeon": "Surgeon",
    "service": "Service",
    "template": "Template",
    "month": "Month",
}
"""Names of the dimensions, with their titles."""
UNDECIDED = "undecided"
"""The group of notes that may support several codes."""


class Group(NamedTuple):
    """Notes of one surgeon, month …: how many, the share of each measure, the counts of each element."""

    name: str
    notes: int
    shares: Mapping[str, Share]
    elements: Mapping[str, ElementCount]


class Dimension(NamedTuple):
    """The groups of one kind: codes and months in their order, others by their number of notes, the largest first.

    ``left_out`` are the notes of which it is not known.
    """

    id: str
    groups: tuple[Group, ...]
    left_out: int


def by_dimension(name: str, notes: Sequence[AuditNote], measures: Measures) -> Dimension:
    """The groups of the dimension ``name``, a key of ``DIMENSIONS``."""
    members: defaultdict[str, list[AuditNote]] = defaultdict(list)
    for note in notes:
        members[_group(name, note)].append(note)
    left_out = len(members.pop("", ()))
    groups = [Group(key, len(own), measures.shares(own), count_elements(own)) for key, own in members.items()]
    return Dimension(name, tuple(sorted(groups, key=lambda group: _order(name, group))), left_out)


def _group(name: str, note: AuditNote) -> str:
    if name == "code":
        return "" if note.kind else next(iter(note.codes), UNDECIDED)
    if name == "kind":
        return note.kind.replace("_", " ")
    if name == "month":
        return f"{note.about.day:%Y-%m}" if note.about.day else ""
    return str(getattr(note.about, name))


def _order(name: str, group: Group) -> tuple[bool, int, str]:
    return group.name == UNDECIDED, 0 if name in {"code", "month"} else -group.notes, group.name
