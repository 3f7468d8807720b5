"""What notelint answers about a note: frozen records without behaviour. Offsets are code points into the note's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from notelint.note import Note

Status = Literal["supported", "unsupported", "not_applicable"]
ElementStatus = Literal["met", "partial", "missing", "n/a"]
Severity = Literal["error", "warning", "info"]
FactValue = str | int | None
EventKind = Literal["harvest", "division", "transfer", "anastomosis", "reperfusion", "inset", "closure"]


@discreet()
@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the note that an answer rests on: ``text == note.text[start:end]``."""

    start: int
    end: int
    text: str


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
    """What the note would have to say for ``code``, one of the candidates, to be supported."""

    code: str
    says: tuple[str, ...]


@discreet("status", "codes", "candidates")
@dataclass(frozen=True, slots=True)
class Decision:
    """The codes a note supports, or those that a clarification could lead to, and how that was found."""

    status: Status
    codes: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    trace: tuple[Step, ...] = ()
    needs: tuple[Need, ...] = ()


@discreet("status")
@dataclass(frozen=True, slots=True)
class Element:
    """Whether one thing a code asks for is documented. ``values`` holds figures with their unit in the key (``cm``)."""

    status: ElementStatus
    evidence: tuple[Evidence, ...] = ()
    values: Mapping[str, float | str | tuple[float, ...]] = field(default_factory=dict)


NOT_ASKED = Element("n/a")
"""What is said of an element that no code of the note asks for."""


@discreet("what", "why")
@dataclass(frozen=True, slots=True)
class SetAside:
    """Something the note mentions that was not counted, with the words that set it aside."""

    what: str
    why: str
    evidence: Evidence
    cue: Evidence | None = None


@discreet("kind", "status", "part", "graft", "gives")
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


@discreet()
@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a finding speaks of."""

    start: int
    end: int
    note: str


@discreet("rule", "severity", "element", "codes")
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


@discreet("integrity", "error")
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


@discreet("codes", "candidates")
@dataclass(frozen=True, slots=True)
class GraftTold:
    """One free vascularised bone graft of a note: the code it supports or its candidates, and its facts with their words.

    ``facts`` are the answers to the questions of the decision and ``donor_laterality``; ``words`` gives the places of each.
    """

    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    facts: Mapping[str, FactValue]
    words: Mapping[str, tuple[Evidence, ...]]


@discreet("part")
@dataclass(frozen=True, slots=True)
class PartTold:
    """A part of the operation (``harvest``, ``anastomosis``) told as done, and who is said to have done it.

    ``agent`` are the words that name someone ("dr. wrenfield", "the orthopedic team"); ``None`` where the note names nobody,
    which means its author.
    """

    part: EventKind
    evidence: Evidence
    agent: str | None = None


@discreet()
@dataclass(frozen=True, slots=True)
class StorySentence:
    """A sentence that tells of the operation; ``agent`` as in ``PartTold``, ``acts`` whether it tells something done."""

    evidence: Evidence
    agent: str | None
    acts: bool


@discreet()
@dataclass(frozen=True, slots=True)
class Particulars:
    """What a claim asks of a note beyond its report.

    ``circumstances`` are those of ``circumstances.yaml`` that are told, ``recipient_sides`` the sides given to the recipient
    site, ``other_flaps`` the flaps without bone that were done, each with whether it is ``free`` (``yes``, ``no``, ``maybe``);
    ``date`` is the date of the operation with its words, ``story`` the sentences that tell of it.
    """

    grafts: tuple[GraftTold, ...] = ()
    circumstances: Mapping[str, tuple[Evidence, ...]] = field(default_factory=dict)
    recipient_sides: Mapping[str, Evidence] = field(default_factory=dict)
    parts: tuple[PartTold, ...] = ()
    other_flaps: tuple[tuple[str, Evidence], ...] = ()
    date: tuple[date, Evidence] | None = None
    story: tuple[StorySentence, ...] = ()
