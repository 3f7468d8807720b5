"""The records of a report on a note: frozen, without behaviour. Offsets are code points into the note's text."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- msgspec reads the annotations when the program runs
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 -- likewise
from typing import Literal

from notelint.discreet import discreet
from notelint.note import Note  # noqa: TC001 -- likewise

SCHEMA = "notelint.report/1"
"""The name and the version of the shape in which reports are written as JSON."""

Status = Literal["supported", "unsupported", "not_applicable"]
ElementStatus = Literal["met", "partial", "missing", "n/a"]
Severity = Literal["error", "warning", "info"]
FactValue = str | int | None
StageKind = Literal[
    "raised",
    "pedicle not divided",
    "pedicle divided",
    "taken without vessels",
    "joined",
    "joining given up",
    "no vessels joined",
    "blood flow restored",
    "set in place",
    "given up",
]
EventKind = Literal["harvest", "division", "transfer", "anastomosis", "reperfusion", "inset", "closure"]


@discreet("by")
@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the note that support an answer: ``text == note.text[start:end]``.

    ``by`` names what found them: an idiom (``idiom:vessel-work.given-up``), else what asked (``element:microscope``,
    ``fact:transfer``, ``event:harvest``). The answers of a report have clauses; ``within`` are the exact places read in them.
    """

    start: int
    end: int
    text: str
    by: str = field(default="", compare=False)
    within: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def exact(self) -> tuple[tuple[int, int], ...]:
        """The places that were read: those ``within`` a clause, else the words themselves."""
        return self.within or ((self.start, self.end),)


@discreet("question", "answer")
@dataclass(frozen=True, slots=True)
class Step:
    """One question of the decision, its answer and the reason in one sentence."""

    question: str
    answer: str
    because: str
    evidence: tuple[Evidence, ...] = ()


@discreet("code")
@dataclass(frozen=True, slots=True)
class Need:
    """What the note would have to document to support ``code``, one of the candidates."""

    code: str
    says: tuple[str, ...]


@discreet()
@dataclass(frozen=True, slots=True)
class Reason:
    """A few words of the reason for a decision, and the place of the note that shows them, if there is one."""

    says: str
    evidence: Evidence | None = None


@discreet("status", "codes", "candidates")
@dataclass(frozen=True, slots=True)
class Decision:
    """The codes that a note supports, or the candidates after a clarification, and how they were found.

    ``reasons`` are the trace in a few words, for one line: what the codes rest on, what the note must say to decide between
    the candidates, or why no code applies.
    """

    status: Status
    codes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    needs: tuple[Need, ...] = ()
    reasons: tuple[Reason, ...] = ()


@discreet("status")
@dataclass(frozen=True, slots=True)
class Element:
    """Whether one element of a checklist is documented. ``values`` has figures, with their unit in the key (``cm``)."""

    status: ElementStatus
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, float | str | tuple[float, ...]] = field(default_factory=dict)


NOT_ASKED = Element("n/a")
"""The status of an element that no code of the note requires."""


NO_DECISION = Decision("not_applicable")
"""The decision where no pack at work decides codes."""


@dataclass(frozen=True, slots=True)
class Read:
    """The decision and the elements of a note, by the rules or by both readers.

    ``alone`` are the elements whose status rests on the second reader alone; ``disagrees`` says that the decision is not that of
    the rules, ``claims`` that the rules found no graft at all.
    """

    decision: Decision
    elements: Mapping[str, Element]
    alone: frozenset[str] = frozenset()
    disagrees: bool = False
    claims: bool = False


@discreet("what", "why")
@dataclass(frozen=True, slots=True)
class SetAside:
    """A mention in the note that was not counted, with the reason and the words that exclude it (``cue``)."""

    what: str
    why: str
    evidence: Evidence
    cue: Evidence | None = None


@discreet("kind", "status", "part", "graft", "gives")
@dataclass(frozen=True, slots=True)
class Event:
    """One event of the operation in the note, and its status (``performed``, ``planned``, ``negated`` …).

    ``graft`` is the donor site of its graft, ``part`` the part of the graft (bone, skin or the whole graft). ``cue``
    are the words that exclude it; ``gives`` names the facts and elements that it supports.
    """

    kind: EventKind
    status: str
    part: str
    graft: str | None
    evidence: Evidence
    cue: Evidence | None = None
    gives: tuple[str, ...] = ()


@discreet("kind")
@dataclass(frozen=True, slots=True)
class Stage:
    """One stage in the life of a graft in this operation, and the words that document it."""

    kind: StageKind
    evidence: Evidence


@discreet("graft", "outcome", "stages")
@dataclass(frozen=True, slots=True)
class Timeline:
    """The stages of one graft from the donor site ``graft``, in the order of the note.

    ``outcome`` is how the bone was transferred in the end (``free``, ``pedicled``, ``nonvascularized``), or ``given up``.
    """

    graft: str
    outcome: str
    stages: tuple[Stage, ...]


@discreet()
@dataclass(frozen=True, slots=True)
class Related:
    """A further place of a finding."""

    start: int
    end: int
    note: str


@discreet("code", "time", "until")
@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who accepted a finding, when and why. ``code`` is the coded reason, ``until`` the last day on which it holds."""

    by: str
    time: datetime
    code: str
    reason: str
    until: date | None = None


@discreet("rule", "severity", "element", "codes")
@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of the documentation: the rule, the severity, the message and the place.

    A finding that was ``acknowledged``, or that the baseline has (``in_baseline``), does not fail a run.
    """

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
    acknowledged: Acknowledgement | None = None
    in_baseline: bool = False


@discreet("id", "weight")
@dataclass(frozen=True, slots=True)
class KindSign:
    """A sign of what kind a document is, with the words that show it; its ``weight`` counts for a report, or against it."""

    id: str
    weight: int
    evidence: tuple[Evidence, ...] = ()


@discreet("kind", "profile")
@dataclass(frozen=True, slots=True)
class ChecklistReport:
    """What a checklist that no code asks for says of a note: what kind of document it is, and its elements.

    ``kind`` is ``operative_report``, ``procedure_note`` or ``other``; in a document of another kind each element is ``n/a``.
    ``profile`` is the name of the profile, ``asked`` are the elements that it asks for, each with its severity. ``signs`` are
    those of the kind, whose weights must reach ``enough`` for a report.
    """

    kind: str
    profile: str
    elements: Mapping[str, Element]
    asked: Mapping[str, Severity]
    signs: tuple[KindSign, ...] = ()
    enough: int = 0


@discreet("integrity", "error")
@dataclass(frozen=True, slots=True)
class Report:
    """The report on one note.

    A note that could not be read has a report too: ``error`` says why, ``note`` has an empty text, ``decision`` is ``None``.
    ``packs`` has the answers of the checklists that read the note beside the pack that decides, by the ids of their packs.
    """

    note: Note
    decision: Decision | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    elements: Mapping[str, Element] = field(default_factory=dict)
    integrity: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    events: tuple[Event, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    packs: Mapping[str, ChecklistReport] = field(default_factory=dict)
    error: str | None = None


@discreet("kind", "context")
@dataclass(frozen=True, slots=True)
class SectionPlace:
    """A section of a note from its heading to its end; ``heading_end`` is where its heading ends. Offsets as in ``Evidence``.

    ``kind`` and ``context`` are those of ``sections.yaml`` (a heading that is not among them is ``unknown``).
    """

    kind: str
    context: str
    start: int
    heading_end: int
    end: int
