"""What notelint answers about a note: frozen records without behaviour. Offsets are code points into the note's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.note import Note

Status = Literal["supported", "unsupported", "not_applicable"]
ElementStatus = Literal["met", "partial", "missing", "n/a"]
Severity = Literal["error", "warning", "info"]
FactValue = str | int | None
EventKind = Literal["harvest", "division", "transfer", "anastomosis", "reperfusion", "inset", "closure"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the note that an answer rests on: ``text == note.text[start:end]``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One question of the decision, its answer and the reason in one sentence."""

    question: str
    answer: str
    because: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """What the note would have to say for ``code``, one of the candidates, to be supported."""

    code: str
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The codes a note supports, or those that a clarification could lead to, and how that was found."""

    status: Status
    codes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """Whether one thing a code asks for is documented. ``values`` holds figures with their unit in the key (``cm``)."""

    status: ElementStatus
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, float | str | tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something the note mentions that was not counted, with the words that set it aside."""

    what: str
    why: str
    evidence: Evidence
    cue: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the note tells of the operation, and how it means it (``performed``, ``planned``, ``negated`` …).

    ``graft`` is the donor site of the graft it speaks of, ``part`` what of it (bone, skin or the whole graft). ``cue``
    are the words that set it aside; ``gives`` names the facts and elements that rest on it.
    """

    kind: EventKind
    status: str
    part: str
    graft: str | None
    evidence: Evidence
    cue: Evidence | None = None
    gives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding speaks of."""

    start: int
    end: int
    note: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of the documentation: the rule that found it, how grave it is, and where."""

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    line: int
    column: int
    element: str | None = None
    codes: tuple[str, ...] = ()
    related: tuple[Related, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything notelint says about one note.

    A note that could not be read keeps its place: ``error`` tells why, ``note`` has an empty text, and ``decision`` is ``None``.
    """

    note: Note
    decision: Decision | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)
    integrity: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    events: tuple[Event, ...] = ()
    error: str | None = None
